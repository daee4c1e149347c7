import { pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/**
 * What a person ruled on a pair of names. `coexist`: alike, and both may stand; `conflict`: they may not;
 * `same-entity`: two names of one thing; `no-conflict`: not alike enough to matter.
 */
export const pairRulings = ['coexist', 'conflict', 'same-entity', 'no-conflict'] as const;
export type PairRuling = (typeof pairRulings)[number];

/** A settled pair: shown with its ruling next time, not raised anew. The two names are stored in folded form, sorted. */
export const pairDecisions = pgTable(
  'pair_decisions',
  {
    id: text('id').primaryKey(),
    nameA: text('name_a').notNull(),
    nameB: text('name_b').notNull(),
    ruling: text('ruling').$type<PairRuling>().notNull(),
    reason: text('reason').notNull(),
    decidedAt: instant('decided_at').notNull(),
    decidedBy: text('decided_by').notNull(),
    /** Set when a later ruling on the same pair replaces this one. */
    supersededAt: instant('superseded_at'),
  },
  (t) => [uniqueIndex('pair_decisions_pair').on(t.nameA, t.nameB, t.decidedAt)],
);
