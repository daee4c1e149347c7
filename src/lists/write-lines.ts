import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { jsonRows } from '../db/json-rows.ts';
import type { LinkReason } from '../db/schema/index.ts';
import type { PreparedEntries } from './prepare.ts';

/** A line to be written: which of the entries it is, the GI it is taken for and why, and whether the current version has it so. */
export interface WrittenLine {
  /** Counts through the entries of all sets, in their order. */
  o: number;
  gi: string | undefined;
  by: LinkReason;
  same: boolean;
}

/**
 * Writes lines of a version, with the entries that they count into, their spellings and what they are recognised by,
 * in one statement. Each entry's content is read once by the database, and not at all where it is held already.
 */
export async function writeLines(
  tx: Db,
  version: { id: string; importId: string | null },
  entries: readonly PreparedEntries[],
  lines: readonly WrittenLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const sets = entries.filter((e) => e.keys.length > 0);
  const rows = sql.join(
    sets.map((e) => sql`${e.rows}::jsonb`),
    sql` || `,
  );
  const contents = sets.map((e) => e.contents).join('\n');
  // The spellings are read out of the revisions in the database: they need not travel twice.
  await tx.execute(sql`
    with r as materialized (
      select l.gi, l.by, l.same, r.*, d.content
      from jsonb_to_recordset(${jsonRows(lines)}) as l(o int, gi text, by text, same boolean)
      join jsonb_to_recordset(${rows}) as r(o int, k text, h text, p jsonb, f jsonb, n jsonb) on r.o = l.o
      join unnest(string_to_array(${contents}::text, chr(10))) with ordinality as d(content, nth) on d.nth = l.o + 1),
    fresh as (
      insert into entry_revisions (hash, data) select h, content::jsonb from r where not same
      on conflict do nothing returning hash, data),
    spelled as (
      insert into entry_names (hash, ordinal, text, language, script, kind, evidence_level, evidence_source)
      select hash, ordinal - 1, n->>'text', n->>'language', n->>'script', n->>'kind',
             n->'evidence'->>'level', n->'evidence'->>'source'
      from fresh, jsonb_array_elements(data->'names') with ordinality as names(n, ordinal)),
    known as (
      insert into gi_identifiers (kind, value, gi_id)
      select 'file-number', value, gi from r, jsonb_array_elements_text(f) as v(value) where not same
      union all select 'name', value, gi from r, jsonb_array_elements_text(n) as v(value) where not same
      on conflict do nothing)
    insert into version_entries (version_id, key, hash, gi_id, linked_by, import_id, place)
    select ${version.id}, k, h, gi, by, ${version.importId}, nullif(p, 'null'::jsonb) from r`);
}

/** Any fixed number: batches of several imports are written one after the other, so that they cannot lock each other out. */
const WRITE_LOCK = 4_701_227;

/** Begins a transaction that writes lines of a version. */
export async function prepareToWrite(tx: Db): Promise<void> {
  // A draft lost to a power cut is made again; `finish` commits with a flush, and everything before it with it.
  await tx.execute(
    sql`select set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock(${WRITE_LOCK})`,
  );
}
