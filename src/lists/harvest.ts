import { and, asc, eq, lte, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import { entryRevisions, listVersions, versionEntries } from '../db/schema/index.ts';
import type { Entry } from '../gi/entry.ts';

/** An entry as it last changed, or that it was removed. */
export interface LastChange {
  listId: string;
  key: string;
  giId: string;
  /** Absent when it was removed. */
  entry?: Entry;
  /** Instant of publication, ISO 8601. */
  at: string;
}

/** The last change of one entry up to a revision; undefined when no version of the list had it. */
export async function lastChange(
  db: Db,
  listId: string,
  key: string,
  revision: number,
): Promise<LastChange | undefined> {
  const rows = await db
    .select({ at: listVersions.publishedAt, hash: versionEntries.hash, giId: versionEntries.giId })
    .from(listVersions)
    .leftJoin(versionEntries, and(eq(versionEntries.versionId, listVersions.id), eq(versionEntries.key, key)))
    .where(and(eq(listVersions.listId, listId), lte(listVersions.publication, revision)))
    .orderBy(asc(listVersions.number));
  let hash: string | null = null;
  let giId: string | undefined;
  let at: Date | undefined;
  for (const row of rows) {
    if (row.hash !== hash) ({ at, hash } = { at: row.at!, hash: row.hash });
    giId = row.giId ?? giId;
  }
  if (!at || giId === undefined) return undefined;
  const [revised] = hash
    ? await db
        .select({ entry: entryRevisions.data })
        .from(entryRevisions)
        .where(eq(entryRevisions.hash, hash))
    : [];
  return { listId, key, giId, at: at.toISOString(), ...(revised && { entry: revised.entry }) };
}

/** Instant of the first publication; undefined when there is none. */
export async function firstPublication(db: Db): Promise<Date | undefined> {
  const [row] = await db
    .select({ at: listVersions.publishedAt })
    .from(listVersions)
    .where(eq(listVersions.state, 'published'))
    .orderBy(asc(listVersions.publication))
    .limit(1);
  return row?.at ?? undefined;
}

/** How many entries lists have ever had up to a revision, those removed since among them. */
export async function countEverHeld(db: Db, listIds: string[], revision: number): Promise<number> {
  if (listIds.length === 0) return 0;
  const result = await db.execute(sql`
    select count(*)::int as n from (
      select distinct v.list_id, e.key from list_versions v join version_entries e on e.version_id = v.id
      where v.list_id in ${listIds} and v.publication <= ${revision}) ever`);
  return rowsOf<{ n: number }>(result)[0]!.n;
}
