import { eq, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import { listVersions, type Succession } from '../db/schema/index.ts';
import type { Entry } from '../gi/entry.ts';
import { identityOf } from './identity.ts';

/** An entry of a version with the GI it was taken for. */
export interface Line {
  key: string;
  giId: string;
  entry: Entry;
}

/**
 * Lines of one version whose keys the other lacks. The difference of the two sets is made once and by itself: a planner
 * that believes a version just written to be empty would otherwise look for each line in the whole of the other.
 */
async function onlyIn(db: Db, versionId: string, otherId: string): Promise<Line[]> {
  const result = await db.execute(sql`
    with alone as materialized (
      select key from version_entries where version_id = ${versionId}
      except select key from version_entries where version_id = ${otherId})
    select e.key, e.gi_id, r.data from alone join version_entries e on e.version_id = ${versionId} and e.key = alone.key
    join entry_revisions r on r.hash = e.hash
    order by e.key`);
  return rowsOf<{ key: string; gi_id: string; data: Entry }>(result).map((r) => ({
    key: r.key,
    giId: r.gi_id,
    entry: r.data,
  }));
}

/** What vanished between a version and the draft made after it, and what appeared. */
export async function comingsAndGoings(
  db: Db,
  baseId: string,
  draftId: string,
): Promise<{ gone: Line[]; come: Line[] }> {
  return { gone: await onlyIn(db, baseId, draftId), come: await onlyIn(db, draftId, baseId) };
}

/** Lines by each name they carry. */
function byName(lines: Line[]): Map<string, Line[]> {
  const found = new Map<string, Line[]>();
  for (const line of lines) {
    for (const name of identityOf(line.entry).names) found.set(name, [...(found.get(name) ?? []), line]);
  }
  return found;
}

const keys = (lines: Iterable<Line>): string[] => [...lines].map((l) => l.key).sort();

/**
 * Recognises successions among lines that went and came in one file, by their original names and origin. One to one,
 * of one product group: renumbered, the same name under another number. Several to one: merged. One to several: split. Anything less clear stays removed
 * and added, for a person to judge.
 */
export function successions(gone: Line[], come: Line[]): Succession[] {
  const goneBy = byName(gone);
  const comeBy = byName(come);
  const heirs = (line: Line, others: Map<string, Line[]>): Set<Line> =>
    new Set(identityOf(line.entry).names.flatMap((n) => others.get(n) ?? []));
  const found: Succession[] = [];
  for (const line of gone) {
    const to = heirs(line, comeBy);
    if (to.size > 1 && [...to].every((heir) => heirs(heir, goneBy).size === 1)) {
      found.push({ kind: 'split', from: [line.key], to: keys(to) });
    }
    const [heir] = to;
    if (to.size !== 1 || !heir || heirs(heir, goneBy).size !== 1) continue;
    if (identityOf(line.entry).productGroup !== identityOf(heir.entry).productGroup) continue;
    found.push({ kind: 'renumbered', from: [line.key], to: [heir.key] });
  }
  for (const line of come) {
    const from = heirs(line, goneBy);
    if (from.size > 1 && [...from].every((ancestor) => heirs(ancestor, comeBy).size === 1)) {
      found.push({ kind: 'merged', from: keys(from), to: [line.key] });
    }
  }
  return found;
}

/**
 * Records what of a version lives on from the one it is compared with; for versions that no file made by itself: one
 * that leaves rejected changes out, or brings an earlier version back.
 */
export async function recordSuccessions(
  tx: Db,
  baseId: string | undefined,
  versionId: string,
): Promise<void> {
  if (!baseId) return;
  const { gone, come } = await comingsAndGoings(tx, baseId, versionId);
  await tx
    .update(listVersions)
    .set({ successions: successions(gone, come) })
    .where(eq(listVersions.id, versionId));
}
