import { sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { rowsOf } from '../../db/rows.ts';
import { principalName, type Entry } from '../../gi/entry.ts';

/** Entries of a version whose key or a spelling holds a text, in key order; the first ones when it is empty. */
export async function findEntries(
  db: Db,
  versionId: string,
  text: string,
  limit: number,
): Promise<{ key: string; name: string }[]> {
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const result = await db.execute(sql`
    select e.key, r.data from version_entries e join entry_revisions r on r.hash = e.hash
    where e.version_id = ${versionId} and (e.key ilike ${like}
      or exists (select from entry_names n where n.hash = e.hash and n.text ilike ${like}))
    order by e.key limit ${limit}`);
  return rowsOf<{ key: string; data: Entry }>(result).map(({ key, data }) => ({
    key,
    name: principalName(data),
  }));
}
