import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';

/** Data files of the package; `src/names` and `dist/names` both stand two folders below its root. */
const folder = new URL('../../fixtures/names/lexicon/', import.meta.url);

/** Reads one of them. */
export function readLexicon<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as T;
}

let version: string | undefined;

/** A short hash of all of them: an index made by one lexicon is of no use to another. */
export function lexiconVersion(): string {
  if (version === undefined) {
    const hash = createHash('sha256');
    for (const file of readdirSync(folder).sort())
      hash.update(file).update(readFileSync(new URL(file, folder)));
    version = hash.digest('hex').slice(0, 8);
  }
  return version;
}
