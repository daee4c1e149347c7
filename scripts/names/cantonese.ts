/**
 * Writes fixtures/names/lexicon/cantonese.json: the Hong Kong spellings of characters that names are made of.
 * Usage: npm pack cantonese-romanisation@1.0.7 (MIT, Law Wai Chun), unpack, then
 * npx tsx scripts/names/cantonese.ts package/dist/charToRoman.json ../shared/data
 * Characters: those of the Han names of train_zh.csv and of the China-EU lists, and their traditional forms.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { simplify } from '../../src/names/simplify.ts';

const [, , table, data] = process.argv;
if (!table || !data) throw new Error('usage: cantonese.ts charToRoman.json ../shared/data');
const spellings = JSON.parse(readFileSync(table, 'utf8')) as Record<string, string[]>;
const counts = new Map<string, number>();
const files: [name: string, weight: number][] = [
  ['name-pairs/train_zh.csv', 1], ['cn_eu_agreement_china_names_sourced.csv', 5], ['cn_eu_agreement_china_names_memory.csv', 5],
  ['cn_eu_agreement_eu_names_memory.csv', 5],
]; // prettier-ignore
for (const [name, weight] of files) {
  for (const ch of readFileSync(`${data}/${name}`, 'utf8')) {
    if (/\p{Script=Han}/u.test(ch)) counts.set(simplify(ch), (counts.get(simplify(ch)) ?? 0) + weight);
  }
}
const readings: Record<string, string> = {};
for (const [ch, list] of Object.entries(spellings)) {
  const key = simplify(ch);
  // A character that is its own simplified form speaks for itself; else the first traditional form does.
  if ((counts.get(key) ?? 0) < 5 || (readings[key] !== undefined && ch !== key)) continue;
  const spelling = list[0];
  if (spelling && /^[a-z]+$/.test(spelling)) readings[key] = spelling;
}
const sorted = Object.fromEntries(Object.entries(readings).sort(([a], [b]) => (a < b ? -1 : 1)));
const out = {
  version: 1,
  note: 'First Hong Kong government spelling of simplified characters, from cantonese-romanisation 1.0.7 (npm, MIT, Copyright (c) 2023 Law Wai Chun); rebuilt by scripts/names/cantonese.ts',
  readings: sorted,
};
writeFileSync(
  new URL('../../fixtures/names/lexicon/cantonese.json', import.meta.url),
  `${JSON.stringify(out)}\n`,
);
console.log(`${Object.keys(sorted).length} characters`);
