import { EDGE, VOWELS, mostSounds, writeSounds } from './sounds.ts';

/** Grams: three sounds in a row, and three consonants in a row whatever vowels stand between. */
const GRAMS = 2 * 4096;
const SKELETON = 4096;
/** A gram that more than this share of the words have tells nothing. */
const common = 0.1;

const sounds = new Uint8Array(2 * mostSounds);
const seen = new Uint32Array(GRAMS);
let turn = 0;

/** Writes the grams of a word, each once; answers how many. */
function writeGrams(word: string, into: Uint16Array): number {
  const length = writeSounds(word, sounds, 0);
  let size = 0;
  turn++;
  let one = EDGE;
  let two = EDGE;
  let first = EDGE;
  let second = EDGE;
  for (let i = 0; i <= length; i++) {
    const sound = i < length ? (sounds[i] as number) : EDGE;
    if (i > 0) {
      const gram = (one << 8) | (two << 4) | sound;
      if (seen[gram] !== turn) {
        seen[gram] = turn;
        into[size++] = gram;
      }
    }
    one = two;
    two = sound;
    if (sound > VOWELS || sound === EDGE) {
      const gram = SKELETON | (first << 8) | (second << 4) | sound;
      if (seen[gram] !== turn) {
        seen[gram] = turn;
        into[size++] = gram;
      }
      first = second;
      second = sound;
    }
  }
  return size;
}

/** Words by their grams, as flat arrays; a gram counts the more the fewer words have it. */
export class GramIndex {
  /** What all grams of a word count. */
  readonly totals: Uint16Array;
  readonly #starts = new Uint32Array(GRAMS + 1);
  readonly #words: Uint32Array;
  readonly #weights: Uint16Array;
  readonly #counts: Uint16Array;
  readonly #grams = new Uint16Array(4 * mostSounds);
  readonly #found: Uint32Array;

  constructor(words: readonly string[]) {
    const starts = this.#starts;
    const grams = this.#grams;
    for (const word of words) {
      const size = writeGrams(word, grams);
      for (let i = 0; i < size; i++) starts[(grams[i] as number) + 1]!++;
    }
    this.#weights = Uint16Array.from({ length: GRAMS }, (_, gram) => {
      const held = starts[gram + 1] as number;
      if (held > 20 && held > common * words.length) return 0;
      return Math.round(8 * Math.log2((words.length + 1) / (held + 0.5)));
    });
    for (let gram = 0; gram < GRAMS; gram++) starts[gram + 1]! += starts[gram] as number;
    const next = starts.slice();
    this.#words = new Uint32Array(starts[GRAMS] as number);
    this.totals = new Uint16Array(words.length);
    this.#counts = new Uint16Array(words.length);
    this.#found = new Uint32Array(words.length);
    words.forEach((word, at) => {
      const size = writeGrams(word, grams);
      for (let i = 0; i < size; i++) {
        const gram = grams[i] as number;
        this.#words[next[gram]!++] = at;
        this.totals[at]! += this.#weights[gram] as number;
      }
    });
  }

  /** By word, what a share of its grams counts. */
  shares(shareOf: (word: number) => number): Uint16Array {
    return Uint16Array.from(this.totals, (total, word) => Math.ceil(Math.min(1, shareOf(word)) * total));
  }

  /**
   * Words of which what they share with a word counts as much as asked for of each, and is as large a share of the word
   * asked about; in an array to be used before the next call, as many as answered.
   */
  alike(word: string, asked: Uint16Array): { words: Uint32Array; size: number } {
    const counts = this.#counts.fill(0);
    const [starts, words, found] = [this.#starts, this.#words, this.#found];
    const grams = this.#grams;
    const number = writeGrams(word, grams);
    let own = 0;
    let size = 0;
    for (let i = 0; i < number; i++) {
      const gram = grams[i] as number;
      const weight = this.#weights[gram] as number;
      own += weight;
      if (weight === 0) continue;
      const end = starts[gram + 1] as number;
      for (let at = starts[gram] as number; at < end; at++) {
        const other = words[at] as number;
        const before = counts[other] as number;
        const least = asked[other] as number;
        counts[other] = before + weight;
        if (before < least && before + weight >= least) found[size++] = other;
      }
    }
    let kept = 0;
    for (let i = 0; i < size; i++) {
      const other = found[i] as number;
      // The share asked for of the other word is asked for of this one too.
      if ((counts[other] as number) * (this.totals[other] as number) >= (asked[other] as number) * own)
        found[kept++] = other;
    }
    return { words: found, size: kept };
  }
}
