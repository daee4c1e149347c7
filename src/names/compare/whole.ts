import { decisionBetween } from '../decided.ts';
import type { Prepared } from '../prepare.ts';
import { mainScript, mixedWords } from '../script.ts';
import type { Argument } from './match.ts';
import { romanisedBits } from './units.ts';

/** Bits added when the two cores answer to each other whole. */
export const completeBonus = 5;

/** The same name but for writing habits, or for letters of another alphabet. */
export function compareWhole(query: Prepared, candidate: Prepared): Argument | undefined {
  if (query.tight !== candidate.tight) return undefined;
  const segments = [{ query: query.name, candidate: candidate.name, weight: 1 }];
  const mixed =
    mixedWords(query.name.normalize('NFKC')).length + mixedWords(candidate.name.normalize('NFKC')).length > 0;
  if (mixed && query.name.normalize('NFKC') !== candidate.name.normalize('NFKC')) {
    return { path: 'whole', kind: 'look-alike', raw: 40, rule: 'mixed-script', segments };
  }
  return { path: 'whole', kind: 'identical', raw: 40, rule: 'identical', segments };
}

/** One whole name is the other in Latin letters: Kafae Doi Tung for กาแฟดอยตุง. */
export function compareRomanised(query: Prepared, candidate: Prepared): Argument[] {
  const [x, y] = [mainScript(query.tight), mainScript(candidate.tight)];
  if (x === y) return [];
  const forms = candidate.latinWhole.map((f) => f.text);
  const shared = query.latinWhole.find((f) => f.text.length > 1 && forms.includes(f.text))?.text;
  if (shared === undefined) return [];
  const raw = romanisedBits(query.tight, candidate.tight) + completeBonus;
  const segments = [{ query: query.name, candidate: candidate.name, weight: 1, why: 'romanised' }];
  return [{ path: 'parts', kind: 'transliteration', raw, rule: 'romanised', segments }];
}

/** A court has ruled on the two before. */
export function compareDecided(query: Prepared, candidate: Prepared): Argument[] {
  const decision = decisionBetween(query, candidate);
  if (!decision) return [];
  const segments = [{ query: query.core, candidate: candidate.core, weight: 1, why: 'decided' }];
  return [{ path: 'whole', kind: 'look-alike', raw: 30, rule: 'decided', segments, decision }];
}

/** Digits and letter pairs drawn like other letters: C0gnac, Charnpagne. */
const drawnAlike: [RegExp, string][] = [
  [/0/g, 'o'], [/1/g, 'l'], [/i(?=[^aeiou])|i$/g, 'l'], [/3/g, 'e'], [/4/g, 'a'], [/5/g, 's'], [/8/g, 'b'], [/rn/g, 'm'], [/vv/g, 'w'],
]; // prettier-ignore

/** What one of two names must hold to be drawn like the other. */
const drawnBy = /[01i3458]|rn|vv/;

const drawn = (text: string): string => drawnAlike.reduce((s, [from, to]) => s.replace(from, to), text);

export function compareDrawn(query: Prepared, candidate: Prepared): Argument[] {
  const [a, b] = [query.core, candidate.core];
  if (query.script !== 'Latn' || candidate.script !== 'Latn' || a.length < 4 || a === b) return [];
  if (Math.abs(a.length - b.length) > 2 || !drawnBy.test(a + b) || drawn(a) !== drawn(b)) return [];
  const segments = [{ query: query.core, candidate: candidate.core, weight: 1, why: 'drawn-alike' }];
  return [{ path: 'whole', kind: 'look-alike', raw: 30, rule: 'drawn-alike', segments }];
}
