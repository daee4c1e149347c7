import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import type { Db } from '../db/database.ts';
import { requireRole } from '../db/roles.ts';
import {
  watchAlerts,
  watchDeliveries,
  watchSubscriptions,
  type SubscriptionChannel,
  type SubscriptionPace,
} from '../db/schema/index.ts';
import { newId } from '../platform/ids.ts';
import { Refusal } from '../platform/errors.ts';
import type { AlertFilter } from './alerts.ts';

export const channels = ['email', 'webhook', 'feed'] as const satisfies readonly SubscriptionChannel[];
export const paces = ['immediate', 'daily'] as const satisfies readonly SubscriptionPace[];
export const mailLanguages = ['en', 'zh', 'fr', 'th'] as const;
/** Days before a last day that a subscriber can be reminded at, and how many such days. */
export const reminderRange = { most: 730, leads: 10 } as const;
export type MailLanguage = (typeof mailLanguages)[number];

/** Somebody who is told of alerts. */
export interface Subscription {
  id: string;
  name: string;
  channel: SubscriptionChannel;
  /** E-mail address or URL; absent for a feed. */
  target?: string;
  language: MailLanguage;
  pace: SubscriptionPace;
  filter: AlertFilter;
  /** Days before a last day on which the subscriber is reminded of it, the longest first. */
  remindDays: number[];
  createdAt: string;
  createdBy: string;
  /** Deliveries by how they stand. */
  sent: number;
  due: number;
  failed: number;
  lastError?: string;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const token = (): string => randomBytes(24).toString('base64url');

/** True when both texts are the same; takes as long whatever they are. */
function same(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(digest(a)), Buffer.from(digest(b)));
}

function noSubscription(id: string): Refusal {
  return new Refusal(
    'not-found/subscription',
    404,
    `There is no subscription ${id.slice(0, 60)}.`,
    'See the list of subscriptions.',
  );
}

function checkedTarget(channel: SubscriptionChannel, target: string | undefined): string | null {
  if (channel === 'feed') return null;
  const text = target?.trim() ?? '';
  const fits =
    channel === 'email'
      ? /^[^\s@<>,;:"\\]+@[^\s@<>,;:"\\]+\.[^\s@<>,;:"\\]+$/.test(text)
      : URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (fits && text.length <= 500) return text;
  throw new Refusal(
    'watch/target-missing',
    400,
    `“${text.slice(0, 80)}” is no ${channel === 'email' ? 'e-mail address' : 'URL'}.`,
    'Give an address that fits the channel.',
  );
}

export interface SubscribeRequest {
  name: string;
  channel: SubscriptionChannel;
  target?: string | undefined;
  language?: MailLanguage | undefined;
  pace?: SubscriptionPace | undefined;
  /** Days before a last day; a feed has its calendar instead. */
  remindDays?: readonly number[] | undefined;
  filter: AlertFilter;
}

/**
 * Subscribes somebody to the alerts that come from now on.
 * @returns the id, and for a feed the token that opens it, which is shown this once
 * @throws Refusal watch/target-missing, accounts/not-allowed below editor
 */
export async function subscribe(
  ctx: Context,
  request: SubscribeRequest,
): Promise<{ id: string; token?: string }> {
  const { name, channel, language = 'en', pace = 'immediate', filter } = request;
  const target = checkedTarget(channel, request.target);
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'editor');
    const at = ctx.clock();
    const id = newId('sub', at);
    const remindDays = channel === 'feed' ? [] : [...new Set(request.remindDays)].toSorted((a, b) => b - a);
    const opened = channel === 'feed' ? token() : undefined;
    const [last] = await tx
      .select({ n: sql<number>`coalesce(max(${watchAlerts.sequence}), 0)::int` })
      .from(watchAlerts);
    await tx.insert(watchSubscriptions).values({
      id,
      name,
      channel,
      target,
      language,
      pace,
      filter,
      remindDays,
      tokenHash: opened === undefined ? null : digest(opened),
      stopToken: token(),
      afterSequence: last?.n ?? 0,
      createdAt: at,
      createdBy: ctx.actor,
    });
    await recordAudit(tx, {
      at,
      actor: ctx.actor,
      action: 'watch.subscribed',
      subject: id,
      details: { name, channel, target, pace, filter, remindDays },
    });
    return { id, ...(opened !== undefined && { token: opened }) };
  });
}

/** Subscriptions that were not ended, oldest first. */
export async function subscriptions(db: Db): Promise<Subscription[]> {
  const rows = await db
    .select({
      s: watchSubscriptions,
      sent: sql<number>`count(*) filter (where ${watchDeliveries.state} = 'sent')::int`,
      due: sql<number>`count(*) filter (where ${watchDeliveries.state} = 'due')::int`,
      failed: sql<number>`count(*) filter (where ${watchDeliveries.state} = 'failed')::int`,
      lastError: sql<
        string | null
      >`(array_agg(${watchDeliveries.lastError} order by ${watchDeliveries.createdAt} desc) filter (where ${watchDeliveries.state} <> 'sent'))[1]`,
    })
    .from(watchSubscriptions)
    .leftJoin(watchDeliveries, eq(watchDeliveries.subscriptionId, watchSubscriptions.id))
    .where(isNull(watchSubscriptions.stoppedAt))
    .groupBy(watchSubscriptions.id)
    .orderBy(asc(watchSubscriptions.id));
  return rows.map(({ s, sent, due, failed, lastError }) => ({
    id: s.id,
    name: s.name,
    channel: s.channel,
    ...(s.target !== null && { target: s.target }),
    language: s.language as MailLanguage,
    pace: s.pace,
    filter: s.filter as AlertFilter,
    remindDays: s.remindDays,
    createdAt: s.createdAt.toISOString(),
    createdBy: s.createdBy,
    sent,
    due,
    failed,
    ...(lastError !== null && { lastError }),
  }));
}

async function stop(tx: Db, ctx: Pick<Context, 'clock' | 'actor'>, id: string): Promise<void> {
  const at = ctx.clock();
  const ended = await tx
    .update(watchSubscriptions)
    .set({ stoppedAt: at })
    .where(and(eq(watchSubscriptions.id, id), isNull(watchSubscriptions.stoppedAt)))
    .returning({ id: watchSubscriptions.id });
  if (!ended[0]) throw noSubscription(id);
  await tx
    .update(watchDeliveries)
    .set({ state: 'failed', lastError: 'the subscription was ended' })
    .where(and(eq(watchDeliveries.subscriptionId, id), eq(watchDeliveries.state, 'due')));
  await recordAudit(tx, { at, actor: ctx.actor, action: 'watch.unsubscribed', subject: id });
}

/** Ends a subscription. @throws Refusal not-found/subscription, accounts/not-allowed below editor */
export async function unsubscribe(ctx: Context, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'editor');
    await stop(tx, ctx, id);
  });
}

/** The name of the subscription that a link from a message ends. @throws Refusal not-found/subscription */
export async function stoppable(db: Db, id: string, stopToken: string): Promise<string> {
  const [row] = await db
    .select()
    .from(watchSubscriptions)
    .where(and(eq(watchSubscriptions.id, id), isNull(watchSubscriptions.stoppedAt)));
  if (!row || !same(row.stopToken, stopToken)) throw noSubscription(id);
  return row.name;
}

/** Ends a subscription by the link in a message. @throws Refusal not-found/subscription */
export async function unsubscribeByLink(
  ctx: Omit<Context, 'actor'>,
  id: string,
  stopToken: string,
): Promise<void> {
  await stoppable(ctx.db, id, stopToken);
  await ctx.db.transaction((tx) => stop(tx, { clock: ctx.clock, actor: `subscriber:${id}` }, id));
}

/** A feed's subscription by its id and token. @throws Refusal not-found/subscription, whichever of the two is wrong */
export async function feedOf(
  db: Db,
  id: string,
  opened: string,
): Promise<{ name: string; filter: AlertFilter; createdAt: Date }> {
  const [row] = await db
    .select()
    .from(watchSubscriptions)
    .where(
      and(
        eq(watchSubscriptions.id, id),
        eq(watchSubscriptions.channel, 'feed'),
        isNull(watchSubscriptions.stoppedAt),
      ),
    );
  if (!row || row.tokenHash === null || !same(row.tokenHash, digest(opened))) throw noSubscription(id);
  return { name: row.name, filter: row.filter as AlertFilter, createdAt: row.createdAt };
}
