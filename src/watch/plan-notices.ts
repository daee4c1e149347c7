import { and, eq, gte, isNull, ne, sql } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import type { Db } from '../db/database.ts';
import {
  watchAlerts,
  watchDeliveredAlerts,
  watchDeliveries,
  watchMarks,
  watchReminders,
  watchSubscriptions,
} from '../db/schema/index.ts';
import { isoDate } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { alertConditions, openStatuses, type AlertFilter } from './alerts.ts';
import { lastDays, leadOf, MOST_REMINDERS } from './reminders.ts';
import { dueOrder } from './seen-from.ts';

/** Alerts told in one notice at most; what is left comes with the next. */
const MOST_ALERTS = 100;
const DAY_MS = 24 * 60 * 60 * 1000;

type SubscriptionRow = typeof watchSubscriptions.$inferSelect;

/** Alerts the subscriber was not told yet, the nearest deadline first. */
async function freshAlerts(tx: Db, subscription: SubscriptionRow, now: Date): Promise<string[]> {
  const filter = subscription.filter as AlertFilter;
  const rows = await tx
    .select({ id: watchAlerts.id })
    .from(watchAlerts)
    .innerJoin(watchMarks, eq(watchMarks.id, watchAlerts.markId))
    .where(
      and(
        sql`${watchAlerts.sequence} > ${subscription.afterSequence}`,
        sql`not exists (select 1 from ${watchDeliveredAlerts} where ${watchDeliveredAlerts.subscriptionId} = ${subscription.id} and ${watchDeliveredAlerts.alertId} = ${watchAlerts.id})`,
        ...alertConditions({ ...filter, status: openStatuses }),
      ),
    )
    .orderBy(dueOrder(isoDate(now), filter.office))
    .limit(MOST_ALERTS);
  return rows.map((row) => row.id);
}

/** Last days the subscriber is to be reminded of now; looked for once a day, as days go by. */
async function freshReminders(
  tx: Db,
  subscription: SubscriptionRow,
  office: string,
  now: Date,
): Promise<{ subject: string; dueOn: string; lead: number }[]> {
  const { id, remindDays, remindedOn, filter, afterSequence } = subscription;
  const today = isoDate(now);
  if (remindDays.length === 0 || (remindedOn !== null && remindedOn >= today)) return [];
  const whom = { filter: filter as AlertFilter, afterSequence };
  const days = await lastDays(tx, office, now, whom, Math.max(...remindDays));
  const told = await tx
    .select()
    .from(watchReminders)
    .where(and(eq(watchReminders.subscriptionId, id), gte(watchReminders.dueOn, today)));
  const keys = new Set(told.map((row) => `${row.subject} ${row.dueOn} ${row.lead}`));
  const due = days
    .flatMap((day) => {
      const lead = leadOf(day, remindDays);
      return lead === undefined ? [] : [{ subject: day.subject, dueOn: day.on, lead }];
    })
    .filter((row) => !keys.has(`${row.subject} ${row.dueOn} ${row.lead}`));
  if (due.length <= MOST_REMINDERS)
    await tx.update(watchSubscriptions).set({ remindedOn: today }).where(eq(watchSubscriptions.id, id));
  return due.slice(0, MOST_REMINDERS);
}

/** Plans the notice of one subscriber, where there is something to tell. */
async function planOne(tx: Db, ctx: Context, subscriptionId: string, office: string): Promise<number> {
  // Two processes plan one after the other: the second finds nothing left to tell.
  const [subscription] = await tx
    .select()
    .from(watchSubscriptions)
    .where(and(eq(watchSubscriptions.id, subscriptionId), isNull(watchSubscriptions.stoppedAt)))
    .for('update');
  if (!subscription) return 0;
  const now = ctx.clock();
  if (subscription.pace === 'daily') {
    const [last] = await tx
      .select({ at: sql<Date | string | null>`max(${watchDeliveries.createdAt})` })
      .from(watchDeliveries)
      .where(eq(watchDeliveries.subscriptionId, subscriptionId));
    if (last?.at && now.getTime() - new Date(last.at).getTime() < DAY_MS) return 0;
  }
  const alerts = await freshAlerts(tx, subscription, now);
  const reminders = await freshReminders(tx, subscription, office, now);
  if (alerts.length + reminders.length === 0) return 0;
  const id = newId('ntc', now);
  const about = { subscriptionId, deliveryId: id };
  await tx
    .insert(watchDeliveries)
    .values({ id, subscriptionId, state: 'due', attempts: 0, nextAt: now, createdAt: now });
  if (alerts.length > 0)
    await tx.insert(watchDeliveredAlerts).values(alerts.map((alertId) => ({ ...about, alertId })));
  if (reminders.length > 0)
    await tx.insert(watchReminders).values(reminders.map((reminder) => ({ ...about, ...reminder })));
  await recordAudit(tx, {
    at: now,
    actor: ctx.actor,
    action: 'watch.notice-planned',
    subject: id,
    details: { subscription: subscriptionId, alerts: alerts.length, reminders: reminders.length },
  });
  return 1;
}

/**
 * Makes a notice of what each subscriber was not told yet. No alert is told to one subscriber twice, and nobody is
 * reminded twice of a last day with the same lead.
 * @param office ST.3 code of this office
 * @returns how many notices there are more
 */
export async function planNotices(ctx: Context, office: string): Promise<number> {
  const rows = await ctx.db
    .select({ id: watchSubscriptions.id })
    .from(watchSubscriptions)
    .where(and(isNull(watchSubscriptions.stoppedAt), ne(watchSubscriptions.channel, 'feed')));
  let planned = 0;
  for (const { id } of rows) planned += await ctx.db.transaction((tx) => planOne(tx, ctx, id, office));
  return planned;
}
