import { latinBits, letterBits, letterIndex } from '../letters.ts';
import type { Prepared } from '../prepare.ts';
import { countSyllables } from '../spelling.ts';
import { commonness } from './alike.ts';
import { share, type Argument, type CompareContext } from './match.ts';

/** Shorter words rhyme by chance, and a shorter shared end says nothing. */
const least = { word: 6, block: 4, raw: 8 };
/** Words differ by at most so many letters in length. */
const mostLonger = 3;
/** What agreement beyond the shared letters counts, in bits. */
const sameSyllables = { ending: 3, beginning: 2 };
const otherSyllables = { ending: -2, beginning: -1 };
const beginningCost = 3;
const perSharedLetter = 10;
const perLetterLonger = 1;
const perVowel = 1.5;
const wordEdge = 4.2;

interface Cadence {
  raw: number;
  a: string;
  b: string;
  /** Letters both begin with and end with. */
  beginning: number;
  ending: number;
}

/**
 * Two words of one cadence: a telling end or beginning that both share, as many syllables, about as many letters, the
 * same vowels and many letters besides. It is what courts saw in Verlados beside Calvados and Cambozola beside
 * Gorgonzola, and says little where the goods are not alike.
 */
export function compareCadence(
  query: Prepared,
  candidate: Prepared,
  common: CompareContext['common'],
): Argument | undefined {
  if (query.script !== 'Latn' || candidate.script !== 'Latn') return undefined;
  let best: Cadence | undefined;
  for (const { text: a } of query.units.slice(0, 4)) {
    for (const { text: b } of candidate.units.slice(0, 4)) {
      const found = cadenceOf(a, b);
      if (!found) continue;
      const part = 0.5 + 0.5 * share(candidate.core, [b]);
      const raw = found.raw * part - commonness(found, b, common);
      if (raw >= least.raw && (!best || raw > best.raw)) best = { ...found, raw };
    }
  }
  if (!best) return undefined;
  const { a, b, raw } = best;
  const [from, to] = best.ending >= best.beginning ? [0, best.ending] : [best.beginning, 0];
  const rest = {
    query: a.slice(from, a.length - to),
    candidate: b.slice(from, b.length - to),
    weight: 0.2,
    why: 'changed',
  };
  const block = from > 0 ? a.slice(0, from) : a.slice(a.length - to);
  const same = { query: block, candidate: block, weight: 0.8, why: 'same' };
  return {
    path: 'cadence',
    kind: 'look-alike',
    raw,
    rule: 'look-alike',
    segments: from > 0 ? [same, rest] : [rest, same],
  };
}

/** The cadence that two different words share, if any. */
export function cadenceOf(a: string, b: string): Cadence | undefined {
  if (a === b || Math.min(a.length, b.length) < least.word || Math.abs(a.length - b.length) > mostLonger)
    return undefined;
  const shortest = Math.min(a.length, b.length);
  let beginning = 0;
  while (beginning < shortest && a[beginning] === b[beginning]) beginning++;
  let ending = 0;
  while (ending < shortest && a[a.length - 1 - ending] === b[b.length - 1 - ending]) ending++;
  if (beginning < least.block && ending < least.block) return undefined;
  const syllables = countSyllables(a) === countSyllables(b) ? sameSyllables : otherSyllables;
  const end =
    ending < least.block
      ? 0
      : endBits(a.slice(a.length - ending)) + syllables.ending + perVowel * moreVowels(a, b, ending);
  const start =
    beginning < least.block ? 0 : latinBits(a.slice(0, beginning)) + syllables.beginning - beginningCost;
  const letters =
    perSharedLetter * (sharedLetters(a, b) - 0.5) - perLetterLonger * Math.abs(a.length - b.length);
  return { raw: Math.max(end, start) + letters, a, b, beginning, ending };
}

/** Bits of an ending, read from the end of the word. */
function endBits(text: string): number {
  let bits = wordEdge;
  for (let i = text.length - 1; i >= 0; i--)
    bits += letterBits(
      letterIndex(text.charCodeAt(i)),
      i === text.length - 1 ? 0 : letterIndex(text.charCodeAt(i + 1)),
    );
  return bits;
}

/** How many more vowels agree, going on towards the beginning from a shared ending. */
function moreVowels(a: string, b: string, ending: number): number {
  const vowels = (word: string): string[] => word.slice(0, word.length - ending).match(/[aeiouy]+/g) ?? [];
  const [x, y] = [vowels(a).reverse(), vowels(b).reverse()];
  let same = 0;
  while (same < Math.min(x.length, y.length) && x[same] === y[same]) same++;
  return same;
}

/** Share of letters, wherever they stand, that two words have in common. */
function sharedLetters(a: string, b: string): number {
  const left = new Map<string, number>();
  for (const ch of a) left.set(ch, (left.get(ch) ?? 0) + 1);
  let shared = 0;
  for (const ch of b) {
    const count = left.get(ch) ?? 0;
    if (count === 0) continue;
    left.set(ch, count - 1);
    shared++;
  }
  return shared / Math.max(a.length, b.length);
}
