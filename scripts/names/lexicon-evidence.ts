/**
 * Marks each product concept of fixtures/names/lexicon/products.json as `register` when one of its words stands in a
 * name or product category of the EU register of 2020, of the China-EU lists or of the sourced Thai names, else
 * `unverified`. Usage: npx tsx scripts/names/lexicon-evidence.ts ../shared/data
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fold } from '../../src/names/normalise.ts';

const data = process.argv[2] ?? '../shared/data';
const files = [
  'eu_register_2020.csv',
  'cn_eu_agreement_china_names_sourced.csv',
  'thai_gi_names_sourced.csv',
];
const text = ` ${files.map((f) => foldText(readFileSync(`${data}/${f}`, 'utf8'))).join(' ')} `;

/** Folds a long text line by line: names are cut at a length that a file exceeds. */
function foldText(long: string): string {
  return long
    .split(/\r?\n/)
    .flatMap((line) => line.match(/[^,|]{1,400}/gu) ?? [])
    .map(fold)
    .join(' ');
}

const path = new URL('../../fixtures/names/lexicon/products.json', import.meta.url);
let json = readFileSync(path, 'utf8');
const { concepts } = JSON.parse(json) as {
  concepts: { id: string; evidence: string; words: Record<string, string[]> }[];
};
let changed = 0;
for (const { id, evidence, words } of concepts) {
  const met = Object.values(words)
    .flat()
    .some((word) => {
      const folded = fold(word);
      const unspaced = /[\p{Script=Han}\p{Script=Thai}]/u.test(folded);
      return folded.length > 1 && text.includes(unspaced ? folded : ` ${folded} `);
    });
  const found = met ? 'register' : 'unverified';
  if (found === evidence) continue;
  changed++;
  console.log(`${id}: ${evidence} -> ${found}`);
  json = json.replace(new RegExp(`("id": "${id}",.*?"evidence": )"${evidence}"`), `$1"${found}"`);
}
writeFileSync(path, json);
console.log(`${concepts.length} concepts, ${changed} changed`);
