import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { ProductClass } from '../../src/gi/product.ts';
import type { NameEngine, NameRecord } from '../../src/names/engine.ts';
import { fold, tight } from '../../src/names/normalise.ts';

/** A labelled pair of fixtures/names/labelled/conflicts.csv. */
export interface LabelledPair {
  query: string;
  candidate: string;
  kind: string;
  /** `alert`: first and an alert; `first`: first; `top5`: among the first five. */
  expected: 'alert' | 'first' | 'top5';
  source: string;
}

/** A pair that must not be an alert, of fixtures/names/labelled/neighbours.csv. */
export interface Neighbour {
  query: string;
  candidate: string;
  source: string;
}

const read = <T>(url: URL): T[] => parse(readFileSync(url), { columns: true, bom: true }) as T[];

export const conflicts = (): LabelledPair[] =>
  read(new URL('../../fixtures/names/labelled/conflicts.csv', import.meta.url));
export const neighbours = (): Neighbour[] =>
  read(new URL('../../fixtures/names/labelled/neighbours.csv', import.meta.url));

const shared = (name: string): URL => new URL(`../../../shared/data/${name}`, import.meta.url);

/** A decided case of fixtures/names/labelled/evocations.csv: a sign for goods, and the name it evoked or used. */
export interface DecidedCase {
  sign: string;
  name: string;
  goods: ProductClass;
  source: string;
}

export const decidedCases = (): DecidedCase[] =>
  read(new URL('../../fixtures/names/labelled/evocations.csv', import.meta.url));

const categories: [RegExp, ProductClass[]][] = [
  [/^Wine|wine-based|^1\. Aromatised/i, ['wine']],
  [
    /spirit|liqueur|rum|whisk|brandy|vodka|akvavit|gentian|anis|geist|pomace|marc|bitter|pachar|marasch|nocino|cassis/i,
    ['spirit'],
  ],
  [/Cheeses|animal origin/i, ['dairy']],
  [/meat/i, ['meat']],
  [/Oils and fats/i, ['oil']],
  [/Fruit, vegetables/i, ['fruit-vegetable']],
  [/fish/i, ['fish']],
  [/Beers/i, ['beer']],
  [/Bread|Pasta|chocolate/i, ['bakery']],
  [/Salt|Mustard|spices/i, ['condiment']],
];

/** Every name of the EU register of 2020, native and Latin, with its goods; [] where ../shared is absent. */
export function registerNames(): NameRecord[] {
  const url = shared('eu_register_2020.csv');
  if (!existsSync(url)) return [];
  const rows =
    read<Record<'file_number' | 'names_latin' | 'names_non_latin' | 'product_category', string>>(url);
  return rows.flatMap((row) =>
    [...row.names_latin.split('|'), ...row.names_non_latin.split('|')]
      .filter((name) => name !== '')
      .map((name, i) => {
        const goods = categories.find(([pattern]) => pattern.test(row.product_category))?.[1] ?? [];
        return { id: `${row.file_number}/${i}`, name, group: row.file_number, goods };
      }),
  );
}

/** The labelled candidates and neighbours as records. */
export function labelledRecords(): NameRecord[] {
  const names = new Set([...conflicts(), ...neighbours()].map((p) => p.candidate));
  return [...names].map((name) => ({ id: `labelled/${name}`, name }));
}

/** Rank (from 1) at which a query finds a name, 0 when it is not among the first `depth`; and that finding. */
export function rankOf(engine: NameEngine, query: string, name: string, depth = 10) {
  const wanted = tight(fold(name));
  const findings = engine.screen({ name: query }, { topK: depth * 4 });
  const spelling = (text: string): string => tight(fold(text));
  // Several records of one name count once; the query itself, if it is registered too, does not count.
  const distinct = findings.filter(
    (f, i) =>
      findings.findIndex((g) => spelling(g.candidate) === spelling(f.candidate)) === i &&
      (spelling(f.candidate) === wanted || f.candidate.normalize() !== query.normalize()),
  );
  const at = distinct.findIndex((f) => tight(fold(f.candidate)) === wanted);
  // Names that are found just as surely by the same argument share a rank.
  const finding = distinct[at];
  const rank = finding ? distinct.filter((f) => f.score > finding.score).length + 1 : 0;
  return { rank: rank > depth ? 0 : rank, finding, first: distinct[0] };
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
const words = (latin: string): string[] =>
  fold(latin)
    .split(' ')
    .filter((w) => w.length >= 3);
/** True when two Latin names share a word, or nearly: letters that differ allowed by length, or none at all. */
export function related(a: string, b: string, near: boolean): boolean {
  const allowed = (n: number): number => (near ? (n < 6 ? 1 : n < 9 ? 2 : 3) : 0);
  return words(a).some((x) =>
    words(b).some((y) => Math.abs(x.length - y.length) < 4 && distance(x, y) <= allowed(x.length)),
  );
}

/** True when a word of one name is a word of the other with another ending: one place, in another case (Salacgrīvas). */
export function inflected(a: string, b: string): boolean {
  const stem = (x: string, y: string): number => {
    let at = 0;
    while (at < Math.min(x.length, y.length) && x[at] === y[at]) at++;
    return at;
  };
  return words(a).some((x) =>
    words(b).some((y) => {
      const shared = stem(x, y);
      return shared >= 5 && Math.max(x.length, y.length) - shared <= 2;
    }),
  );
}
