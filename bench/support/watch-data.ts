import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { registerNames } from '../../scripts/names/gi-set.ts';
import type { ProductClass } from '../../src/gi/product.ts';
import { random } from './names-data.ts';

/** A mark, and the protected name it was made after; innocents have none. */
export interface BenchMark {
  text: string;
  /** Nice classes. */
  classes: number[];
  after?: string;
  kind?: 'cross-script' | 'labelled' | 'altered' | 'marked' | 'contained';
}

/** A protected name and its goods. */
export interface BenchName {
  name: string;
  goods: ProductClass[];
}

export interface WatchData {
  names: BenchName[];
  marks: BenchMark[];
}

type Row = Record<string, string>;

function rows(path: string): Row[] {
  return existsSync(path) ? (parse(readFileSync(path), { columns: true, bom: true }) as Row[]) : [];
}

const several = (text: string | undefined): string[] =>
  (text ?? '')
    .split(' / ')
    .map((t) => t.trim())
    .filter(Boolean);

const swaps: Record<string, string> = {
  a: 'eo', e: 'ai', i: 'ye', o: 'ua', u: 'oi', y: 'i', b: 'pv', p: 'b', d: 't', t: 'd', g: 'k', k: 'cg', c: 'ks', s: 'zc', z: 's', v: 'wb', w: 'v', f: 'v', l: 'r', r: 'l', m: 'n', n: 'm',
}; // prettier-ignore

/** One letter swapped for one that sounds alike, doubled or left out. */
function altered(name: string, next: () => number): string {
  for (let tries = 0; tries < 20; tries++) {
    const at = 1 + Math.floor(next() * (name.length - 2));
    const letter = name[at] ?? '';
    const swap = swaps[letter];
    const how = next();
    if (!swap) continue;
    if (how < 0.6) return name.slice(0, at) + swap[Math.floor(next() * swap.length)] + name.slice(at + 1);
    return how < 0.8 ? name.slice(0, at) + letter + name.slice(at) : name.slice(0, at) + name.slice(at + 1);
  }
  return `${name}o`;
}

const marking = ['style', 'type', 'method', 'façon', 'genre'];
const around = ['Royal', 'Nova', 'Casa', 'Golden', 'Maxi', 'Bella', 'Domus'];

/** A name that somebody would take as a whole: one Latin word of some length. */
const worthTaking = (name: string): boolean => /^\p{Lu}[\p{Script=Latin}]{5,}$/u.test(name);

/** The Nice class a squatter would file for, so as to sell the same goods. */
const niceClass: Partial<Record<ProductClass, number>> = {
  wine: 33, spirit: 33, beer: 32, meat: 29, dairy: 29, oil: 29, fish: 29, 'fruit-vegetable': 29, bakery: 30, condiment: 30, cereal: 30, tea: 30, coffee: 30,
}; // prettier-ignore
const foodClass = 30;

/**
 * Nice classes of innocent marks: the classes of GIs' goods (29 to 33) as often as all others together, far more often
 * than they are filed for, since a watch on GIs is mostly given those.
 */
function anyClass(next: () => number): number {
  const near = next() < 0.5;
  return near ? 29 + Math.floor(next() * 5) : 1 + Math.floor(next() * 45);
}

/**
 * Protected names of the registers with their goods, and new marks with their Nice classes: real place and personal names
 * in five scripts that have nothing to do with the protected ones, and among them marks made after protected names, for
 * their goods. Names that are in no register have goods as often as those of the register do. The same in
 * every run; another `seed` draws others, and `pairs` says of which files the transliterations are.
 */
export function watchData(
  folder: string,
  nameCount: number,
  markCount: number,
  { seed = 46, pairs: set = 'dev' }: { seed?: number; pairs?: 'dev' | 'train' } = {},
): WatchData {
  const next = random(seed);
  const registers = [
    ...rows(`${folder}/eu_register_2020.csv`).flatMap((r) => several(r['name_full'])),
    ...rows(`${folder}/cn_eu_agreement_china_names_sourced.csv`).flatMap((r) => several(r['name'])),
    ...rows(`${folder}/thai_gi_names_sourced.csv`).flatMap((r) => several(r['name'])),
    ...rows(`${folder}/native_latin_pairs.csv`).flatMap((r) => several(r['native'])),
  ];
  const labelled = rows(
    new URL('../../fixtures/names/labelled/conflicts.csv', import.meta.url).pathname,
  ).filter((r) => r['expected'] === 'alert');
  const cross = ['zh', 'th', 'el', 'bg'].flatMap((lang) => {
    const pairs = rows(`${folder}/name-pairs/${set}_${lang}.csv`).filter(
      (r) => (r['latin'] ?? '').length >= 5 && !/\s/.test(r['latin'] ?? ''),
    );
    return Array.from({ length: 150 }, () => pairs[Math.floor(next() * pairs.length)]!).filter(Boolean);
  });
  const first = [...labelled.map((r) => r['candidate']!), ...cross.map((r) => r['latin']!)];
  const texts = [...new Set([...first, ...registers.filter((n) => n.length > 2)])].slice(0, nameCount);
  const held = new Set(texts);
  const register = registerNames().filter(({ goods }) => (goods ?? []).length > 0);
  const known = new Map(register.map(({ name, goods }) => [name, goods ?? []]));
  const names = texts.map((name, i) => ({
    name,
    goods: known.get(name) ?? register[(i * 7919) % register.length]?.goods ?? [],
  }));
  const goodsOf = new Map(names.map(({ name, goods }) => [name, goods]));
  const planted: BenchMark[] = [];
  const plant = (kind: BenchMark['kind'], text: string, after: string): void => {
    const goods = goodsOf.get(after)?.[0];
    planted.push({ text, after, kind, classes: [(goods && niceClass[goods]) ?? foodClass] });
  };
  for (const r of labelled) plant('labelled', r['query']!, r['candidate']!);
  for (const r of cross) plant('cross-script', r['name']!, r['latin']!);
  const latin = texts.slice(first.length).filter(worthTaking);
  for (let i = 0; i < 600; i++) {
    const name = latin[Math.floor(next() * latin.length)]!;
    if (i % 3 === 0) plant('altered', altered(name, next), name);
    else if (i % 3 === 1) plant('marked', `${name}-${marking[i % marking.length]}`, name);
    else plant('contained', `${around[i % around.length]} ${name}`, name);
  }
  const innocents = new Map<string, string[]>();
  const share = { zh: 0.3, th: 0.08, el: 0.04, bg: 0.06 };
  for (const lang of ['zh', 'th', 'el', 'bg'] as const)
    innocents.set(lang, [...new Set(rows(`${folder}/name-pairs/train_${lang}.csv`).map((r) => r['name']!))]);
  const western = [
    ...new Set([
      ...['zh', 'th', 'el', 'bg'].flatMap((lang) =>
        rows(`${folder}/name-pairs/train_${lang}.csv`).map((r) => r['latin']!),
      ),
      ...rows(`${folder}/eu_wine_pdo.csv`).flatMap((r) =>
        (r['municipalities'] ?? '').split('/').map((t) => t.trim()),
      ),
    ]),
  ].filter((n) => n.length > 3 && !held.has(n));
  const marks = [...planted];
  const pick = (list: readonly string[]): string => list[Math.floor(next() * list.length)]!;
  while (marks.length < markCount) {
    const at = next();
    let sum = 0;
    const lang = (Object.keys(share) as (keyof typeof share)[]).find((l) => at < (sum += share[l]));
    // Brands are seldom bare place names: half are two of them joined, or one with a word beside it.
    const list = lang ? innocents.get(lang)! : western;
    const one = pick(list);
    const how = next();
    marks.push({
      text: lang || how < 0.4 ? one : how < 0.7 ? `${pick(around)} ${one}` : `${one} ${pick(list)}`,
      classes: [anyClass(next)],
    });
  }
  return { names, marks };
}
