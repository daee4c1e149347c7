import { latinBits, letterBits, letterIndex } from './letters.ts';

/** A stretch of both names, and the evidence in bits it gives. */
export interface SpellingSegment {
  a: string;
  b: string;
  bits: number;
}

export interface SpellingScore {
  /** Evidence in bits that one spelling was made after the other; comparable across pairs. */
  bits: number;
  segments: SpellingSegment[];
  /** Letters both begin with. */
  beginning: number;
  /** Letters both end with. */
  ending: number;
}

/** Letters that stand for one sound, or are drawn alike, and are easily swapped. */
const alike = new Uint8Array(27 * 27);
for (const pair of 'ck cq kq sz zc iy jy vw bv fv uw ou ae ei td gk bp mn dt gj ij gc xs xk xj lr'.split(
  ' ',
)) {
  const [x, y] = [pair.charCodeAt(0) - 96, pair.charCodeAt(1) - 96];
  alike[27 * x + y] = alike[27 * y + x] = 1;
}

const gap = -2.9;
const mismatch = -3.6;
const swapped = 0.8;
const vowel = new Uint8Array(27);
for (const index of [1, 5, 9, 15, 21, 25]) vowel[index] = 1;
/** Longer texts are compared by their first letters. */
const longest = 40;
/** Of the comparison being made: letters by their index, the best scores and how they came about. */
const lettersOfA = new Uint8Array(longest);
const lettersOfB = new Uint8Array(longest);
const scores = new Float32Array((longest + 1) ** 2);
const origins = new Uint8Array((longest + 1) ** 2);

/**
 * How much two Latin spellings share, in bits: a local alignment in which a shared letter counts as much as it is
 * surprising after the one before it, with bonuses for agreeing beginnings, endings and number of syllables. Finds
 * one-letter changes, changed beginnings (Verlados, Cambozola) and changed endings (Champanillo).
 */
export function compareSpelling(first: string, second: string): SpellingScore {
  const a = first.slice(0, longest);
  const b = second.slice(0, longest);
  const [n, m] = [a.length, b.length];
  if (n === 0 || m === 0) return { bits: 0, segments: [], beginning: 0, ending: 0 };
  const width = m + 1;
  const [score, from] = [scores, origins];
  for (let i = 0; i < n; i++) lettersOfA[i] = letterIndex(a.charCodeAt(i));
  for (let j = 0; j < m; j++) lettersOfB[j] = letterIndex(b.charCodeAt(j));
  score.fill(0, 0, width);
  from.fill(0, 0, width);
  let best = 0;
  let bestAt = 0;
  for (let i = 1; i <= n; i++) {
    const x = lettersOfA[i - 1] as number;
    const px = i > 1 ? (lettersOfA[i - 2] as number) : 0;
    score[i * width] = 0;
    from[i * width] = 0;
    for (let j = 1; j <= m; j++) {
      const y = lettersOfB[j - 1] as number;
      const diagonal = score[(i - 1) * width + j - 1] as number;
      const step = letterStep(x, y, px, j > 1 ? (lettersOfB[j - 2] as number) : 0);
      const edge = (i === 1 && j === 1 ? startBonus : 0) + (i === n && j === m && step > 0 ? endBonus : 0);
      let here = diagonal + step + edge;
      let how = 1;
      const up = (score[(i - 1) * width + j] as number) + gap;
      const left = (score[i * width + j - 1] as number) + gap;
      if (up > here) {
        here = up;
        how = 2;
      }
      if (left > here) {
        here = left;
        how = 3;
      }
      if (here <= 0) {
        here = 0;
        how = 0;
      }
      score[i * width + j] = here;
      from[i * width + j] = how;
      if (here > best) {
        best = here;
        bestAt = i * width + j;
      }
    }
  }
  const { segments, covered } = trace(a, b, from, score, bestAt, width);
  const rest = (n + m - covered) / (n + m);
  const syllables = Math.abs(countSyllables(a) - countSyllables(b));
  const bits = best - 33 * rest + (syllables === 0 ? 3.4 + rhyme(a, b) : syllables === 1 ? 0 : -3.4);
  let beginning = 0;
  const shortest = Math.min(n, m);
  while (beginning < shortest && a.charCodeAt(beginning) === b.charCodeAt(beginning)) beginning++;
  let ending = 0;
  while (ending < shortest && a.charCodeAt(n - 1 - ending) === b.charCodeAt(m - 1 - ending)) ending++;
  const end = beginning >= ending ? a.slice(0, beginning) : a.slice(n - ending);
  const whole = end.length >= block.from ? block.weight * latinBits(end) : 0;
  return { bits: Math.max(0, bits + whole), segments, beginning, ending };
}

const startBonus = 4.8;
const endBonus = 4.2;
/** What a whole stretch shared at either end counts besides its letters, from this many letters on. */
const block = { from: 4, weight: 0.6 };

/** Names of one length in syllables that end in the same two: the likeness the court saw in Cambozola and Verlados. */
function rhyme(a: string, b: string): number {
  const ending = lastTwoSyllables(a);
  return ending !== '' && ending === lastTwoSyllables(b) ? 0.13 * latinBits(ending) : 0;
}

/** From the last vowel group but one on; empty when there is none. */
function lastTwoSyllables(text: string): string {
  let at = text.length;
  const skip = (vowels: boolean): void => {
    while (at > 0 && isVowel(text.charCodeAt(at - 1)) === vowels) at--;
  };
  skip(false);
  skip(true);
  skip(false);
  const end = at;
  skip(true);
  return at === end ? '' : text.slice(at);
}

function letterStep(x: number, y: number, beforeX: number, beforeY: number): number {
  if (x === 0 || y === 0) return x === y ? 1 : mismatch;
  if (x === y) return beforeX === beforeY ? letterBits(beforeX, x) : letterBits(0, x) * 0.8;
  if (alike[27 * x + y] === 1) return swapped;
  return vowel[x] === 1 && vowel[y] === 1 ? -0.4 : mismatch;
}

function trace(
  a: string,
  b: string,
  from: Uint8Array,
  score: Float32Array,
  at: number,
  width: number,
): { segments: SpellingSegment[]; covered: number } {
  const segments: SpellingSegment[] = [];
  let covered = 0;
  let [i, j] = [Math.floor(at / width), at % width];
  // Of the stretch being read, from its end.
  let [endOfA, endOfB, bits] = [i, j, 0];
  let same: boolean | undefined;
  const close = (): void => {
    if (same !== undefined) segments.push({ a: a.slice(i, endOfA), b: b.slice(j, endOfB), bits });
  };
  while (i * width + j > 0 && from[i * width + j] !== 0) {
    const here = i * width + j;
    const how = from[here];
    const next = how === 1 ? here - width - 1 : how === 2 ? here - width : here - 1;
    const gained = (score[here] as number) - (score[next] as number);
    const agree = how === 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
    if (agree) covered += 2;
    if (agree !== same) {
      close();
      [endOfA, endOfB, bits, same] = [i, j, gained, agree];
    } else bits += gained;
    if (how !== 3) i--;
    if (how !== 2) j--;
  }
  close();
  return { segments: segments.reverse(), covered };
}

const isVowel = (code: number): boolean => code < 123 && code > 96 && vowel[code - 96] === 1;

/** Groups of vowels: close enough to syllables to compare two spellings. */
export function countSyllables(text: string): number {
  let groups = 0;
  let before = false;
  for (let i = 0; i < text.length; i++) {
    const now = isVowel(text.charCodeAt(i));
    if (now && !before) groups++;
    before = now;
  }
  return groups;
}
