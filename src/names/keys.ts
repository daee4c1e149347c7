import { formsOf } from './compare/units.ts';
import { decisionsOn } from './decided.ts';
import { meaningKeys } from './meanings.ts';
import { fold, tight } from './normalise.ts';
import type { Prepared } from './prepare.ts';
import { wadeGiles } from './romanise/chinese-schemes.ts';
import { hashKey } from './store/key-table.ts';

/**
 * Kinds of key: G the group, T the whole folded name, C the core, L a Latin spelling of the core, A an alias set, M a meaning,
 * U one word of several, P two neighbouring syllables of Han, B the beginning and E the end of a Latin core.
 */
const beginning = 5;
const endings = [5, 4];

/** Keys under which a record is filed. */
export function recordKeys(name: Prepared): number[] {
  if (name.tight === '') return [];
  const keys = new Set<number>([hashKey('T', name.tight), hashKey('C', name.core)]);
  for (const { text } of name.latin) keys.add(hashKey('L', text));
  for (const { text } of name.latinWhole) keys.add(hashKey('L', text));
  for (const unit of name.units) {
    for (const id of unit.aliases) keys.add(hashKey('A', id));
    if (name.units.length > 1 && worthFiling(unit.text)) keys.add(hashKey('U', unit.text));
  }
  if (name.meanings) for (const key of meaningKeys(name.meanings)) keys.add(hashKey('M', key));
  for (const key of [...affixKeys(name), ...soundPairKeys(name)]) keys.add(key);
  return [...keys];
}

/** A key to look up, and how many records it may bring: common beginnings and endings bring too many to matter. */
export interface LookUp {
  key: number;
  /** Look-alike keys are ignored when more records than this share them. */
  common: number;
  /** True for a key that tells no more than that two names look alike somewhere. */
  affix: boolean;
}

const anyNumber = Number.POSITIVE_INFINITY;
const affixLimit = 120;
const substringFrom = { Hani: 2, Thai: 5, Kana: 3 } as const;
const substringTo = { Hani: 8, Thai: 20, Kana: 12 } as const;
const substringsOf = 40;

const lookedUp = new WeakMap<Prepared, LookUp[]>();

/** Keys to look up for a query, in one index and another: its own, and those of the names it may contain. */
export function queryKeys(name: Prepared): readonly LookUp[] {
  let keys = lookedUp.get(name);
  if (!keys) lookedUp.set(name, (keys = keysOf(name)));
  return keys;
}

function keysOf(name: Prepared): LookUp[] {
  if (name.tight === '') return [];
  const found = new Map<number, number>();
  const add = (kind: string, text: string, common = anyNumber): void => {
    if (text.length > 1) found.set(hashKey(kind, text), common);
  };
  add('T', name.tight);
  add('C', name.core);
  add('C', name.tight);
  for (const { text } of name.latin) {
    add('L', text);
    add('C', text);
  }
  for (const { text } of name.latinWhole) add('L', text);
  for (const unit of name.units) {
    for (const id of unit.aliases) add('A', id);
    add('C', unit.text);
    for (const text of name.script === 'Latn' ? [unit.text] : [unit.text, ...formsOf(unit)]) {
      if (worthFiling(text)) add('U', text, 400);
    }
  }
  if (name.meanings) for (const key of meaningKeys(name.meanings)) add('M', key);
  for (const { name: decided } of decisionsOn(name)) add('C', tight(fold(decided)));
  addRuns(name, add);
  const keys: LookUp[] = [...found].map(([key, common]) => ({ key, common, affix: false }));
  for (const key of new Set([...affixKeys(name), ...soundPairKeys(name)]))
    keys.push({ key, common: affixLimit, affix: true });
  return keys;
}

function addRuns(name: Prepared, add: (kind: string, text: string) => void): void {
  const words = name.parts.core.slice(0, 12);
  for (let i = 0; i < words.length; i++) {
    for (let n = 1; n <= 4 && i + n <= words.length; n++) {
      const run = words.slice(i, i + n).join('');
      add('C', run);
      add('L', run);
    }
  }
  if (name.script !== 'Hani' && name.script !== 'Thai' && name.script !== 'Kana') return;
  const text = name.core.slice(0, substringsOf);
  const syllables = name.syllables.slice(0, text.length);
  const [from, to] = [substringFrom[name.script], substringTo[name.script]];
  for (let i = 0; i < text.length; i++) {
    for (let n = from; n <= to && i + n <= text.length; n++) {
      add('C', text.slice(i, i + n));
      if (syllables.length === text.length) add('L', syllables.slice(i, i + n).join(''));
    }
  }
  if (syllables.length > 0) add('L', syllables.map(wadeGiles).join(''));
}

function worthFiling(text: string): boolean {
  return text.length >= (text.charCodeAt(0) > 0x2e80 ? 2 : 4);
}

/** Neighbouring syllables of a Han core, for look-alikes and near homophones. */
function soundPairKeys(name: Prepared): number[] {
  if (name.script !== 'Hani') return [];
  const syllables = name.syllables.slice(0, substringsOf);
  return syllables.slice(1).map((s, i) => hashKey('P', `${syllables[i]} ${s}`));
}

/** Beginnings and endings of Latin cores, for look-alikes that keep one end of a name. */
function affixKeys(name: Prepared): number[] {
  const latin = name.script === 'Hani' ? '' : (name.latin[0]?.text ?? '');
  const keys: number[] = [];
  if (latin.length > beginning) keys.push(hashKey('B', latin.slice(0, beginning)));
  for (const n of endings) if (latin.length > n) keys.push(hashKey('E', latin.slice(-n)));
  if (name.units.length > 1) {
    for (const unit of name.units.slice(0, 4)) {
      if (name.script !== 'Latn' || unit.text.length <= beginning) continue;
      keys.push(hashKey('B', unit.text.slice(0, beginning)), hashKey('E', unit.text.slice(-5)));
    }
  }
  return keys;
}
