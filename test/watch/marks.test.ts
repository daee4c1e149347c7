import { describe, expect, it } from 'vitest';
import { decodeMarks, sniffMarks } from '../../src/watch/marks/decode.ts';
import type { DecodedMark } from '../../src/watch/marks/mark.ts';
import { bytes } from '../support/bundles.ts';
import { csv, gazette, st66, st96, workbook } from './samples.ts';

async function readBytes(file: Buffer, office?: string): Promise<DecodedMark[]> {
  const found: DecodedMark[] = [];
  const pieces = (async function* () {
    for (let i = 0; i < file.length; i += 1000) yield file.subarray(i, i + 1000);
  })();
  for await (const one of decodeMarks(pieces, sniffMarks(file.subarray(0, 2000)), { office }))
    found.push(one);
  return found;
}

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

  it('leaves out a line with a cell too many', async () => {
    const found = await read('number,mark\n1,Kognac, the best\n2,Rokfor\n', 'EM');
    expect(found.map((f) => f.mark?.number)).toEqual([undefined, '2']);
    expect(found[0]?.problems).toMatchObject([{ code: 'csv/cell-count', place: { line: 2 } }]);
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

  it.each(['2569-11-02', '1026-11-02', '2026-02-30'])('leaves out a day that cannot be: %s', async (day) => {
    const [decoded] = await read(csv([{ ...mark, published: day }]));
    expect(decoded?.mark?.publishedOn).toBeUndefined();
    expect(decoded?.problems).toMatchObject([{ code: 'marks/date', severity: 'warning' }]);
  });

  it('reads a workbook of Excel, with its own dates and numbers, and names what is wrong in it', async () => {
    const file = await workbook([
      ['注册号', '商标名称', '国际分类', '申请人', '初审公告日期', '备注'],
      [81234567, '香宾王', '33、32', '某某酒业', { day: 46328 }, 'x'],
      [81234568, 'Kognac', 33, 'Acme', '2026年11月2日'],
      ['', 'No number', 33, 'Acme', '2026/11/2'],
      [81234570, 'Champagner', '33', 'Acme', '2/11/2026'],
    ]);
    const found = await readBytes(file, 'CN');
    expect(
      found.map((f) => f.mark && [f.mark.number, f.mark.text, f.mark.classes, f.mark.publishedOn]),
    ).toEqual([
      ['81234567', '香宾王', [32, 33], '2026-11-02'],
      ['81234568', 'Kognac', [33], '2026-11-02'],
      undefined,
      ['81234570', 'Champagner', [33], undefined],
    ]);
    expect(found.flatMap((f) => f.problems.map((p) => [p.code, p.place.line]))).toEqual([
      ['csv/unknown-column', 1],
      ['marks/no-number', 4],
      ['marks/date', 5],
    ]);
  });

  it.each([
    [
      'a workbook without the columns',
      workbook([
        ['a', 'b'],
        ['1', '2'],
      ]),
      'marks/header',
    ],
    ['an empty workbook', workbook([]), 'marks/header'],
    ['a torn workbook', workbook([['number', 'mark']]).then((file) => file.subarray(0, 400)), undefined],
    ['another kind of archive', Promise.resolve(Buffer.from('PK\u0003\u0004 not a workbook')), undefined],
  ])('refuses %s', async (_, file, code) => {
    await expect(readBytes(await file, 'CN')).rejects.toMatchObject({
      problems: [{ severity: 'error', ...(code && { code }) }],
    });
  });
});
