import type { ProductClass } from '../gi/product.ts';
import { productConcepts } from './lexicon.ts';

/** Classes whose goods compete or are sold side by side. */
const families: ProductClass[][] = [
  ['wine', 'aromatised-wine', 'spirit', 'beer', 'beverage'],
  ['food', 'meat', 'dairy', 'oil', 'fruit-vegetable', 'cereal', 'fish', 'condiment', 'bakery'],
  ['tea', 'coffee', 'beverage'],
  ['medicinal', 'food', 'tea', 'fruit-vegetable'],
  ['handicraft', 'textile'],
];

export type GoodsRelation = 'same' | 'similar' | 'different' | 'unknown';

/** How the goods of two names relate; `unknown` when either side names none, or only `other`. */
export function relateGoods(a: readonly ProductClass[], b: readonly ProductClass[]): GoodsRelation {
  const [first, second] = [a.filter((c) => c !== 'other'), b.filter((c) => c !== 'other')];
  if (first.length === 0 || second.length === 0) return 'unknown';
  if (first.some((c) => second.includes(c))) return 'same';
  const kin = families.some((f) => first.some((c) => f.includes(c)) && second.some((c) => f.includes(c)));
  return kin ? 'similar' : 'different';
}

/**
 * Share of protected names whose goods are of a class, counted in the EU register of 2020 (product types and
 * categories); a class that it hardly holds counts as rare as the rarest of these.
 */
const shares: Partial<Record<ProductClass, number>> = {
  wine: 0.46, food: 0.46, 'fruit-vegetable': 0.12, meat: 0.11, dairy: 0.08, spirit: 0.07, oil: 0.04, bakery: 0.04, condiment: 0.03,
}; // prettier-ignore
const rarest = 0.04;
/** The most that {@link goodsRarity} comes to. */
export const mostGoodsRarity = -Math.log10(rarest);

/**
 * What it tells that two names are for goods of one class: -log10 of the share of names with such goods, so that a
 * likeness found only among them counts as many times rarer. 0 where no class is shared.
 */
export function goodsRarity(a: readonly ProductClass[], b: readonly ProductClass[]): number {
  const shared = a
    .filter((c) => c !== 'other' && b.includes(c))
    .map((c) => Math.max(rarest, shares[c] ?? rarest));
  return shared.length === 0 ? 0 : -Math.log10(Math.max(...shared));
}

/** Product classes that the product words of a name speak of. */
export function classesOf(products: readonly string[]): ProductClass[] {
  return products.flatMap((id) => productConcepts.get(id)?.class ?? []);
}
