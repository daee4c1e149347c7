/**
 * Counts letter pairs and frequent words in Latin names and writes fixtures/names/lexicon/{letters,common-words}.json.
 * Usage: npx tsx scripts/names/letters.ts ../shared/data/name-pairs
 * Reads the `latin` column of train_*.csv (permissively licensed sources, see the folder's README).
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { aliasesOf } from '../../src/names/aliases.ts';
import { fold } from '../../src/names/normalise.ts';

const folder = process.argv[2] ?? '../shared/data/name-pairs';
const counts = new Float64Array(27 * 27).fill(0.5);
let words = 0;
let hanTotal = 0;
const han = new Map<string, number>();
/** Characters rarer than one in this many are not listed. */
const rareHan = 1500;
const frequency = new Map<string, number>();
/** Words in fewer names than this are rare enough to speak for themselves. */
const common = 10;
for (const file of readdirSync(folder)
  .filter((f) => f.startsWith('train_'))
  .sort()) {
  const rows = parse(readFileSync(`${folder}/${file}`), { columns: true, relax_column_count: true }) as {
    name: string;
    latin: string;
  }[];
  for (const { name, latin } of rows) {
    for (const ch of fold(name).match(/\p{Script=Han}/gu) ?? []) {
      hanTotal++;
      han.set(ch, (han.get(ch) ?? 0) + 1);
    }
    for (const word of fold(latin).split(' ')) {
      if (!/^[a-z]+$/.test(word)) continue;
      words++;
      frequency.set(word, (frequency.get(word) ?? 0) + 1);
      let previous = 0;
      for (const ch of word) {
        const letter = ch.charCodeAt(0) - 96;
        const pair = 27 * previous + letter;
        counts[pair] = (counts[pair] as number) + 1;
        previous = letter;
      }
    }
  }
}
const bits: number[] = [];
for (let a = 0; a < 27; a++) {
  const row = counts.subarray(27 * a, 27 * a + 27);
  const total = row.reduce((x, y) => x + y, 0);
  for (let b = 0; b < 27; b++)
    bits.push(b === 0 ? 0 : Math.round(-10 * Math.log2((row[b] as number) / total)));
}
const out = {
  version: 1,
  note: `Letter pairs of ${words} Latin words in train_*.csv; rebuilt by scripts/names/letters.ts`,
  bits,
};
writeFileSync(
  new URL('../../fixtures/names/lexicon/letters.json', import.meta.url),
  `${JSON.stringify(out)}\n`,
);
console.log(`${words} words`);

const frequent = [...frequency]
  .filter(([word, n]) => n >= common && aliasesOf(word).length === 0)
  .sort(([a], [b]) => (a < b ? -1 : 1));
const lexicon = {
  version: 1,
  note: `Words in at least ${common} of ${words} words of Latin names in train_*.csv; rebuilt by scripts/names/letters.ts`,
  words,
  counts: Object.fromEntries(frequent),
};
writeFileSync(
  new URL('../../fixtures/names/lexicon/common-words.json', import.meta.url),
  `${JSON.stringify(lexicon)}\n`,
);
console.log(`${frequent.length} frequent words`);

const characters = {
  version: 1,
  note: `Characters that make up at least 1/${rareHan} of ${hanTotal} Han characters of names in train_*.csv, per 10,000; rebuilt by scripts/names/letters.ts`,
  per10000: Object.fromEntries(
    [...han]
      .filter(([, n]) => n * rareHan >= hanTotal)
      .sort(([, a], [, b]) => b - a)
      .map(([ch, n]) => [ch, Math.round((n / hanTotal) * 1e5) / 10]),
  ),
};
writeFileSync(
  new URL('../../fixtures/names/lexicon/common-han.json', import.meta.url),
  `${JSON.stringify(characters)}\n`,
);
console.log(`${Object.keys(characters.per10000).length} frequent characters`);
