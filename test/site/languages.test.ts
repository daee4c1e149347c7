import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packagePath } from '../../src/platform/paths.ts';
import { createFormatter } from '../../src/site/format.ts';
import { fromAcceptLanguage, languages } from '../../src/site/languages.ts';
import { loadTexts } from '../../src/site/texts.ts';
import { splitLanguage } from '../../src/site/view.ts';

describe('the language of a visitor', () => {
  it.each([
    ['th', 'th'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['de-DE,de;q=0.9,fr;q=0.8,en;q=0.7', 'fr'],
    ['en;q=0.2, fr;q=0.9', 'fr'],
    ['fr;q=0, en', 'en'],
    ['de, *;q=0.5', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('"%s" asks for %s', (header, expected) => {
    expect(fromAcceptLanguage(header)).toBe(expected);
  });

  it('stands first in an address', () => {
    expect(splitLanguage('/th/gi/x')).toEqual({ language: 'th', rest: '/gi/x' });
    expect(splitLanguage('/zh')).toEqual({ language: 'zh', rest: '/' });
    expect(splitLanguage('/zh/')).toEqual({ language: 'zh', rest: '/' });
    expect(splitLanguage('/the/gi')).toEqual({ language: undefined, rest: '/the/gi' });
  });
});

const files = readdirSync(packagePath('locales/en')).map((name) => name.replace('.json', ''));

describe('the texts', () => {
  const flat = (value: object, prefix = ''): [string, string][] =>
    Object.entries(value).flatMap(([key, v]) =>
      typeof v === 'object' ? flat(v, `${prefix}${key}.`) : [[prefix + key, String(v)]],
    );
  const of = (language: string, file: string): Map<string, string> =>
    new Map(
      flat(JSON.parse(readFileSync(packagePath(`locales/${language}/${file}.json`), 'utf8')) as object),
    );
  const base = (key: string): string => key.replace(/_(one|many|other)$/, '');

  it.each(files.flatMap((file) => ['zh', 'fr', 'th'].map((language) => [file, language] as const)))(
    'of the %s in %s say everything English says, with the same values filled in',
    (file, language) => {
      const english = of('en', file);
      const texts = of(language, file);
      const keys = new Set([...texts.keys()].map(base));
      expect([...keys].sort()).toEqual([...new Set([...english.keys()].map(base))].sort());
      const holes = (text: string): string[] =>
        [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1] ?? '').sort();
      const wrong = [...texts].filter(([key, text]) => {
        const same = english.get(key) ?? english.get(`${base(key)}_other`) ?? '';
        return holes(text).join() !== holes(same).join() || text.trim() === '';
      });
      expect(wrong).toEqual([]);
    },
  );

  it('agree in number', () => {
    const texts = loadTexts();
    expect(texts.en('lists.countOnly', { count: 1 })).toBe('1 name, total not known');
    expect(texts.fr('search.count', { count: 2, query: 'x' })).toContain('2 indications');
    expect(texts.zh('search.count', { count: 1, query: 'x' })).toContain('1');
  });
});

describe('facts in the language of the page', () => {
  const texts = loadTexts();
  const written = Object.fromEntries(languages.map((l) => [l, createFormatter(l, texts[l])]));

  it('writes days; Thai ones in the Buddhist era', () => {
    expect(languages.map((l) => written[l]?.day('2021-03-01'))).toEqual([
      '1 March 2021',
      '2021年3月1日',
      '1 mars 2021',
      '1 มีนาคม 2564',
    ]);
  });

  it('names countries, unions, languages and scripts, and leaves unknown codes as they are', () => {
    expect(languages.map((l) => written[l]?.country('EU'))).toEqual([
      'European Union',
      '欧盟',
      'Union européenne',
      'สหภาพยุโรป',
    ]);
    expect(written['en']?.language('zh-Latn')).toBe('Chinese, in Latin letters');
    expect(written['en']?.language('und')).toBe('not stated');
    expect(written['fr']?.script('Hans')).toBe('chinois simplifié');
    expect(written['en']?.country('not a code')).toBe('not a code');
  });
});
