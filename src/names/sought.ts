import type { ProductClass } from '../gi/product.ts';
import { soundFloor } from './calibrate.ts';
import { classesOf, goodsRarity, relateGoods } from './goods.ts';
import type { Sought } from './index/index.ts';
import type { NameIndex } from './name-index.ts';
import type { Prepared } from './prepare.ts';

/** What of the candidates by sound may come to a strength, given the goods of both. */
export function soughtBySound(
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
