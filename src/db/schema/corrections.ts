import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { lists, listVersions } from './lists.ts';

/**
 * Why a correction ended. `fixed`: the partner sends what was corrected to; `gone`: the entry is no longer on the list;
 * `taken`: a person took what the partner sends now; `replaced`: by one against what the partner sends now;
 * `withdrawn`: a person took it back.
 */
export const correctionEnds = ['fixed', 'gone', 'taken', 'replaced', 'withdrawn'] as const;
export type CorrectionEnd = (typeof correctionEnds)[number];

/** An evident error in a partner's entry put right: what the partner says is kept beside what is published instead. */
export const corrections = pgTable(
  'corrections',
  {
    id: text('id').primaryKey(),
    listId: text('list_id')
      .notNull()
      .references(() => lists.id),
    key: text('key').notNull(),
    /** As a change set names it: `status`, `dates.protected`, `names[original|fr|Bordeau]`. */
    field: text('field').notNull(),
    /** What the partner says; null where the partner says nothing. */
    partnerValue: jsonb('partner_value').$type<unknown>(),
    /** What is published instead; null where nothing is. */
    value: jsonb('value').$type<unknown>(),
    reason: text('reason').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    endedAt: instant('ended_at'),
    endedBy: text('ended_by'),
    end: text('end').$type<CorrectionEnd>(),
    endReason: text('end_reason'),
  },
  (t) => [
    uniqueIndex('corrections_open')
      .on(t.listId, t.key, t.field)
      .where(sql`ended_at is null`),
    index('corrections_list').on(t.listId, t.key),
  ],
);

/**
 * What became of a correction when a version was made. `applied`: the partner still says the wrong thing; `fixed`: what
 * it was corrected to; `changed`: something else, for a person to judge; `gone`: the entry went.
 */
export const correctionOutcomes = ['applied', 'fixed', 'changed', 'gone'] as const;
export type CorrectionOutcome = (typeof correctionOutcomes)[number];

/** `keep`: publish the correction still; `take`: publish what the partner says now. */
export const correctionRulings = ['keep', 'take'] as const;
export type CorrectionRuling = (typeof correctionRulings)[number];

/** Every correction a version was made with: of a published one, what in it is not the partner's word. */
export const versionCorrections = pgTable(
  'version_corrections',
  {
    versionId: text('version_id')
      .notNull()
      .references(() => listVersions.id),
    correctionId: text('correction_id')
      .notNull()
      .references(() => corrections.id),
    outcome: text('outcome').$type<CorrectionOutcome>().notNull(),
    /** What the partner said instead, where it `changed`. */
    seen: jsonb('seen').$type<unknown>(),
    ruling: text('ruling').$type<CorrectionRuling>(),
    rulingReason: text('ruling_reason'),
    ruledAt: instant('ruled_at'),
    ruledBy: text('ruled_by'),
  },
  (t) => [
    primaryKey({ columns: [t.versionId, t.correctionId] }),
    index('version_corrections_correction').on(t.correctionId),
  ],
);
