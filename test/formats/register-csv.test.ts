import { createReadStream } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCountries } from '../../src/formats/register-csv/countries.ts';
import { registerProduct } from '../../src/formats/register-csv/classes.ts';
import { euExtract } from '../../src/formats/register-csv/eu-extract.ts';
import { readDay } from '../../src/formats/register-csv/lines.ts';
import { collect, context, hasShared, shared, whyNotShared } from './support.ts';

describe('countries of a register', () => {
  it.each([
    ['Greece', ['GR'], []],
    ['Ireland, Northern Ireland', ['GB', 'IE'], []],
    ['BE+NL+FR', ['BE', 'FR', 'NL'], []],
    ['Trinidad and Tobago', ['TT'], []],
    ['Guinea', ['GN'], []],
    ['Czech Republic; Ruritania', ['CZ'], ['Ruritania']],
    ['', [], []],
  ])('%s', (cell, codes, unknown) => {
    expect(readCountries(cell)).toEqual({ codes, unknown });
  });
});

describe('days of a register', () => {
  it.each([
    ['2020-12-31', '2020-12-31'],
    ['31/12/2020', '2020-12-31'],
    ['31 December 2020', '2020-12-31'],
    ['1 Jan 2021', '2021-01-01'],
    ['30 February 2020', undefined],
    ['soon', undefined],
    ['1 Foo 2020', undefined],
  ])('%s is %s', (text, day) => {
    expect(readDay(text)).toBe(day);
  });
});

describe('products of a register', () => {
  it.each([
    ['Food', 'Class 1.3. Cheeses', 'dairy', ['1.3']],
    ['Food', 'Class 1.1 Fresh meat (and offal)', 'meat', ['1.1']],
    ['Spirit drink', '15. Vodka, 31. Flavoured vodka', 'spirit', ['15', '31']],
    ['Spirit drink', '37a. Sloe-aromatised spirit drink or Pacharán', 'spirit', ['37a']],
    ['Wine', 'Wine', 'wine', ['1']],
    ['Traditional term', '', 'other', []],
  ])('%s, %s', (type, text, productClass, codes) => {
    const product = registerProduct(type, text);
    expect(product.class).toBe(productClass);
    expect(product.classes.map((c) => c.code)).toEqual(codes);
  });
});

describe(`the register of late 2020${whyNotShared}`, () => {
  it.runIf(hasShared)('decodes whole, with its known typing errors flagged', async () => {
    if (!euExtract.decode) throw new Error('not read');
    const records = await collect(
      euExtract.decode(createReadStream(new URL('data/eu_register_2020.csv', shared)), context),
    );
    expect(records).toHaveLength(3715);
    expect(records.filter((r) => !r.entry)).toEqual([]);
    const mixed = records.filter((r) => r.problems.some((p) => p.code === 'name/mixed-script'));
    expect(
      mixed.flatMap((r) => r.entry?.names.filter((n) => n.script === 'Zyyy').map((n) => n.text) ?? []),
    ).toContain('Oύζο');
    expect(mixed).toHaveLength(6);
  });
});
