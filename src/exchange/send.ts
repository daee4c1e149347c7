import { recordAudit, type Actor } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import { messages } from '../db/schema/index.ts';
import type { ListDocument } from '../formats/format.ts';
import { formatById } from '../formats/registry.ts';
import { sha256Hex } from '../gi/content-hash.ts';
import { getList } from '../lists/catalogue.ts';
import { entryHistory } from '../lists/entry-history.ts';
import { listDocument } from '../lists/export.ts';
import { isoDate, type Clock } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { appendEvidence } from './evidence/append.ts';
import {
  writeEnvelope,
  type Envelope,
  type ListMessage,
  type Message,
  type Notice,
  type NoticeType,
} from './envelope.ts';
import { getPartner } from './partners.ts';
import type { Signer } from './signing.ts';
import { writeXmlMessage } from './messages/xml-message.ts';
import { signXml } from './xmldsig/sign.ts';

export interface ExchangeContext {
  db: Db;
  clock: Clock;
  actor: Actor;
  signer: Signer;
  /** ST.3 code of the office this gateway speaks for. */
  officeCode: string;
  /** How long a process that reads a message is believed to be alive without saying so; half a minute unless told. */
  leaseMs?: number;
}

export interface Sent {
  /** Our own id of the message, under which it is found again. */
  id: string;
  messageId: string;
  format: 'json' | 'xml';
  sha256: string;
  body: Uint8Array;
  /** Detached JWS; empty where the signature stands inside. */
  signature: string;
}

async function textOf(format: 'json' | 'st96', document: ListDocument): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of formatById(format)!.encode!(document)) pieces.push(piece);
  return pieces.join('');
}

/** Keeps a message with its audit row and evidence. */
async function keep(
  ctx: ExchangeContext,
  envelope: Envelope,
  made: Pick<Sent, 'body' | 'signature' | 'format'>,
): Promise<Sent> {
  const now = ctx.clock();
  const { id: messageId, type, recipient, list: listId, version } = envelope;
  const { body, signature, format } = made;
  const sha256 = sha256Hex(body);
  const id = newId('out', now);
  await ctx.db.transaction(async (tx) => {
    await tx.insert(messages).values({
      id,
      direction: 'out',
      partner: recipient,
      messageId,
      type,
      format,
      version: version?.number ?? null,
      listId,
      sha256,
      body,
      signature,
      at: now,
    });
    const details = { messageId, type, sha256, list: listId, ...(version && { version: version.number }) };
    const deed = { at: now, actor: ctx.actor, subject: recipient };
    await recordAudit(tx, { ...deed, action: 'message.sent', details });
    await appendEvidence(tx, { ...deed, kind: 'message.sent', details: { ...details, signature } });
  });
  return { id, messageId, sha256, ...made };
}

/** Signs and keeps a message: JSON with a detached JWS, XML with the signature inside. */
async function dispatch(
  ctx: ExchangeContext,
  message: Message,
  xml: string | Notice | undefined,
): Promise<Sent> {
  const { format: _format, ...envelope } = message;
  if (xml !== undefined) {
    const body = await signXml(writeXmlMessage(envelope, xml), ctx.signer);
    return keep(ctx, envelope, { format: 'xml', body, signature: '' });
  }
  const { body } = writeEnvelope(message);
  return keep(ctx, envelope, { format: 'json', body, signature: await ctx.signer.sign(body) });
}

/**
 * Makes the signed message that carries a list's current version to a partner, and keeps it: as ST.96-aligned JSON, or
 * as ST.96 XML.
 * @param request.as for a message announced before: its id, and the version it was announced for
 * @throws Refusal not-found/partner, not-found/list, not-found/version
 */
export async function sendList(
  ctx: ExchangeContext,
  request: {
    listId: string;
    recipient: string;
    format?: 'json' | 'xml';
    as?: { messageId: string; version: number };
  },
): Promise<Sent> {
  const partner = await getPartner(ctx.db, request.recipient);
  const now = ctx.clock();
  const which = request.as ? { number: request.as.version } : { at: { day: isoDate(now) } };
  const document = await listDocument(ctx.db, request.listId, which);
  const { number, contentHash, effectiveOn } = document.version;
  const asXml = request.format === 'xml';
  const text = await textOf(asXml ? 'st96' : 'json', document);
  const message: Message = {
    format: 'gi-gateway/message@1',
    id: request.as?.messageId ?? newId('msg', now),
    type: 'list',
    sender: ctx.officeCode,
    recipient: partner.code,
    agreement: document.agreement.id,
    list: document.list.id,
    version: { number, contentHash, effectiveOn },
    createdAt: now.toISOString(),
    content: asXml ? {} : (JSON.parse(text) as ListMessage['content']),
  };
  return dispatch(ctx, message, asXml ? text.replace(/^<\?xml[^>]*\?>\s*/, '') : undefined);
}

/**
 * Makes a signed notice to a partner about one entry of a list, and keeps it. The entry may have left the list.
 * @throws Refusal not-found/partner, not-found/list, not-found/entry
 */
export async function sendNotice(
  ctx: ExchangeContext,
  request: {
    listId: string;
    recipient: string;
    type: NoticeType;
    notice: Notice;
    format?: 'json' | 'xml';
    as?: { messageId: string };
  },
): Promise<Sent> {
  const partner = await getPartner(ctx.db, request.recipient);
  const list = await getList(ctx.db, request.listId);
  const now = ctx.clock();
  const { type, notice } = request;
  // Whoever mistypes a key learns it here and not from the partner's refusal; what was announced was looked at then.
  if (!request.as) await entryHistory(ctx.db, list.id, notice.entry);
  const message: Message = {
    format: 'gi-gateway/message@1',
    id: request.as?.messageId ?? newId('msg', now),
    type,
    sender: ctx.officeCode,
    recipient: partner.code,
    agreement: list.agreementId,
    list: list.id,
    createdAt: now.toISOString(),
    notice,
  };
  return dispatch(ctx, message, request.format === 'xml' ? notice : undefined);
}
