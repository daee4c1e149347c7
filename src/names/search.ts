import { aliasIndex } from './alias-index.ts';
import { scoreOf } from './calibrate.ts';
import type { FindingKind } from './finding.ts';
import { prefixKeys, type NameIndex } from './name-index.ts';
import type { Prepared } from './prepare.ts';
import { gather } from './candidates.ts';
import { compareAll } from './compare-all.ts';
import { prepareQuery } from './screen.ts';
import { hashKey } from './store/key-table.ts';

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
/** Once a name has been found for certain, what is only alike must come to this share of its score to be told. */
const certain = { from: 0.7, share: 0.65 } as const;
/** Any likeness ranks below the name itself. */
const likeness = 0.97;

const renderingScore = 0.7;
const mostRenderings = 20;

/** Records of names that have a known rendering beginning so: 戈贡 leads to Gorgonzola. */
function overRenderings(index: NameIndex, prefix: string): Set<number> {
  const forms = aliasIndex(index.model);
  const begun = new Set<number>();
  forms.tables.prefixes.collect(prefix, begun, mostRenderings);
  const records = new Set<number>();
  for (const form of begun) {
    if (!forms.prepared(form).some((f) => f.tight.startsWith(prefix))) continue;
    index.tables.keys.collect(hashKey('A', forms.tables.records.groups.get(form)), records, mostRenderings);
  }
  for (const record of records) if (index.hides(record)) records.delete(record);
  return records;
}

/** Finds records as a reader types; see `NameEngine.search`. */
export function searchNames(index: NameIndex, text: string, limit: number): SearchHit[] {
  const forms = prepareQuery(text);
  const asked = forms[0] as Prepared;
  if (asked.tight === '') return [];
  const hits = new Map<number, { score: number; kind: SearchHit['kind'] }>();
  const offer = (record: number, score: number, kind: SearchHit['kind']): void => {
    if (score > (hits.get(record)?.score ?? 0)) hits.set(record, { score, kind });
  };
  const typed = new Set([asked.tight, asked.core]);
  for (const prefix of typed) {
    const some = new Set<number>();
    index.tables.prefixes.collect(prefix, some, prefixCandidates);
    for (const record of some) {
      if (index.hides(record)) continue;
      for (const name of index.prepared(record)) {
        if (!prefixKeys(name).some((k) => k.startsWith(prefix))) continue;
        const first = name.tight.startsWith(prefix) ? 0.1 : 0;
        const share = prefix.length / Math.max(name.tight.length, prefix.length);
        offer(record, 0.75 + first + 0.1 * share, 'prefix');
      }
    }
  }
  for (const record of overRenderings(index, asked.tight)) offer(record, renderingScore, 'prefix');
  const least = (10 * leastScore) / likeness;
  for (const { record, match, strength } of compareAll(index, forms, gather(index, forms), [], {
    wanted: limit,
    least,
  })) {
    const exact = match.kind === 'identical' && match.path === 'whole';
    offer(record, exact ? 1 : likeness * scoreOf(strength), match.kind);
  }
  const top = Math.max(0, ...[...hits.values()].map((hit) => hit.score));
  const told = top >= certain.from ? Math.max(leastScore, certain.share * top) : leastScore;
  return [...hits]
    .filter(([, hit]) => hit.score >= (hit.kind === 'prefix' ? leastScore : told))
    .map(([record, hit]) => ({
      ...hit,
      record,
      length: (index.prepared(record)[0] as Prepared).tight.length,
    }))
    .sort((a, b) => b.score - a.score || a.length - b.length || a.record - b.record)
    .slice(0, limit)
    .map(({ record, score, kind }) => {
      const { id, name, group } = index.tables.records.get(record);
      return { id, name, ...(group === '' ? {} : { group }), score: Math.round(score * 1e4) / 1e4, kind };
    });
}
