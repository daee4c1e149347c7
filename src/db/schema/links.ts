import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { gis } from './lists.ts';

/** `parent`: `from` is a sub-appellation of `to`; `same-entity`: both are one thing under two names, in either order. */
export const giLinkKinds = ['parent', 'same-entity'] as const;
export type GiLinkKind = (typeof giLinkKinds)[number];

/** What a person ruled about two GIs. A link that is taken back stays, with its end. */
export const giLinks = pgTable(
  'gi_links',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<GiLinkKind>().notNull(),
    fromGi: text('from_gi')
      .notNull()
      .references(() => gis.id),
    toGi: text('to_gi')
      .notNull()
      .references(() => gis.id),
    reason: text('reason').notNull(),
    madeAt: instant('made_at').notNull(),
    madeBy: text('made_by').notNull(),
    endedAt: instant('ended_at'),
    endedBy: text('ended_by'),
    endReason: text('end_reason'),
  },
  (t) => [index('gi_links_from').on(t.fromGi), index('gi_links_to').on(t.toGi)],
);
