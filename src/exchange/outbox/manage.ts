import { and, asc, desc, eq, lt } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Context } from '../../db/context.ts';
import type { Db } from '../../db/database.ts';
import { requireRole } from '../../db/roles.ts';
import { deliveryAttempts, outbox, type AttemptOutcome, type DeliveryState } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';

/** A delivery as those who watch the outbox see it. */
export interface Delivery {
  id: string;
  target: string;
  partner: string;
  topic: string;
  subject: string;
  state: DeliveryState;
  attempts: number;
  createdAt: string;
  createdBy: string;
  /** When it is tried next; on pending ones. */
  dueAt?: string;
  settledAt?: string;
}

export interface Attempt {
  attempt: number;
  at: string;
  outcome: AttemptOutcome;
  status?: number;
  detail: string;
}

type Row = typeof outbox.$inferSelect;

function toDelivery(row: Row): Delivery {
  const { id, targetId, partner, topic, subject, state, attempts, createdBy } = row;
  return {
    id,
    target: targetId,
    partner,
    topic,
    subject,
    state,
    attempts,
    createdAt: row.createdAt.toISOString(),
    createdBy,
    ...(state === 'pending' && { dueAt: row.dueAt.toISOString() }),
    ...(row.settledAt && { settledAt: row.settledAt.toISOString() }),
  };
}

/** Deliveries, newest first. @param filter.before only those older than this one */
export async function listDeliveries(
  db: Db,
  filter: { state?: DeliveryState; partner?: string; target?: string; before?: string },
  limit: number,
): Promise<Delivery[]> {
  const { state, partner, target, before } = filter;
  const [place] =
    before === undefined
      ? []
      : await db.select({ seq: outbox.seq }).from(outbox).where(eq(outbox.id, before));
  if (before !== undefined && !place) return [];
  const rows = await db
    .select()
    .from(outbox)
    .where(
      and(
        ...(state ? [eq(outbox.state, state)] : []),
        ...(partner ? [eq(outbox.partner, partner)] : []),
        ...(target ? [eq(outbox.targetId, target)] : []),
        ...(place ? [lt(outbox.seq, place.seq)] : []),
      ),
    )
    .orderBy(desc(outbox.seq))
    .limit(limit);
  return rows.map(toDelivery);
}

function notFound(id: string): Refusal {
  return new Refusal(
    'not-found/delivery',
    404,
    `There is no delivery "${id.slice(0, 50)}" in the outbox.`,
    'See `gi-gateway outbox`.',
  );
}

/** One delivery with what came of each try. @throws Refusal not-found/delivery */
export async function getDelivery(db: Db, id: string): Promise<{ delivery: Delivery; tries: Attempt[] }> {
  const [row] = await db.select().from(outbox).where(eq(outbox.id, id));
  if (!row) throw notFound(id);
  const tries = await db
    .select()
    .from(deliveryAttempts)
    .where(eq(deliveryAttempts.deliveryId, id))
    .orderBy(asc(deliveryAttempts.at), asc(deliveryAttempts.attempt));
  return {
    delivery: toDelivery(row),
    tries: tries.map(({ attempt, at, outcome, status, detail }) => ({
      attempt,
      at: at.toISOString(),
      outcome,
      ...(status !== null && { status }),
      detail,
    })),
  };
}

async function change(
  ctx: Context,
  id: string,
  action: 'delivery.replayed' | 'delivery.discarded',
  decide: (row: Row, now: Date) => Partial<Row> | undefined,
): Promise<Delivery> {
  await requireRole(ctx.db, ctx.actor, 'editor');
  const now = ctx.clock();
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx.select().from(outbox).where(eq(outbox.id, id)).for('update');
    if (!row) throw notFound(id);
    const set = decide(row, now);
    if (!set)
      throw new Refusal(
        'outbox/not-possible',
        409,
        `The delivery is ${row.state}; that cannot be done with it now.`,
        'See its state: gi-gateway outbox show.',
      );
    const [changed] = await tx.update(outbox).set(set).where(eq(outbox.id, id)).returning();
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action,
      subject: row.partner,
      details: { delivery: id, topic: row.topic, was: row.state },
    });
    return toDelivery(changed!);
  });
}

/**
 * Sends a delivery again, with the same id and bytes: a receiver that had it does nothing twice. One that still waits
 * for its next try is tried at once.
 * @throws Refusal not-found/delivery, outbox/not-possible while it is on its way, accounts/not-allowed
 */
export function replay(ctx: Context, id: string): Promise<Delivery> {
  return change(ctx, id, 'delivery.replayed', (row, now) => {
    if (row.state === 'discarded' || (row.leaseUntil && row.leaseUntil > now)) return undefined;
    // Tries are numbered on, so that what came of the earlier ones stays on record; their number starts afresh.
    return {
      state: 'pending',
      dueAt: now,
      settledAt: null,
      leaseUntil: null,
      triedBefore: row.attempts,
    };
  });
}

/**
 * Gives a delivery up for good, so that those behind it go on.
 * @throws Refusal not-found/delivery, outbox/not-possible for one that is delivered or on its way, accounts/not-allowed
 */
export function discard(ctx: Context, id: string): Promise<Delivery> {
  return change(ctx, id, 'delivery.discarded', (row, now) => {
    const busy = row.leaseUntil && row.leaseUntil > now;
    if ((row.state !== 'pending' && row.state !== 'dead') || busy) return undefined;
    return { state: 'discarded', settledAt: now, leaseUntil: null };
  });
}
