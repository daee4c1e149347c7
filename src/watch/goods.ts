import { readGoods } from '../gi/goods.ts';
import type { ProductClass } from '../gi/product.ts';
import type { WatchedMark } from './marks/mark.ts';

/** Services that sell or serve any goods: retail, and restaurants and hotels. They say nothing of which. */
const anyGoods = new Set([35, 43]);

export interface MarkGoods {
  classes: ProductClass[];
  /** The mark names classes, and none of them holds goods that are ever a GI's. */
  elsewhere: boolean;
}

/** Product classes a mark may be used for, by its Nice classes and the words of its goods. */
export function goodsOf(mark: Pick<WatchedMark, 'classes' | 'goods'>): MarkGoods {
  const byClass = readGoods(mark.classes.join('|')).classes;
  const byWord = readGoods(mark.goods).classes;
  const classes = [...new Set([...byClass, ...byWord])];
  const elsewhere =
    classes.length === 0 && mark.classes.length > 0 && !mark.classes.some((c) => anyGoods.has(c));
  return { classes, elsewhere };
}

/** A mark for other goods than any GI's is so much less of a worry: what the engine takes off for different goods. */
export const elsewhereFactor = 10;
