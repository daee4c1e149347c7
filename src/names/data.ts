import { readFileSync } from 'node:fs';

/** Reads a data file of the package; `src/names` and `dist/names` both stand two folders below its root. */
export function readLexicon<T>(name: string): T {
  return JSON.parse(
    readFileSync(new URL(`../../fixtures/names/lexicon/${name}.json`, import.meta.url), 'utf8'),
  ) as T;
}
