import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { and, eq, isNull } from 'drizzle-orm';
import { messages } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import type { ExchangeContext } from '../send.ts';
import type { OpenMessage, Signed } from './open-message.ts';

export type MessageRow = typeof messages.$inferSelect;

/** How long a process that reads a message is believed to be alive without saying so. */
const LEASE_MS = 30_000;
const RENEW_MS = 10_000;
/** How long a second arrival waits for the answer to the first, looking again so often. */
const WAIT_MS = 20_000;
const LOOK_MS = 50;

/** The right to read a message, held by one process at a time. */
export interface Claim {
  row: MessageRow;
  token: string;
  /** Import begun by a holder that died. */
  earlierImport: string | undefined;
}

const changed = (id: string, sender: string): Refusal =>
  new Refusal(
    'exchange/content-changed',
    409,
    `A message "${id}" from ${sender} was received before with other content.`,
    'Ask the sender to send the new content under a new message id.',
  );

const busy = (): Refusal =>
  new Refusal(
    'exchange/in-progress',
    409,
    'The same message arrived before and is still being read.',
    'Send it again in half a minute; it is done once.',
  );

const identity = (partner: string, messageId: string) =>
  and(eq(messages.direction, 'in'), eq(messages.partner, partner), eq(messages.messageId, messageId));

/** One look: the message as answered, a claim on it, or nothing while another process reads it. */
async function attempt(
  ctx: ExchangeContext,
  signed: Signed,
  { envelope, sha256 }: OpenMessage,
  importId: string,
): Promise<{ answered: MessageRow } | { claim: Claim } | undefined> {
  const token = randomUUID();
  return ctx.db.transaction(async (tx) => {
    const now = ctx.clock();
    const claimed = { claimedBy: token, claimedUntil: new Date(now.getTime() + LEASE_MS), importId };
    const [fresh] = await tx
      .insert(messages)
      .values({
        id: newId('in', now),
        direction: 'in',
        partner: envelope.sender,
        messageId: envelope.id,
        type: envelope.type,
        format: signed.format,
        version: envelope.version?.number ?? null,
        listId: envelope.list,
        sha256,
        body: signed.body,
        signature: signed.signature ?? '',
        at: now,
        ...claimed,
      })
      .onConflictDoNothing()
      .returning();
    if (fresh) return { claim: { row: fresh, token, earlierImport: undefined } };
    const where = identity(envelope.sender, envelope.id);
    const [row] = await tx.select().from(messages).where(where).for('update');
    // Whoever held it gave it up in between: look again.
    if (!row) return undefined;
    if (row.sha256 !== sha256) throw changed(envelope.id, envelope.sender);
    if (row.receipt !== null) return { answered: row };
    if (row.claimedUntil && row.claimedUntil > now) return undefined;
    await tx.update(messages).set(claimed).where(eq(messages.id, row.id));
    return { claim: { row, token, earlierImport: row.importId ?? undefined } };
  });
}

/** A message that was answered before, with these very bytes. @throws Refusal exchange/content-changed */
export async function answeredBefore(
  ctx: ExchangeContext,
  { envelope, sha256 }: OpenMessage,
): Promise<MessageRow | undefined> {
  const [row] = await ctx.db.select().from(messages).where(identity(envelope.sender, envelope.id));
  if (!row) return undefined;
  if (row.sha256 !== sha256) throw changed(envelope.id, envelope.sender);
  return row.receipt === null ? undefined : row;
}

/**
 * Takes the right to read a message, or gives the answer somebody else came to. Two that arrive at once are read once,
 * in whatever processes; what a dead process began is taken over when its lease is over.
 * @param importId under which the list will be imported
 * @throws Refusal exchange/content-changed, exchange/in-progress
 */
export async function claimMessage(
  ctx: ExchangeContext,
  signed: Signed,
  message: OpenMessage,
  importId: string,
): Promise<{ answered: MessageRow } | { claim: Claim }> {
  for (let waited = 0; waited <= WAIT_MS; waited += LOOK_MS) {
    const got = await attempt(ctx, signed, message, importId);
    if (got) return got;
    await sleep(LOOK_MS);
  }
  throw busy();
}

const held = ({ row, token }: Claim) =>
  and(eq(messages.id, row.id), eq(messages.claimedBy, token), isNull(messages.receipt));

/** Keeps a claim while something is done; gives the message up when that fails, so that it can come again. */
export async function holding<T>(ctx: ExchangeContext, claim: Claim, work: () => Promise<T>): Promise<T> {
  const renew = setInterval(() => {
    const claimedUntil = new Date(ctx.clock().getTime() + LEASE_MS);
    // A renewal that fails leaves the lease to run out, as if this process had died.
    ctx.db
      .update(messages)
      .set({ claimedUntil })
      .where(held(claim))
      .catch(() => {});
  }, RENEW_MS);
  renew.unref();
  try {
    return await work();
  } catch (error) {
    await ctx.db.delete(messages).where(held(claim));
    throw error;
  } finally {
    clearInterval(renew);
  }
}

/** Where an answer is written: only while the claim is still ours. */
export const answerable = held;
