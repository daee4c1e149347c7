import { onCurve, rawOn } from './curve.ts';
import { soundName, type SoundName } from './name.ts';
import { segmentsOf, type Aligned, type SoundSegment } from './segments.ts';
import type { CurveName, SoundModel } from './tables.ts';
import {
  SAME_SPELLING,
  bestVariants,
  passingLatin,
  readyName,
  type Allowance,
  type ReadyName,
} from './variants.ts';

/**
 * How alike two names sound. `score` is minus the decimal logarithm of the share of pairs of unrelated names that
 * score as high: 6 means about one false alarm in a million comparisons. Scores of all scripts can be compared.
 */
export interface SoundScore {
  score: number;
  segments: SoundSegment[];
}

/** What the same letters on both sides add to the score: nothing may come before the name itself. */
const SAME_LETTERS = 3;

/** Score of names without a sound to compare. */
export const SILENT = 0;

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
export interface Scored extends Aligned {
  score: number;
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
  const best = bestVariants(x, passingLatin(x.table, l), floor, allowance);
  return best && { score: onCurve(model.curves[curve], best.raw), best, table: x.table, swapped };
}

function betterOf(a: Scored | undefined, b: Scored | undefined): Scored | undefined {
  return !a || (b && b.score > a.score) ? b : a;
}

/** Score two analysed names; `undefined` also where they certainly score less than `least`. */
export function scoreNames(
  model: SoundModel,
  a: SoundName,
  b: SoundName,
  least = -Infinity,
): Scored | undefined {
  return scoreBoth(model, a, b, undefined, undefined, least);
}

/** {@link scoreNames}; `ready` is the first name looked up, where that has been done. */
function scoreBoth(
  model: SoundModel,
  a: SoundName,
  b: SoundName,
  ready?: ReadyName,
  allowance?: Allowance,
  least = -Infinity,
): Scored | undefined {
  const same = a.form.text === b.form.text;
  const found = scoreDifferent(model, a, b, ready, allowance, same ? -Infinity : least);
  return found && same ? { ...found, score: found.score + SAME_LETTERS } : found;
}

function scoreDifferent(
  model: SoundModel,
  a: SoundName,
  b: SoundName,
  ready?: ReadyName,
  allowance?: Allowance,
  least = -Infinity,
): Scored | undefined {
  const [p, q] = [a.form.script, b.form.script];
  if (a.variants.length === 0 || b.variants.length === 0) return undefined;
  if (q === 'Latn') {
    const floor = rawOn(model.curves[p], least) - (p === 'Latn' ? 0 : SAME_SPELLING);
    const one = readyAgainst(model, ready ?? readyName(model, a), b, p, false, floor, allowance);
    if (p !== 'Latn') return one;
    // Both ways are read off one curve, so the other way matters from the weight of this one on.
    const from = one?.best.raw ?? floor;
    return betterOf(one, readyAgainst(model, readyName(model, b), a, p, true, from, allowance));
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

/** By so much an expected raw weight may be missed without looking again, and without looking a third time. */
const [hardlyLess, muchLess] = [4, 14];

/**
 * A name looked up once against another: scored as by {@link scorePair}, `undefined` when there is nothing to score or
 * nothing left of the allowance. `about` is the raw weight that is expected, where something is known of it: most of the
 * time less needs to be looked at then.
 */
export function compareReady(
  model: SoundModel,
  x: ReadyName,
  other: SoundName,
  allowance?: Allowance,
  about = -Infinity,
): Scored | undefined {
  const script = x.name.form.script;
  if (other.form.script !== 'Latn') return scoreBoth(model, x.name, other, x, allowance);
  if (script === 'Latn') {
    const least = onCurve(model.curves.Latn, about - hardlyLess);
    return (
      scoreBoth(model, x.name, other, x, allowance, least) ?? scoreBoth(model, x.name, other, x, allowance)
    );
  }
  const latin = passingLatin(x.table, other);
  const best =
    bestVariants(x, latin, about - hardlyLess, allowance) ??
    bestVariants(x, latin, about - muchLess, allowance) ??
    bestVariants(x, latin, undefined, allowance);
  return best && { score: onCurve(model.curves[script], best.raw), best, table: x.table, swapped: false };
}

/** Score two names by sound with the best alignment as evidence. Never throws; cost is bounded. */
export function scorePair(model: SoundModel, a: string, b: string): SoundScore {
  const found = scoreNames(model, soundName(a), soundName(b));
  return found ? { score: found.score, segments: segmentsOf(found) } : { score: SILENT, segments: [] };
}
