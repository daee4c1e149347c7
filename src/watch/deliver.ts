import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import type { Db } from '../db/database.ts';
import {
  watchDeliveredAlerts,
  watchDeliveries,
  watchReminders,
  watchSubscriptions,
} from '../db/schema/index.ts';
import { isoDate } from '../platform/clock.ts';
import { alertsToTell, type Alert, type AlertFilter } from './alerts.ts';
import { planNotices } from './plan-notices.ts';
import { lastDays, type Reminder } from './reminders.ts';
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
  /** Address of the marks that designate this office. */
  designatedUrl: string;
  alerts: Alert[];
  /** Last days that draw near and are still waited for. */
  reminders: Reminder[];
  at: Date;
}

/** Sends one notice, or throws: then it is tried again. */
export type Send = (notice: Notice) => Promise<void>;

export interface Senders {
  email: Send;
  webhook: Send;
}

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

/** What a notice reminds of, as far as nothing was decided since it was planned. */
async function remindersOf(
  db: Db,
  office: string,
  now: Date,
  subscription: typeof watchSubscriptions.$inferSelect,
  deliveryId: string,
): Promise<Reminder[]> {
  const planned = await db.select().from(watchReminders).where(eq(watchReminders.deliveryId, deliveryId));
  if (planned.length === 0) return [];
  const keys = new Set(planned.map((row) => `${row.subject} ${row.dueOn}`));
  const within = Math.max(...planned.map((row) => row.lead));
  const { filter, afterSequence } = subscription;
  const whom = { filter: filter as AlertFilter, afterSequence };
  const days = await lastDays(db, office, now, whom, within);
  return days.filter((day) => keys.has(`${day.subject} ${day.on}`));
}

/** Takes back a notice that has nothing left to tell: all it was to remind of is settled. */
async function drop(ctx: Context, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx.delete(watchReminders).where(eq(watchReminders.deliveryId, id));
    await tx.delete(watchDeliveries).where(eq(watchDeliveries.id, id));
    const at = ctx.clock();
    await recordAudit(tx, { at, actor: ctx.actor, action: 'watch.notice-dropped', subject: id });
  });
}

/** Where messages come from. */
export interface Sender {
  /** Scheme and host that links in messages lead to. */
  origin: string;
  /** ST.3 code of this office. */
  office: string;
}

/** Tells subscribers what is new, and tries again what failed before; gives a notice up after eight tries. */
export async function deliverNotices(
  ctx: Context,
  senders: Senders,
  { origin, office }: Sender,
): Promise<DeliveryReport> {
  const { db, clock } = ctx;
  const report: DeliveryReport = { planned: await planNotices(ctx, office), sent: 0, failed: 0 };
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
    const reminders = await remindersOf(db, office, clock(), subscription, id);
    if (told.length + reminders.length === 0) {
      await drop(ctx, id);
      continue;
    }
    try {
      await senders[subscription.channel]({
        id,
        subscription: { id: subscription.id, name: subscription.name, language },
        target: subscription.target ?? '',
        stopUrl: `${origin}/${language}/unsubscribe/${subscription.id}?token=${subscription.stopToken}`,
        alertsUrl: `${origin}/${language}/console/alerts`,
        designatedUrl: `${origin}/${language}/console/madrid/designated`,
        alerts: await alertsToTell(
          db,
          told.map((t) => t.id),
          { today: isoDate(clock()), office: (subscription.filter as AlertFilter).office },
        ),
        reminders,
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
