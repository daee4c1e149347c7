import { eq, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { jsonRows } from '../db/json-rows.ts';
import { entryRevisions, versionEntries } from '../db/schema/index.ts';
import { versionHash } from '../gi/content-hash.ts';
import type { Entry } from '../gi/entry.ts';
import type { EvidenceLevel } from '../gi/evidence.ts';

/** The hash over a version's lines, how many there are, and how many rest on better than recollection. */
export async function summarise(
  db: Db,
  versionId: string,
): Promise<{ contentHash: string; entryCount: number; verifiedCount: number }> {
  const lines = await db
    .select({
      key: versionEntries.key,
      hash: versionEntries.hash,
      level: sql<EvidenceLevel>`${entryRevisions.data}->'evidence'->>'level'`,
    })
    .from(versionEntries)
    .innerJoin(entryRevisions, eq(entryRevisions.hash, versionEntries.hash))
    .where(eq(versionEntries.versionId, versionId));
  const verifiedCount = lines.filter((l) => l.level !== 'unverified').length;
  return { contentHash: versionHash(lines), entryCount: lines.length, verifiedCount };
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
