import { sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { jsonTexts } from '../../db/json-rows.ts';
import { rowsOf } from '../../db/rows.ts';
import { draftHands, versionCorrections } from '../../db/schema/index.ts';
import type { Entry } from '../../gi/entry.ts';
import type { Problem } from '../../gi/problem.ts';
import { correctionsIn, openCorrections, type Correction } from './correction.ts';
import { meet, type Met } from './overlay.ts';
import { entryIn, placeEntry } from './place.ts';
import { met, wentAway } from './report.ts';

/** Takes corrections of entries that a version takes over from another one along with them. */
export async function copyCorrections(tx: Db, from: string, to: string, keys: string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.execute(sql`
    insert into version_corrections (version_id, correction_id, outcome)
    select ${to}, v.correction_id, 'applied' from version_corrections v join corrections c on c.id = v.correction_id
    where v.version_id = ${from} and v.outcome = 'applied' and c.key in ${jsonTexts(keys)}
    on conflict do nothing`);
}

async function recorded(db: Db, versionId: string): Promise<Set<string>> {
  const rows = await db.execute(
    sql`select correction_id as id from version_corrections where version_id = ${versionId}`,
  );
  return new Set(rowsOf<{ id: string }>(rows).map((r) => r.id));
}

/** What a correction meets in a version's entry, recorded; the entry after it. */
async function record(tx: Db, versionId: string, correction: Correction, found: Met): Promise<void> {
  const { outcome, seen } = found;
  await tx
    .insert(versionCorrections)
    .values({ versionId, correctionId: correction.id, outcome, seen: seen ?? null });
}

/**
 * Lays the open corrections of a list over a version being made. Whoever corrected something that readers were never
 * shown has a hand in the version, and may not approve it.
 * @param baseId the version it is compared with
 * @returns a line for the import's report on each correction
 */
export async function applyCorrections(
  tx: Db,
  listId: string,
  versionId: string,
  baseId: string | undefined,
): Promise<Problem[]> {
  const open = await openCorrections(tx, listId);
  if (open.length === 0) return [];
  const done = await recorded(tx, versionId);
  const inBase = new Set((await correctionsIn(tx, baseId ? [baseId] : [])).map((l) => l.correction.id));
  const report: Problem[] = [];
  const entries = new Map<string, Entry | undefined>();
  for (const correction of open) {
    if (done.has(correction.id)) continue;
    const { key } = correction;
    if (!entries.has(key)) entries.set(key, await entryIn(tx, versionId, key));
    const entry = entries.get(key);
    if (!entry) {
      await tx.insert(versionCorrections).values({ versionId, correctionId: correction.id, outcome: 'gone' });
      report.push(wentAway(correction));
      continue;
    }
    const found = meet(entry, correction);
    await record(tx, versionId, correction, found);
    report.push(met(correction, found));
    if (found.outcome !== 'applied') continue;
    entries.set(key, found.entry);
    await placeEntry(tx, versionId, key, found.entry);
    if (!inBase.has(correction.id))
      await tx.insert(draftHands).values({ versionId, actor: correction.createdBy }).onConflictDoNothing();
  }
  return report;
}
