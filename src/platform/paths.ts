import { fileURLToPath } from 'node:url';

/** Absolute path of a file that ships with the package (`fixtures/…`, `locales/…`), from `src` as from `dist`. */
export function packagePath(relative: string): string {
  return fileURLToPath(new URL(`../../${relative}`, import.meta.url));
}
