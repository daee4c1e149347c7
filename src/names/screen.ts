import type { ProductClass } from '../gi/product.ts';
import { falseAlertsPerMillion, scoreOf, strengthOf } from './calibrate.ts';
import { compare, type Match } from './compare.ts';
import { explain, soundSegments } from './explain.ts';
import type { Finding } from './finding.ts';
import { homonymOf } from './homonyms.ts';
import type { NameIndex } from './name-index.ts';
import { queryKeys } from './keys.ts';
import { formsOf } from './forms.ts';
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
  query: Prepared;
  candidate: Prepared;
  match: Match;
  strength: number;
}

/** The forms of a query that are compared: the line as written and at most two names in it. */
const mostQueryForms = 3;

/** Analyses a query. */
export function prepareQuery(name: string): Prepared[] {
  return formsOf(name).slice(0, mostQueryForms).map(prepare);
}

/** Finds, scores, ranks and explains; see `NameEngine.screen`. */
export function screenName(
  index: NameIndex,
  query: ScreenQuery,
  options: ScreenOptions,
  engine: string,
): Finding[] {
  const asked = prepareQuery(query.name);
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
  for (const one of scored) {
    if (findings.length >= (options.topK ?? 10) || scoreOf(one.strength) < (options.minScore ?? 0)) break;
    const { id, name, group } = index.tables.records.get(one.record);
    const rate = falseAlertsPerMillion(one.strength);
    const match = withSoundSegments(index, one);
    findings.push({
      rank: findings.length + 1,
      candidateId: id,
      candidate: name,
      ...(group === '' ? {} : { group }),
      kind: match.kind,
      score: Math.round(scoreOf(one.strength) * 1e4) / 1e4,
      falseAlertsPerMillion: Number(rate.toPrecision(3)),
      alert: rate <= (options.alertAt ?? defaultAlertAt),
      explanation: explain(one.query, one.candidate, match, engine),
    });
  }
  return findings;
}

/** Records worth a full comparison: those that share a key, and the nearest by sound with their scores. */
export function gather(
  index: NameIndex,
  asked: readonly Prepared[],
): { records: Set<number>; sounds: Map<number, number> } {
  const records = new Set<number>();
  const sounds = new Map<number, number>();
  for (const [i, form] of asked.entries()) {
    if (form.tight === '') continue;
    if (i > 0 || asked.length === 1) {
      for (const { id, score } of index.tables.sound.candidates(form.spoken, soundCandidates)) {
        records.add(id);
        sounds.set(id, Math.max(score, sounds.get(id) ?? -Infinity));
      }
    }
    for (const { key, common } of queryKeys(form)) {
      if (records.size >= mostCandidates) break;
      const some = new Set<number>();
      if (index.tables.keys.collect(key, some, mostCandidates) > common) continue;
      for (const record of some) if (records.size < mostCandidates) records.add(record);
    }
  }
  return { records, sounds };
}

/** The strongest argument that a record is like the query. */
export function bestMatch(
  index: NameIndex,
  asked: readonly Prepared[],
  record: number,
  goods: readonly ProductClass[],
  knownSound: number | undefined,
): Scored | undefined {
  let best: Scored | undefined;
  const forms = index.prepared(record);
  for (const query of asked) {
    for (const candidate of forms) {
      const single = forms.length === 1 && asked.length === 1;
      const sound = single && knownSound !== undefined ? knownSound : soundOf(index, query, candidate);
      const matches = compare(query, candidate, {
        queryGoods: goods,
        candidateGoods: index.goods(record),
        common: (side, letters) => index.tables.affixes.get(side, letters),
        ...(sound === undefined ? {} : { sound }),
      });
      const pair = query.script === 'Latn' ? candidate.script : query.script;
      for (const match of matches) {
        const strength = strengthOf(match, pair);
        if (!best || strength > best.strength) best = { record, query, candidate, match, strength };
      }
    }
  }
  if (best && homonymOf(best.query, best.candidate)) {
    return { ...best, match: { ...best.match, kind: 'homonym', rule: 'homonym' } };
  }
  return best;
}

/** Names of one script that the sound index did not bring are compared by their letters alone. */
function soundOf(index: NameIndex, query: Prepared, candidate: Prepared): number | undefined {
  return query.script === candidate.script ? undefined : index.scoreSound(query.spoken, candidate.spoken);
}

function withSoundSegments(index: NameIndex, { query, candidate, match }: Scored): Match {
  if (match.path !== 'sound') return match;
  return { ...match, segments: soundSegments(index.soundSegments(query.spoken, candidate.spoken)) };
}
