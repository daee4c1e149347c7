import { sql, type SQL } from 'drizzle-orm';
import type { Db } from './database.ts';
import { jsonTexts } from './json-rows.ts';
import { rowsOf } from './rows.ts';

/** How one GI is related to another, as people ruled. `same`: one thing under two names, also by way of a third. */
export interface GiRelation {
  gi: string;
  other: string;
  relation: 'parent' | 'child' | 'same';
}

const now = sql`ended_at is null`;
const then = (knownAt: string): SQL =>
  sql`made_at <= ${knownAt}::timestamptz and (ended_at is null or ended_at > ${knownAt}::timestamptz)`;

/**
 * How GIs are related to others, by id.
 * @param knownAt ISO instant: only what was on record then; now when absent
 */
export async function relationsOf(db: Db, giIds: string[], knownAt?: string): Promise<GiRelation[]> {
  if (giIds.length === 0) return [];
  const result = await db.execute(sql`
    with recursive live as (select kind, from_gi, to_gi from gi_links where ${knownAt ? then(knownAt) : now}),
    asked as (select distinct gi from ${jsonTexts(giIds)} as a(gi)),
    same(gi, other) as (
      select gi, gi from asked
      union
      select s.gi, case when l.from_gi = s.other then l.to_gi else l.from_gi end
      from same s join live l on l.kind = 'same-entity' and s.other in (l.from_gi, l.to_gi))
    select gi, other, 'same' as relation from same where gi <> other
    union all select from_gi, to_gi, 'parent' from live where kind = 'parent' and from_gi in (select gi from asked)
    union all select to_gi, from_gi, 'child' from live where kind = 'parent' and to_gi in (select gi from asked)
    order by 1, 3, 2`);
  return rowsOf<GiRelation>(result);
}

/** The GIs that people ruled to be one with a GI, itself among them. */
export async function sameEntity(db: Db, giId: string): Promise<Set<string>> {
  const related = await relationsOf(db, [giId]);
  return new Set([giId, ...related.filter((r) => r.relation === 'same').map((r) => r.other)]);
}

/** Whether a GI stands above another one, at any distance; what is one with either counts as it. */
export async function isAncestor(db: Db, above: string, below: string): Promise<boolean> {
  const result = await db.execute(sql`
    with recursive up(gi) as (
      select ${below}::text
      union
      select case when l.kind = 'parent' then l.to_gi when l.from_gi = up.gi then l.to_gi else l.from_gi end
      from up join gi_links l on l.ended_at is null
        and (l.from_gi = up.gi or (l.kind = 'same-entity' and l.to_gi = up.gi)))
    select 1 from up where gi = ${above}`);
  return rowsOf(result).length > 0;
}
