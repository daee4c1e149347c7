import type { Db } from '../db/database.ts';
import type { DecodedRecord } from '../formats/format.ts';
import { canonicalJson } from '../gi/content-hash.ts';
import type { Entry } from '../gi/entry.ts';
import { isStronger, type Evidence, type EvidenceLevel } from '../gi/evidence.ts';
import { entriesOf, latestVersion } from './versions.ts';

/** How far somebody's word goes: evidence they claim beyond it counts as that much, said by them. */
export interface Ceiling {
  level: EvidenceLevel;
  /** Who says it: `CN`. */
  by: string;
}

function lowered<T extends { evidence: Evidence }>(said: T, { level, by }: Ceiling): T {
  const { evidence } = said;
  if (!isStronger(evidence, { level, source: '' })) return said;
  const source = evidence.source === '' ? by : `${evidence.source} (as ${by} states it)`;
  return { ...said, evidence: { level, source } };
}

const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

/** Each statement under the ceiling, unless exactly this one is held. */
function loweredAll<T extends { evidence: Evidence }>(
  said: T[],
  held: T[] | undefined,
  ceiling: Ceiling,
): T[] {
  return said.map((one) => (held?.some((h) => same(h, one)) ? one : lowered(one, ceiling)));
}

/**
 * An entry whose evidence stays under a ceiling. What is said exactly as it is held keeps the evidence it is held on:
 * whoever repeats our own words takes nothing from them.
 */
export function lowerEntry(entry: Entry, ceiling: Ceiling, held?: Entry): Entry {
  const rest = ({ names: _names, basicMark: _mark, procedure: _events, ...others }: Entry): object => others;
  const asHeld = held !== undefined && same(rest(entry), rest(held));
  const { names, basicMark, procedure } = entry;
  return {
    ...(asHeld ? entry : lowered(entry, ceiling)),
    names: loweredAll(names, held?.names, ceiling),
    ...(basicMark && {
      basicMark: same(basicMark, held?.basicMark) ? basicMark : lowered(basicMark, ceiling),
    }),
    ...(procedure && { procedure: loweredAll(procedure, held?.procedure, ceiling) }),
  };
}

/** Everything in an entry that says how well it is known. */
function evidenceIn({ evidence, names, basicMark, procedure = [] }: Entry): Evidence[] {
  return [
    evidence,
    ...[...names, ...(basicMark ? [basicMark] : []), ...procedure].map((one) => one.evidence),
  ];
}

/** Decoded records with their evidence kept under a ceiling, compared with the current version of their list. */
export async function* underCeiling(
  db: Db,
  listId: string,
  records: AsyncIterable<DecodedRecord>,
  ceiling: Ceiling,
): AsyncGenerator<DecodedRecord> {
  const best: Evidence = { level: ceiling.level, source: '' };
  const beyond = (entry: Entry): boolean => evidenceIn(entry).some((e) => isStronger(e, best));
  const held = new Map<string, Entry>();
  const current = await latestVersion(db, listId);
  if (current && ceiling.level !== 'official')
    for await (const { entry } of entriesOf(db, current.id)) if (beyond(entry)) held.set(entry.key, entry);
  for await (const record of records) {
    const { entry } = record;
    yield entry && beyond(entry)
      ? { ...record, entry: lowerEntry(entry, ceiling, held.get(entry.key)) }
      : record;
  }
}
