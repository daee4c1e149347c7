import { EDGE, VOWELS, mostSounds, writeSounds } from './sounds.ts';

/** Grams: three sounds in a row, and three consonants in a row whatever vowels stand between. */
const GRAMS = 2 * 4096;
const SKELETON = 4096;
/** A gram that more than this share of the words have tells nothing. */
const common = 0.1;
const mostGrams = 2 * mostSounds + 2;

/** Sounds and grams of the word last written. */
const sounds = new Uint8Array(2 * mostSounds);
let heard = 0;
const grams = new Uint16Array(mostGrams);
const seen = new Uint32Array(GRAMS);
let turn = 0;

/** Writes the grams of a word, each once; answers how many. */
function writeGrams(word: string): number {
  heard = writeSounds(word, sounds, 0);
  let size = 0;
  turn++;
  let one = EDGE;
  let two = EDGE;
  let first = EDGE;
  let second = EDGE;
  for (let i = 0; i <= heard; i++) {
    const sound = i < heard ? (sounds[i] as number) : EDGE;
    if (i > 0) {
      const gram = (one << 8) | (two << 4) | sound;
      if (seen[gram] !== turn) {
        seen[gram] = turn;
        grams[size++] = gram;
      }
    }
    one = two;
    two = sound;
    if (sound > VOWELS || sound === EDGE) {
      const gram = SKELETON | (first << 8) | (second << 4) | sound;
      if (seen[gram] !== turn) {
        seen[gram] = turn;
        grams[size++] = gram;
      }
      first = second;
      second = sound;
    }
  }
  return size;
}

const FIRST = 0xf0;
const LAST = 0x0f;
/** The first and the last sound of a word in one byte. */
const edges = (first: number, last: number): number => (first << 4) | last;

/** What is asked of words for them to be alike. */
export interface Asked {
  /** By kind of word, the share of the grams of both that must be the same. */
  shares: Float32Array;
  /** The least of those. */
  least: number;
  /** The share of their sounds that they must begin and end with alike, taken together. */
  ends: number;
}

/** Words by their grams, as flat arrays; a gram counts the more the fewer words have it. */
export class GramIndex {
  /** What a gram counts; nothing where too many words have it. */
  readonly #weights: Uint16Array;
  /** Grams from the one that counts most to the one that counts least: the place of each. */
  readonly #ranks: Uint16Array;
  /** Words by the grams that must not all be missing, see {@link alike}. */
  readonly #starts = new Uint32Array(GRAMS + 1);
  readonly #words: Uint32Array;
  /** The first and the last sound of each of these words, see {@link edges}. */
  readonly #edges: Uint8Array;
  /** What all grams of a word count. */
  readonly #totals: Uint16Array;
  readonly #kinds: Uint16Array;
  /** Grams and sounds of each word. */
  readonly #grams: Uint16Array;
  readonly #gramStarts: Uint32Array;
  readonly #sounds: Uint8Array;
  readonly #soundStarts: Uint32Array;
  readonly #looked: Uint32Array;
  #turn = 0;
  readonly #found: Uint32Array;
  readonly #counts: Uint16Array;

  /** `kinds` tells the kind of each word; no less than `least` will ever be asked of any. */
  constructor(words: readonly string[], kinds: Uint16Array, least: number) {
    const held = new Uint32Array(GRAMS);
    this.#gramStarts = new Uint32Array(words.length + 1);
    this.#soundStarts = new Uint32Array(words.length + 1);
    this.#kinds = kinds;
    words.forEach((word, at) => {
      const size = writeGrams(word);
      for (let i = 0; i < size; i++) held[grams[i] as number]!++;
      this.#gramStarts[at + 1] = (this.#gramStarts[at] as number) + size;
      this.#soundStarts[at + 1] = (this.#soundStarts[at] as number) + heard;
    });
    this.#weights = Uint16Array.from(held, (count) =>
      count > 20 && count > common * words.length
        ? 0
        : Math.round(8 * Math.log2((words.length + 1) / (count + 0.5))),
    );
    const order = Uint16Array.from({ length: GRAMS }, (_, gram) => gram).sort(
      (a, b) => (this.#weights[b] as number) - (this.#weights[a] as number) || a - b,
    );
    this.#ranks = new Uint16Array(GRAMS);
    order.forEach((gram, rank) => (this.#ranks[gram] = rank));
    this.#totals = new Uint16Array(words.length);
    this.#grams = new Uint16Array(this.#gramStarts[words.length] as number);
    this.#sounds = new Uint8Array(this.#soundStarts[words.length] as number);
    this.#looked = new Uint32Array(words.length);
    this.#found = new Uint32Array(words.length);
    this.#counts = new Uint16Array(words.length);
    const filed: [gram: number, word: number][] = [];
    words.forEach((word, at) => {
      const size = writeGrams(word);
      this.#sounds.set(sounds.subarray(0, heard), this.#soundStarts[at]);
      const total = this.#intoOrder(size);
      this.#totals[at] = total;
      this.#grams.set(grams.subarray(0, size), this.#gramStarts[at]);
      for (let i = 0, left = total; i < size && left >= least * total; i++) {
        const gram = grams[i] as number;
        if (this.#weights[gram] === 0) break;
        filed.push([gram, at]);
        this.#starts[gram + 1]!++;
        left -= this.#weights[gram] as number;
      }
    });
    for (let gram = 0; gram < GRAMS; gram++) this.#starts[gram + 1]! += this.#starts[gram] as number;
    const next = this.#starts.slice();
    this.#words = new Uint32Array(filed.length);
    this.#edges = new Uint8Array(filed.length);
    for (const [gram, word] of filed) {
      const at = next[gram]!++;
      this.#words[at] = word;
      const [start, end] = [this.#soundStarts[word] as number, this.#soundStarts[word + 1] as number];
      this.#edges[at] =
        end === start ? 0 : edges(this.#sounds[start] as number, this.#sounds[end - 1] as number);
    }
  }

  /** Puts the grams last written in order; answers what all of them count. */
  #intoOrder(size: number): number {
    const ranks = this.#ranks;
    let total = 0;
    for (let i = 0; i < size; i++) {
      const gram = grams[i] as number;
      const rank = ranks[gram] as number;
      total += this.#weights[gram] as number;
      let j = i - 1;
      for (; j >= 0 && (ranks[grams[j] as number] as number) > rank; j--) grams[j + 1] = grams[j] as number;
      grams[j + 1] = gram;
    }
    return total;
  }

  /**
   * Words that share as much with a word as is asked of each, of its own grams and of theirs; in an array to be used before
   * the next call, as many as answered.
   *
   * Of two words that share enough, the rarest gram they share is not among the common ones of either that count less than
   * that together. So words are filed under, and looked up by, their rarer grams alone.
   */
  alike(word: string, { shares, least, ends }: Asked): { words: Uint32Array; size: number } {
    const [starts, words, looked, found] = [this.#starts, this.#words, this.#looked, this.#found];
    const ended = this.#edges;
    const number = writeGrams(word);
    const own = this.#intoOrder(number);
    const now = ++this.#turn;
    const edge = heard === 0 ? 0 : edges(sounds[0] as number, sounds[heard - 1] as number);
    let size = 0;
    for (let i = 0, left = own; i < number && left >= least * own; i++) {
      const gram = grams[i] as number;
      const weight = this.#weights[gram] as number;
      if (weight === 0) break;
      left -= weight;
      const end = starts[gram + 1] as number;
      for (let at = starts[gram] as number; at < end; at++) {
        if (ends > 0) {
          const unlike = (ended[at] as number) ^ edge;
          if ((unlike & FIRST) !== 0 && (unlike & LAST) !== 0) continue;
        }
        const other = words[at] as number;
        if (looked[other] === now) continue;
        looked[other] = now;
        if (ends > 0 && !this.#endsAlike(other, ends)) continue;
        const share = shares[this.#kinds[other] as number] as number;
        const needed = share * Math.max(own, this.#totals[other] as number);
        if (this.#shared(other) >= needed) found[size++] = other;
      }
    }
    return { words: found, size };
  }

  /**
   * What is asked of each word by {@link counted}, by number of the word: a share of what its grams count, by kind of word.
   */
  least(shares: Float32Array): Uint16Array {
    return this.#totals.map((total, word) =>
      Math.ceil(Math.min(1, shares[this.#kinds[word] as number] as number) * total),
    );
  }

  /**
   * As {@link alike}, where so little is asked that most words share something rare: all grams are counted. `asked` is made
   * by {@link least}; the index must have been made for words of which nothing is asked.
   */
  counted(word: string, asked: Uint16Array): { words: Uint32Array; size: number } {
    const counts = this.#counts.fill(0);
    const [starts, words, found, totals] = [this.#starts, this.#words, this.#found, this.#totals];
    const number = writeGrams(word);
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
      if ((counts[other] as number) * (totals[other] as number) >= (asked[other] as number) * own)
        found[kept++] = other;
    }
    return { words: found, size: kept };
  }

  /** What the grams count that a word and the one last written share. */
  #shared(other: number): number {
    const [all, weights] = [this.#grams, this.#weights];
    const end = this.#gramStarts[other + 1] as number;
    let sum = 0;
    for (let at = this.#gramStarts[other] as number; at < end; at++) {
      const gram = all[at] as number;
      if (seen[gram] === turn) sum += weights[gram] as number;
    }
    return sum;
  }

  /** Whether a word and the one last written begin and end alike for a share of the longer one. */
  #endsAlike(other: number, share: number): boolean {
    const all = this.#sounds;
    const [start, end] = [this.#soundStarts[other] as number, this.#soundStarts[other + 1] as number];
    const shorter = Math.min(heard, end - start);
    let from = 0;
    while (from < shorter && all[start + from] === sounds[from]) from++;
    let tail = 0;
    while (tail < shorter - from && all[end - 1 - tail] === sounds[heard - 1 - tail]) tail++;
    return from + tail >= share * Math.max(heard, end - start);
  }
}
