import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { foldSound } from '../../src/names/sound/fold.ts';
import { placeCore, sharedMeanings, type PlaceCore } from '../../src/names/sound/place-words.ts';

/** A name and its Latin form as folded letters, `^` and `$` at the ends and nothing between words. */
export interface LetterPair {
  x: string;
  l: string;
  /** The names without the words that are translated. */
  xCore: PlaceCore | undefined;
  lCore: PlaceCore | undefined;
  /** The folded forms, `_` between words. */
  xForm: string;
  lForm: string;
  name: string;
  latin: string;
  source: string;
}

/** `_san_pedro_` as `^sanpedro$`. */
export function letters(form: string): string {
  return form === '' ? '' : `^${form.replaceAll('_', '')}$`;
}

/** The usable rows of a name-pair file (`name,latin,source`), those that fold to `script` letters against Latin. */
export function readPairs(path: string, script: string): LetterPair[] {
  const rows = parse(readFileSync(path), { columns: true, bom: true }) as Record<
    'name' | 'latin' | 'source',
    string
  >[];
  const pairs: LetterPair[] = [];
  for (const { name, latin, source } of rows) {
    const x = foldSound(name);
    const l = foldSound(latin);
    if (x.script !== script || l.script !== 'Latn' || x.text === '' || l.text === '') continue;
    const [xCore, lCore] = [placeCore(x), placeCore(l)];
    pairs.push({
      x: letters(x.text),
      l: letters(l.text),
      xCore,
      lCore,
      xForm: x.text,
      lForm: l.text,
      name,
      latin,
      source,
    });
  }
  return pairs;
}

/** FNV-1a, for splits that do not depend on file order. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 12)) >>> 0;
}

/** A small deterministic generator of numbers in [0, 1). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The pair to learn sounds from: the names without translated words, where both sides have the same ones. */
export function soundPart(pair: LetterPair): LetterPair {
  const { xCore, lCore } = pair;
  if (!xCore && !lCore) return pair;
  const [mine, theirs] = [xCore?.meanings ?? [], lCore?.meanings ?? []];
  if (mine.length !== theirs.length || sharedMeanings(mine, theirs) !== mine.length) return pair;
  return { ...pair, x: letters(xCore?.core ?? pair.xForm), l: letters(lCore?.core ?? pair.lForm) };
}
