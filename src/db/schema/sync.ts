import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { bytea, instant } from './columns.ts';
import { lists } from './lists.ts';

/** `url`: pulled with conditional requests. `folder`: a drop folder that is watched. */
export const syncKinds = ['url', 'folder'] as const;
export type SyncKind = (typeof syncKinds)[number];

/** Where a list comes from by itself, again and again. */
export const syncSources = pgTable(
  'sync_sources',
  {
    id: text('id').primaryKey(),
    listId: text('list_id')
      .notNull()
      .references(() => lists.id),
    /** Whose word it is, where it is a partner's. */
    partner: text('partner'),
    kind: text('kind').$type<SyncKind>().notNull(),
    /** The URL, or the folder's name under the gateway's drop folder. */
    location: text('location').notNull(),
    /** Detected from each file when absent. */
    format: text('format'),
    /** The client its owner made for us, where it wants tokens. */
    oauth: jsonb('oauth').$type<{ tokenUrl: string; clientId: string; scope?: string | undefined }>(),
    /** The key it is asked with, or the client's secret; sealed. Absent for what is open to all. */
    sealed: bytea('sealed'),
    mode: text('mode').$type<'full' | 'partial'>().notNull(),
    everySeconds: integer('every_seconds').notNull(),
    enabled: boolean('enabled').notNull(),
    addedAt: instant('added_at').notNull(),
    addedBy: text('added_by').notNull(),
    nextAt: instant('next_at').notNull(),
    /** While a process works on it; a process that died leaves it to the next once this has passed. */
    leaseUntil: instant('lease_until'),
    /** Tells one holder of the lease from the next. */
    leaseBy: text('lease_by'),
    /** What the last answer taken said of itself, for the next conditional request. */
    etag: text('etag'),
    lastModified: text('last_modified'),
    /** Failures since the last success. */
    failures: integer('failures').notNull(),
  },
  (t) => [index('sync_sources_due').on(t.enabled, t.nextAt)],
);

/** `draft`: there is a draft to review. `same`: read, and nothing to change. `unchanged`: nothing new was there. */
export const syncOutcomes = ['draft', 'same', 'unchanged', 'failed'] as const;
export type SyncOutcome = (typeof syncOutcomes)[number];

/** What came of one look at a source; looks that found nothing new are kept only while they are the last. */
export const syncRuns = pgTable(
  'sync_runs',
  {
    id: text('id').primaryKey(),
    sourceId: text('source_id')
      .notNull()
      .references(() => syncSources.id),
    startedAt: instant('started_at').notNull(),
    startedBy: text('started_by').notNull(),
    endedAt: instant('ended_at').notNull(),
    outcome: text('outcome').$type<SyncOutcome>().notNull(),
    detail: text('detail').notNull(),
    file: text('file'),
    importId: text('import_id'),
    draftId: text('draft_id'),
  },
  (t) => [index('sync_runs_source').on(t.sourceId, t.startedAt)],
);
