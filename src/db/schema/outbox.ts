import { bigserial, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytea, instant } from './columns.ts';

/** `messages`: another gateway's `POST /api/v1/messages`. `webhook`: a partner's webhook after Standard Webhooks. */
export const targetKinds = ['messages', 'webhook'] as const;
export type TargetKind = (typeof targetKinds)[number];

/** Where a partner wants to be told, and of what. */
export const deliveryTargets = pgTable(
  'delivery_targets',
  {
    id: text('id').primaryKey(),
    partner: text('partner').notNull(),
    kind: text('kind').$type<TargetKind>().notNull(),
    url: text('url').notNull(),
    /** Topics told of; empty means all. */
    topics: text('topics').array().notNull(),
    /** Ids of lists or agreements told of; empty means all. */
    lists: text('lists').array().notNull(),
    /** What messages to a gateway are written as. */
    format: text('format').$type<'json' | 'xml'>().notNull().default('json'),
    /** The client it made for us, where its gateway wants tokens; the secret is kept with the others. */
    oauth: jsonb('oauth').$type<{ tokenUrl: string; clientId: string; scope?: string | undefined }>(),
    addedAt: instant('added_at').notNull(),
    addedBy: text('added_by').notNull(),
    /** First failure since the last success. */
    failingSince: instant('failing_since'),
    disabledAt: instant('disabled_at'),
    disabledFor: text('disabled_for'),
  },
  (t) => [index('delivery_targets_partner').on(t.partner)],
);

export const secretKinds = ['bearer', 'hmac', 'oauth'] as const;
export type SecretKind = (typeof secretKinds)[number];

/** Secrets of a target, sealed with the gateway's own key: what is in the database alone opens no door. */
export const targetSecrets = pgTable(
  'target_secrets',
  {
    id: text('id').primaryKey(),
    targetId: text('target_id')
      .notNull()
      .references(() => deliveryTargets.id),
    kind: text('kind').$type<SecretKind>().notNull(),
    sealed: bytea('sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    /** From here on it is used no more; absent while it is current. */
    endsAt: instant('ends_at'),
  },
  (t) => [index('target_secrets_target').on(t.targetId)],
);

/** `dead`: given up after all tries, until a person replays or discards it. */
export const deliveryStates = ['pending', 'delivered', 'dead', 'discarded'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One message on its way to one target. Written in the transaction of the change it tells of. */
export const outbox = pgTable(
  'outbox',
  {
    /** Also the message's id on the wire: the same over all tries. */
    id: text('id').primaryKey(),
    /** Place among all; within an order key, deliveries are made in this order. */
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    targetId: text('target_id')
      .notNull()
      .references(() => deliveryTargets.id),
    partner: text('partner').notNull(),
    topic: text('topic').notNull(),
    subject: text('subject').notNull(),
    /** Deliveries to a target that share it wait for each other; absent where order does not matter. */
    orderKey: text('order_key'),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    /** Tries begun, over all its life. */
    attempts: integer('attempts').notNull(),
    /** Those of them before a person last sent it again; the schedule counts from there. */
    triedBefore: integer('tried_before').notNull().default(0),
    dueAt: instant('due_at').notNull(),
    /** While a deliverer works on it; a deliverer that died leaves it to the next once this has passed. */
    leaseUntil: instant('lease_until'),
    settledAt: instant('settled_at'),
  },
  (t) => [index('outbox_due').on(t.state, t.dueAt), index('outbox_order').on(t.targetId, t.orderKey, t.seq)],
);

export type AttemptOutcome = 'delivered' | 'failed' | 'refused';

/** What came of each try of a delivery. */
export const deliveryAttempts = pgTable(
  'delivery_attempts',
  {
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => outbox.id),
    attempt: integer('attempt').notNull(),
    at: instant('at').notNull(),
    outcome: text('outcome').$type<AttemptOutcome>().notNull(),
    /** HTTP status, where there was an answer. */
    status: integer('status'),
    detail: text('detail').notNull(),
  },
  (t) => [primaryKey({ columns: [t.deliveryId, t.attempt] })],
);
