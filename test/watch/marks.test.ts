import { describe, expect, it } from 'vitest';
import { decodeMarks, sniffMarks } from '../../src/watch/marks/decode.ts';
import type { DecodedMark } from '../../src/watch/marks/mark.ts';
import { bytes } from '../support/bundles.ts';
import { csv, gazette, st66, st96 } from './samples.ts';

async function read(text: string, office?: string): Promise<DecodedMark[]> {
  const found: DecodedMark[] = [];
  const format = sniffMarks(new TextEncoder().encode(text.slice(0, 2000)));
  for await (const mark of decodeMarks(bytes(text), format, { office })) found.push(mark);
  return found;
}

const mark = { number: '018900001', text: 'CHAMPANILLO', classes: [33, 32] };

describe('files of marks', () => {
  it.each([
    ['csv', csv([mark])],
    ['xml', st66([mark])],
    ['xml', st96([mark])],
  ])('say the same in every form: %s', async (format, text) => {
    expect(sniffMarks(new TextEncoder().encode(text))).toBe(format);
    const [decoded, ...others] = await read(text);
    expect(others).toEqual([]);
    expect(decoded?.problems).toEqual([]);
    expect(decoded?.mark).toMatchObject({
      office: 'EM',
      number: '018900001',
      text: 'CHAMPANILLO',
      classes: [32, 33],
      publishedOn: '2026-11-02',
      state: 'pending',
    });
    if (format === 'xml')
      expect(decoded?.mark).toMatchObject({
        goods: expect.stringContaining('Brandy'),
        holder: 'Acme SA',
        appliedOn: '2026-10-01',
      });
  });

  it('reads the Madrid gazette as marks of the International Bureau', async () => {
    const [decoded] = await read(gazette([{ number: '1700001', text: 'KOGNAC' }], ['EM', 'CN', 'TH']));
    expect(decoded?.mark).toEqual({
      office: 'WO',
      number: '1700001',
      text: 'KOGNAC',
      classes: [33],
      goods: 'Brandy',
      holder: 'Acme GmbH',
      appliedOn: '2026-10-01',
      publishedOn: '2026-11-05',
      state: 'pending',
      designations: ['CN', 'EM', 'TH'],
    });
  });

  it.each([
    ['csv', csv([{ ...mark, status: 'Application withdrawn' }])],
    ['ST.66', st66([{ ...mark, status: 'withdrawn' }])],
    ['ST.96', st96([{ ...mark, status: 'withdrawn' }])],
    ['ROMARIN', gazette([{ ...mark, status: 'withdrawn' }], ['EM'])],
  ])('tell of a mark that left the register: %s', async (_, text) => {
    expect((await read(text))[0]?.mark?.state).toBe('withdrawn');
  });

  it('names a record that cannot be used with its line, and reads the others', async () => {
    const text =
      'number,mark,classes,published_on\n1,Kognac,33,2026-13-01\n,Shampain,33,\n3,,33,\n4,Rokfor,29|99,2026-11-02\n';
    const found = await read(text, 'EM');
    expect(found.map((f) => f.mark?.number)).toEqual(['1', undefined, undefined, '4']);
    expect(found.flatMap((f) => f.problems.map((p) => [p.code, p.place.line, p.place.field]))).toEqual([
      ['marks/date', 2, 'published_on'],
      ['marks/no-number', 3, 'number'],
      ['marks/no-words', 4, 'mark'],
      ['marks/class', 5, 'classes'],
    ]);
  });

  it('names the place in XML', async () => {
    const [decoded] = await read(st66([{ ...mark, number: '' }]));
    expect(decoded?.mark).toBeUndefined();
    expect(decoded?.problems[0]).toMatchObject({
      code: 'marks/no-number',
      place: { line: 3, column: expect.any(Number) as number },
    });
  });

  it('asks for the office where neither record nor request names one', async () => {
    const [decoded] = await read('number,mark\n1,Kognac\n');
    expect(decoded?.problems[0]?.code).toBe('marks/no-office');
  });

  it.each([
    ['marks/root', '<html><body/></html>'],
    ['marks/header', 'name,class\nx,1\n'],
    ['marks/header', 'number,mark,Number\n1,x,2\n'],
    ['xml/doctype', '<!DOCTYPE x [<!ENTITY e "x">]><Transaction/>'],
    ['xml/not-well-formed', st66([mark]).slice(0, -30)],
  ])('refuses what holds no marks: %s', async (code, text) => {
    await expect(read(text)).rejects.toMatchObject({ problems: [{ code }] });
  });
});
