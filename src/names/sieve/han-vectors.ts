import { symbolOf, type ChunkTable } from '../sound/chunk-table.ts';
import { SYMBOLS, type LikelyChunks } from '../sound/likely-chunks.ts';
import type { SoundText } from './sound-texts.ts';

/** Where in a sign a character stands: nothing but the letters there of a name can be meant by it. */
export type Place = 'first' | 'middle' | 'last' | 'only';

/** The most that a character can bring beside each text, above what leaving it out costs. */
export interface HanVector {
  /** A byte a text, in {@link unit}s, four texts to a number. */
  values: Int32Array;
  /** The most of each {@link block} of texts, by number of the block, and of each stretch of {@link blocksTogether}. */
  peaks: Uint8Array;
  tops: Uint8Array;
  /** What leaving it out costs, which is below nothing. */
  leftOut: number;
  /** What it may stand for. */
  likely: LikelyChunks | undefined;
}

/** Texts that lie next to one another, of which the most is kept. */
export const block = 16;
/** Blocks that make a stretch. */
export const blocksTogether = 8;

/** What one of the numbers in a vector counts. */
export const unit = 0.5;

/** Letters that may be left out before the first or behind the last that are meant. */
const spare = 2;
const mostKept = 3072;
const leastWeight = -3;

/** Where in a text a chunk stands: near its beginning, near both ends, near its end, near none. */
const sides = 4;
/** Which of these a character may mean, from and to. */
const meant: Record<Place, readonly [number, number]> = {
  first: [0, 2],
  only: [1, 2],
  last: [1, 3],
  middle: [0, 4],
};

/** By characters, the texts they may mean parts of; made when a character is first seen. */
export class HanVectors {
  /** What the two ends of a name count, which stand for one another. */
  readonly ends: number;
  /** What a Latin letter that stands for nothing costs, by its number in the trie of chunks. */
  readonly letters: Float32Array;
  /** What it costs to leave out all letters of each text. */
  readonly empty: Float32Array;
  readonly #table: ChunkTable;
  /** Where the texts with each chunk begin, {@link sides} of them for each. */
  readonly #starts: Uint32Array;
  readonly #holding: Uint32Array;
  /** What leaving out the letters of each chunk costs. */
  readonly #chunks: Float32Array;
  readonly #kept = new Map<string, HanVector>();
  /** What brings nothing. */
  readonly nothing: HanVector;
  /** Texts, rounded up to whole stretches. */
  readonly #size: number;

  constructor(table: ChunkTable, texts: readonly SoundText[]) {
    this.#table = table;
    const end = (mark: '^' | '$'): number =>
      table.weights(table.row(mark)).weights[table.next[symbolOf(mark.charCodeAt(0))] as number] as number;
    this.ends = end('^') + end('$');
    const { weights } = table.weights(table.row(''));
    this.letters = Float32Array.from(
      { length: SYMBOLS },
      (_, letter) => weights[table.next[letter] as number] as number,
    );
    const stride = table.info.l + 1;
    this.#chunks = new Float32Array(table.columns);
    this.empty = new Float32Array(texts.length);
    const stretch = block * blocksTogether;
    this.#size = Math.ceil(texts.length / stretch) * stretch;
    this.nothing = vectorOf(new Uint8Array(this.#size), 0);
    const counts = new Uint32Array(table.columns * sides + 1);
    const lattices = texts.map(({ variant }) => table.lattice(variant.text));
    const each = (
      text: number,
      take: (column: number, side: number, from: number, to: number) => void,
    ): void => {
      const length = (texts[text] as SoundText).variant.text.length;
      const lattice = lattices[text] as Int32Array;
      for (let from = 1; from < length - 1; from++) {
        for (let width = 1; width < stride && from + width < length; width++) {
          const column = lattice[from * stride + width] as number;
          if (column < 0) break;
          const first = from <= 1 + spare;
          const last = from + width >= length - 1 - spare;
          take(column, first ? (last ? 1 : 0) : last ? 2 : 3, from, from + width);
        }
      }
    };
    for (let text = 0; text < texts.length; text++) {
      const { variant } = texts[text] as SoundText;
      const letters = Float32Array.from(variant.text, (_, at) => {
        const column = lattices[text]?.[at * stride + 1] as number;
        return column >= 0 && at > 0 && at < variant.text.length - 1 ? (weights[column] as number) : 0;
      });
      this.empty[text] = letters.reduce((a, b) => a + b, 0);
      each(text, (column, side, from, to) => {
        counts[column * sides + side + 1]!++;
        let cost = 0;
        for (let at = from; at < to; at++) cost += letters[at] as number;
        this.#chunks[column] = cost;
      });
    }
    for (let at = 0; at < counts.length - 1; at++) counts[at + 1]! += counts[at] as number;
    this.#starts = counts;
    const next = counts.slice();
    this.#holding = new Uint32Array(counts[table.columns * sides] as number);
    for (let text = 0; text < texts.length; text++)
      each(text, (column, side) => (this.#holding[next[column * sides + side]!++] = text));
  }

  /** What a character may bring at a place. */
  of(character: string, place: Place): HanVector {
    const key = `${place[0]}${character}`;
    let vector = this.#kept.get(key);
    if (!vector) {
      vector = this.#make(character, place);
      if (this.#kept.size >= mostKept) this.#kept.delete(this.#kept.keys().next().value as string);
      this.#kept.set(key, vector);
    }
    return vector;
  }

  #make(character: string, place: Place): HanVector {
    const values = new Uint8Array(this.#size);
    const row = this.#table.row(character);
    if (row < 0) return vectorOf(values, -9);
    const { weights, likely } = this.#table.weights(row);
    const leftOut = weights[0] as number;
    const [from, to] = meant[place];
    const [chunks, starts, holding] = [this.#chunks, this.#starts, this.#holding];
    for (let column = 1; column < weights.length; column++) {
      const weight = weights[column] as number;
      if (weight < leastWeight) continue;
      const value = Math.round((weight - (chunks[column] as number) - leftOut) / unit);
      if (value <= 0) continue;
      const at = column * sides;
      raise(values, value, holding, starts[at + from] as number, starts[at + to] as number);
    }
    return vectorOf(values, leftOut, likely);
  }
}

/** Raises the values of some texts. */
function raise(values: Uint8Array, value: number, texts: Uint32Array, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    const text = texts[at] as number;
    if (value > (values[text] as number)) values[text] = value;
  }
}

/** What a character brings beside each text, with the most of each block and stretch of them. */
function vectorOf(values: Uint8Array, leftOut: number, likely?: LikelyChunks): HanVector {
  const peaks = mostOfEach(values, block);
  const tops = mostOfEach(peaks, blocksTogether);
  return { values: new Int32Array(values.buffer), peaks, tops, leftOut, likely };
}

/** The most of each run of so many values. */
function mostOfEach(values: Uint8Array, run: number): Uint8Array {
  const most = new Uint8Array(values.length / run);
  for (let at = 0, from = 0; at < most.length; at++, from += run) {
    let here = 0;
    for (let i = from; i < from + run; i++) here = Math.max(here, values[i] as number);
    most[at] = here;
  }
  return most;
}
