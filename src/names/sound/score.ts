import { alignSound, soundQuery, TOO_LITTLE, type AlignStep, type SoundQuery } from './align.ts';
import type { ChunkTable } from './chunk-table.ts';
import { tableOf, type CurveName, type ScoreCurve, type SoundModel } from './tables.ts';
import { boundaries } from './respell.ts';
import { sharedMeanings } from './place-words.ts';
import { soundName, type SoundName, type SoundVariant } from './name.ts';

/** One step of an alignment: the letters of either side that sound alike, and how much they speak for a match. */
export interface SoundSegment {
  a: string;
  b: string;
  weight: number;
}

/**
 * How alike two names sound. `score` is minus the decimal logarithm of the share of pairs of unrelated names that
 * score as high: 6 means about one false alarm in a million comparisons. Scores of all scripts can be compared.
 */
export interface SoundScore {
  score: number;
  segments: SoundSegment[];
}

const SAME_MEANING = 1.5;
const OTHER_MEANING = 4;
const OTHER_KIND = 0.5;
const SAME_KIND = 0.6;
/** What a Latin form that is one of the usual spellings of the other name adds to the weight. */
export const SAME_SPELLING = 4;
/** What the same letters on both sides add to the score: nothing may come before the name itself. */
const SAME_LETTERS = 3;

/** Score of names without a sound to compare. */
export const SILENT = 0;

/** A raw weight on the common scale. */
export function onCurve(curve: ScoreCurve, raw: number): number {
  let i = 1;
  while (i < curve.length - 1 && (curve[i] as readonly [number, number])[0] < raw) i++;
  const [x0, y0] = curve[i - 1] as readonly [number, number];
  const [x1, y1] = curve[i] as readonly [number, number];
  return Math.max(0, y0 + ((raw - x0) / (x1 - x0)) * (y1 - y0));
}

/** The raw weight of a score: the other way round; minus infinity for no score at all. */
export function rawOn(curve: ScoreCurve, score: number): number {
  if (score === -Infinity) return score;
  let i = 1;
  while (i < curve.length - 1 && (curve[i] as readonly [number, number])[1] < score) i++;
  const [x0, y0] = curve[i - 1] as readonly [number, number];
  const [x1, y1] = curve[i] as readonly [number, number];
  return x0 + ((score - y0) / (y1 - y0)) * (x1 - x0);
}

/** What translated place words of two variants say. */
export function meaningWeight(a: SoundVariant, b: SoundVariant): number {
  if (a.meanings.length === 0 && b.meanings.length === 0 && a.kinds === 0 && b.kinds === 0) return 0;
  const same = sharedMeanings(a.meanings, b.meanings);
  const other = a.meanings.length + b.meanings.length - 2 * same;
  const kind = a.kinds === 0 || b.kinds === 0 ? 0 : (a.kindBits & b.kindBits) === 0 ? -SAME_KIND : SAME_KIND;
  return same * SAME_MEANING - other * OTHER_MEANING - Math.abs(a.kinds - b.kinds) * OTHER_KIND + kind;
}

/** Variants that may be set against each other: all of one against a part of the other, but not part against part. */
function comparable(a: SoundVariant, b: SoundVariant, first: boolean): boolean {
  return a.part || b.part ? first && !(a.part && b.part) : true;
}

interface Best {
  raw: number;
  a: SoundVariant;
  b: SoundVariant;
}

/** A name whose rows in one table have been looked up, to be scored against many Latin names. */
export interface ReadyName {
  name: SoundName;
  table: ChunkTable;
  queries: SoundQuery[];
}

/** Look up the rows of every variant of a name in the table of its script. */
export function readyName(model: SoundModel, name: SoundName): ReadyName {
  const table = tableOf(model, name.form.script);
  return { name, table, queries: name.variants.map((variant) => soundQuery(table, variant.text)) };
}

/** A Latin name whose chunks have been looked up in one table. */
export interface ReadyLatin {
  name: SoundName;
  lattices: Int32Array[];
}

/** Look up the chunks of every variant of a Latin name. */
export function readyLatin(table: ChunkTable, name: SoundName): ReadyLatin {
  return { name, lattices: name.variants.map((variant) => table.lattice(variant.text)) };
}

/**
 * Letters of one name times letters of the other, over all variants of the two that are aligned: enough for every reading
 * of names of thirty letters. What comes last, parts of texts of many words, is left out beyond it.
 */
const MOST_CELLS = 24_000;

/** How much aligning is left to whoever compares many names: letters of one times letters of the other. */
export interface Allowance {
  cells: number;
}

/** The best raw weight over the variants of both; undefined when it is certainly below `floor`. Work is bounded. */
export function bestVariants(
  x: ReadyName,
  l: ReadyLatin,
  floor = -Infinity,
  allowance: Allowance = { cells: MOST_CELLS },
): Best | undefined {
  let best: Best | undefined;
  let left = Math.min(MOST_CELLS, allowance.cells);
  const longest = x.table.info.l;
  x.name.variants.forEach((a, i) => {
    l.name.variants.forEach((b, j) => {
      if (left <= 0 || !comparable(a, b, i === 0 || j === 0)) return;
      left -= a.text.length * b.text.length;
      allowance.cells -= a.text.length * b.text.length;
      const extra = meaningWeight(a, b) - a.cost - b.cost;
      const least = (best ? best.raw : floor) - extra;
      const lattice = l.lattices[j] as Int32Array;
      const weight = alignSound(
        x.queries[i] as SoundQuery,
        lattice,
        b.text.length,
        longest,
        undefined,
        least,
      );
      if (weight === TOO_LITTLE) return;
      const raw = weight + extra;
      if (!best || raw > best.raw) best = { raw, a, b };
    });
  });
  if (
    best &&
    best.raw > 0 &&
    x.name.form.script !== 'Latn' &&
    x.name.latin.includes(best.b.text.slice(1, -1))
  )
    best.raw += SAME_SPELLING;
  return best;
}

function viaLatin(name: SoundName, at: number): SoundName {
  const text = `^${name.latin[at] as string}$`;
  return {
    form: { script: 'Latn', text },
    variants: [{ text, cost: 0, meanings: [], kinds: 0, kindBits: 0, part: false }],
    latin: [],
  };
}

const PIVOTS = 3;

/** Two names scored, with what {@link segmentsOf} needs to tell why. */
export interface Scored {
  score: number;
  best: Best;
  /** The names that were set against each other, Latin second; `swapped` when that is not the order asked for. */
  table: ChunkTable;
  swapped: boolean;
}

function against(
  model: SoundModel,
  x: SoundName,
  l: SoundName,
  curve: CurveName,
  swapped: boolean,
  allowance?: Allowance,
): Scored | undefined {
  return readyAgainst(model, readyName(model, x), l, curve, swapped, undefined, allowance);
}

/** Undefined when the raw weight is certainly below `floor`. */
function readyAgainst(
  model: SoundModel,
  x: ReadyName,
  l: SoundName,
  curve: CurveName,
  swapped: boolean,
  floor?: number,
  allowance?: Allowance,
): Scored | undefined {
  const best = bestVariants(x, readyLatin(x.table, l), floor, allowance);
  return best && { score: onCurve(model.curves[curve], best.raw), best, table: x.table, swapped };
}

function betterOf(a: Scored | undefined, b: Scored | undefined): Scored | undefined {
  return !a || (b && b.score > a.score) ? b : a;
}

/** Score two analysed names. */
export function scoreNames(model: SoundModel, a: SoundName, b: SoundName): Scored | undefined {
  return scoreBoth(model, a, b);
}

/** {@link scoreNames}; `ready` is the first name looked up, where that has been done. */
function scoreBoth(
  model: SoundModel,
  a: SoundName,
  b: SoundName,
  ready?: ReadyName,
  allowance?: Allowance,
): Scored | undefined {
  const found = scoreDifferent(model, a, b, ready, allowance);
  const same = found !== undefined && a.form.text === b.form.text;
  return same ? { ...found, score: found.score + SAME_LETTERS } : found;
}

function scoreDifferent(
  model: SoundModel,
  a: SoundName,
  b: SoundName,
  ready?: ReadyName,
  allowance?: Allowance,
): Scored | undefined {
  const [p, q] = [a.form.script, b.form.script];
  if (a.variants.length === 0 || b.variants.length === 0) return undefined;
  if (q === 'Latn') {
    const one = readyAgainst(model, ready ?? readyName(model, a), b, p, false, undefined, allowance);
    if (p !== 'Latn') return one;
    // Both ways are read off one curve, so the other way matters from the weight of this one on.
    return betterOf(one, readyAgainst(model, readyName(model, b), a, p, true, one?.best.raw, allowance));
  }
  if (p === 'Latn') return against(model, b, a, q, true, allowance);
  if (a.form.text > b.form.text) {
    const turned = throughLatin(model, b, a, allowance);
    return turned && { ...turned, swapped: !turned.swapped };
  }
  return throughLatin(model, a, b, allowance);
}

/** Two names neither of which is Latin: either against Latin spellings of the other, and those with each other. */
function throughLatin(
  model: SoundModel,
  a: SoundName,
  b: SoundName,
  allowance?: Allowance,
): Scored | undefined {
  const [p, q] = [a.form.script, b.form.script];
  let found: Scored | undefined;
  for (let at = 0; at < Math.min(PIVOTS, b.latin.length); at++) {
    if (p !== q) found = betterOf(found, against(model, a, viaLatin(b, at), p, false, allowance));
    if (a.latin.length > 0)
      found = betterOf(found, against(model, viaLatin(a, 0), viaLatin(b, at), 'spelt', false, allowance));
  }
  for (let at = 0; at < Math.min(PIVOTS, a.latin.length); at++) {
    if (p !== q) found = betterOf(found, against(model, b, viaLatin(a, at), q, true, allowance));
    else if (b.latin.length > 0)
      found = betterOf(found, against(model, viaLatin(a, at), viaLatin(b, 0), 'spelt', false, allowance));
  }
  return found;
}

/**
 * A name looked up once against another: scored as by {@link scorePair}, `undefined` when there is nothing to score or
 * nothing left of the allowance.
 */
export function compareReady(
  model: SoundModel,
  x: ReadyName,
  other: SoundName,
  allowance?: Allowance,
): Scored | undefined {
  const script = x.name.form.script;
  if (other.form.script !== 'Latn' || script === 'Latn') return scoreBoth(model, x.name, other, x, allowance);
  const best = bestVariants(x, readyLatin(x.table, other), undefined, allowance);
  return best && { score: onCurve(model.curves[script], best.raw), best, table: x.table, swapped: false };
}

/** The score of {@link compareReady} alone. */
export function scoreReady(model: SoundModel, x: ReadyName, other: SoundName): number {
  return compareReady(model, x, other)?.score ?? SILENT;
}

/** Score two names by sound with the best alignment as evidence. Never throws; cost is bounded. */
export function scorePair(model: SoundModel, a: string, b: string): SoundScore {
  const found = scoreNames(model, soundName(a), soundName(b));
  return found ? { score: found.score, segments: segmentsOf(found) } : { score: SILENT, segments: [] };
}

/** The best alignment of two names as evidence. */
export function segmentsOf({ best, table, swapped }: Scored): SoundSegment[] {
  const steps: AlignStep[] = [];
  alignSound(
    soundQuery(table, best.a.text),
    table.lattice(best.b.text),
    best.b.text.length,
    table.info.l,
    steps,
  );
  const [textA, textB] = [best.a.original ?? best.a.text, best.b.original ?? best.b.text];
  const [spanA, spanB] = [spansOf(best.a), spansOf(best.b)];
  const segments = steps.map(({ i0, i1, j0, j1, weight }): SoundSegment => {
    const x = textA.slice(spanA(i0), spanA(i1)).replace(/[\^$]/g, '');
    const l = textB.slice(spanB(j0), spanB(j1)).replace(/[\^$]/g, '');
    return swapped ? { a: l, b: x, weight } : { a: x, b: l, weight };
  });
  return segments.filter((s) => s.a !== '' || s.b !== '');
}

/** From positions in the text that was aligned to positions in the text as it is spelt. */
function spansOf(variant: SoundVariant): (at: number) => number {
  if (variant.original === undefined) return (at) => at;
  const known = boundaries(variant.original, variant.text);
  return (at) => known[at] as number;
}
