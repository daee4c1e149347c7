import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/formats/problems.ts';
import { packagePath } from '../../src/platform/paths.ts';
import { refusalCodes } from '../../src/platform/errors.ts';
import { languages, type Language } from '../../src/site/languages.ts';

type Catalogue = Record<string, { what: string; remedy: string }>;

const catalogueOf = (language: Language): Catalogue =>
  JSON.parse(readFileSync(packagePath(`locales/${language}/problems.json`), 'utf8')) as Catalogue;

/** The rows of docs/errors.md, without the marks of Markdown; one row points to others and has no code of its own. */
const documented = readFileSync(packagePath('docs/errors.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `') && !line.startsWith('| `procedure/…`'))
  .map((line) => line.replaceAll('`', '').slice(2, -2).split(' | '));

describe('the catalogue of problems', () => {
  it('says in English what docs/errors.md says, code by code and in its order', () => {
    expect(documented.filter((row) => row.length !== 4)).toEqual([]);
    const table = documented.map(([code, , what, remedy]) => [code, { what, remedy }]);
    expect(Object.entries(catalogueOf('en'))).toEqual(table);
  });

  it.each(languages)('explains every code in %s, and none that there is no more', (language) => {
    const codes = documented.map(([code]) => code);
    const texts = catalogueOf(language);
    expect(Object.keys(texts)).toEqual(codes);
    const faulty = Object.entries(texts).filter(
      ([, told]) =>
        Object.keys(told).join() !== 'what,remedy' ||
        Object.values(told).some((text) => text.trim() === '' || /[{}`]/.test(text)),
    );
    expect(faulty).toEqual([]);
  });

  it.each([
    ['zh', /\p{Script=Han}/u],
    ['th', /\p{Script=Thai}/u],
  ] as const)('is written in the letters of %s', (language, letters) => {
    const texts = Object.values(catalogueOf(language)).flatMap(({ what, remedy }) => [what, remedy]);
    expect(texts.filter((text) => !letters.test(text))).toEqual([]);
  });

  it.each(['fr', 'th', 'zh'] as const)('leaves no English sentence standing in %s', (language) => {
    const english = catalogueOf('en');
    const same = Object.entries(catalogueOf(language)).filter(
      ([code, texts]) => texts.what === english[code]?.what || texts.remedy === english[code]?.remedy,
    );
    expect(same).toEqual([]);
  });

  it('has every code that the sources raise', () => {
    const raised = new Set<string>([...refusalCodes, ...Object.keys(catalogue)]);
    const files = readdirSync(packagePath('src'), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => /\.tsx?$/.test(name))) {
      const source = readFileSync(packagePath(`src/${file}`), 'utf8');
      for (const [, code] of source.matchAll(/\bcode: '([a-z0-9-]+\/[a-z0-9-]+)'/g)) raised.add(code!);
    }
    expect(raised).toContain('exchange/malformed');
    const known = catalogueOf('en');
    expect([...raised].filter((code) => !(code in known))).toEqual([]);
  });
});
