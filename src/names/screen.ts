import type { ProductClass } from '../gi/product.ts';
import { aliasIndex } from './alias-index.ts';
import { falseAlertsPerMillion, scoreOf, soundFloor, strengthOf } from './calibrate.ts';
import { gather, mostCandidates, soundsAlone, type Candidates } from './candidates.ts';
import { compare, type Match, type Path } from './compare.ts';
import { explain, soundSegments } from './explain.ts';
import type { Finding } from './finding.ts';
import { classesOf, goodsRarity, relateGoods } from './goods.ts';
import { homonymOf } from './homonyms.ts';
import type { SoundCandidate, Sought } from './index/index.ts';
import { Ranking } from './index/states.ts';
import type { NameIndex } from './name-index.ts';
import { formsOf } from './forms.ts';
import { prepare, type Prepared } from './prepare.ts';
import { hashKey } from './store/key-table.ts';

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

/** A record and the strongest argument that it is like the query. */
export interface Scored {
  record: number;
  query: Prepared;
  candidate: Prepared;
  match: Match;
  strength: number;
  /** What the sound index said of the two, where the argument is theirs. */
  heard?: SoundCandidate | undefined;
}

/** The forms of a query that are compared: the line as written and the first name in it. */
const mostQueryForms = 2;

/** Analyses a query. */
export function prepareQuery(name: string, language?: string): Prepared[] {
  return formsOf(name)
    .slice(0, mostQueryForms)
    .map((form) => prepare(form, language));
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
/** Arguments by which a sign is close to a rendering. */
const likenesses: ReadonlySet<Path> = new Set<Path>(['spelling', 'altered', 'han']);
/** Alias forms compared in full. */
const mostForms = 40;

/** Alias sets with a form the query is close to, by form and sound; exact aliases are found without detours. */
function detours(index: NameIndex, asked: readonly Prepared[]): Map<string, Detour> {
  const found = new Map<string, Detour>();
  const forms = aliasIndex(index.model);
  const exact = new Set(asked.flatMap((a) => a.units.flatMap((u) => u.aliases)));
  let left = mostForms;
  for (const record of gather(forms, asked).shared) {
    if (left-- === 0) break;
    const best = bestMatch(forms, asked, record, [], undefined);
    if (!best || best.strength < leastDetour || !likenesses.has(best.match.path)) continue;
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

/** The record's match over a detour, when one of its own names is that alias and little else. */
function bestDetour(
  index: NameIndex,
  record: number,
  query: Prepared,
  ways: Map<string, Detour>,
): Scored | undefined {
  let best: Scored | undefined;
  for (const candidate of index.prepared(record)) {
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
  }
  return best;
}

/** What of the candidates by sound may come to a strength, given the goods of both. */
function soughtBySound(
  index: NameIndex,
  { parts: { products }, script }: Prepared,
  goods: readonly ProductClass[],
  strength: number,
): Sought {
  const asked = [...goods, ...classesOf(products)];
  const floors = new Map<number, number>();
  for (const [mask, held] of index.goodsHeld) {
    const [relation, rarity] = [relateGoods(asked, held), goodsRarity(asked, held)];
    floors.set(mask, soundFloor(strength, script, { relation, rarity, products: products.length > 0 }));
  }
  const masks = index.tables.records.goods;
  return {
    least: Math.min(...floors.values()),
    leastOf: (record) => floors.get(masks[record] as number) as number,
  };
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
  const renderings = new Set<number>();
  for (const id of ways.keys()) index.tables.keys.collect(hashKey('A', id), renderings, mostCandidates);
  for (const record of renderings) if (!index.hides(record)) candidates.shared.add(record);
  const better = (record: number): Scored | undefined =>
    bestDetour(index, record, asked[0] as Prepared, ways);
  const scored = compareAll(index, asked, candidates, query.goods ?? [], {
    wanted: topK,
    least,
    loudOnly: least > 0,
    ...(ways.size > 0 && { better }),
  });
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

/** Findings looked through for one that fits the whole of a query of which the first has a part. */
const mostLifted = 10;

/**
 * Where the first only names a part of the query (Mongolia, Inner Mongolia), a name that holds that part and fits more
 * of the query by sound is as strong, so that it is not told after the part.
 */
function liftWhole(index: NameIndex, scored: Scored[]): void {
  const [first] = scored;
  if (!first || first.match.rule !== 'containment' || first.query.script === first.candidate.script) return;
  const sound = (one: Scored): number => index.scoreSound(one.query.heard, one.candidate.heard);
  const at = scored
    .slice(0, mostLifted)
    .findIndex(
      (one) =>
        one !== first &&
        one.strength >= enoughToExplain &&
        one.candidate.tight.length > first.candidate.tight.length &&
        one.candidate.tight.includes(first.candidate.tight) &&
        sound(one) > sound(first),
    );
  if (at < 1) return;
  const [whole] = scored.splice(at, 1) as [Scored];
  scored.unshift({ ...whole, strength: Math.max(whole.strength, first.strength) });
}

/** Equals at the top that are told apart by sound, at most. */
const mostTied = 8;
/** Sounds no more alike than this tell nothing. */
const leastTelling = 3;

/**
 * Puts equals at the top in the order of their sound, which also weighs sorts of place (επαρχία beside County) and
 * tells one rendering of a name from others.
 */
function preferBySound(index: NameIndex, scored: Scored[], alike: (a: Scored, b: Scored) => boolean): void {
  const [first] = scored;
  if (!first) return;
  let tied = 1;
  while (tied < Math.min(mostTied, scored.length)) {
    const next = scored[tied] as Scored;
    if (next.strength !== first.strength || !alike(first, next)) break;
    tied++;
  }
  if (tied === 1) return;
  const rated = scored.slice(0, tied).map((one) => ({
    one,
    sound: Math.max(leastTelling, index.scoreSound(one.query.heard, one.candidate.heard)),
  }));
  rated.sort((a, b) => b.sound - a.sound);
  scored.splice(0, tied, ...rated.map(({ one }) => one));
}

/**
 * Compares candidates with a query: all that share a key, and by sound alone as long as one may be among the `wanted`
 * strongest and reach `least`.
 */
export function compareAll(
  index: NameIndex,
  asked: readonly Prepared[],
  candidates: Candidates,
  goods: readonly ProductClass[],
  {
    wanted,
    least,
    loudOnly = false,
    better,
  }: {
    wanted: number;
    least: number;
    /** Candidates by sound are only those that may come to `least`. */
    loudOnly?: boolean;
    better?: (record: number) => Scored | undefined;
  },
): Scored[] {
  const scored: Scored[] = [];
  const strengths = new Ranking(Math.max(1, wanted));
  const look = (record: number): void => {
    const heard = candidates.sounds.get(record);
    let plain = bestMatch(index, asked, record, goods, heard);
    // Where only the loudest were looked for by sound, what is found otherwise may sound alike as well.
    if (loudOnly && !heard && plain && plain.strength >= least)
      plain = bestMatch(index, asked, record, goods, {
        id: record,
        score: index.scoreSound(plain.query.heard, plain.candidate.heard),
      });
    const other = better?.(record);
    const best = other && other.strength > (plain?.strength ?? 0) ? other : plain;
    if (!best) return;
    scored.push(best);
    strengths.add(best.strength);
  };
  for (const record of candidates.shared) look(record);
  const kinds = goods.length > 0 || asked.some((a) => a.parts.products.length > 0);
  for (const { record, ceiling } of soundsAlone(index, asked, candidates, kinds)) {
    if (ceiling < least || strengths.last > ceiling) break;
    look(record);
  }
  return scored;
}

/** The strongest argument that a record is like the query. */
export function bestMatch(
  index: NameIndex,
  asked: readonly Prepared[],
  record: number,
  goods: readonly ProductClass[],
  known: SoundCandidate | undefined,
): Scored | undefined {
  let best: Scored | undefined;
  const forms = index.prepared(record);
  const context = {
    queryGoods: goods,
    candidateGoods: index.goods(record),
    common: (side: 'B' | 'E', letters: string) => index.common(side, letters),
  };
  const heard = forms.length === 1 && asked.length === 1 ? known : undefined;
  const whole = heard !== undefined && heardWhole(index, asked[0] as Prepared, forms[0] as Prepared, heard);
  for (const query of asked) {
    for (const candidate of forms) {
      let matches = compare(query, candidate, heard ? { ...context, sound: heard.score } : context);
      // Where the index gave no score, the model is asked only if the names were not read as one anyway.
      if (matches.length === 0 && known !== undefined && query.script !== candidate.script) {
        matches = compare(query, candidate, {
          ...context,
          sound: index.scoreSound(query.heard, candidate.heard),
        });
      }
      const pair = query.script === 'Latn' ? candidate.script : query.script;
      if (whole)
        matches = matches.map((m) =>
          m.path === 'sound' && m.products === 'missing' ? { ...m, products: 'unknown' } : m,
        );
      const here = strongest(matches, pair);
      if (here && (!best || here.strength > best.strength))
        best = { record, query, candidate, ...here, heard };
    }
  }
  if (best && homonymOf(best.query, best.candidate)) {
    return { ...best, match: { ...best.match, kind: 'homonym', rule: 'homonym' } };
  }
  return best;
}

/** Rounding of a score. */
const hardlyLess = 1e-6;

/** Whether a name of another script was heard with the words that might be its product (Olive Branch). */
function heardWhole(
  index: NameIndex,
  query: Prepared,
  candidate: Prepared,
  { score }: SoundCandidate,
): boolean {
  return (
    candidate.heard !== candidate.name &&
    query.script !== candidate.script &&
    index.scoreSound(query.heard, candidate.heard) < score - hardlyLess
  );
}

/** From this strength on an argument that explains more is preferred to a stronger one that explains less. */
const enoughToExplain = 4.5;
/** Arguments by how much they explain: what is known, then what is read, then what is alike. */
const telling: Path[] = ['whole', 'parts', 'meaning', 'han', 'altered', 'spelling', 'cadence', 'sound'];

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

function withSoundSegments(index: NameIndex, { query, candidate, match, heard }: Scored): Match {
  if (match.path !== 'sound') return match;
  const known = heard ? index.tables.sound.evidence(heard) : [];
  const segments = known.length > 0 ? known : index.soundSegments(query.heard, candidate.heard);
  return { ...match, segments: soundSegments(segments) };
}
