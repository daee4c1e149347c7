import { alignHan } from '../han.ts';
import { bitsOf } from '../evidence.ts';
import { tight } from '../normalise.ts';
import type { Unit } from '../prepare.ts';
import { latinForms } from '../romanise/index.ts';
import { mainScript } from '../script.ts';
import { samePlaceWord } from '../sound/place-words.ts';
import type { Via } from './match.ts';

/** Two units that answer to each other, and the evidence of it in bits. */
export interface Pairing {
  query: Unit;
  candidate: Unit;
  via: Via;
  bits: number;
}

/** What a translated word of many names (north, lake, new) counts. */
const placeWordBits = 6;

const unitForms = new Map<string, readonly string[]>();

/** Latin spellings of one unit, remembered: the same places come up again and again. */
export function formsOf(unit: Unit): readonly string[] {
  let forms = unitForms.get(unit.text);
  if (!forms) {
    forms = latinForms(unit.text).map((f) => tight(f.text));
    if (unitForms.size > 20_000) unitForms.clear();
    unitForms.set(unit.text, forms);
  }
  return forms;
}

function relateUnits(a: Unit, b: Unit): { via: Via; bits: number } | undefined {
  if (a.text === b.text) return { via: 'same', bits: bitsOf(a.text) };
  if (a.aliases.some((id) => b.aliases.includes(id)))
    return { via: 'alias', bits: Math.min(26, bitsOf(a.text)) };
  const [x, y] = [mainScript(a.text), mainScript(b.text)];
  if (x !== y && samePlaceWord(a.text, b.text)) return { via: 'meaning', bits: placeWordBits };
  if (x === 'Latn' && y === 'Latn') return undefined;
  const forms = formsOf(b);
  const shared = formsOf(a).find((f) => f.length > 1 && forms.includes(f));
  if (shared === undefined) return undefined;
  if (x === y)
    return {
      via: 'homophone',
      bits: x === 'Hani' ? alignHan(a.text, b.text).strength * 3.3 : 0.7 * bitsOf(a.text),
    };
  return { via: 'romanised', bits: romanisedBits(a.text, b.text) };
}

/**
 * Evidence of two names that meet in one Latin spelling. Syllables bound it for Han, of which there are only four
 * hundred.
 */
export function romanisedBits(a: string, b: string): number {
  const latin = mainScript(a) === 'Latn' ? a : mainScript(b) === 'Latn' ? b : '';
  const han = (a + b).match(/\p{Script=Han}/gu)?.length ?? 10;
  return Math.min(0.75 * bitsOf(latin || a), 6.8 * han);
}

/** Pairs every unit of the candidate with the unit of the query that answers to it best; each is used once. */
export function pairUnits(query: readonly Unit[], candidate: readonly Unit[]): Pairing[] {
  const free = new Set(query);
  const pairings: Pairing[] = [];
  for (const unit of candidate) {
    let best: Pairing | undefined;
    for (const other of free) {
      const relation = relateUnits(other, unit);
      if (relation && (!best || relation.bits > best.bits))
        best = { query: other, candidate: unit, ...relation };
    }
    if (!best) continue;
    free.delete(best.query);
    pairings.push(best);
  }
  return pairings;
}
