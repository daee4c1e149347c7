/**
 * Counts letter pairs in Latin names and writes fixtures/names/lexicon/letters.json.
 * Usage: npx tsx scripts/names/letters.ts ../shared/data/name-pairs
 * Reads the `latin` column of train_*.csv (permissively licensed sources, see the folder's README).
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { fold } from '../../src/names/normalise.ts';

const folder = process.argv[2] ?? '../shared/data/name-pairs';
const counts = new Float64Array(27 * 27).fill(0.5);
let words = 0;
for (const file of readdirSync(folder)
  .filter((f) => f.startsWith('train_'))
  .sort()) {
  const rows = parse(readFileSync(`${folder}/${file}`), { columns: true, relax_column_count: true }) as {
    latin: string;
  }[];
  for (const { latin } of rows) {
    for (const word of fold(latin).split(' ')) {
      if (!/^[a-z]+$/.test(word)) continue;
      words++;
      let previous = 0;
      for (const ch of word) {
        const letter = ch.charCodeAt(0) - 96;
        counts[27 * previous + letter]++;
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
