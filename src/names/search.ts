import { scoreOf } from './calibrate.ts';
import type { FindingKind } from './finding.ts';
import { prefixKeys, type NameIndex } from './name-index.ts';
import { prepare } from './prepare.ts';
import { bestMatch, gather } from './screen.ts';

export interface SearchHit {
  id: string;
  name: string;
  group?: string;
  /** 0..1, for ranking only. */
  score: number;
  kind: FindingKind | 'prefix';
}

const prefixCandidates = 300;
/** Weaker matches than this are no answer to a search. */
const leastScore = 0.3;

/** Finds records as a reader types; see `NameEngine.search`. */
export function searchNames(index: NameIndex, text: string, limit: number): SearchHit[] {
  const asked = prepare(text);
  if (asked.tight === '') return [];
  const hits = new Map<number, { score: number; kind: SearchHit['kind'] }>();
  const offer = (record: number, score: number, kind: SearchHit['kind']): void => {
    if (score > (hits.get(record)?.score ?? 0)) hits.set(record, { score, kind });
  };
  const typed = new Set([asked.tight, asked.core]);
  for (const prefix of typed) {
    const some = new Set<number>();
    index.prefixes.collect(prefix, some, prefixCandidates);
    for (const record of some) {
      const name = index.prepared(record);
      const key = prefixKeys(name).find((k) => k.startsWith(prefix));
      if (key === undefined) continue;
      const first = name.tight.startsWith(prefix) ? 0.1 : 0;
      offer(
        record,
        0.75 + first + 0.1 * (prefix.length / Math.max(name.tight.length, prefix.length)),
        'prefix',
      );
    }
  }
  const { records, sounds } = gather(index, asked);
  for (const record of records) {
    const best = bestMatch(index, asked, record, [], sounds.get(record));
    if (!best) continue;
    const exact = best.match.kind === 'identical' && best.match.path === 'whole';
    offer(record, exact ? 1 : 0.97 * scoreOf(best.strength), best.match.kind);
  }
  return [...hits]
    .filter(([, hit]) => hit.score >= leastScore)
    .map(([record, hit]) => ({ ...hit, record, length: index.prepared(record).tight.length }))
    .sort((a, b) => b.score - a.score || a.length - b.length || a.record - b.record)
    .slice(0, limit)
    .map(({ record, score, kind }) => {
      const { id, name, group } = index.records.get(record);
      return { id, name, ...(group === '' ? {} : { group }), score: Math.round(score * 1e4) / 1e4, kind };
    });
}
