import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import type { Entry } from '../gi/entry.ts';

/** Entries of a version whose key or any spelling contains a text, whatever its letter case; all of them without one. */
export async function findEntries(
  db: Db,
  versionId: string,
  asked: { text?: string; after: string; limit: number },
): Promise<{ key: string; giId: string; entry: Entry }[]> {
  const like = asked.text && `%${asked.text.replace(/[\\%_]/g, '\\$&')}%`;
  const result = await db.execute(sql`
    select e.key, e.gi_id, r.data from version_entries e join entry_revisions r on r.hash = e.hash
    where e.version_id = ${versionId} and e.key > ${asked.after}
      ${
        like
          ? sql`and (e.key ilike ${like} or exists (
              select from entry_names n where n.hash = e.hash and n.text ilike ${like}))`
          : sql``
      }
    order by e.key limit ${asked.limit}`);
  return rowsOf<{ key: string; gi_id: string; data: Entry }>(result).map((row) => ({
    key: row.key,
    giId: row.gi_id,
    entry: row.data,
  }));
}
