import { bigint, index, integer, jsonb, pgTable, real, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import type { PairRuling } from './conflicts.ts';
import { listVersions } from './lists.ts';

/** `running`; `done`: every new name of the draft was held against what is held; `due`: the draft has changed since. */
export type ScreeningState = 'running' | 'done' | 'due';

/** How far the new names of a draft have been held against the names held by others. */
export const draftScreenings = pgTable('draft_screenings', {
  versionId: text('version_id')
    .primaryKey()
    .references(() => listVersions.id),
  state: text('state').$type<ScreeningState>().notNull(),
  /** Revision of the record whose names it was held against. */
  revision: bigint('revision', { mode: 'number' }).notNull(),
  engine: text('engine').notNull(),
  /** Names to screen, and how many are. */
  names: integer('names').notNull(),
  screened: integer('screened').notNull(),
  /** Entry up to which the names are screened, in key order: an interrupted screening goes on after it. */
  reached: text('reached').notNull().default(''),
  startedAt: instant('started_at').notNull(),
  endedAt: instant('ended_at'),
});

/** An entry of a draft whose name may conflict with that of an indication held, and what a person decided of it. */
export const draftConflicts = pgTable(
  'draft_conflicts',
  {
    id: text('id').primaryKey(),
    versionId: text('version_id')
      .notNull()
      .references(() => listVersions.id),
    key: text('key').notNull(),
    /** The indication held, and the line it stands on. */
    giId: text('gi_id').notNull(),
    heldList: text('held_list').notNull(),
    heldKey: text('held_key').notNull(),
    /** The pair of names that is most alike. */
    name: text('name').notNull(),
    heldName: text('held_name').notNull(),
    kind: text('kind').notNull(),
    score: real('score').notNull(),
    /** Every pair of names that raised an alert, the most alike first; `NamePair` of the lists room. */
    pairs: jsonb('pairs').$type<object[]>().notNull(),
    foundAt: instant('found_at').notNull(),
    ruling: text('ruling').$type<PairRuling>(),
    reason: text('reason'),
    decidedAt: instant('decided_at'),
    decidedBy: text('decided_by'),
  },
  (t) => [
    uniqueIndex('draft_conflicts_pair').on(t.versionId, t.key, t.giId),
    index('draft_conflicts_version').on(t.versionId, t.ruling),
  ],
);
