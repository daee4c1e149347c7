import { describe, expect, it } from 'vitest';
import { commonEraYear, isBuddhistYear, isoDate, parseThaiDate } from '../../src/gi/thai-date.ts';

describe('parseThaiDate', () => {
  it.each([
    ['12 มีนาคม 2550', '2007-03-12'],
    ['12 มี.ค. 2550', '2007-03-12'],
    ['๑๒ มีนาคม พ.ศ. ๒๕๕๐', '2007-03-12'],
    ['12/03/2550', '2007-03-12'],
    ['2550-03-12', '2007-03-12'],
    ['2007-03-12', '2007-03-12'],
    ['29/2/2551', '2008-02-29'],
  ])('%s is %s', (text, iso) => {
    expect(parseThaiDate(text)).toBe(iso);
  });

  it.each(['', '29/2/2550', '12 Marzo 2550', '2550', '32/01/2550', 'x'])('“%s” is no day', (text) => {
    expect(parseThaiDate(text)).toBeUndefined();
  });
});

it('2550 BE is 2007 CE, and a common-era year is not taken for a Buddhist one', () => {
  expect(commonEraYear(2550)).toBe(2007);
  expect(isBuddhistYear(2550)).toBe(true);
  expect(isBuddhistYear(2026)).toBe(false);
});

it('isoDate refuses days that are not there', () => {
  expect(isoDate(2024, 2, 29)).toBe('2024-02-29');
  expect(isoDate(2023, 2, 29)).toBeUndefined();
  expect(isoDate(99, 1, 1)).toBeUndefined();
});
