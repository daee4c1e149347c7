import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { relationsOf, type GiRelation } from '../db/gi-relations.ts';
import { jsonTexts } from '../db/json-rows.ts';
import { rowsOf } from '../db/rows.ts';
import { principalName, type Entry } from '../gi/entry.ts';

/** Another GI that people ruled to be related: a parent or sub-appellation, or the same thing under another name. */
export interface RelatedGi {
  id: string;
  /** Absent where it stands on no list of the day. */
  name?: string;
  relation: GiRelation['relation'];
}

/** Related GIs by the id of the GI asked about, named as the versions of a frame name them. */
export async function relatedGis(
  db: Db,
  frame: { versionIds: string[]; knownAt: string },
  giIds: string[],
): Promise<Map<string, RelatedGi[]>> {
  const relations = await relationsOf(db, giIds, frame.knownAt);
  if (relations.length === 0) return new Map();
  const result = await db.execute(sql`
    select distinct on (e.gi_id) e.gi_id, r.data from version_entries e join entry_revisions r on r.hash = e.hash
    where e.gi_id in ${jsonTexts(relations.map((r) => r.other))} and e.version_id in ${jsonTexts(frame.versionIds)}
    order by e.gi_id, e.version_id`);
  const names = new Map(
    rowsOf<{ gi_id: string; data: Entry }>(result).map((r) => [r.gi_id, principalName(r.data)]),
  );
  const related = new Map<string, RelatedGi[]>();
  for (const { gi, other, relation } of relations) {
    const name = names.get(other);
    related.set(gi, [
      ...(related.get(gi) ?? []),
      { id: other, relation, ...(name !== undefined && { name }) },
    ]);
  }
  return related;
}
