import type { Context } from 'hono';
import { requireRole } from '../../../../db/roles.ts';
import { MOST_MESSAGE_BYTES, type Signed } from '../../../../exchange/messages/open-message.ts';
import { receiveMessage } from '../../../../exchange/messages/receive.ts';
import { takeReceipt } from '../../../../exchange/messages/take-receipt.ts';
import { announceTo } from '../../../../exchange/outbox/announce.ts';
import { listPartners } from '../../../../exchange/partners.ts';
import { sendList, sendNotice, type ExchangeContext } from '../../../../exchange/send.ts';
import { unusable } from '../../../../formats/problems.ts';
import { InputError } from '../../../../gi/problem.ts';
import { allLists } from '../../../../lists/catalogue.ts';
import { Refusal } from '../../../../platform/errors.ts';
import { href } from '../../../view.ts';
import type { Console, ConsoleEnv, ConsoleParts } from '../../app.ts';
import { readFilesForm, readForm, type Desk, type Form } from '../../desk.ts';
import { ReceivePage, SendPage } from '../../pages/exchange/by-hand.tsx';
import { asFieldProblem, noticeOf } from './notice-form.ts';

const base = '/console/messages';

/** Most bytes of the two files of a message sent by mail: no more than the network takes. */
const FILES = { file: MOST_MESSAGE_BYTES, signature: 64 << 10 };
type Files = Awaited<ReturnType<typeof readFilesForm>>['files'];

/** A signed file of a form, with the signature beside it where there is one. @throws Refusal request/invalid, InputError input/empty */
function signedOf(files: Files): Signed {
  const file = files.get('file');
  if (!file) throw new Refusal('request/invalid', 400, 'No file was sent.', 'Choose a file.');
  const body = file.bytes;
  if (body.length === 0) throw unusable('input/empty', 'The file is empty');
  if (/\.xml$/i.test(file.name)) return { format: 'xml', body };
  const signature = files.get('signature')?.bytes.toString('utf8').trim();
  return { format: 'json', body, ...(signature && { signature }) };
}

/** Messages and receipts as files, for offices that exchange by mail. */
export function addByHandRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db, clock, exchange } = deps;
  const { signer, officeCode } = exchange;
  const contextOf = ({ ctx }: Desk): ExchangeContext => ({ ...ctx, clock, signer, officeCode });

  const receivePage = async (c: Context<ConsoleEnv>, error?: InputError) => {
    const desk = c.get('desk');
    await requireRole(db, desk.ctx.actor, 'editor');
    if (error) c.status(422);
    const page = <ReceivePage desk={desk} {...(error && { problems: error.problems })} />;
    return render(c, desk.v, desk.v.t('exchange:receive.title'), page);
  };
  /** @returns the address of the message, and what was done */
  const takeIn = async (desk: Desk, form: Form, files: Files): Promise<{ id: string; done: string }> => {
    const signed = signedOf(files);
    if (form.text('what') === 'receipt') {
      const receipt = await takeReceipt(contextOf(desk), signed.body, signed.signature ?? '');
      return { id: receipt.messageId, done: 'receipt-kept' };
    }
    const answer = await receiveMessage(contextOf(desk), signed, { way: 'mail' });
    return { id: answer.id, done: answer.repeated ? 'message-repeated' : 'message-received' };
  };

  app.get('/messages/receive', (c) => receivePage(c));

  app.post('/messages/receive', async (c) => {
    const desk = c.get('desk');
    await requireRole(db, desk.ctx.actor, 'editor');
    const { form, files } = await readFilesForm(c, FILES);
    try {
      const { id, done } = await takeIn(desk, form, files);
      return c.redirect(href(desk.v, `${base}/${id}`, { done }), 303);
    } catch (error) {
      if (error instanceof InputError) return receivePage(c, error);
      throw error;
    }
  });

  const sendPage = async (c: Context<ConsoleEnv>, fields: Record<string, string>, error?: InputError) => {
    const desk = c.get('desk');
    await requireRole(db, desk.ctx.actor, 'editor');
    if (error) c.status(422);
    const known = { lists: await allLists(db), partners: await listPartners(db) };
    const page = <SendPage {...{ desk, ...known, fields, problems: error?.problems }} />;
    return render(c, desk.v, desk.v.t('exchange:send.title'), page);
  };
  app.get('/messages/send', (c) => {
    const { list = '', entry = '', partner = '' } = c.req.query();
    return sendPage(c, { list, entry, partner });
  });

  app.post('/messages/send', async (c) => {
    const desk = c.get('desk');
    await requireRole(db, desk.ctx.actor, 'editor');
    const form = await readForm(c);
    const wanted = { listId: form.text('list', 100), recipient: form.text('partner', 10) };
    if (form.text('do') === 'deliver') {
      const [delivery] = await announceTo(desk.ctx, wanted);
      return c.redirect(href(desk.v, `/console/outbox/${delivery}`, { done: 'ordered' }), 303);
    }
    const format = form.text('format') === 'xml' ? 'xml' : 'json';
    const { id } = await sendList(contextOf(desk), { ...wanted, format });
    return c.redirect(href(desk.v, `${base}/${id}`, { done: 'message-made' }), 303);
  });

  app.post('/messages/notice', async (c) => {
    const desk = c.get('desk');
    await requireRole(db, desk.ctx.actor, 'editor');
    const form = await readForm(c);
    const wanted = { listId: form.text('list', 100), recipient: form.text('partner', 10) };
    try {
      const notice = noticeOf(form);
      if (form.text('do') === 'deliver') {
        const [delivery] = await announceTo(desk.ctx, { ...wanted, notice });
        return c.redirect(href(desk.v, `/console/outbox/${delivery}`, { done: 'ordered' }), 303);
      }
      const format = form.text('format') === 'xml' ? 'xml' : 'json';
      const { id } = await sendNotice(contextOf(desk), { ...wanted, ...notice, format });
      return c.redirect(href(desk.v, `${base}/${id}`, { done: 'message-made' }), 303);
    } catch (error) {
      const problem = asFieldProblem(error);
      if (!(problem instanceof InputError)) throw error;
      const fields = { ...form.texts(), text: form.text('text', 20_000) };
      return sendPage(c, fields, problem);
    }
  });
}
