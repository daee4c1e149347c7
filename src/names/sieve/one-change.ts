/** Words that a letter has been changed, left out, added or swapped in are looked for from this length on, and up to that. */
const from = 5;
const to = 14;

/** Finds words one letter apart: both become the same word when one letter of either is left out. */
export class OneChange {
  readonly #words = new Map<string, number[]>();

  add(word: string, number: number): void {
    for (const left of withoutOne(word)) {
      const list = this.#words.get(left);
      if (list) list.push(number);
      else this.#words.set(left, [number]);
    }
  }

  /** Numbers of words that may be one letter from a word; some are two apart, some come more than once. */
  *near(word: string): Generator<number> {
    for (const left of withoutOne(word)) yield* this.#words.get(left) ?? [];
  }
}

/** A word and all that is left of it without one of its letters. */
function withoutOne(word: string): string[] {
  if (word.length < from || word.length > to) return [];
  const left = [word];
  for (let i = 0; i < word.length; i++)
    if (i === 0 || word[i] !== word[i - 1]) left.push(word.slice(0, i) + word.slice(i + 1));
  return left;
}
