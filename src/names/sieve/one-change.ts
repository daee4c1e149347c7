import { hashWithout, parts } from './text-hash.ts';

/** Words that a letter has been changed, left out, added or swapped in are looked for from this length on, and up to that. */
const from = 5;
const to = 14;

/** Finds words one letter apart: both become the same word when one letter of either is left out. */
export class OneChange {
  readonly #words = new Map<number, number[]>();

  add(word: string, number: number): void {
    for (const left of withoutOne(word)) {
      const list = this.#words.get(left);
      if (list) list.push(number);
      else this.#words.set(left, [number]);
    }
  }

  /** Adds the numbers of words that may be one letter from a word; some are two apart. */
  near(word: string, found: Set<number>): void {
    for (const left of withoutOne(word))
      for (const number of this.#words.get(left) ?? nothing) found.add(number);
  }
}

const nothing: readonly number[] = [];

/** Hashes of a word and of all that is left of it without one of its letters. */
function withoutOne(word: string): number[] {
  if (word.length < from || word.length > to) return [];
  const left = [parts.read(word)];
  for (let i = 0; i < word.length; i++)
    if (i === 0 || word.charCodeAt(i) !== word.charCodeAt(i - 1)) left.push(hashWithout(i, word.length));
  return left;
}
