import { spellingsOf } from './aliases.ts';
import { fold } from './normalise.ts';
import type { Prepared } from './prepare.ts';
import type { TextStore } from './store/text-store.ts';

const buckets = 1 << 12;
/** Bytes of a name that are looked at. */
const mostBytes = 90;
/** Latin spellings of a query that are looked at. */
const mostSpellings = 3;

/** A letter without its case, a byte of another alphabet; 0 for what stands between words. */
const symbols = Uint8Array.from({ length: 256 }, (_, byte) => {
  const digit = byte >= 48 && byte <= 57;
  const letter = (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
  return letter ? byte & 31 : digit || byte >= 128 ? byte : 0;
});
/** Of U+00C0 to U+017F, which begin with these bytes, the letter below the accent. */
const accented = { from: 0xc3, to: 0xc5 };
const letters = Uint8Array.from({ length: 3 * 64 }, (_, at) => {
  const letter = fold(String.fromCodePoint(0xc0 + at)).charCodeAt(0);
  return symbols[letter] ?? 0;
});

/** The pairs of the query being asked; of one query at a time. */
const marks = new Uint8Array(buckets);
/** What was last read. */
let pairs = 0;
let common = 0;

/** Reads a text pair by pair: counts them and those that are marked, and marks them if told so. */
function read(bytes: Uint8Array, from: number, to: number, marking: boolean): void {
  let previous = 0;
  pairs = 0;
  common = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    let symbol = symbols[byte] as number;
    if (byte >= accented.from && byte <= accented.to && at + 1 < to)
      symbol = letters[(byte - accented.from) * 64 + ((bytes[++at] as number) & 63)] as number;
    if (symbol === 0) continue;
    if (previous !== 0) {
      const bucket = (previous * 61 + symbol) & (buckets - 1);
      pairs++;
      common += marks[bucket] as number;
      if (marking) marks[bucket] = 1;
    }
    previous = symbol;
  }
}

/** Marks the pairs of a text; returns how many it has. */
function mark(text: string): number {
  const bytes = Buffer.from(text);
  read(bytes, 0, Math.min(bytes.length, mostBytes), true);
  return pairs;
}

/**
 * Tells cheaply which of many names are spelt like a query, as far as pairs of neighbouring letters tell: some tens of
 * nanoseconds a name, which is read where it lies.
 */
export class LetterPairs {
  readonly #names: TextStore;
  /** How many pairs the query has in its own script and in Latin letters. */
  readonly #own: number;
  readonly #latin: number;

  /**
   * Only the one made last may be asked.
   *
   * @param renderings ids of names of which the query is a rendering, or close to one
   */
  constructor(
    names: TextStore,
    query: Prepared,
    renderings: readonly string[] = query.units.flatMap((unit) => unit.aliases),
  ) {
    this.#names = names;
    marks.fill(0);
    this.#own = mark(query.tight);
    const spelt = query.script === 'Latn' ? [] : query.latin.slice(0, mostSpellings);
    this.#latin = spelt.map(({ text }) => mark(text))[0] ?? this.#own;
    // Where a rendering of the query is known, other names of it are spelt like that.
    for (const id of renderings) spellingsOf(id).forEach(mark);
  }

  /** The share of their pairs that the query and a name have in common, 0 to 1 or a little more. */
  shared(record: number, latin: boolean): number {
    const { bytes, offsets } = this.#names;
    const from = offsets[record] as number;
    read(bytes, from, Math.min(from + mostBytes, offsets[record + 1] as number), false);
    return (2 * common) / Math.max(1, pairs + (latin ? this.#latin : this.#own));
  }
}
