import type { Prepared } from '../prepare.ts';
import type { Candidate } from '../screen-among.ts';
import { onCurve } from '../sound/curve.ts';
import type { SoundScript } from '../sound/fold.ts';
import { soundName, type SoundVariant } from '../sound/name.ts';
import { Recent } from '../store/recent.ts';
import type { GoodsBonus } from './goods-bonus.ts';
import { GramIndex } from './grams.ts';
import { roughly, roughlyHeard } from './sounds.ts';
import type { SoundText, SoundTexts } from './sound-texts.ts';

/**
 * The share of their grams that a sign and a name have in common, by the raw weight their sound must come to: points of a
 * line, measured on alerts for names of the training files. Thai spells less of what is heard.
 */
const shares: Record<'Thai' | 'other', readonly (readonly [floor: number, share: number])[]> = {
  Thai: [[6, 0.14], [9, 0.19], [12, 0.25], [18, 0.34]],
  other: [[4, 0.16], [7, 0.22], [11, 0.28], [17, 0.36]],
}; // prettier-ignore

function shareFor(script: SoundScript, floor: number): number {
  return Math.max(0.1, onCurve(shares[script === 'Thai' ? 'Thai' : 'other'], floor));
}

const mostKept = 64;
/** Texts aligned with a sign at most. */
const mostAligned = 160;
/** Of what of a name in its own alphabet a sign must share to be compared with it. */
const nativeShare = 0.4;

const askedNatively = { shares: Float32Array.of(nativeShare), least: nativeShare, ends: 0 };

/** Names that signs in Thai, Greek and Cyrillic may mean. */
export class LetterSieve {
  readonly #texts: SoundTexts;
  readonly #bonus: GoodsBonus;
  #grams = new GramIndex([], new Uint16Array(), 0);
  readonly #kept = new Recent<string, Uint16Array>(mostKept);
  /** Names in these alphabets. */
  readonly #native: { record: number; text: string }[] = [];
  #nativeGrams = new GramIndex([], new Uint16Array(), nativeShare);

  constructor(texts: SoundTexts, bonus: GoodsBonus) {
    this.#texts = texts;
    this.#bonus = bonus;
  }

  add(record: number, forms: readonly Prepared[]): void {
    for (const form of forms) {
      if (form.script !== 'Thai' && form.script !== 'Grek' && form.script !== 'Cyrl') continue;
      for (const text of new Set([form.core, ...form.units.map((unit) => unit.text)]))
        if (text.length > 3) this.#native.push({ record, text: roughly(text) });
    }
  }

  /** After the last record, before the first question. */
  build(): void {
    const { texts } = this.#texts;
    this.#grams = new GramIndex(
      texts.map(({ variant }) => variant.text.slice(1, -1)),
      Uint16Array.from(texts, ({ record }) => this.#bonus.kinds[record] as number),
      0,
    );
    this.#nativeGrams = new GramIndex(
      this.#native.map(({ text }) => text),
      new Uint16Array(this.#native.length),
      nativeShare,
    );
  }

  /** Records in alphabets other than Latin that some folded words are spelt like. */
  spelt(words: readonly string[]): Set<number> {
    const found = new Set<number>();
    if (this.#native.length === 0) return found;
    for (const word of words) {
      const { words: alike, size } = this.#nativeGrams.alike(roughly(word), askedNatively);
      for (let i = 0; i < size; i++) found.add(this.#native[alike[i] as number]?.record as number);
    }
    return found;
  }

  /** Records that a sign sounds like, as much as the floors of their goods ask for. */
  *heard(script: SoundScript, name: string, key: string, floors: Float32Array): Generator<Candidate> {
    for (const variant of soundName(name).variants)
      if (!variant.part) yield* this.#heardAs(script, variant, key, floors);
  }

  *#heardAs(
    script: SoundScript,
    variant: SoundVariant,
    key: string,
    floors: Float32Array,
  ): Generator<Candidate> {
    const { words, size } = this.#grams.counted(
      roughlyHeard(script, variant.text.slice(1, -1)),
      this.#asked(script, key, floors),
    );
    if (size === 0) return;
    const found = words.slice(0, Math.min(size, mostAligned));
    const [sign] = this.#texts.signs(script, [variant]);
    if (!sign) return;
    const most = sign.query.bounds[0] as number;
    for (const text of found) {
      const { record } = this.#texts.texts[text] as SoundText;
      const floor = floors[this.#bonus.kinds[record] as number] as number;
      if (most < floor) continue;
      const weight = this.#texts.weigh(script, sign, text, floor);
      if (weight !== undefined) yield { record, heard: true };
    }
  }

  #asked(script: SoundScript, key: string, floors: Float32Array): Uint16Array {
    const name = `${script} ${key}`;
    return (
      this.#kept.get(name) ??
      this.#kept.keep(name, this.#grams.least(floors.map((floor) => shareFor(script, floor))))
    );
  }
}
