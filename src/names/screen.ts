import type { ProductClass } from '../gi/product.ts';
import { falseAlertsPerMillion, scoreOf, strengthOf } from './calibrate.ts';
import { compare, type Match } from './compare.ts';
import { explain, soundSegments } from './explain.ts';
import type { Finding } from './finding.ts';
import { homonymOf } from './homonyms.ts';
import type { NameIndex } from './name-index.ts';
import { queryKeys } from './keys.ts';
import { prepare, type Prepared } from './prepare.ts';

export interface ScreenQuery {
  name: string;
  language?: string;
  goods?: ProductClass[];
}

export interface ScreenOptions {
  /** How many candidates to return, best first; default 10. */
  topK?: number;
  /** Leave out findings with a lower score (0..1); default 0. */
  minScore?: number;
  /** Alert when at most this many false alerts per million comparisons are expected; default {@link defaultAlertAt}. */
  alertAt?: number;
}

/** Expected false alerts per million comparisons at which a finding is an alert unless told otherwise. */
export const defaultAlertAt = 2;

/** Candidates looked at in full, whatever the query. */
const mostCandidates = 160;
const soundCandidates = 24;

interface Scored {
  record: number;
  candidate: Prepared;
  match: Match;
  strength: number;
}

/** Finds, scores, ranks and explains; see `NameEngine.screen`. */
export function screenName(
  index: NameIndex,
  query: ScreenQuery,
  options: ScreenOptions,
  engine: string,
): Finding[] {
  const asked = prepare(query.name);
  const { records, sounds } = gather(index, asked);
  const scored: Scored[] = [];
  for (const record of records) {
    const best = bestMatch(index, asked, record, query.goods ?? [], sounds.get(record));
    if (best) scored.push(best);
  }
  scored.sort(
    (a, b) =>
      b.strength - a.strength || a.candidate.tight.length - b.candidate.tight.length || a.record - b.record,
  );
  const findings: Finding[] = [];
  for (const { record, candidate, match, strength } of scored) {
    if (findings.length >= (options.topK ?? 10) || scoreOf(strength) < (options.minScore ?? 0)) break;
    const { id, group } = index.records.get(record);
    const rate = falseAlertsPerMillion(strength);
    const evidence = withSoundSegments(index, asked, candidate, match);
    findings.push({
      rank: findings.length + 1,
      candidateId: id,
      candidate: candidate.name,
      ...(group === '' ? {} : { group }),
      kind: evidence.kind,
      score: Math.round(scoreOf(strength) * 1e4) / 1e4,
      falseAlertsPerMillion: Number(rate.toPrecision(3)),
      alert: rate <= (options.alertAt ?? defaultAlertAt),
      explanation: explain(asked, candidate, evidence, engine),
    });
  }
  return findings;
}

/** Records worth a full comparison: those that share a key, and the nearest by sound with their scores. */
export function gather(
  index: NameIndex,
  asked: Prepared,
): { records: Set<number>; sounds: Map<number, number> } {
  const records = new Set<number>();
  const sounds = new Map<number, number>();
  if (asked.tight === '') return { records, sounds };
  for (const { id, score } of index.sound.candidates(asked.spoken, soundCandidates)) {
    records.add(id);
    sounds.set(id, score);
  }
  for (const { key, common } of queryKeys(asked)) {
    if (records.size >= mostCandidates) break;
    const some = new Set<number>();
    if (index.keys.collect(key, some, mostCandidates) > common) continue;
    for (const record of some) if (records.size < mostCandidates) records.add(record);
  }
  return { records, sounds };
}

/** The strongest argument that a record is like the query. */
export function bestMatch(
  index: NameIndex,
  asked: Prepared,
  record: number,
  goods: readonly ProductClass[],
  knownSound: number | undefined,
): Scored | undefined {
  const candidate = index.prepared(record);
  const sound =
    asked.script === candidate.script
      ? undefined
      : (knownSound ?? index.scoreSound(asked.spoken, candidate.spoken));
  const matches = compare(asked, candidate, {
    queryGoods: goods,
    candidateGoods: index.goods(record),
    ...(sound === undefined ? {} : { sound }),
  });
  const pair = asked.script === 'Latn' ? candidate.script : asked.script;
  let best: Scored | undefined;
  for (const match of matches) {
    const strength = strengthOf(match, pair);
    if (!best || strength > best.strength) best = { record, candidate, match, strength };
  }
  const homonym = best && homonymOf(asked, candidate);
  return best && homonym ? { ...best, match: { ...best.match, kind: 'homonym', rule: 'homonym' } } : best;
}

function withSoundSegments(index: NameIndex, asked: Prepared, candidate: Prepared, match: Match): Match {
  if (match.path !== 'sound') return match;
  return { ...match, segments: soundSegments(index.soundSegments(asked.spoken, candidate.spoken)) };
}
