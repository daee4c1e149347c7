import type { ProductClass } from '../../gi/product.ts';
import { soundFloor } from '../calibrate.ts';
import type { NameIndex } from '../name-index.ts';
import type { Prepared } from '../prepare.ts';
import { alignSound, TOO_LITTLE } from '../sound/align.ts';
import { soundQuery, type SoundQuery } from '../sound/query.ts';
import { soundName, type SoundName, type SoundVariant } from '../sound/name.ts';
import { rawOn } from '../sound/curve.ts';
import { meaningWeight } from '../sound/variants.ts';
import { tableOf } from '../sound/tables.ts';
import type { SoundScript } from '../sound/fold.ts';
import { Recent } from '../store/recent.ts';
import type { GoodsBonus } from './goods-bonus.ts';

/** A way in which a protected Latin name may be read. */
export interface SoundText {
  record: number;
  variant: SoundVariant;
}

/** A sign of another alphabet in one of the ways it may be read. */
export interface SoundSign {
  variant: SoundVariant;
  query: SoundQuery;
}

const mostKept = 64;
/** Respellings kept of each reading; the first say most. */
const mostRespelt = 2;
const doubled = /([^aeiouy])\1/g;
/** Latin spellings that a name of another script is compared by. */
const mostSpellings = 3;

/** A Latin name in all its readings, another one in its Latin spellings. */
function readingsOf({ form, variants, latin }: SoundName): readonly SoundVariant[] {
  const [whole] = variants;
  if (form.script === 'Latn' || !whole) return variants;
  return latin
    .slice(0, mostSpellings)
    .map((text) => ({ text: `^${text}$`, cost: 0, meanings: [], kinds: 0, kindBits: 0, part: false }));
}

/** Protected names as they may be read in Latin letters, to be set against signs of other scripts. */
export class SoundTexts {
  readonly texts: SoundText[] = [];
  readonly #index: NameIndex;
  readonly #bonus: GoodsBonus;
  readonly #lattices = new Map<SoundScript, (Int32Array | undefined)[]>();
  readonly #floors = new Recent<string, Float32Array>(mostKept);

  constructor(index: NameIndex, bonus: GoodsBonus) {
    this.#index = index;
    this.#bonus = bonus;
  }

  add(record: number, forms: readonly Prepared[]): void {
    const seen = new Set<string>();
    for (const [i, form] of forms.entries()) {
      if (i === 0 && forms.length > 1) continue;
      for (const name of new Set([form.heard, form.name])) {
        let respelt = 0;
        for (const variant of readingsOf(soundName(name))) {
          const heard = variant.text.replace(doubled, '$1');
          if (variant.original === undefined) respelt = 0;
          if (variant.part || seen.has(heard)) continue;
          if (variant.original !== undefined && ++respelt > mostRespelt) continue;
          seen.add(heard);
          this.texts.push({ record, variant });
        }
      }
    }
  }

  /**
   * After the last record: names of one length lie together, since as much is asked of them, and among those names that
   * begin alike.
   */
  build(): void {
    this.texts.sort(
      ({ variant: { text: a } }, { variant: { text: b } }) =>
        a.length - b.length || (a < b ? -1 : a > b ? 1 : 0),
    );
  }

  /** The readings of a sign, looked up. */
  signs(script: SoundScript, variants: readonly SoundVariant[]): SoundSign[] {
    const table = tableOf(this.#index.model, script);
    return variants.map((variant) => ({ variant, query: soundQuery(table, variant.text) }));
  }

  /** The raw weight that a reading of a name must come to, by the kind of its goods. */
  floors(script: SoundScript, key: string, goods: readonly ProductClass[], least: number): Float32Array {
    const name = `${script} ${key}`;
    const known = this.#floors.get(name);
    if (known) return known;
    const curve = this.#index.model.curves[script];
    const floors = this.#bonus.each(goods, (relation, rarity) =>
      rawOn(curve, soundFloor(least, script, { relation, rarity, products: false })),
    );
    return this.#floors.keep(name, floors);
  }

  /** The raw weight of a sign beside a text; undefined when it is below a floor. */
  weigh(script: SoundScript, sign: SoundSign, text: number, floor: number): number | undefined {
    const { variant } = this.texts[text] as SoundText;
    const extra = meaningWeight(sign.variant, variant) - variant.cost - sign.variant.cost;
    const table = tableOf(this.#index.model, script);
    const weight = alignSound(
      sign.query,
      this.#lattice(script, text),
      variant.text.length,
      table.info.l,
      undefined,
      floor - extra,
    );
    return weight === TOO_LITTLE ? undefined : weight + extra;
  }

  #lattice(script: SoundScript, text: number): Int32Array {
    const table = tableOf(this.#index.model, script);
    const by = script === 'Hani' ? 'Hani' : 'Thai';
    let kept = this.#lattices.get(by);
    if (!kept) this.#lattices.set(by, (kept = Array.from({ length: this.texts.length })));
    return (kept[text] ??= table.lattice((this.texts[text] as SoundText).variant.text));
  }
}
