import { hashText } from './text-hash.ts';

/** Letters that two words begin or end with alike, and how many words may do so before it tells nothing. */
const letters = 5;
const most = 120;

/** Finds longer words with the same beginning or ending. */
export class SameEnd {
  readonly #beginnings = new Map<number, number[]>();
  readonly #endings = new Map<number, number[]>();

  add(word: string, number: number): void {
    if (word.length <= letters) return;
    file(this.#beginnings, hashText(word.slice(0, letters)), number);
    file(this.#endings, hashText(word.slice(-letters)), number);
  }

  /** Adds the numbers of words that begin or end as a word does. */
  near(word: string, found: Set<number>): void {
    if (word.length <= letters) return;
    for (const list of [
      this.#beginnings.get(hashText(word.slice(0, letters))),
      this.#endings.get(hashText(word.slice(-letters))),
    ])
      if (list && list.length <= most) for (const number of list) found.add(number);
  }
}

function file(map: Map<number, number[]>, key: number, number: number): void {
  const list = map.get(key);
  if (list) list.push(number);
  else map.set(key, [number]);
}
