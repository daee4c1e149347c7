import { recordAudit, type Actor } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import { messages } from '../db/schema/index.ts';
import { formatById } from '../formats/registry.ts';
import { listDocument } from '../lists/export.ts';
import { isoDate, type Clock } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { appendEvidence } from './evidence/append.ts';
import { writeEnvelope, type Message } from './envelope.ts';
import { getPartner } from './partners.ts';
import type { Signer } from './signing.ts';

export interface ExchangeContext {
  db: Db;
  clock: Clock;
  actor: Actor;
  signer: Signer;
  /** ST.3 code of the office this gateway speaks for. */
  officeCode: string;
}

export interface Sent {
  messageId: string;
  sha256: string;
  body: Uint8Array;
  signature: string;
}

/**
 * Makes the signed message that carries a list's current version to a partner, and keeps it.
 * @throws Refusal not-found/partner, not-found/list, not-found/version
 */
export async function sendList(
  ctx: ExchangeContext,
  request: { listId: string; recipient: string },
): Promise<Sent> {
  const partner = await getPartner(ctx.db, request.recipient);
  const now = ctx.clock();
  const document = await listDocument(ctx.db, request.listId, { at: { day: isoDate(now) } });
  const pieces: string[] = [];
  for await (const piece of formatById('json')!.encode!(document)) pieces.push(piece);
  const { number, contentHash, effectiveOn } = document.version;
  const message: Message = {
    format: 'gi-gateway/message@1',
    id: newId('msg', now),
    type: 'list',
    sender: ctx.officeCode,
    recipient: partner.code,
    agreement: document.agreement.id,
    list: document.list.id,
    version: { number, contentHash, effectiveOn },
    createdAt: now.toISOString(),
    content: JSON.parse(pieces.join('')) as Message['content'],
  };
  const { body, sha256 } = writeEnvelope(message);
  const signature = await ctx.signer.sign(body);
  await ctx.db.transaction(async (tx) => {
    const id = newId('out', now);
    await tx.insert(messages).values({
      id,
      direction: 'out',
      partner: partner.code,
      messageId: message.id,
      listId: message.list,
      sha256,
      body,
      signature,
      at: now,
    });
    const details = { messageId: message.id, sha256, list: message.list, version: number };
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'message.sent',
      subject: partner.code,
      details,
    });
    await appendEvidence(tx, {
      at: now,
      actor: ctx.actor,
      kind: 'message.sent',
      subject: partner.code,
      details: { ...details, signature },
    });
  });
  return { messageId: message.id, sha256, body, signature };
}
