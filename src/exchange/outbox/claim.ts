import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { rowsOf } from '../../db/rows.ts';
import { deliveryTargets, outbox } from '../../db/schema/index.ts';

export type DeliveryRow = typeof outbox.$inferSelect;
export type TargetRow = typeof deliveryTargets.$inferSelect;

/** A delivery that one deliverer works on. `attempts` counts this try, and is the proof that it is still ours. */
export interface Claimed {
  delivery: DeliveryRow;
  target: TargetRow;
}

/** How long a deliverer is believed to be alive without saying so, unless told. */
export const LEASE_MS = 30_000;

/**
 * Takes deliveries that are due, for one deliverer at a time: rows another one is taking are skipped, and what a dead
 * one had taken is taken again once its lease is over. Behind a delivery that is not settled, those to the same target
 * with the same order key wait, also behind a dead one: somebody must replay or discard it first. Webhooks never wait.
 */
export async function claimDue(
  db: Db,
  now: Date,
  limit: number,
  leaseMs: number = LEASE_MS,
): Promise<Claimed[]> {
  const at = now.toISOString();
  const until = new Date(now.getTime() + leaseMs).toISOString();
  return db.transaction(async (tx) => {
    const result = await tx.execute(sql`
      update outbox set attempts = attempts + 1, lease_until = ${until}::timestamptz
      where id in (
        select o.id from outbox o join delivery_targets t on t.id = o.target_id
        where o.state = 'pending' and o.due_at <= ${at}::timestamptz and t.disabled_at is null
          and (o.lease_until is null or o.lease_until < ${at}::timestamptz)
          and (o.order_key is null or t.kind = 'webhook' or not exists (
            select 1 from outbox e where e.target_id = o.target_id and e.order_key = o.order_key
              and e.seq < o.seq and e.state in ('pending', 'dead')))
        order by o.due_at, o.seq
        limit ${limit}
        for update of o skip locked)
      returning id`);
    const ids = rowsOf<{ id: string }>(result).map((row) => row.id);
    if (ids.length === 0) return [];
    const rows = await tx
      .select({ delivery: outbox, target: deliveryTargets })
      .from(outbox)
      .innerJoin(deliveryTargets, eq(deliveryTargets.id, outbox.targetId))
      .where(inArray(outbox.id, ids));
    return rows.sort((a, b) => a.delivery.seq - b.delivery.seq);
  });
}

/** When the next delivery that waits for its time becomes due; nothing when none does. */
export async function nextDue(db: Db, now: Date): Promise<Date | undefined> {
  const [row] = await db
    .select({ dueAt: outbox.dueAt })
    .from(outbox)
    .where(and(eq(outbox.state, 'pending'), gt(outbox.dueAt, now)))
    .orderBy(asc(outbox.dueAt))
    .limit(1);
  return row?.dueAt;
}

/** The condition that a claim still stands: nobody took the delivery over or settled it. */
export const stillOurs = ({ id, attempts }: DeliveryRow) =>
  and(eq(outbox.id, id), eq(outbox.attempts, attempts), eq(outbox.state, 'pending'));

/** Says that the work on deliveries goes on. */
export async function renewLeases(
  db: Db,
  claimed: DeliveryRow[],
  now: Date,
  leaseMs: number = LEASE_MS,
): Promise<void> {
  const leaseUntil = new Date(now.getTime() + leaseMs);
  for (const delivery of claimed) await db.update(outbox).set({ leaseUntil }).where(stillOurs(delivery));
}

/** Gives deliveries back untried, as a deliverer does that has to stop. */
export async function release(db: Db, delivery: DeliveryRow): Promise<void> {
  await db
    .update(outbox)
    .set({ leaseUntil: null, attempts: delivery.attempts - 1 })
    .where(stillOurs(delivery));
}
