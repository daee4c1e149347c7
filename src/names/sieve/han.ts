import { readingsOf } from '../romanise/han.ts';
import type { NameIndex } from '../name-index.ts';
import { unspacedAt } from '../lexicon.ts';
import type { Prepared } from '../prepare.ts';
import type { Candidate } from '../screen-among.ts';
import type { SoundVariant } from '../sound/name.ts';
import { Recent } from '../store/recent.ts';
import { alignLikely } from './align-likely.ts';
import { HanVectors, block, blocksTogether, unit, type HanVector, type Place } from './han-vectors.ts';
import type { SoundTexts, SoundText } from './sound-texts.ts';
import type { GoodsBonus } from './goods-bonus.ts';

const mostKept = 64;
/** Texts aligned with a sign at most. */
const mostAligned = 20;
/**
 * What may be brought is more than what is the more characters there are, since they are not held to their order: so much
 * more must there be, by the number of characters. Measured on alerts for names of the training files.
 */
const margins = [0, 0, 0, 0, 3, 5, 10];
/** What a closer look may add to the weight of sounds. */
const slack = 0.4;
const mostNeeded = 16_000;
/** Two bytes of four, each with room to be added up, and the bit in which a lane says that it is enough. */
const LANES = 0x00ff00ff;
const ENOUGH = 0x80008000 | 0;
/** Signs of more characters are looked at by their first ones. */
const mostCharacters = 12;

interface Needs {
  even: Int32Array;
  odd: Int32Array;
  /** The least of each block, and of each stretch of blocks. */
  blocks: Int32Array;
  stretches: Int32Array;
}

/** Latin names that signs in Han may mean by sound. */
export class HanSieve {
  readonly #index: NameIndex;
  readonly #texts: SoundTexts;
  readonly #bonus: GoodsBonus;
  #vectors: HanVectors;
  readonly #kept = new Recent<string, Needs>(mostKept);
  /** Han names by two neighbouring syllables. */
  readonly #pairs = new Map<string, number[]>();

  constructor(index: NameIndex, texts: SoundTexts, bonus: GoodsBonus) {
    this.#index = index;
    this.#texts = texts;
    this.#bonus = bonus;
    this.#vectors = new HanVectors(index.model.han, []);
  }

  add(record: number, forms: readonly Prepared[]): void {
    for (const form of forms) {
      if (form.script !== 'Hani') continue;
      for (const pair of new Set(pairsOf(syllablesOf(form.core)))) {
        const list = this.#pairs.get(pair);
        if (list) list.push(record);
        else this.#pairs.set(pair, [record]);
      }
    }
  }

  /** After the last record, before the first question. */
  build(): void {
    this.#vectors = new HanVectors(this.#index.model.han, this.#texts.texts);
  }

  /** Han names that share two neighbouring syllables with a folded sign, those that share most first. */
  alike(sign: string): number[] {
    const counts = new Map<number, number>();
    for (const pair of pairsOf(syllablesOf(sign)))
      for (const record of this.#pairs.get(pair) ?? []) counts.set(record, (counts.get(record) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]).map(([record]) => record);
  }

  /** Records that a sign sounds like, as much as the floors of their goods ask for. */
  *heard(name: string, key: string, floors: Float32Array): Generator<Candidate> {
    const { variants } = this.#index.soundAsked(name);
    const readings = new Map(variants.map((variant) => [variant.text, variant]));
    const [whole] = variants;
    if (!whole) return;
    for (const text of stripped(whole.text.slice(1, -1))) {
      const reading = { ...whole, text: `^${text}$` };
      if (!readings.has(reading.text)) readings.set(reading.text, reading);
    }
    for (const reading of readings.values()) yield* this.#heardAs(reading, key, floors);
  }

  *#heardAs(reading: SoundVariant, key: string, floors: Float32Array): Generator<Candidate> {
    const characters = Array.from(reading.text.slice(1, -1)).slice(0, mostCharacters);
    const vectors = characters.map((character, at) =>
      this.#vectors.of(character, placeOf(at, characters.length)),
    );
    const base = vectors.reduce((sum, { leftOut }) => sum + leftOut, this.#vectors.ends);
    const margin = margins[Math.min(characters.length, margins.length - 1)] as number;
    let found = this.#reaching(vectors, base - margin, this.#needs(key, floors));
    if (found.length === 0) return;
    if (found.length > mostAligned) found = this.#best(found, vectors, floors);
    const { texts } = this.#texts;
    const { ends, letters } = this.#vectors;
    for (const text of found) {
      const { record, variant } = texts[text] as SoundText;
      const floor = floors[this.#bonus.kinds[record] as number] as number;
      const weight = ends + alignLikely(vectors, variant.text, letters) - variant.cost;
      if (weight + slack >= floor) yield { record, heard: true };
    }
  }

  /** What characters must bring beside each text, two lanes of 16 bits to a number: texts 0 and 2 of four, 1 and 3. */
  #needs(key: string, floors: Float32Array): Needs {
    const known = this.#kept.get(key);
    if (known) return known;
    const { texts } = this.#texts;
    const size = this.#vectors.nothing.values.length;
    const blocks = new Int32Array(this.#vectors.nothing.peaks.length).fill(mostNeeded);
    const stretches = new Int32Array(blocks.length / blocksTogether).fill(mostNeeded);
    const needs = { even: new Int32Array(size), odd: new Int32Array(size), blocks, stretches };
    for (let text = 0; text < size * 4; text++) {
      const floor =
        text < texts.length
          ? (floors[this.#bonus.kinds[(texts[text] as SoundText).record] as number] as number)
          : Infinity;
      const need = Math.min(
        mostNeeded,
        Math.max(0, Math.ceil((floor - (this.#vectors.empty[text] ?? 0)) / unit)),
      );
      const at = (text / block) | 0;
      if (need < (blocks[at] as number)) blocks[at] = need;
      const stretch = (at / blocksTogether) | 0;
      if (need < (stretches[stretch] as number)) stretches[stretch] = need;
      const lanes = text % 2 === 0 ? needs.even : needs.odd;
      lanes[text >> 2]! |= need << (text & 2 ? 16 : 0);
    }
    return this.#kept.keep(key, needs);
  }

  /** The texts beside which characters may bring most above what is asked for. */
  #best(found: readonly number[], vectors: readonly HanVector[], floors: Float32Array): number[] {
    const { texts } = this.#texts;
    const over = (text: number): number => {
      let most = this.#vectors.empty[text] as number;
      for (const { values } of vectors)
        most += unit * (((values[text >> 2] as number) >>> (8 * (text & 3))) & 0xff);
      return most - (floors[this.#bonus.kinds[(texts[text] as SoundText).record] as number] as number);
    };
    return found
      .map((text) => ({ text, over: over(text) }))
      .sort((a, b) => b.over - a.over)
      .slice(0, mostAligned)
      .map(({ text }) => text);
  }

  /** Texts beside which characters may bring enough: of most stretches of texts that is told by the most there. */
  #reaching(vectors: readonly HanVector[], base: number, needs: Needs): number[] {
    const found: number[] = [];
    const more = Math.round(base / unit);
    const { nothing } = this.#vectors;
    const [a = nothing, b = nothing, c = nothing, d = nothing, ...rest] = vectors;
    const [p, q, r, s] = [a.tops, b.tops, c.tops, d.tops];
    const [t, u, v, w] = [a.peaks, b.peaks, c.peaks, d.peaks];
    const { stretches, blocks } = needs;
    for (let stretch = 0; stretch < stretches.length; stretch++) {
      let most =
        more -
        (stretches[stretch] as number) +
        (p[stretch] as number) +
        (q[stretch] as number) +
        (r[stretch] as number) +
        (s[stretch] as number);
      for (let k = 0; k < rest.length; k++) most += rest[k]?.tops[stretch] as number;
      if (most < 0) continue;
      for (let at = stretch * blocksTogether; at < (stretch + 1) * blocksTogether; at++) {
        let here =
          more -
          (blocks[at] as number) +
          (t[at] as number) +
          (u[at] as number) +
          (v[at] as number) +
          (w[at] as number);
        for (let k = 0; k < rest.length; k++) here += rest[k]?.peaks[at] as number;
        if (here >= 0) reachingIn(at, a.values, b.values, c.values, d.values, rest, more, needs, found);
      }
    }
    return found;
  }
}

/** Adds the texts of a block beside which characters may bring enough; all lanes are added up at once. */
function reachingIn(
  at: number,
  a: Int32Array,
  b: Int32Array,
  c: Int32Array,
  d: Int32Array,
  rest: readonly HanVector[],
  more: number,
  { even, odd }: Needs,
  found: number[],
): void {
  const start = ((0x8000 + more) * 0x10001) | 0;
  const end = ((at + 1) * block) / 4;
  for (let i = (at * block) / 4; i < end; i++) {
    const p = a[i] as number;
    const q = b[i] as number;
    const r = c[i] as number;
    const s = d[i] as number;
    let low = (start - (even[i] as number) + (p & LANES) + (q & LANES) + (r & LANES) + (s & LANES)) | 0;
    let high =
      (start -
        (odd[i] as number) +
        ((p >>> 8) & LANES) +
        ((q >>> 8) & LANES) +
        ((r >>> 8) & LANES) +
        ((s >>> 8) & LANES)) |
      0;
    for (let k = 0; k < rest.length; k++) {
      const also = rest[k]?.values[i] as number;
      low = (low + (also & LANES)) | 0;
      high = (high + ((also >>> 8) & LANES)) | 0;
    }
    if (((low | high) & ENOUGH) === 0) continue;
    if (low & 0x8000) found.push(4 * i);
    if (high & 0x8000) found.push(4 * i + 1);
    if (low & ENOUGH & ~0xffff) found.push(4 * i + 2);
    if (high & ENOUGH & ~0xffff) found.push(4 * i + 3);
  }
}

function placeOf(at: number, length: number): Place {
  if (length === 1) return 'only';
  return at === 0 ? 'first' : at === length - 1 ? 'last' : 'middle';
}

/** A text without the product words and such that it ends with. */
function stripped(text: string): string[] {
  return unspacedAt(text, 'end')
    .map((word) => text.slice(0, text.length - word.length))
    .filter((rest) => rest.length > 1);
}

const syllablesOf = (text: string): string[] => Array.from(text, (ch) => readingsOf(ch)[0] ?? '');

const pairsOf = (syllables: readonly string[]): string[] =>
  syllables
    .slice(1)
    .flatMap((syllable, i) =>
      syllable === '' || syllables[i] === '' ? [] : [`${syllables[i]} ${syllable}`],
    );
