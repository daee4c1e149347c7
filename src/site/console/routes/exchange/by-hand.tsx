import type { Context } from 'hono';
import { requireRole } from '../../../../db/roles.ts';
import type { Signed } from '../../../../exchange/messages/open-message.ts';
import { receiveMessage } from '../../../../exchange/messages/receive.ts';
import { takeReceipt } from '../../../../exchange/messages/take-receipt.ts';
import { announceTo } from '../../../../exchange/outbox/announce.ts';
import { listPartners } from '../../../../exchange/partners.ts';
import { sendList, type ExchangeContext } from '../../../../exchange/send.ts';
import { InputError } from '../../../../gi/problem.ts';
import { allLists } from '../../../../lists/catalogue.ts';
import { Refusal } from '../../../../platform/errors.ts';
import { href } from '../../../view.ts';
import type { Console, ConsoleEnv, ConsoleParts } from '../../app.ts';
import { readForm, type Desk, type Form } from '../../desk.ts';
import { ReceivePage, SendPage } from '../../pages/exchange/by-hand.tsx';

const base = '/console/messages';

/** A signed file of a form, with the signature beside it where there is one. @throws Refusal request/invalid */
async function signedOf(form: Form): Promise<Signed> {
  const file = form.file('file');
  if (!file) throw new Refusal('request/invalid', 400, 'No file was sent.', 'Choose a file.');
  const body = new Uint8Array(await file.arrayBuffer());
  if (/\.xml$/i.test(file.name)) return { format: 'xml', body };
  const signature = (await form.file('signature')?.text())?.trim();
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
  const takeIn = async (desk: Desk, form: Form): Promise<{ id: string; done: string }> => {
    const signed = await signedOf(form);
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
    const form = await readForm(c);
    try {
      const { id, done } = await takeIn(desk, form);
      return c.redirect(href(desk.v, `${base}/${id}`, { done }), 303);
    } catch (error) {
      if (error instanceof InputError) return receivePage(c, error);
      throw error;
    }
  });

  app.get('/messages/send', async (c) => {
    const desk = c.get('desk');
    await requireRole(db, desk.ctx.actor, 'editor');
    const page = <SendPage desk={desk} lists={await allLists(db)} partners={await listPartners(db)} />;
    return render(c, desk.v, desk.v.t('exchange:send.title'), page);
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
}
