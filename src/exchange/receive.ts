import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import { messages } from '../db/schema/index.ts';
import { sha256Hex } from '../gi/content-hash.ts';
import { InputError, type Problem } from '../gi/problem.ts';
import { importFile, type ImportReport } from '../lists/import.ts';
import { Refusal } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import {
  messageSchema,
  readEnvelope,
  receiptSchema,
  writeEnvelope,
  type Message,
  type Receipt,
} from './envelope.ts';
import { appendEvidence } from './evidence/append.ts';
import { getPartner } from './partners.ts';
import type { ExchangeContext } from './send.ts';
import { verifyDetached } from './keys/verify-jws.ts';

export interface SignedReceipt {
  receipt: Receipt;
  body: string;
  signature: string;
  /** True when this message came before and was answered then; nothing was done again. */
  repeated: boolean;
}

const noChanges = { added: 0, changed: 0, removed: 0 };

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

/** Imports the message's list as a draft; a list that cannot be used is an answer, not a failure of the exchange. */
async function take(
  ctx: ExchangeContext,
  message: Message,
): Promise<{ report?: ImportReport; problems: Problem[] }> {
  try {
    const report = await importFile(ctx, {
      listId: message.list,
      fileName: `${message.id}.json`,
      input: once(new TextEncoder().encode(JSON.stringify(message.content))),
      format: 'json',
      mode: 'full',
      evidence: { level: 'official', source: `message from ${message.sender}, ${message.list}` },
      effectiveOn: message.version.effectiveOn,
    });
    return { report, problems: report.problems };
  } catch (error) {
    if (error instanceof InputError) return { problems: error.problems };
    throw error;
  }
}

/**
 * Takes a signed message in: checks sender, signature and recipient before content, leaves a draft for review, and
 * answers with a signed receipt bound to the bytes received. The same message again is answered with the same receipt.
 * @throws InputError exchange/malformed
 * @throws Refusal exchange/unknown-sender, exchange/bad-signature, exchange/not-for-us, exchange/content-changed, not-found/list
 */
export async function receiveMessage(
  ctx: ExchangeContext,
  body: Uint8Array,
  signature: string,
): Promise<SignedReceipt> {
  const message = readEnvelope(messageSchema, body);
  const sender = await getPartner(ctx.db, message.sender).catch(() => {
    throw new Refusal(
      'exchange/unknown-sender',
      422,
      `No partner office "${message.sender}" is on record, so its signature cannot be checked.`,
      `Add it with its public keys: gi-gateway partner add ${message.sender} --name "…" --keys keys.json`,
    );
  });
  await verifyDetached(body, signature, sender.keys, ctx.clock());
  if (message.recipient !== ctx.officeCode) {
    throw new Refusal(
      'exchange/not-for-us',
      422,
      `The message is for ${message.recipient}, this gateway speaks for ${ctx.officeCode}.`,
      'Ask the sender to address it to this office, or set OFFICE_CODE.',
    );
  }
  const sha256 = sha256Hex(body);
  const before = await findReceived(ctx, message, sha256);
  if (before) return before;
  const { report, problems } = await take(ctx, message);
  return answer(ctx, { message, body, sha256, signature }, report, problems);
}

async function findReceived(
  ctx: ExchangeContext,
  message: Message,
  sha256: string,
): Promise<SignedReceipt | undefined> {
  const [row] = await ctx.db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.direction, 'in'),
        eq(messages.partner, message.sender),
        eq(messages.messageId, message.id),
      ),
    );
  if (!row) return undefined;
  if (row.sha256 !== sha256) {
    throw new Refusal(
      'exchange/content-changed',
      409,
      `A message "${message.id}" from ${message.sender} was received before with other content.`,
      'Ask the sender to send the new content under a new message id.',
    );
  }
  const body = row.receipt!;
  return {
    receipt: readEnvelope(receiptSchema, new TextEncoder().encode(body)),
    body,
    signature: row.receiptSignature!,
    repeated: true,
  };
}

async function answer(
  ctx: ExchangeContext,
  received: { message: Message; body: Uint8Array; sha256: string; signature: string },
  report: ImportReport | undefined,
  problems: Problem[],
): Promise<SignedReceipt> {
  const { message, sha256 } = received;
  const now = ctx.clock();
  const { added, changed, removed } = report?.changes ?? noChanges;
  const receipt: Receipt = {
    format: 'gi-gateway/receipt@1',
    messageId: message.id,
    messageSha256: sha256,
    sender: ctx.officeCode,
    recipient: message.sender,
    receivedAt: now.toISOString(),
    outcome: report ? 'accepted' : 'refused',
    list: message.list,
    records: report?.records ?? 0,
    changes: { added, changed, removed },
    problems: problems.map((p) => ({ ...p, place: { ...p.place } as Receipt['problems'][number]['place'] })),
  };
  const written = writeEnvelope(receipt);
  const receiptSignature = await ctx.signer.sign(written.body);
  const text = new TextDecoder().decode(written.body);
  await ctx.db.transaction(async (tx) => {
    await tx.insert(messages).values({
      id: newId('in', now),
      direction: 'in',
      partner: message.sender,
      messageId: message.id,
      listId: message.list,
      sha256,
      body: received.body,
      signature: received.signature,
      at: now,
      importId: report?.importId ?? null,
      receipt: text,
      receiptSignature,
    });
    const details = { messageId: message.id, sha256, outcome: receipt.outcome, importId: report?.importId };
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'message.received',
      subject: message.sender,
      details,
    });
    const deed = { at: now, actor: ctx.actor, subject: message.sender };
    await appendEvidence(tx, {
      ...deed,
      kind: 'message.received',
      details: { ...details, list: message.list, signature: received.signature },
    });
    const { messageId, outcome } = receipt;
    await appendEvidence(tx, {
      ...deed,
      kind: 'receipt.given',
      details: { messageId, outcome, sha256: written.sha256, signature: receiptSignature },
    });
  });
  return { receipt, body: text, signature: receiptSignature, repeated: false };
}

/**
 * Checks a partner's receipt for a message we sent and keeps it with the message.
 * @throws Refusal exchange/unknown-sender, exchange/bad-signature, exchange/content-changed when it speaks of other bytes, not-found/version when we sent no such message
 */
export async function takeReceipt(
  ctx: ExchangeContext,
  body: Uint8Array,
  signature: string,
): Promise<Receipt> {
  const receipt = readEnvelope(receiptSchema, body);
  const partner = await getPartner(ctx.db, receipt.sender);
  await verifyDetached(body, signature, partner.keys, ctx.clock());
  const where = and(
    eq(messages.direction, 'out'),
    eq(messages.partner, receipt.sender),
    eq(messages.messageId, receipt.messageId),
  );
  const [sent] = await ctx.db.select().from(messages).where(where);
  if (!sent || sent.sha256 !== receipt.messageSha256) {
    throw new Refusal(
      'exchange/content-changed',
      409,
      `The receipt does not speak of what was sent as "${receipt.messageId}".`,
      'Send the message again, or ask the partner which file it received.',
    );
  }
  const now = ctx.clock();
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(messages)
      .set({ receipt: new TextDecoder().decode(body), receiptSignature: signature })
      .where(where);
    const details = { messageId: receipt.messageId, outcome: receipt.outcome };
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'receipt.received',
      subject: receipt.sender,
      details,
    });
    await appendEvidence(tx, {
      at: now,
      actor: ctx.actor,
      kind: 'receipt.received',
      subject: receipt.sender,
      details: { ...details, sha256: sha256Hex(body), signature },
    });
  });
  return receipt;
}
