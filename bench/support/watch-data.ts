import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { random } from './names-data.ts';

/** A mark, and the protected name it was made after; innocents have none. */
export interface BenchMark {
  text: string;
  after?: string;
  kind?: 'cross-script' | 'labelled' | 'altered' | 'marked' | 'contained';
}

export interface WatchData {
  names: string[];
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

/**
 * Protected names of the registers, and new marks: real place and personal names in five scripts that have nothing to
 * do with them, and among them marks made after protected names. The same in every run.
 */
export function watchData(folder: string, nameCount: number, markCount: number): WatchData {
  const next = random(46);
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
    const pairs = rows(`${folder}/name-pairs/dev_${lang}.csv`).filter(
      (r) => (r['latin'] ?? '').length >= 5 && !/\s/.test(r['latin'] ?? ''),
    );
    return Array.from({ length: 150 }, () => pairs[Math.floor(next() * pairs.length)]!).filter(Boolean);
  });
  const first = [...labelled.map((r) => r['candidate']!), ...cross.map((r) => r['latin']!)];
  const names = [...new Set([...first, ...registers.filter((n) => n.length > 2)])].slice(0, nameCount);
  const held = new Set(names);
  const planted: BenchMark[] = [
    ...labelled.map((r): BenchMark => ({ text: r['query']!, after: r['candidate']!, kind: 'labelled' })),
    ...cross.map((r): BenchMark => ({ text: r['name']!, after: r['latin']!, kind: 'cross-script' })),
  ];
  const latin = names.slice(first.length).filter(worthTaking);
  for (let i = 0; i < 600; i++) {
    const name = latin[Math.floor(next() * latin.length)]!;
    if (i % 3 === 0) planted.push({ text: altered(name, next), after: name, kind: 'altered' });
    else if (i % 3 === 1)
      planted.push({ text: `${name}-${marking[i % marking.length]}`, after: name, kind: 'marked' });
    else planted.push({ text: `${around[i % around.length]} ${name}`, after: name, kind: 'contained' });
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
    });
  }
  return { names, marks };
}
