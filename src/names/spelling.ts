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
/** Of the comparison being made. */
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
  score.fill(0, 0, width);
  from.fill(0, 0, width);
  let best = 0;
  let bestAt = 0;
  for (let i = 1; i <= n; i++) {
    const x = letterIndex(a.charCodeAt(i - 1));
    const px = i > 1 ? letterIndex(a.charCodeAt(i - 2)) : 0;
    score[i * width] = 0;
    from[i * width] = 0;
    for (let j = 1; j <= m; j++) {
      const y = letterIndex(b.charCodeAt(j - 1));
      const diagonal = score[(i - 1) * width + j - 1] as number;
      const step = letterStep(x, y, px, j > 1 ? letterIndex(b.charCodeAt(j - 2)) : 0);
      const edge = (i === 1 && j === 1 ? startBonus : 0) + (i === n && j === m && step > 0 ? endBonus : 0);
      let here = diagonal + step + edge;
      let how = 1;
      const up = (score[(i - 1) * width + j] as number) + gap;
      const left = (score[i * width + j - 1] as number) + gap;
      if (up > here) [here, how] = [up, 2];
      if (left > here) [here, how] = [left, 3];
      if (here <= 0) [here, how] = [0, 0];
      score[i * width + j] = here;
      from[i * width + j] = how;
      if (here > best) [best, bestAt] = [here, i * width + j];
    }
  }
  const { segments, covered } = trace(a, b, from, score, bestAt, width);
  const rest = (n + m - covered) / (n + m);
  const syllables = Math.abs(countSyllables(a) - countSyllables(b));
  const bits = best - 33 * rest + (syllables === 0 ? 3.4 + rhyme(a, b) : syllables === 1 ? 0 : -3.4);
  let beginning = 0;
  while (beginning < Math.min(n, m) && a[beginning] === b[beginning]) beginning++;
  let ending = 0;
  while (ending < Math.min(n, m) && a[n - 1 - ending] === b[m - 1 - ending]) ending++;
  const end = beginning >= ending ? a.slice(0, beginning) : a.slice(n - ending);
  const whole = end.length >= block.from ? block.weight * latinBits(end) : 0;
  return { bits: Math.max(0, bits + whole), segments, beginning, ending };
}

const startBonus = 4.8;
const endBonus = 4.2;
/** What a whole stretch shared at either end counts besides its letters, from this many letters on. */
const block = { from: 4, weight: 0.6 };
const lastTwoSyllables = /[aeiouy]+[^aeiouy]+[aeiouy]+[^aeiouy]*$/;

/** Names of one length in syllables that end in the same two: the likeness the court saw in Cambozola and Verlados. */
function rhyme(a: string, b: string): number {
  const ending = lastTwoSyllables.exec(a)?.[0];
  return ending !== undefined && ending === lastTwoSyllables.exec(b)?.[0] ? 0.13 * latinBits(ending) : 0;
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
  let previous: 'same' | 'other' | undefined;
  while (at > 0 && from[at] !== 0) {
    const [i, j, how] = [Math.floor(at / width), at % width, from[at]];
    const next = how === 1 ? at - width - 1 : how === 2 ? at - width : at - 1;
    const gained = (score[at] as number) - (score[next] as number);
    const x = how === 3 ? '' : (a[i - 1] as string);
    const y = how === 2 ? '' : (b[j - 1] as string);
    const kind = x === y ? 'same' : 'other';
    if (kind === 'same') covered += 2;
    const head = segments[0];
    if (head && kind === previous)
      Object.assign(head, { a: x + head.a, b: y + head.b, bits: head.bits + gained });
    else segments.unshift({ a: x, b: y, bits: gained });
    [previous, at] = [kind, next];
  }
  return { segments, covered };
}

/** Groups of vowels: close enough to syllables to compare two spellings. */
export function countSyllables(text: string): number {
  return text.match(/[aeiouy]+/g)?.length ?? 0;
}
