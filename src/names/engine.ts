import type { ProductClass } from '../gi/product.ts';
import { InputError } from '../gi/problem.ts';
import { checkName } from './check.ts';
import { fold, tight } from './normalise.ts';
import { latinForms } from './romanise/index.ts';

export { checkName } from './check.ts';

/** A protected or screened name. `group` ties the spellings of one GI together. */
export interface NameRecord {
  id: string;
  name: string;
  language?: string;
  goods?: ProductClass[];
  group?: string;
}

export type FindingKind =
  | 'identical'
  | 'homophone'
  | 'transliteration'
  | 'translation'
  | 'word-translation'
  | 'marking'
  | 'containment'
  | 'look-alike'
  | 'homonym';

/** Why a finding was made, as data; `message` names a text of locales/<language>/findings.json. */
export interface Explanation {
  rule: string;
  message: { key: string; params: Record<string, string> };
  /** Aligned parts of the two names; weights are shares of the evidence and sum to about 1. */
  segments: { query: string; candidate: string; weight: number; why?: string }[];
  /** Id of the alias the finding rests on. */
  alias?: string;
  engine: string;
}

/** A possible conflict. `score` is 0..1, falling with the expected false alerts per million comparisons. */
export interface Finding {
  rank: number;
  candidateId: string;
  candidate: string;
  group?: string;
  kind: FindingKind;
  score: number;
  falseAlertsPerMillion: number;
  alert: boolean;
  explanation: Explanation;
}

export interface ScreenQuery {
  name: string;
  language?: string;
  goods?: ProductClass[];
}

export interface ScreenOptions {
  /** How many candidates to return, best first; default 10. */
  topK?: number;
  /** Leave out findings with a lower score; default 0. */
  minScore?: number;
  /** Alert when at most this many false alerts per million comparisons are expected; default `defaultAlertAt`. */
  alertAt?: number;
}

export interface SearchHit {
  id: string;
  name: string;
  group?: string;
  score: number;
  kind: FindingKind | 'prefix';
}

export interface NameEngine {
  readonly version: string;
  /** Number of records. */
  readonly size: number;
  /**
   * The best candidates for one name, one per record, best first.
   * @throws {InputError} when the name cannot be compared (see `checkName`).
   */
  screen(query: ScreenQuery, options?: ScreenOptions): Finding[];
  /** Finds records as a reader types: prefix, any script, typos; one hit per record, best first. Never throws. */
  search(query: string, options?: { limit?: number }): SearchHit[];
}

/** Expected false alerts per million comparisons at which a finding becomes an alert unless told otherwise. */
export const defaultAlertAt = 2;

const version = '0.1.0';

interface Prepared {
  record: NameRecord;
  folded: string;
  native: string;
  latin: string[];
}

/** Builds the engine over a set of names, in memory. */
export function createNameEngine(records: Iterable<NameRecord>): NameEngine {
  const entries: Prepared[] = [];
  for (const record of records) {
    const folded = fold(record.name);
    entries.push({ record, folded, native: tight(folded), latin: latinForms(folded).map(tight) });
  }

  const score = (query: Prepared): { entry: Prepared; score: number; kind: FindingKind | 'prefix' }[] => {
    const hits: { entry: Prepared; score: number; kind: FindingKind | 'prefix' }[] = [];
    for (const entry of entries) {
      const hit = compare(query, entry);
      if (hit) hits.push({ entry, ...hit });
    }
    return hits.sort((a, b) => b.score - a.score || a.entry.native.length - b.entry.native.length);
  };

  return {
    version,
    size: entries.length,
    screen(query, options = {}) {
      const problems = checkName(query.name).filter((p) => p.severity === 'error');
      if (problems.length > 0) throw new InputError(problems);
      const folded = fold(query.name);
      const asked = {
        record: { id: '', name: query.name },
        folded,
        native: tight(folded),
        latin: latinForms(folded).map(tight),
      };
      return score(asked)
        .filter((h) => h.score >= (options.minScore ?? 0))
        .slice(0, options.topK ?? 10)
        .map((hit, i) => {
          const kind = hit.kind === 'prefix' ? 'containment' : hit.kind;
          const perMillion = 10 ** (4 - 8 * hit.score);
          return {
            rank: i + 1,
            candidateId: hit.entry.record.id,
            candidate: hit.entry.record.name,
            ...(hit.entry.record.group === undefined ? {} : { group: hit.entry.record.group }),
            kind,
            score: hit.score,
            falseAlertsPerMillion: perMillion,
            alert: perMillion <= (options.alertAt ?? defaultAlertAt),
            explanation: {
              rule: kind,
              message: { key: kind, params: { query: query.name, candidate: hit.entry.record.name } },
              segments: [{ query: query.name, candidate: hit.entry.record.name, weight: 1 }],
              engine: version,
            },
          };
        });
    },
    search(query, options = {}) {
      const folded = fold(query);
      if (folded === '') return [];
      const asked = {
        record: { id: '', name: query },
        folded,
        native: tight(folded),
        latin: latinForms(folded).map(tight),
      };
      return score(asked)
        .filter((h) => h.score > 0.4)
        .slice(0, options.limit ?? 20)
        .map(({ entry, score: s, kind }) => ({
          id: entry.record.id,
          name: entry.record.name,
          ...(entry.record.group === undefined ? {} : { group: entry.record.group }),
          score: s,
          kind,
        }));
    },
  };
}

function compare(
  query: Prepared,
  entry: Prepared,
): { score: number; kind: FindingKind | 'prefix' } | undefined {
  if (query.native === '' || entry.native === '') return undefined;
  if (query.native === entry.native) return { score: 1, kind: 'identical' };
  const sameSound = entry.latin.some((l) => query.latin.includes(l));
  if (sameSound)
    return {
      score: 0.97,
      kind:
        entry.native !== entry.latin[0] && query.native !== query.latin[0] ? 'homophone' : 'transliteration',
    };
  if (entry.native.startsWith(query.native))
    return { score: 0.9 + 0.05 * (query.native.length / entry.native.length), kind: 'prefix' };
  const prefixed = query.latin.some((q) => q.length > 1 && entry.latin.some((l) => l.startsWith(q)));
  if (prefixed) return { score: 0.8, kind: 'prefix' };
  if (entry.native.length > 1 && query.native.includes(entry.native))
    return { score: 0.75, kind: 'containment' };
  if (query.native.length > 1 && entry.native.includes(query.native))
    return { score: 0.7, kind: 'containment' };
  const a = query.latin[0] as string;
  const b = entry.latin[0] as string;
  const longest = Math.max(a.length, b.length);
  if (Math.abs(a.length - b.length) > longest / 2) return undefined;
  const similarity = 1 - distance(a, b) / longest;
  return similarity > 0.4 ? { score: 0.7 * similarity, kind: 'look-alike' } : undefined;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
