import { eq, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { jsonRows } from '../db/json-rows.ts';
import { rowsOf } from '../db/rows.ts';
import { versionEntries } from '../db/schema/index.ts';
import { versionHash } from '../gi/content-hash.ts';
import type { Entry } from '../gi/entry.ts';

/**
 * The hash over a version's lines, how many there are, and how many rest on better than recollection. The
 * database makes it: a list of any length costs this process nothing.
 * @throws Error when a line's content or GI is missing, which no way of writing lines may let happen
 */
export async function summarise(
  db: Db,
  versionId: string,
): Promise<{ contentHash: string; entryCount: number; verifiedCount: number }> {
  const result = await db.execute(sql`
    select count(*)::int as all, count(*) filter (where r.data->'evidence'->>'level' <> 'unverified')::int as verified,
      count(*) filter (where r.hash is null or g.id is null)::int as loose,
      coalesce(bool_or(e.key ~ '[\\U00010000-\\U0010FFFF]'), false) as wide,
      encode(sha256(convert_to(coalesce(string_agg(e.key || E'\t' || e.hash || E'\n', '' order by e.key collate "C"), ''), 'UTF8')), 'hex') as hash
    from version_entries e left join entry_revisions r on r.hash = e.hash left join gis g on g.id = e.gi_id
    where e.version_id = ${versionId}`);
  const [row] = rowsOf<{ all: number; verified: number; loose: number; wide: boolean; hash: string }>(result);
  const { all, verified, loose, wide, hash } = row!;
  if (loose > 0) throw new Error(`${loose} lines of ${versionId} have no content or no GI`);
  const contentHash = wide ? versionHash(await linesOf(db, versionId)) : hash;
  return { contentHash, entryCount: all, verifiedCount: verified };
}

/** The lines as JavaScript orders them, which differs from the database's order beyond the Basic Multilingual Plane. */
async function linesOf(db: Db, versionId: string): Promise<{ key: string; hash: string }[]> {
  return db
    .select({ key: versionEntries.key, hash: versionEntries.hash })
    .from(versionEntries)
    .where(eq(versionEntries.versionId, versionId));
}

/**
 * Writes entries' content under its hash, with their spellings; what is held already is left alone. The spellings are
 * read out of the revisions in the database: they need not travel twice.
 */
export async function writeRevisions(tx: Db, revisions: { hash: string; data: Entry }[]): Promise<void> {
  await tx.execute(sql`
    with fresh as (
      insert into entry_revisions (hash, data)
      select hash, data from jsonb_to_recordset(${jsonRows(revisions)}) as r(hash text, data jsonb)
      on conflict do nothing returning hash, data)
    insert into entry_names (hash, ordinal, text, language, script, kind, evidence_level, evidence_source)
    select hash, ordinal - 1, n->>'text', n->>'language', n->>'script', n->>'kind',
           n->'evidence'->>'level', n->'evidence'->>'source'
    from fresh, jsonb_array_elements(data->'names') with ordinality as names(n, ordinal)`);
}
