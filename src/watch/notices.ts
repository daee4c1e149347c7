import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import type { Db } from '../db/database.ts';
import { requireRole } from '../db/roles.ts';
import {
  watchDeliveredAlerts,
  watchDeliveries,
  watchReminders,
  watchSubscriptions,
  type SubscriptionChannel,
  type WatchDeliveryState,
} from '../db/schema/index.ts';
import { Refusal } from '../platform/errors.ts';

/** A message to a subscriber, and what came of its tries. */
export interface NoticeView {
  id: string;
  subscription: { id: string; name: string; channel: SubscriptionChannel; target?: string };
  state: WatchDeliveryState;
  /** Tries begun. */
  attempts: number;
  /** How many alerts it tells of. */
  alerts: number;
  /** How many last days it reminds of. */
  reminders: number;
  createdAt: string;
  /** When it is tried next; absent once it is sent or given up. */
  nextAt?: string;
  sentAt?: string;
  lastError?: string;
}

const alertCount = sql<number>`(select count(*)::int from ${watchDeliveredAlerts} where ${watchDeliveredAlerts.deliveryId} = ${watchDeliveries.id})`;

const reminderCount = sql<number>`(select count(*)::int from ${watchReminders} where ${watchReminders.deliveryId} = ${watchDeliveries.id})`;

/** Messages to subscribers, the newest first. @param filter.troubled only those that wait after a failure, or were given up */
export async function notices(
  db: Db,
  filter: { subscription?: string | undefined; troubled?: boolean; limit: number },
): Promise<NoticeView[]> {
  const rows = await db
    .select({
      delivery: watchDeliveries,
      subscription: watchSubscriptions,
      alerts: alertCount,
      reminders: reminderCount,
    })
    .from(watchDeliveries)
    .innerJoin(watchSubscriptions, eq(watchSubscriptions.id, watchDeliveries.subscriptionId))
    .where(
      and(
        filter.subscription ? eq(watchSubscriptions.id, filter.subscription) : undefined,
        filter.troubled
          ? and(
              inArray(watchDeliveries.state, ['due', 'failed']),
              sql`${watchDeliveries.lastError} is not null`,
            )
          : undefined,
      ),
    )
    .orderBy(desc(watchDeliveries.createdAt), desc(watchDeliveries.id))
    .limit(filter.limit);
  return rows.map(({ delivery, subscription, alerts, reminders }) => ({
    id: delivery.id,
    subscription: {
      id: subscription.id,
      name: subscription.name,
      channel: subscription.channel,
      ...(subscription.target !== null && { target: subscription.target }),
    },
    state: delivery.state,
    attempts: delivery.attempts,
    alerts,
    reminders,
    createdAt: delivery.createdAt.toISOString(),
    ...(delivery.state === 'due' && { nextAt: delivery.nextAt.toISOString() }),
    ...(delivery.sentAt && { sentAt: delivery.sentAt.toISOString() }),
    ...(delivery.lastError !== null && { lastError: delivery.lastError }),
  }));
}

/**
 * Has a message tried again at once, with the same id and all its tries before it, also one that was given up.
 * @throws Refusal not-found/notice, watch/notice-settled for one that was sent or whose subscription was ended,
 * accounts/not-allowed below editor
 */
export async function retryNotice(ctx: Context, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'editor');
    const [row] = await tx
      .select({ state: watchDeliveries.state, stoppedAt: watchSubscriptions.stoppedAt })
      .from(watchDeliveries)
      .innerJoin(watchSubscriptions, eq(watchSubscriptions.id, watchDeliveries.subscriptionId))
      .where(eq(watchDeliveries.id, id))
      .for('update', { of: watchDeliveries });
    if (!row)
      throw new Refusal(
        'not-found/notice',
        404,
        `There is no notice ${id.slice(0, 60)}.`,
        'See `gi-gateway watch notices`.',
      );
    if (row.state === 'sent' || row.stoppedAt !== null)
      throw new Refusal(
        'watch/notice-settled',
        409,
        row.state === 'sent' ? 'The notice was sent.' : 'The subscription was ended.',
        'Nothing needs doing.',
      );
    const at = ctx.clock();
    await tx
      .update(watchDeliveries)
      .set({ state: 'due', attempts: 0, nextAt: at })
      .where(eq(watchDeliveries.id, id));
    await recordAudit(tx, { at, actor: ctx.actor, action: 'watch.notice-retried', subject: id });
  });
}
