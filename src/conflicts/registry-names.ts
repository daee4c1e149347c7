import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import type { ProductClass } from '../gi/product.ts';
import type { NameRecord } from '../names/engine.ts';

interface NameRow {
  gi_id: string;
  text: string;
  language: string;
  classes: ProductClass[];
}

async function readNames(db: Db, versions: SQL): Promise<NameRecord[]> {
  const result = await db.execute(sql`
    select e.gi_id, n.text, min(n.language) as language, array_agg(distinct r.data->'product'->>'class') as classes
    from list_versions v
    join version_entries e on e.version_id = v.id
    join entry_names n on n.hash = e.hash
    join entry_revisions r on r.hash = e.hash
    where v.state = 'published' and ${versions}
    group by e.gi_id, n.text
    order by e.gi_id, n.text`);
  const counts = new Map<string, number>();
  return rowsOf<NameRow>(result).map((row) => {
    const ordinal = (counts.get(row.gi_id) ?? 0) + 1;
    counts.set(row.gi_id, ordinal);
    return {
      id: `${row.gi_id}#${ordinal}`,
      name: row.text,
      ...(row.language !== 'und' && { language: row.language }),
      goods: row.classes,
      group: row.gi_id,
    };
  });
}

/** Every name any published version has carried. */
export function namesEverPublished(db: Db): Promise<NameRecord[]> {
  return readNames(db, sql`true`);
}

/** The names of one list's newest version. */
export function namesOfList(db: Db, listId: string): Promise<NameRecord[]> {
  return readNames(
    db,
    sql`v.list_id = ${listId} and v.number = (select max(number) from list_versions where list_id = ${listId} and state = 'published')`,
  );
}
