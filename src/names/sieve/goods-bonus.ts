import { productClasses, type ProductClass } from '../../gi/product.ts';
import { goodsAddition } from '../calibrate.ts';
import { classesOf, goodsRarity, relateGoods, type GoodsRelation } from '../goods.ts';
import type { Prepared } from '../prepare.ts';
import { Recent } from '../store/recent.ts';

/** Goods asked for whose additions are kept. */
const mostKept = 128;

/** What the goods of a mark add to a likeness with each record, in decimal orders, by kinds of goods. */
export class GoodsBonus {
  /** The kind of each record's goods, those its product words speak of included. */
  readonly kinds: Uint16Array;
  readonly #classes: ProductClass[][] = [];
  readonly #kept = new Recent<string, Float32Array>(mostKept);

  readonly #numbers = new Map<number, number>();

  constructor(size: number) {
    this.kinds = new Uint16Array(size);
  }

  /** Tells the goods of a record; product words of its name speak of goods too. */
  add(record: number, goods: readonly ProductClass[], forms: readonly Prepared[]): void {
    const classes = [...new Set([...goods, ...forms.flatMap((form) => classesOf(form.parts.products))])];
    const mask = classes.reduce((bits, one) => bits | (1 << productClasses.indexOf(one)), 0);
    let kind = this.#numbers.get(mask);
    if (kind === undefined) {
      kind = this.#classes.push(classes) - 1;
      this.#numbers.set(mask, kind);
    }
    this.kinds[record] = kind;
  }

  /** By kind; `key` tells goods apart. */
  of(key: string, goods: readonly ProductClass[]): Float32Array {
    return this.#kept.get(key) ?? this.#kept.keep(key, this.each(goods, goodsAddition));
  }

  /** By kind, what comes of its relation to some goods. */
  each(
    goods: readonly ProductClass[],
    what: (relation: GoodsRelation, rarity: number) => number,
  ): Float32Array {
    return Float32Array.from(this.#classes, (held) =>
      what(relateGoods(goods, held), goodsRarity(goods, held)),
    );
  }
}
