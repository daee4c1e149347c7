import type { ProductClass } from '../gi/product.ts';
import { falseAlertsPerMillion, scoreOf } from './calibrate.ts';
import { soughtBySound } from './sought.ts';
import { gather, renderingsOf } from './candidates.ts';
import type { Match } from './compare.ts';
import { compareAll } from './compare-all.ts';
import type { Scored } from './best-match.ts';
import { bestDetour, detours } from './detours.ts';
import { explain, soundSegments } from './explain.ts';
import type { Finding } from './finding.ts';
import { liftWhole, preferBySound } from './order.ts';
import type { NameIndex } from './name-index.ts';
import { formsOf } from './forms.ts';
import { prepare, type Prepared } from './prepare.ts';

export interface ScreenQuery {
  name: string;
  /** BCP 47; where it is known it chooses among the Latin spellings of the name. */
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
export const defaultAlertAt = 1.5;

/** The forms of a query that are compared: the line as written and the first name in it. */
const mostQueryForms = 2;

/** Analyses a query. */
export function prepareQuery(name: string, language?: string): Prepared[] {
  return formsOf(name)
    .slice(0, mostQueryForms)
    .map((form) => prepare(form, language));
}

/** Finds, scores, ranks and explains; see `NameEngine.screen`. */
export function screenName(
  index: NameIndex,
  query: ScreenQuery,
  options: ScreenOptions,
  engine: string,
): Finding[] {
  const asked = prepareQuery(query.name, query.language);
  const { topK = 10, minScore = 0 } = options;
  const least = minScore * 10;
  const candidates = gather(index, asked, topK, {
    ...(least > 0 && { sound: (form) => soughtBySound(index, form, query.goods ?? [], least) }),
  });
  const ways = detours(index, asked);
  for (const record of renderingsOf(index, asked[0] as Prepared, [...ways.keys()]))
    candidates.shared.add(record);
  const better = (record: number): Scored | undefined =>
    bestDetour(index, record, asked[0] as Prepared, ways);
  const scored = compareAll(index, asked, candidates, query.goods ?? [], {
    wanted: topK,
    least,
    loudOnly: least > 0,
    ...(ways.size > 0 && { better }),
  });
  return told(index, scored, options, engine);
}

/** The findings of what has been compared, the strongest first. */
export function told(index: NameIndex, scored: Scored[], options: ScreenOptions, engine: string): Finding[] {
  const { topK = 10, minScore = 0 } = options;
  // Of equals a name that was read comes before one that is only known, its own script before others, short before long.
  const known = (s: Scored): number => (s.match.rule === 'alias' ? 1 : 0);
  const foreign = (s: Scored): number => (s.candidate.script === s.query.script ? 0 : 1);
  scored.sort(
    (a, b) =>
      b.strength - a.strength ||
      known(a) - known(b) ||
      foreign(a) - foreign(b) ||
      a.candidate.tight.length - b.candidate.tight.length ||
      a.record - b.record,
  );
  liftWhole(index, scored);
  preferBySound(index, scored, (a, b) => known(a) === known(b) && foreign(a) === foreign(b));
  const findings: Finding[] = [];
  for (const one of scored) {
    if (findings.length >= topK || scoreOf(one.strength) < minScore) break;
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

function withSoundSegments(index: NameIndex, { query, candidate, match, heard }: Scored): Match {
  if (match.path !== 'sound') return match;
  const known = heard ? index.tables.sound.evidence(heard) : [];
  const segments = known.length > 0 ? known : index.soundSegments(query.heard, candidate.heard);
  return { ...match, segments: soundSegments(segments) };
}
