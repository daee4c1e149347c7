import { boolean, date, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { gis, sourceFiles } from './lists.ts';

/** A dispute over a sign abroad. Where it stands is computed from its steps, never stored. */
export const disputes = pgTable(
  'disputes',
  {
    id: text('id').primaryKey(),
    /** Absent where the name is on no list held. */
    giId: text('gi_id').references(() => gis.id),
    giName: text('gi_name').notNull(),
    title: text('title').notNull(),
    sign: text('sign').notNull(),
    /** How the sign comes near the name; a finding kind. */
    conflict: text('conflict').notNull(),
    product: text('product').notNull(),
    action: text('action').notNull(),
    jurisdiction: text('jurisdiction').notNull(),
    /** Everything else that is told at the start; `DisputeFacts` of the disputes room. */
    facts: jsonb('facts').$type<object>().notNull(),
    /** Everything searchable, folded to lower case without marks. */
    words: text('words').notNull(),
    /** Whether visitors see it, or staff alone. */
    open: boolean('open').notNull(),
    openedAt: instant('opened_at').notNull(),
    openedBy: text('opened_by').notNull(),
  },
  (t) => [index('disputes_gi').on(t.giId), index('disputes_jurisdiction').on(t.jurisdiction)],
);

/** What happened in a dispute, in order of day and recording; only added to. */
export const disputeSteps = pgTable(
  'dispute_steps',
  {
    id: text('id').primaryKey(),
    disputeId: text('dispute_id')
      .notNull()
      .references(() => disputes.id),
    on: date('on', { mode: 'string' }).notNull(),
    kind: text('kind').notNull(),
    text: text('text').notNull(),
    /** What the kind needs besides; `StepDetails` of the disputes room. */
    details: jsonb('details').$type<object>().notNull(),
    fileId: text('file_id').references(() => sourceFiles.id),
    recordedAt: instant('recorded_at').notNull(),
    recordedBy: text('recorded_by').notNull(),
  },
  (t) => [index('dispute_steps_dispute').on(t.disputeId, t.on)],
);
