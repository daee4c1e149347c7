import type { ProductClass } from '../gi/product.ts';
import { aliasIndex } from './alias-index.ts';
import { falseAlertsPerMillion, scoreOf, strengthOf } from './calibrate.ts';
import { compare, type Match, type Path } from './compare.ts';
import { explain, soundSegments } from './explain.ts';
import type { Finding } from './finding.ts';
import { homonymOf } from './homonyms.ts';
import type { NameIndex } from './name-index.ts';
import { queryKeys } from './keys.ts';
import { formsOf } from './forms.ts';
import { prepare, type Prepared } from './prepare.ts';
import { hashKey } from './store/key-table.ts';

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
export const defaultAlertAt = 1.5;

/** Candidates looked at in full, whatever the query. */
const mostCandidates = 100;
/** Candidates by sound beyond the findings asked for, since keys and detours reorder them. */
const spareSounds = 6;

interface Scored {
  record: number;
  query: Prepared;
  candidate: Prepared;
  match: Match;
  strength: number;
}

/** The forms of a query that are compared: the line as written and the first name in it. */
const mostQueryForms = 2;

/** Analyses a query. */
export function prepareQuery(name: string): Prepared[] {
  return formsOf(name).slice(0, mostQueryForms).map(prepare);
}

/** A way to a record over a rendering of its name that the query is close to. */
interface Detour {
  match: Match;
  strength: number;
}

/** Weaker likenesses to an alias form are not followed. */
const leastDetour = 4;
/** What the choice among several renderings of a name takes off the evidence, in decimal orders. */
const manyRenderings = 0.4;
/** Alias forms compared in full. */
const mostForms = 40;

/** Alias sets with a form the query is close to, by form and sound; exact aliases are found without detours. */
function detours(index: NameIndex, asked: readonly Prepared[]): Map<string, Detour> {
  const found = new Map<string, Detour>();
  const forms = aliasIndex(index.model);
  const exact = new Set(asked.flatMap((a) => a.units.flatMap((u) => u.aliases)));
  const { records, sounds } = gather(forms, asked);
  let left = mostForms;
  for (const record of records) {
    if (left-- === 0) break;
    const best = bestMatch(forms, asked, record, [], sounds.get(record));
    if (!best || best.strength < leastDetour || (best.match.path !== 'spelling' && best.match.path !== 'han'))
      continue;
    const id = forms.tables.records.groups.get(record);
    if (exact.has(id)) continue;
    const strength = best.strength - manyRenderings;
    if (strength <= (found.get(id)?.strength ?? 0)) continue;
    found.set(id, {
      strength,
      match: { ...best.match, rule: 'near-alias', alias: id, via: best.candidate.name },
    });
  }
  return found;
}

/** The record's match over a detour, when its own name is that alias and little else. */
function overDetour(
  record: number,
  query: Prepared,
  candidate: Prepared,
  ways: Map<string, Detour>,
): Scored | undefined {
  let best: Scored | undefined;
  for (const unit of candidate.units) {
    for (const id of unit.aliases) {
      const way = ways.get(id);
      if (!way) continue;
      const covered = unit.text.length / Math.max(1, candidate.core.length);
      const strength = way.strength * Math.min(1, covered) ** 2;
      if (best && strength <= best.strength) continue;
      const crossScript = query.script !== candidate.script;
      const match: Match = { ...way.match, kind: crossScript ? 'transliteration' : way.match.kind };
      best = { record, query, candidate, match, strength };
    }
  }
  return best;
}

/** Finds, scores, ranks and explains; see `NameEngine.screen`. */
export function screenName(
  index: NameIndex,
  query: ScreenQuery,
  options: ScreenOptions,
  engine: string,
): Finding[] {
  const asked = prepareQuery(query.name);
  const { records, sounds } = gather(index, asked, options.topK);
  const ways = detours(index, asked);
  for (const id of ways.keys()) index.tables.keys.collect(hashKey('A', id), records, mostCandidates);
  const scored: Scored[] = [];
  for (const record of records) {
    let best = bestMatch(index, asked, record, query.goods ?? [], sounds.get(record));
    for (const candidate of ways.size > 0 ? index.prepared(record) : []) {
      const other = overDetour(record, asked[0] as Prepared, candidate, ways);
      if (other && other.strength > (best?.strength ?? 0)) best = other;
    }
    if (best) scored.push(best);
  }
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
  wanted = 12,
): { records: Set<number>; sounds: Map<number, number> } {
  const records = new Set<number>();
  const sounds = new Map<number, number>();
  for (const [i, form] of asked.entries()) {
    if (form.tight === '') continue;
    if (i > 0 || asked.length === 1) {
      for (const { id, score } of index.tables.sound.candidates(
        form.heard,
        Math.min(40, wanted + spareSounds),
      )) {
        records.add(id);
        sounds.set(id, Math.max(score, sounds.get(id) ?? -Infinity));
      }
    }
    for (const { key, common } of queryKeys(form)) {
      if (records.size >= mostCandidates) break;
      const some = new Set<number>();
      const limit = Math.min(common, mostCandidates * 4);
      if (index.tables.keys.collect(key, some, limit) > common) continue;
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
      const context = {
        queryGoods: goods,
        candidateGoods: index.goods(record),
        common: (side: 'B' | 'E', letters: string) => index.tables.affixes.get(side, letters),
      };
      const single = forms.length === 1 && asked.length === 1;
      let matches = compare(
        query,
        candidate,
        single && knownSound !== undefined ? { ...context, sound: knownSound } : context,
      );
      // Where the index gave no score, the model is asked only if the names were not read as one anyway.
      if (matches.length === 0 && knownSound !== undefined && query.script !== candidate.script) {
        matches = compare(query, candidate, {
          ...context,
          sound: index.scoreSound(query.heard, candidate.heard),
        });
      }
      const pair = query.script === 'Latn' ? candidate.script : query.script;
      const here = strongest(matches, pair);
      if (here && (!best || here.strength > best.strength)) best = { record, query, candidate, ...here };
    }
  }
  if (best && homonymOf(best.query, best.candidate)) {
    return { ...best, match: { ...best.match, kind: 'homonym', rule: 'homonym' } };
  }
  return best;
}

/** From this strength on an argument that explains more is preferred to a stronger one that explains less. */
const enoughToExplain = 4.5;
/** Arguments by how much they explain: what is known, then what is read, then what is alike. */
const telling: Path[] = ['whole', 'parts', 'meaning', 'han', 'spelling', 'sound'];

/** A ruling explains less than how the name was read; a shared part less than a likeness of the whole. */
const nuance: Record<string, number> = {
  romanised: -0.5,
  decided: 1.5,
  homophone: -1.5,
  containment: 1,
  'part-of-name': 2.5,
};

/** The strength of the strongest argument, with the kind and evidence of the most telling one. */
function strongest(matches: readonly Match[], pair: string): { match: Match; strength: number } | undefined {
  const rated = matches.map((match) => ({ match, strength: strengthOf(match, pair) }));
  const strength = Math.max(...rated.map((r) => r.strength));
  const order = (m: Match): number => telling.indexOf(m.path) + (nuance[m.rule] ?? 0);
  const able = rated.filter((r) => r.strength >= Math.min(strength, enoughToExplain));
  const best = able.sort((a, b) => order(a.match) - order(b.match) || b.strength - a.strength)[0];
  return best && { match: best.match, strength };
}

function withSoundSegments(index: NameIndex, { query, candidate, match }: Scored): Match {
  if (match.path !== 'sound') return match;
  return { ...match, segments: soundSegments(index.soundSegments(query.heard, candidate.heard)) };
}
