import { eq } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Db } from '../../db/database.ts';
import { deliveryAttempts, deliveryTargets, outbox, type DeliveryState } from '../../db/schema/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { reasons } from '../targets/reasons.ts';
import { stillOurs, type Claimed } from './claim.ts';
import { nextDelay } from './schedule.ts';

/** What came of one try. */
export type Tried =
  | { outcome: 'delivered'; status: number; detail: string }
  /** Worth another try; `askedMs` is what the receiver asked to wait. */
  | { outcome: 'failed'; status?: number; detail: string; askedMs?: number }
  /** No try will do better. */
  | { outcome: 'refused'; status?: number; detail: string }
  /** The receiver wants no more of anything (410). */
  | { outcome: 'gone'; status: number; detail: string };

export interface SettleContext {
  db: Db;
  clock: Clock;
  /** 0 up to 1, for jitter. */
  random: () => number;
  /** Waits between tries, where they are not the usual ones. */
  delays?: readonly number[];
}

/** A webhook that failed for so long, and nothing got through, is taken out of use. */
export const DISABLE_AFTER_MS = 5 * 24 * 60 * 60 * 1000;
/** Longest text kept of what a receiver said. */
const MOST_DETAIL = 500;
const ACTOR = 'system';

/**
 * Writes down what came of a try and what follows: delivered, another try at a later time, or dead. A try whose claim
 * was lost meanwhile changes nothing: whoever took the delivery over settles it.
 * @returns the delivery's state, or nothing when the claim was lost
 */
export async function settle(
  ctx: SettleContext,
  claimed: Claimed,
  tried: Tried,
): Promise<DeliveryState | undefined> {
  const { delivery, target } = claimed;
  const now = ctx.clock();
  const wait =
    tried.outcome === 'failed'
      ? nextDelay(delivery.attempts - delivery.triedBefore, ctx.random(), tried.askedMs, ctx.delays)
      : undefined;
  const state = tried.outcome === 'delivered' ? 'delivered' : wait === undefined ? 'dead' : 'pending';
  const dueAt = wait === undefined ? delivery.dueAt : new Date(now.getTime() + wait);
  return ctx.db.transaction(async (tx) => {
    const settledAt = state === 'pending' ? null : now;
    const ours = await tx
      .update(outbox)
      .set({ state, dueAt, leaseUntil: null, settledAt })
      .where(stillOurs(delivery))
      .returning({ id: outbox.id });
    if (ours.length === 0) return undefined;
    const { id, partner, topic, attempts } = delivery;
    const detail = tried.detail.slice(0, MOST_DETAIL);
    const status = tried.status ?? null;
    const outcome = tried.outcome === 'gone' ? 'refused' : tried.outcome;
    await tx
      .insert(deliveryAttempts)
      .values({ deliveryId: id, attempt: attempts, at: now, outcome, status, detail });
    if (state !== 'pending') {
      const details = { delivery: id, topic, attempts, ...(state === 'dead' && { detail }) };
      await recordAudit(tx, {
        at: now,
        actor: ACTOR,
        action: `delivery.${state}`,
        subject: partner,
        details,
      });
    }
    await noteHealth(tx, target.id, tried, now);
    return state;
  });
}

/** Keeps account of how long a target fails, and takes a webhook that is gone or failed too long out of use. */
async function noteHealth(tx: Db, targetId: string, tried: Tried, now: Date): Promise<void> {
  const where = eq(deliveryTargets.id, targetId);
  const [target] = await tx.select().from(deliveryTargets).where(where).for('update');
  if (!target || target.disabledAt) return;
  if (tried.outcome === 'delivered') {
    if (target.failingSince) await tx.update(deliveryTargets).set({ failingSince: null }).where(where);
    return;
  }
  const failingSince = target.failingSince ?? now;
  const tooLong = now.getTime() - failingSince.getTime() >= DISABLE_AFTER_MS;
  if (target.kind !== 'webhook' || (tried.outcome !== 'gone' && !tooLong)) {
    if (!target.failingSince) await tx.update(deliveryTargets).set({ failingSince }).where(where);
    return;
  }
  const reason = tried.outcome === 'gone' ? reasons.gone : reasons.failing;
  await tx.update(deliveryTargets).set({ failingSince, disabledAt: now, disabledFor: reason }).where(where);
  const details = { target: targetId, reason };
  await recordAudit(tx, {
    at: now,
    actor: ACTOR,
    action: 'target.disabled',
    subject: target.partner,
    details,
  });
}
