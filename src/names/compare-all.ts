import type { ProductClass } from '../gi/product.ts';
import { bestMatch, heardAlone, type Scored } from './best-match.ts';
import { scoreOf, soundFloor } from './calibrate.ts';
import { soundsAlone, type Candidates } from './candidates.ts';
import { Ranking } from './index/states.ts';
import type { NameIndex } from './name-index.ts';
import type { Prepared } from './prepare.ts';
import { SILENT } from './sound/score.ts';

/** The strongest argument for a record whose sound was not asked about, with its sound as one of them. */
export function heardToo(
  index: NameIndex,
  asked: readonly Prepared[],
  goods: readonly ProductClass[],
  plain: Scored,
): Scored {
  if (plain.heard || scoreOf(plain.strength) === 1) return plain;
  const { record, query, candidate } = plain;
  const score = index.scoreSound(query.heard, candidate.heard, soundAbove(plain));
  return score === SILENT ? plain : (bestMatch(index, asked, record, goods, { id: record, score }) ?? plain);
}

/** The score by sound from which on two names may be more alike by their sound than they are known to be otherwise. */
function soundAbove({ query, candidate, match, strength }: Scored): number {
  const pair = query.script === 'Latn' ? candidate.script : query.script;
  return soundFloor(strength, pair, {
    relation: match.goods,
    rarity: match.goodsRarity,
    products: true,
  });
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
  const keep = (one: Scored): void => {
    scored.push(one);
    strengths.add(one.strength);
  };
  const look = (record: number): void => {
    const heard = candidates.sounds.get(record);
    let plain = bestMatch(index, asked, record, goods, heard);
    // Where only the loudest were looked for by sound, what is found otherwise may sound alike as well.
    if (loudOnly && plain && plain.strength >= least) plain = heardToo(index, asked, goods, plain);
    const other = better?.(record);
    const best = other && other.strength > (plain?.strength ?? 0) ? other : plain;
    if (best) keep(best);
  };
  for (const record of candidates.shared) look(record);
  const kinds = goods.length > 0 || asked.some((a) => a.parts.products.length > 0);
  for (const { record, ceiling, heard } of soundsAlone(index, asked, candidates, kinds)) {
    if (ceiling < least || strengths.last > ceiling) break;
    if (!heard) look(record);
    else keep(heardAlone(index, asked[0] as Prepared, goods, heard));
  }
  return scored;
}
