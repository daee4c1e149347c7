import { recordAudit } from '../../db/audit.ts';
import { messages } from '../../db/schema/index.ts';
import { appendEvidence } from '../evidence/append.ts';
import { readEnvelope, receiptSchema, writeEnvelope, type Receipt } from '../envelope.ts';
import type { ExchangeContext } from '../send.ts';
import { answerable, type Claim, type MessageRow } from './claim.ts';
import type { OpenMessage, Signed } from './open-message.ts';
import type { Taken } from './take-list.ts';

export interface SignedReceipt {
  /** Our own id of the message, under which it is found again. */
  id: string;
  receipt: Receipt;
  body: string;
  signature: string;
  /** True when this message came before and was answered then; nothing was done again. */
  repeated: boolean;
}

/** The answer a message was given. */
export function answerOf(row: MessageRow): SignedReceipt {
  const body = row.receipt!;
  return {
    id: row.id,
    receipt: readEnvelope(receiptSchema, new TextEncoder().encode(body)),
    body,
    signature: row.receiptSignature!,
    repeated: true,
  };
}

/**
 * Writes the signed receipt, with its audit row and evidence, in one transaction.
 * @returns nothing when the claim was lost to another process, which then answers
 */
export async function answer(
  ctx: ExchangeContext,
  { claim, signed, message }: { claim: Claim; signed: Signed; message: OpenMessage },
  taken: Taken,
): Promise<SignedReceipt | undefined> {
  const { envelope, sha256 } = message;
  const now = ctx.clock();
  const { outcome, records, changes, problems, importId } = taken;
  const receipt: Receipt = {
    format: 'gi-gateway/receipt@1',
    messageId: envelope.id,
    messageSha256: sha256,
    sender: ctx.officeCode,
    recipient: envelope.sender,
    receivedAt: now.toISOString(),
    outcome,
    list: envelope.list,
    records,
    changes,
    problems: problems.map((p) => ({ ...p, place: { ...p.place } as Receipt['problems'][number]['place'] })),
  };
  const written = writeEnvelope(receipt);
  const signature = await ctx.signer.sign(written.body);
  const body = new TextDecoder().decode(written.body);
  return ctx.db.transaction(async (tx) => {
    const kept = await tx
      .update(messages)
      .set({
        receipt: body,
        receiptSignature: signature,
        outcome,
        importId: importId ?? null,
        claimedBy: null,
        claimedUntil: null,
      })
      .where(answerable(claim))
      .returning({ id: messages.id });
    if (kept.length === 0) return undefined;
    const { id: messageId, type, list } = envelope;
    const details = { messageId, type, sha256, outcome, importId };
    const deed = { at: now, actor: ctx.actor, subject: envelope.sender };
    await recordAudit(tx, { ...deed, action: 'message.received', details });
    await appendEvidence(tx, {
      ...deed,
      kind: 'message.received',
      details: { ...details, list, format: signed.format, signature: signed.signature ?? null },
    });
    await appendEvidence(tx, {
      ...deed,
      kind: 'receipt.given',
      details: { messageId, outcome, sha256: written.sha256, signature },
    });
    return { id: claim.row.id, receipt, body, signature, repeated: false };
  });
}
