import {
  bigint,
  bigserial,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Place, Problem } from '../../gi/problem.ts';
import { instant } from './columns.ts';
import { gis, sourceFiles } from './lists.ts';

export type WatchRunState = 'running' | 'done' | 'failed';

/** One reading of a file of new marks. `position` counts the records that are screened and written: a run goes on there. */
export const watchRuns = pgTable(
  'watch_runs',
  {
    id: text('id').primaryKey(),
    fileId: text('file_id')
      .notNull()
      .references(() => sourceFiles.id),
    format: text('format').notNull(),
    /** Office of marks whose record names none. */
    office: text('office'),
    state: text('state').$type<WatchRunState>().notNull(),
    position: integer('position').notNull(),
    /** Marks that were not known, that said something new, that left the register, and records that could not be used. */
    added: integer('added').notNull(),
    changed: integer('changed').notNull(),
    withdrawn: integer('withdrawn').notNull(),
    refused: integer('refused').notNull(),
    alerts: integer('alerts').notNull(),
    problems: jsonb('problems').$type<Problem[]>().notNull(),
    engine: text('engine').notNull(),
    startedAt: instant('started_at').notNull(),
    startedBy: text('started_by').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [uniqueIndex('watch_runs_file').on(t.fileId), index('watch_runs_started').on(t.startedAt)],
);

export type MarkState = 'pending' | 'registered' | 'withdrawn';

/** A mark of somebody's gazette, as it was told last. */
export const watchMarks = pgTable(
  'watch_marks',
  {
    /** `<office>:<number>`, the office as its ST.3 code. */
    id: text('id').primaryKey(),
    office: text('office').notNull(),
    number: text('number').notNull(),
    text: text('text').notNull(),
    language: text('language'),
    classes: integer('classes').array().notNull(),
    goods: text('goods').notNull(),
    holder: text('holder'),
    appliedOn: date('applied_on', { mode: 'string' }),
    publishedOn: date('published_on', { mode: 'string' }),
    state: text('state').$type<MarkState>().notNull(),
    /** Offices an international registration is extended to. */
    designations: text('designations').array().notNull(),
    /** SHA-256 of what the record says. */
    hash: text('hash').notNull(),
    runId: text('run_id')
      .notNull()
      .references(() => watchRuns.id),
    place: jsonb('place').$type<Place>().notNull(),
    seenAt: instant('seen_at').notNull(),
    /**
     * Publication up to which names were compared with it; what is published later has still to be. -1 where a rule was
     * loosened since that may have kept an alert from being raised.
     */
    screenedAt: bigint('screened_at', { mode: 'number' }).notNull().default(0),
  },
  (t) => [index('watch_marks_run').on(t.runId), index('watch_marks_screened').on(t.screenedAt)],
);

export type RescreenState = 'running' | 'done';
/** Why marks are compared again: names that are new, or a rule of the watch that was loosened. */
export const rescreenCauses = ['names', 'rule'] as const;
export type RescreenCause = (typeof rescreenCauses)[number];

/** One comparison of the marks held with names that were published after they were screened, or with all of them. */
export const watchRescreens = pgTable('watch_rescreens', {
  id: text('id').primaryKey(),
  /** The names are those of this publication. */
  publication: bigint('publication', { mode: 'number' }).notNull(),
  state: text('state').$type<RescreenState>().notNull(),
  /** Names that are new, or protected where they were not; marks compared with them, and alerts raised. */
  names: integer('names').notNull(),
  cause: text('cause').$type<RescreenCause>().notNull().default('names'),
  marks: integer('marks').notNull(),
  alerts: integer('alerts').notNull(),
  startedAt: instant('started_at').notNull(),
  startedBy: text('started_by').notNull(),
  endedAt: instant('ended_at'),
});

/**
 * `quiet`: nobody had touched it when a rule of the watch silenced it; it is `new` again when the rule lets it through.
 * `closed`: the mark was withdrawn; it opens again when the mark comes back.
 */
export const alertStatuses = ['new', 'seen', 'assigned', 'dismissed', 'opposing', 'quiet', 'closed'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/** A mark that comes close to a protected name: one row a mark and GI, with the strongest finding. */
export const watchAlerts = pgTable(
  'watch_alerts',
  {
    id: text('id').primaryKey(),
    /** Order of arrival: what feeds and subscriptions read on from. */
    sequence: bigserial('sequence', { mode: 'number' }).notNull(),
    markId: text('mark_id')
      .notNull()
      .references(() => watchMarks.id),
    giId: text('gi_id')
      .notNull()
      .references(() => gis.id),
    /** Spelling of the GI that was come close to. */
    candidate: text('candidate').notNull(),
    kind: text('kind').notNull(),
    score: real('score').notNull(),
    falseAlertsPerMillion: real('false_alerts_per_million').notNull(),
    goodsRelation: text('goods_relation').notNull(),
    /** `Explanation` of the name engine. */
    explanation: jsonb('explanation').$type<object>().notNull(),
    /** Agreements whose lists protect the GI, and its origin: what filters ask for. */
    agreements: text('agreements').array().notNull(),
    origin: text('origin').array().notNull(),
    /** Office that has to be turned to, and the last day there; `OppositionWindow[]` of the watch room. */
    office: text('office').notNull(),
    deadline: date('deadline', { mode: 'string' }),
    windows: jsonb('windows').$type<object[]>().notNull(),
    status: text('status').$type<AlertStatus>().notNull(),
    /** Scope of the rule that keeps it quiet, of one that is `quiet`. */
    quietedBy: text('quieted_by'),
    assignee: text('assignee'),
    note: text('note'),
    runId: text('run_id')
      .notNull()
      .references(() => watchRuns.id),
    /** Where the mark was screened before, and a name came later or a rule was loosened. */
    rescreenId: text('rescreen_id').references(() => watchRescreens.id),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    changedBy: text('changed_by').notNull(),
  },
  (t) => [
    uniqueIndex('watch_alerts_pair').on(t.markId, t.giId),
    uniqueIndex('watch_alerts_sequence').on(t.sequence),
    index('watch_alerts_deadline').on(t.status, t.deadline),
    index('watch_alerts_gi').on(t.giId),
  ],
);

/** How loud the watch is: for everything, for what one agreement protects, or for marks of one Nice class. */
export const watchRules = pgTable('watch_rules', {
  /** `all`, `agreement:<id>` or `class:<number>`. */
  scope: text('scope').primaryKey(),
  /** Expected false alerts per million comparisons that are still worth an alert; 0 raises none. */
  alertAt: real('alert_at').notNull(),
  reason: text('reason').notNull(),
  changedAt: instant('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
});

export type SubscriptionChannel = 'email' | 'webhook' | 'feed';
export type SubscriptionPace = 'immediate' | 'daily';

/** Somebody who is told of alerts. */
export const watchSubscriptions = pgTable('watch_subscriptions', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  channel: text('channel').$type<SubscriptionChannel>().notNull(),
  /** Address or URL; absent for a feed. */
  target: text('target'),
  language: text('language').notNull(),
  pace: text('pace').$type<SubscriptionPace>().notNull(),
  /** `AlertFilter` of the watch room. */
  filter: jsonb('filter').$type<object>().notNull(),
  /** SHA-256 of the token that opens the feed; the token itself is shown once. */
  tokenHash: text('token_hash'),
  /** Lets whoever holds it end the subscription, and nothing else. */
  stopToken: text('stop_token').notNull(),
  /** Alerts up to this one are not told. */
  afterSequence: integer('after_sequence').notNull(),
  /** So many days before a last day the subscriber is reminded of it; none where it is empty. */
  remindDays: integer('remind_days').array().notNull().default([]),
  /** Day on which last days were last looked through for this subscriber. */
  remindedOn: date('reminded_on', { mode: 'string' }),
  createdAt: instant('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  stoppedAt: instant('stopped_at'),
});

export type WatchDeliveryState = 'due' | 'sent' | 'failed';

/** One message to a subscriber: tried until it is sent or given up. */
export const watchDeliveries = pgTable(
  'watch_deliveries',
  {
    id: text('id').primaryKey(),
    subscriptionId: text('subscription_id')
      .notNull()
      .references(() => watchSubscriptions.id),
    state: text('state').$type<WatchDeliveryState>().notNull(),
    attempts: integer('attempts').notNull(),
    nextAt: instant('next_at').notNull(),
    lastError: text('last_error'),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
  },
  (t) => [index('watch_deliveries_due').on(t.state, t.nextAt)],
);

/** The alerts a message tells of; no alert is told to a subscriber twice. */
export const watchDeliveredAlerts = pgTable(
  'watch_delivered_alerts',
  {
    subscriptionId: text('subscription_id')
      .notNull()
      .references(() => watchSubscriptions.id),
    alertId: text('alert_id')
      .notNull()
      .references(() => watchAlerts.id),
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => watchDeliveries.id),
  },
  (t) => [
    primaryKey({ columns: [t.subscriptionId, t.alertId] }),
    index('watch_delivered_alerts_delivery').on(t.deliveryId),
  ],
);

/** The last days a message reminds of; no subscriber is reminded twice of one with the same lead. */
export const watchReminders = pgTable(
  'watch_reminders',
  {
    subscriptionId: text('subscription_id')
      .notNull()
      .references(() => watchSubscriptions.id),
    /** `oppose:<alert>` or `refuse:<international registration>`. */
    subject: text('subject').notNull(),
    /** The last day itself: one that moves is another one. */
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    /** Days before it that the subscriber asked for. */
    lead: integer('lead').notNull(),
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => watchDeliveries.id),
  },
  (t) => [
    primaryKey({ columns: [t.subscriptionId, t.subject, t.dueOn, t.lead] }),
    index('watch_reminders_delivery').on(t.deliveryId),
  ],
);
