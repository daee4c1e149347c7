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

/** Product classes that the product words of a name speak of. */
export function classesOf(products: readonly string[]): ProductClass[] {
  return products.flatMap((id) => productConcepts.get(id)?.class ?? []);
}
