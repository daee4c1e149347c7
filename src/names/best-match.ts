import type { ProductClass } from '../gi/product.ts';
import { strengthOf } from './calibrate.ts';
import { compare, type Match, type Path } from './compare.ts';
import { classesOf, goodsRarity, relateGoods } from './goods.ts';
import { homonymOf } from './homonyms.ts';
import type { SoundCandidate } from './index/index.ts';
import type { NameIndex } from './name-index.ts';
import type { Prepared } from './prepare.ts';
import type { Script } from './script.ts';

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

/**
 * The argument by sound for a plain name of another script that shares no key with the query: there is no other, so
 * neither name is looked at more closely. `heard` is what the index said of the two.
 */
export function heardAlone(
  index: NameIndex,
  query: Prepared,
  goods: readonly ProductClass[],
  heard: SoundCandidate,
): Scored {
  const [record, held] = [heard.id, index.goods(heard.id)];
  const { products, qualifiers } = query.parts;
  const asked = [...goods, ...classesOf(products)];
  const match: Match = {
    path: 'sound',
    ...(qualifiers.length > 0
      ? { kind: 'marking', rule: 'marking' }
      : { kind: 'transliteration', rule: 'sound' }),
    raw: heard.score,
    segments: [],
    marks: qualifiers,
    goods: relateGoods(asked, held),
    goodsRarity: goodsRarity(asked, held),
    named: held.length > 0,
    products: products.length > 0 ? 'added' : 'unknown',
    // The sound model weighs place words itself.
    plainMissing: 0,
  };
  const pair = query.script === 'Latn' ? (index.scriptOf(record) as Script) : query.script;
  const [candidate] = index.prepared(record) as [Prepared];
  return { record, query, candidate, match, strength: strengthOf(match, pair), heard };
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
    index.scoreSound(query.heard, candidate.heard, score - hardlyLess) < score - hardlyLess
  );
}

/** From this strength on an argument that explains more is preferred to a stronger one that explains less. */
export const enoughToExplain = 4.5;
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

const orderOf = ({ path, rule }: Match): number => telling.indexOf(path) + (nuance[rule] ?? 0);

/** The strength of the strongest argument, with the kind and evidence of the most telling one. */
function strongest(matches: readonly Match[], pair: string): { match: Match; strength: number } | undefined {
  let strength = -Infinity;
  const strengths: number[] = [];
  for (const match of matches) {
    const one = strengthOf(match, pair);
    strengths.push(one);
    if (one > strength) strength = one;
  }
  const least = Math.min(strength, enoughToExplain);
  let best: Match | undefined;
  let [order, own] = [0, 0];
  for (let k = 0; k < matches.length; k++) {
    const [match, one] = [matches[k] as Match, strengths[k] as number];
    if (one < least) continue;
    const here = orderOf(match);
    if (best && (here > order || (here === order && one <= own))) continue;
    [best, order, own] = [match, here, one];
  }
  return best && { match: best, strength };
}
