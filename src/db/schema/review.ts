import { boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { imports, listVersions } from './lists.ts';

const draftId = () =>
  text('version_id')
    .notNull()
    .references(() => listVersions.id);

/** What is known of a draft's review as a whole; no row until there is something to know. */
export const draftReviews = pgTable('draft_reviews', {
  versionId: draftId().primaryKey(),
  /** Actor who is asked to review it. */
  assignee: text('assignee'),
  /** Number of the earlier version whose content the draft brings back. */
  revertsTo: integer('reverts_to'),
  approvedAt: instant('approved_at'),
  approvedBy: text('approved_by'),
});

/** Everybody who shaped what a draft will publish, beside whoever made it: none of them may approve it. Only grows. */
export const draftHands = pgTable(
  'draft_hands',
  { versionId: draftId(), actor: text('actor').notNull() },
  (t) => [primaryKey({ columns: [t.versionId, t.actor] })],
);

/** Who put other words into an entry of a draft: for that entry their own word is not a second person's. Only grows. */
export const draftStatements = pgTable(
  'draft_statements',
  { versionId: draftId(), key: text('key').notNull(), actor: text('actor').notNull() },
  (t) => [primaryKey({ columns: [t.versionId, t.key, t.actor] })],
);

export type ChangeDecision = 'accepted' | 'rejected';

/** A person's word on one change of a draft; a change without a row is pending. */
export const changeDecisions = pgTable(
  'change_decisions',
  {
    versionId: draftId(),
    key: text('key').notNull(),
    decision: text('decision').$type<ChangeDecision>().notNull(),
    comment: text('comment'),
    decidedAt: instant('decided_at').notNull(),
    decidedBy: text('decided_by').notNull(),
    /** It is a second person's word on what somebody stated: this change needs no other approval. */
    second: boolean('second').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.versionId, t.key] })],
);

/** `excluded`: published without the record; `accepted`: looked at and found harmless. */
export const problemRulings = ['excluded', 'accepted'] as const;
export type ProblemRuling = (typeof problemRulings)[number];

/** A person's word on one error of an import. */
export const problemDecisions = pgTable(
  'problem_decisions',
  {
    importId: text('import_id')
      .notNull()
      .references(() => imports.id),
    ordinal: integer('ordinal').notNull(),
    ruling: text('ruling').$type<ProblemRuling>().notNull(),
    reason: text('reason').notNull(),
    decidedAt: instant('decided_at').notNull(),
    decidedBy: text('decided_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.ordinal] })],
);

/** A remark on a draft, or on one of its changes. */
export const reviewComments = pgTable(
  'review_comments',
  {
    id: text('id').primaryKey(),
    versionId: draftId(),
    key: text('key'),
    text: text('text').notNull(),
    at: instant('at').notNull(),
    by: text('by').notNull(),
  },
  (t) => [index('review_comments_version').on(t.versionId, t.at)],
);
