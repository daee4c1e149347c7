import { and, asc, eq, inArray, isNull, lte, ne, sql } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import {
  watchAlerts,
  watchDeliveredAlerts,
  watchDeliveries,
  watchMarks,
  watchSubscriptions,
} from '../db/schema/index.ts';
import { newId } from '../platform/ids.ts';
import { alertConditions, alertsById, openStatuses, type Alert, type AlertFilter } from './alerts.ts';
import type { MailLanguage } from './subscriptions.ts';

/** What a subscriber is sent. The id is the same over all tries, so that a receiver can tell a repetition. */
export interface Notice {
  id: string;
  subscription: { id: string; name: string; language: MailLanguage };
  target: string;
  /** Ends the subscription. */
  stopUrl: string;
  /** Address of the alerts' pages. */
  alertsUrl: string;
  alerts: Alert[];
  at: Date;
}

/** Sends one notice, or throws: then it is tried again. */
export type Send = (notice: Notice) => Promise<void>;

export interface Senders {
  email: Send;
  webhook: Send;
}

/** Alerts told in one notice at most; what is left comes with the next. */
const MOST_ALERTS = 100;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Waits between tries: a minute, then four times as long each time, for about four days in all. */
const TRIES = 8;
const waitMs = (attempts: number): number => 60_000 * 4 ** (attempts - 1);
/** A try that was begun and never ended is begun again after this long. */
const LEASE_MS = 10 * 60 * 1000;

export interface DeliveryReport {
  planned: number;
  sent: number;
  failed: number;
}

/** Makes a notice of what each subscriber was not told yet. No alert is told to one subscriber twice. */
async function plan(ctx: Context): Promise<number> {
  const { db, clock } = ctx;
  const rows = await db
    .select()
    .from(watchSubscriptions)
    .where(and(isNull(watchSubscriptions.stoppedAt), ne(watchSubscriptions.channel, 'feed')));
  let planned = 0;
  for (const subscription of rows) {
    planned += await db.transaction(async (tx) => {
      // Two processes plan one after the other: the second finds nothing left to tell.
      await tx
        .select()
        .from(watchSubscriptions)
        .where(eq(watchSubscriptions.id, subscription.id))
        .for('update');
      const now = clock();
      if (subscription.pace === 'daily') {
        const [last] = await tx
          .select({ at: sql<Date | string | null>`max(${watchDeliveries.createdAt})` })
          .from(watchDeliveries)
          .where(eq(watchDeliveries.subscriptionId, subscription.id));
        if (last?.at && now.getTime() - new Date(last.at).getTime() < DAY_MS) return 0;
      }
      const fresh = await tx
        .select({ id: watchAlerts.id })
        .from(watchAlerts)
        .innerJoin(watchMarks, eq(watchMarks.id, watchAlerts.markId))
        .where(
          and(
            sql`${watchAlerts.sequence} > ${subscription.afterSequence}`,
            sql`not exists (select 1 from ${watchDeliveredAlerts} where ${watchDeliveredAlerts.subscriptionId} = ${subscription.id} and ${watchDeliveredAlerts.alertId} = ${watchAlerts.id})`,
            ...alertConditions({ ...(subscription.filter as AlertFilter), status: openStatuses }),
          ),
        )
        .orderBy(asc(watchAlerts.sequence))
        .limit(MOST_ALERTS);
      if (fresh.length === 0) return 0;
      const id = newId('ntc', now);
      await tx.insert(watchDeliveries).values({
        id,
        subscriptionId: subscription.id,
        state: 'due',
        attempts: 0,
        nextAt: now,
        createdAt: now,
      });
      await tx
        .insert(watchDeliveredAlerts)
        .values(fresh.map((a) => ({ subscriptionId: subscription.id, alertId: a.id, deliveryId: id })));
      await recordAudit(tx, {
        at: now,
        actor: ctx.actor,
        action: 'watch.notice-planned',
        subject: id,
        details: { subscription: subscription.id, alerts: fresh.length },
      });
      return 1;
    });
  }
  return planned;
}

/** Takes one notice that is due, so that no other process sends it meanwhile. */
async function claim(
  ctx: Context,
): Promise<{ id: string; subscriptionId: string; attempts: number } | undefined> {
  return ctx.db.transaction(async (tx) => {
    const now = ctx.clock();
    const [row] = await tx
      .select({
        id: watchDeliveries.id,
        subscriptionId: watchDeliveries.subscriptionId,
        attempts: watchDeliveries.attempts,
      })
      .from(watchDeliveries)
      .where(and(eq(watchDeliveries.state, 'due'), lte(watchDeliveries.nextAt, now)))
      .orderBy(asc(watchDeliveries.nextAt))
      .limit(1)
      .for('update', { skipLocked: true });
    if (!row) return undefined;
    const attempts = row.attempts + 1;
    await tx
      .update(watchDeliveries)
      .set({ attempts, nextAt: new Date(now.getTime() + LEASE_MS) })
      .where(eq(watchDeliveries.id, row.id));
    return { ...row, attempts };
  });
}

/** Words of a failure that may be kept: no addresses, one line. */
function shortly(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 300);
}

/**
 * Tells subscribers what is new, and tries again what failed before; gives a notice up after eight tries.
 * @param origin scheme and host that links in messages lead to
 */
export async function deliverNotices(
  ctx: Context,
  senders: Senders,
  origin: string,
): Promise<DeliveryReport> {
  const { db, clock } = ctx;
  const report: DeliveryReport = { planned: await plan(ctx), sent: 0, failed: 0 };
  for (let next = await claim(ctx); next; next = await claim(ctx)) {
    const { id, subscriptionId, attempts } = next;
    const [subscription] = await db
      .select()
      .from(watchSubscriptions)
      .where(eq(watchSubscriptions.id, subscriptionId));
    const told = await db
      .select({ id: watchDeliveredAlerts.alertId })
      .from(watchDeliveredAlerts)
      .where(eq(watchDeliveredAlerts.deliveryId, id));
    let error: string | undefined;
    if (!subscription || subscription.channel === 'feed') continue;
    const language = subscription.language as MailLanguage;
    try {
      await senders[subscription.channel]({
        id,
        subscription: { id: subscription.id, name: subscription.name, language },
        target: subscription.target ?? '',
        stopUrl: `${origin}/${language}/unsubscribe/${subscription.id}?token=${subscription.stopToken}`,
        alertsUrl: `${origin}/${language}/console/alerts`,
        alerts: await alertsById(
          db,
          told.map((t) => t.id),
        ),
        at: clock(),
      });
    } catch (cause) {
      error = shortly(cause);
    }
    const givenUp = error !== undefined && attempts >= TRIES;
    await db.transaction(async (tx) => {
      const now = clock();
      await tx
        .update(watchDeliveries)
        .set(
          error === undefined
            ? { state: 'sent', sentAt: now, lastError: null }
            : {
                state: givenUp ? 'failed' : 'due',
                lastError: error,
                nextAt: new Date(now.getTime() + waitMs(attempts)),
              },
        )
        .where(and(eq(watchDeliveries.id, id), inArray(watchDeliveries.state, ['due'])));
      await recordAudit(tx, {
        at: now,
        actor: ctx.actor,
        action:
          error === undefined
            ? 'watch.notice-sent'
            : givenUp
              ? 'watch.notice-given-up'
              : 'watch.notice-failed',
        subject: id,
        details: { subscription: subscriptionId, attempts, ...(error !== undefined && { error }) },
      });
    });
    if (error === undefined) report.sent++;
    else report.failed++;
  }
  return report;
}
