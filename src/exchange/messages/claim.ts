import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { lists, messages } from '../../db/schema/index.ts';
import { InputError } from '../../gi/problem.ts';
import { Refusal } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import type { ExchangeContext } from '../send.ts';
import type { OpenMessage, Signed } from './open-message.ts';

export type MessageRow = typeof messages.$inferSelect;

/** How long a process that reads a message is believed to be alive without saying so. */
const LEASE_MS = 30_000;
const leaseOf = (ctx: ExchangeContext): number => ctx.leaseMs ?? LEASE_MS;
/** How long a second arrival waits for the first to be answered, looking again less and less often. */
const WAIT_MS = 20_000;
const FIRST_LOOK_MS = 50;
const LAST_LOOK_MS = 500;

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

const busy = (what: 'message' | 'list'): Refusal =>
  new Refusal(
    'exchange/in-progress',
    409,
    what === 'message'
      ? 'The same message arrived before and is still being read.'
      : 'Another message about this list is still being read; they are read one after another.',
    'Send it again in half a minute; it is done once.',
  );

const identity = (partner: string, messageId: string) =>
  and(eq(messages.direction, 'in'), eq(messages.partner, partner), eq(messages.messageId, messageId));

/** Whether a process is reading another message about the list: they are read one after another. */
async function isListBusy(tx: Db, { listId, now }: { listId: string; now: Date }): Promise<boolean> {
  const [reading] = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.direction, 'in'),
        eq(messages.type, 'list'),
        eq(messages.listId, listId),
        isNull(messages.receipt),
        gt(messages.claimedUntil, now),
      ),
    )
    .limit(1);
  return reading !== undefined;
}

/** One look: the message as answered, a claim on it, or why it cannot be read at the moment. */
async function attempt(
  ctx: ExchangeContext,
  signed: Signed,
  { envelope, sha256 }: OpenMessage,
  importId: string,
): Promise<{ answered: MessageRow } | { claim: Claim } | { busy: 'message' | 'list' }> {
  const token = randomUUID();
  return ctx.db.transaction(async (tx) => {
    // Looks at one list wait for each other, so that two messages never both find it free.
    await tx.select({ id: lists.id }).from(lists).where(eq(lists.id, envelope.list)).for('no key update');
    const now = ctx.clock();
    const [row] = await tx
      .select()
      .from(messages)
      .where(identity(envelope.sender, envelope.id))
      .for('update');
    if (row && row.sha256 !== sha256) throw changed(envelope.id, envelope.sender);
    if (row?.receipt != null) return { answered: row };
    if (row?.claimedUntil && row.claimedUntil > now) return { busy: 'message' };
    if (envelope.type === 'list' && (await isListBusy(tx, { listId: envelope.list, now })))
      return { busy: 'list' };
    const claimedUntil = new Date(now.getTime() + leaseOf(ctx));
    const claimed = { claimedBy: token, claimedUntil, importId };
    if (row) {
      await tx.update(messages).set(claimed).where(eq(messages.id, row.id));
      return { claim: { row, token, earlierImport: row.importId ?? undefined } };
    }
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
    // Of two messages under one id about different lists the other was first: the next look tells what it holds.
    if (!fresh) return { busy: 'message' };
    return { claim: { row: fresh, token, earlierImport: undefined } };
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
 * in whatever processes; what a dead process began is taken over when its lease is over. Messages about one list are
 * read one after another, so that each draft is made against what the one before left.
 * @param importId under which the list will be imported
 * @throws Refusal exchange/content-changed, exchange/in-progress
 */
export async function claimMessage(
  ctx: ExchangeContext,
  signed: Signed,
  message: OpenMessage,
  importId: string,
): Promise<{ answered: MessageRow } | { claim: Claim }> {
  let pause = FIRST_LOOK_MS;
  for (let waited = 0; ; waited += pause) {
    const got = await attempt(ctx, signed, message, importId);
    if (!('busy' in got)) return got;
    if (waited >= WAIT_MS) throw busy(got.busy);
    await sleep(pause);
    pause = Math.min(pause * 1.5, LAST_LOOK_MS);
  }
}

const held = ({ row, token }: Claim) =>
  and(eq(messages.id, row.id), eq(messages.claimedBy, token), isNull(messages.receipt));

/** Keeps a claim while something is done; gives the message up when that fails, so that it can come again. */
export async function holding<T>(ctx: ExchangeContext, claim: Claim, work: () => Promise<T>): Promise<T> {
  const renew = setInterval(
    () => {
      const claimedUntil = new Date(ctx.clock().getTime() + leaseOf(ctx));
      // A renewal that fails leaves the lease to run out, as if this process had died.
      ctx.db
        .update(messages)
        .set({ claimedUntil })
        .where(held(claim))
        .catch(() => {});
    },
    leaseOf(ctx) / 3,
  );
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

/** Another process took a message over while this one read it; what it comes to counts. */
export class TakenOver extends InputError {
  constructor() {
    super([
      {
        code: 'exchange/taken-over',
        severity: 'error',
        message: 'Another process took over reading the message before its draft was made here.',
        remedy: 'Nothing needs doing: the draft and the receipt are those the other process made.',
        place: {},
      },
    ]);
  }
}

/**
 * Makes sure that a claim is still ours, until the transaction ends: whoever wants to take it over waits that long.
 * @throws TakenOver
 */
export async function insist(tx: Db, claim: Claim): Promise<void> {
  const [ours] = await tx.select({ id: messages.id }).from(messages).where(held(claim)).for('update');
  if (!ours) throw new TakenOver();
}

/** Where an answer is written: only while the claim is still ours. */
export const answerable = held;
