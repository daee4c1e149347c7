import { latinBits, letterIndex } from '../letters.ts';
import type { Prepared } from '../prepare.ts';
import { rewritten, withLetters } from '../sound/rules.ts';
import { share, type Argument, type CompareContext } from './match.ts';

/** Shorter words turn into one another by chance. */
const leastLetters = 5;
/** Longer words may differ in two places. */
const lettersForTwo = 9;
const longest = 40;

/**
 * What a change costs, in bits: how many words are one such change away, and how usual it is among names that have
 * nothing to do with one another (another first letter, another ending).
 */
const costs = {
  doubled: 1.5,
  swapped: 1.5,
  alike: 3.5,
  vowel: 5.5,
  letter: 7,
  leftOut: 6,
  /** In the first or last place. */
  first: 2,
  last: 1.5,
  spelling: 3,
} as const;
const leastRaw = 4;
const never = 1e3;

/** Letters that stand for one sound, are drawn alike or lie side by side on keyboards. */
const alike = new Uint8Array(27 * 27);
for (const pair of 'ck cq kq cs sz zc iy jy ij vw bv fv uv uw ou ae ei gj td gk bp mn kx sx il lj oq rt er as sd df fg gh hj jk kl zx xc cv nm ui io op we ty yu'.split(
  ' ',
)) {
  const [x, y] = [letterIndex(pair.charCodeAt(0)), letterIndex(pair.charCodeAt(1))];
  alike[27 * x + y] = alike[27 * y + x] = 1;
}
const vowels = new Uint8Array(27);
for (const vowel of 'aeiouy') vowels[letterIndex(vowel.charCodeAt(0))] = 1;

/** Letter groups that stand for one sound in many languages, written as one letter would be. */
const oneSound = withLetters([
  [/ph/g, 'f'],
  [/[cs]h/g, 's'],
  [/ck|c?qu(?=[eiy])|ch(?=[rl])|c(?![eiyh])/g, 'k'],
  [/([tgrd])h/g, '$1'],
  [/x/g, 'ks'],
  [/eaux?|au/g, 'o'],
  [/ou|oo/g, 'u'],
  [/ee|ie|y/g, 'i'],
  [/ng(?![aeiouy])/g, 'n'],
  [/([a-z])\1/g, '$1'],
]);

const heardAs = new Map<string, string>();
const mostKept = 20_000;

function heard(word: string): string {
  let text = heardAs.get(word);
  if (text === undefined) {
    text = rewritten(word, oneSound);
    if (heardAs.size >= mostKept) heardAs.clear();
    heardAs.set(word, text);
  }
  return text;
}

/** Cost of one letter in the place of another. */
function changed(a: string, b: string, i: number, j: number): number {
  const x = letterIndex(a.charCodeAt(i));
  const y = letterIndex(b.charCodeAt(j));
  const place = i === 0 || j === 0 ? costs.first : i === a.length - 1 && j === b.length - 1 ? costs.last : 0;
  if (alike[27 * x + y] === 1) return costs.alike + place / 2;
  return (vowels[x] === 1 && vowels[y] === 1 ? costs.vowel : costs.letter) + place;
}

/** Cost of a letter that only one of the words has. */
function added(word: string, at: number): number {
  const letter = word.charCodeAt(at);
  if (letter === word.charCodeAt(at - 1) || letter === word.charCodeAt(at + 1)) return costs.doubled;
  const place = at === 0 ? costs.first : at === word.length - 1 ? costs.last : 0;
  return costs.leftOut + place;
}

const width = longest + 2;
const table = new Float32Array(width * width);

/**
 * The least cost, in bits, of the changes that make one word of another: letters changed, added, left out, doubled or
 * swapped with the next. Only the letters that differ are looked at.
 */
export function changeCost(a: string, b: string, most: number): number {
  const [n, m] = [a.length, b.length];
  const shortest = Math.min(n, m);
  let from = 0;
  while (from < shortest && a.charCodeAt(from) === b.charCodeAt(from)) from++;
  let tail = 0;
  while (tail < shortest - from && a.charCodeAt(n - 1 - tail) === b.charCodeAt(m - 1 - tail)) tail++;
  // A doubled or swapped letter may be told by one that agrees.
  const start = Math.max(0, from - 1);
  const rows = n - Math.max(0, tail - 1) - start;
  const columns = m - Math.max(0, tail - 1) - start;
  for (let i = 0; i <= rows; i++) {
    let least = never;
    const p = start + i - 1;
    for (let j = 0; j <= columns; j++) {
      const at = i * width + j;
      let cost = i === 0 && j === 0 ? 0 : never;
      const q = start + j - 1;
      if (i > 0) cost = Math.min(cost, (table[at - width] as number) + added(a, p));
      if (j > 0) cost = Math.min(cost, (table[at - 1] as number) + added(b, q));
      if (i > 0 && j > 0) {
        const [x, y] = [a.charCodeAt(p), b.charCodeAt(q)];
        const before = table[at - width - 1] as number;
        cost = Math.min(cost, before + (x === y ? 0 : changed(a, b, p, q)));
        if (i > 1 && j > 1 && x !== y && x === b.charCodeAt(q - 1) && y === a.charCodeAt(p - 1))
          cost = Math.min(cost, (table[at - 2 * width - 2] as number) + costs.swapped);
      }
      table[at] = cost;
      least = Math.min(least, cost);
    }
    if (least > most) return never;
  }
  return table[rows * width + columns] as number;
}

interface Altered {
  raw: number;
  a: string;
  b: string;
}

/** One word as an alteration of another, with the bits that what they share is worth. */
export function alterationOf(a: string, b: string, common: CompareContext['common']): Altered | undefined {
  const shortest = Math.min(a.length, b.length);
  const two = shortest >= lettersForTwo;
  if (a === b || shortest < leastLetters || Math.abs(a.length - b.length) > (two ? 2 : 1)) return undefined;
  if (Math.max(a.length, b.length) > longest) return undefined;
  // Two changes leave one end or the middle of the word as it is.
  if (a[0] !== b[0] && a.at(-1) !== b.at(-1) && a[1] !== b[1]) return undefined;
  const most = two ? 2 * (costs.letter + costs.first) : costs.letter + costs.first;
  let cost = changeCost(a, b, most);
  const [x, y] = [heard(a), heard(b)];
  if (x !== a || y !== b) cost = Math.min(cost, costs.spelling + (x === y ? 0 : changeCost(x, y, most)));
  if (cost > most) return undefined;
  const raw = Math.min(latinBits(a), latinBits(b)) - cost - crowded(a, b, common);
  return { raw, a, b };
}

/** Bits to take off because many names begin, or end, as both do. */
function crowded(a: string, b: string, common: CompareContext['common']): number {
  if (!common) return 0;
  let bits = 0;
  for (const n of [4, 5]) {
    const [start, end] = [b.slice(0, n), b.slice(-n)];
    if (a.startsWith(start)) bits += Math.log2(Math.max(1, common('B', start)));
    if (a.endsWith(end)) bits += Math.log2(Math.max(1, common('E', end)));
  }
  return bits;
}

/**
 * A Latin name with a letter changed, added, left out, doubled or swapped, or spelt another way for the same sound:
 * Champange, Shampagne, Rocquefort, Parmigianno.
 */
export function compareAltered(
  query: Prepared,
  candidate: Prepared,
  common: CompareContext['common'],
): Argument | undefined {
  if (query.script !== 'Latn' || candidate.script !== 'Latn') return undefined;
  let best = alterationOf(query.core, candidate.core, common);
  if (query.units.length > 1 || candidate.units.length > 1) {
    for (const { text: a } of query.units.slice(0, 4)) {
      for (const { text: b } of candidate.units.slice(0, 4)) {
        const found = alterationOf(a, b, common);
        if (!found) continue;
        const part = 0.6 + 0.4 * share(candidate.core, [b]);
        const raw = found.raw * part - Math.log2(query.units.length);
        if (!best || raw > best.raw) best = { ...found, raw };
      }
    }
  }
  if (!best || best.raw < leastRaw) return undefined;
  const { a, b, raw } = best;
  return { path: 'altered', kind: 'look-alike', raw, rule: 'look-alike', segments: differences(a, b) };
}

/** What both begin with, what differs, and what both end with. */
function differences(a: string, b: string): Argument['segments'] {
  const shortest = Math.min(a.length, b.length);
  let from = 0;
  while (from < shortest && a[from] === b[from]) from++;
  let tail = 0;
  while (tail < shortest - from && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const total = Math.max(1, from + tail);
  const piece = (x: string, y: string, weight: number): Argument['segments'][number] => ({
    query: x,
    candidate: y,
    weight,
    why: x === y ? 'same' : 'changed',
  });
  return [
    piece(a.slice(0, from), b.slice(0, from), from / total),
    piece(a.slice(from, a.length - tail), b.slice(from, b.length - tail), 0),
    piece(a.slice(a.length - tail), b.slice(b.length - tail), tail / total),
  ].filter((s) => s.query !== '' || s.candidate !== '');
}
