import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import { messages } from '../../db/schema/index.ts';
import { sha256Hex } from '../../gi/content-hash.ts';
import { Refusal } from '../../platform/errors.ts';
import { readEnvelope, receiptSchema, type Receipt } from '../envelope.ts';
import { appendEvidence } from '../evidence/append.ts';
import { verifyDetached } from '../keys/verify-jws.ts';
import type { ExchangeContext } from '../send.ts';
import { senderOf } from './check.ts';

/**
 * Checks a partner's receipt for a message we sent and keeps it with the message. The same receipt again changes nothing.
 * @param broughtBy the partner whose key brought it; absent where staff hand it in
 * @throws Refusal exchange/unknown-sender, exchange/bad-signature and its kin, exchange/sender-mismatch,
 * exchange/not-for-us, exchange/content-changed when it speaks of other bytes than were sent
 */
export async function takeReceipt(
  ctx: ExchangeContext,
  body: Uint8Array,
  signature: string,
  broughtBy?: string,
): Promise<Receipt> {
  const receipt = readEnvelope(receiptSchema, body);
  if (broughtBy !== undefined && broughtBy !== receipt.sender) {
    throw new Refusal(
      'exchange/sender-mismatch',
      403,
      'The receipt is from another office than the key that brought it.',
      'Send your own receipts with your own key.',
    );
  }
  const partner = await senderOf(ctx, receipt.sender);
  await verifyDetached(body, signature, partner.keys, ctx.clock());
  if (receipt.recipient !== ctx.officeCode) {
    throw new Refusal(
      'exchange/not-for-us',
      422,
      `The receipt is for ${receipt.recipient.slice(0, 20)}, this gateway speaks for ${ctx.officeCode}.`,
      'Send it to the office that sent the message.',
    );
  }
  const where = and(
    eq(messages.direction, 'out'),
    eq(messages.partner, receipt.sender),
    eq(messages.messageId, receipt.messageId),
  );
  await ctx.db.transaction(async (tx) => {
    const [sent] = await tx.select().from(messages).where(where).for('update');
    if (!sent || sent.sha256 !== receipt.messageSha256) {
      throw new Refusal(
        'exchange/content-changed',
        409,
        `The receipt does not speak of what was sent as "${receipt.messageId.slice(0, 100)}".`,
        'Send the message again, or ask the partner which file it received.',
      );
    }
    const text = new TextDecoder().decode(body);
    if (sent.receipt === text) return;
    const { messageId, outcome } = receipt;
    await tx.update(messages).set({ receipt: text, receiptSignature: signature, outcome }).where(where);
    const deed = { at: ctx.clock(), actor: ctx.actor, subject: receipt.sender };
    const details = { messageId, outcome };
    await recordAudit(tx, { ...deed, action: 'receipt.received', details });
    await appendEvidence(tx, {
      ...deed,
      kind: 'receipt.received',
      details: { ...details, sha256: sha256Hex(body), signature },
    });
  });
  return receipt;
}
