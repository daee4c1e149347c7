import type { Context } from 'hono';
import { readEnvelope, receiptSchema } from '../../../../exchange/envelope.ts';
import {
  getMessage,
  getReceipt,
  importOfMessage,
  listMessages,
  type MessageFilter,
} from '../../../../exchange/messages/browse.ts';
import { listPartners } from '../../../../exchange/partners.ts';
import { Refusal } from '../../../../platform/errors.ts';
import type { Console, ConsoleEnv, ConsoleParts } from '../../app.ts';
import { MessagePage, MessagesPage, messageTypes } from '../../pages/exchange/messages.tsx';

const PAGE = 50;

function filterOf(c: Context): MessageFilter {
  const { partner, before } = c.req.query();
  const direction = (['in', 'out'] as const).find((d) => d === c.req.query('direction'));
  const type = messageTypes.find((t) => t === c.req.query('type'));
  return {
    ...(partner && { partner }),
    ...(direction && { direction }),
    ...(type && { type }),
    ...(before && { before }),
  };
}

/** Bytes as they were signed, as a file to keep and never as a page of this origin. */
function asFile(c: Context<ConsoleEnv>, name: string, body: string | Uint8Array): Response {
  c.header('Content-Type', 'application/octet-stream');
  c.header('Content-Disposition', `attachment; filename="${name}"`);
  return c.body(typeof body === 'string' ? body : new Uint8Array(body));
}

/** Messages exchanged with partner offices, with their receipts. */
export function addMessageRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db } = deps;
  /** As the partners’ tools name them; ids of messages were checked to be fit for file names. */
  const wholeOf = async (c: Context<ConsoleEnv>) => {
    const message = await getMessage(db, c.req.param('id')!, undefined);
    return { message, name: `${message.messageId}.${message.format}` };
  };

  app.get('/messages', async (c) => {
    const desk = c.get('desk');
    const filter = filterOf(c);
    const found = await listMessages(db, filter, PAGE + 1);
    const messages = found.slice(0, PAGE);
    const next = found.length > PAGE ? messages.at(-1)?.id : undefined;
    const page = (
      <MessagesPage
        {...{ desk, messages, filter, partners: await listPartners(db) }}
        {...(next !== undefined && { next })}
      />
    );
    return render(c, desk.v, desk.v.t('exchange:nav.messages'), page);
  });

  app.get('/messages/:id', async (c) => {
    const desk = c.get('desk');
    const { body: _bytes, signature, ...message } = await getMessage(db, c.req.param('id'), undefined);
    const given = message.outcome && (await getReceipt(db, message.id, undefined));
    const receipt = given && readEnvelope(receiptSchema, new TextEncoder().encode(given.body));
    const importId = await importOfMessage(db, message.id);
    const page = <MessagePage {...{ desk, message, detached: signature !== '', receipt, importId }} />;
    return render(c, desk.v, message.messageId, page);
  });

  app.get('/messages/:id/file', async (c) => {
    const { message, name } = await wholeOf(c);
    return asFile(c, name, message.body);
  });

  app.get('/messages/:id/signature', async (c) => {
    const { message, name } = await wholeOf(c);
    if (message.signature !== '') return asFile(c, `${name}.jws`, `${message.signature}\n`);
    throw new Refusal(
      'not-found/message',
      404,
      'The signature of this message stands inside its file.',
      'Take the file; it is complete.',
    );
  });

  app.get('/messages/:id/receipt', async (c) => {
    const { message } = await wholeOf(c);
    const { body } = await getReceipt(db, message.id, undefined);
    return asFile(c, `${message.messageId}.receipt.json`, body);
  });

  app.get('/messages/:id/receipt-signature', async (c) => {
    const { message } = await wholeOf(c);
    const { signature } = await getReceipt(db, message.id, undefined);
    return asFile(c, `${message.messageId}.receipt.json.jws`, `${signature}\n`);
  });
}
