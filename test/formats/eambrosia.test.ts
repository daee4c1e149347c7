import { createReadStream } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/gi/entry.ts';
import { eambrosia } from '../../src/formats/eambrosia/eambrosia.ts';
import { st96 } from '../../src/formats/st96/st96.ts';
import { validateSt96 } from '../../src/formats/xml/validate.ts';
import {
  collect,
  context,
  decoded,
  hasShared,
  schemaFolder,
  shared,
  textOf,
  whyNotShared,
} from './support.ts';

const record = {
  giIdentifier: 'EUGI1',
  protectedNames: ['Φέτα', 'Feta'],
  fileNumber: 'PDO-GR-0427',
  countries: ['GR'],
  giType: 'PDO',
  productType: 'FOOD',
  productCategories: [144],
  status: 'registered',
  euProtectionDate: '2002-10-15',
  legalInstrument: { text: 'OJ L 277', uri: 'https://example.org/' },
  publications: null,
  removedFlag: false,
  transcriptions: null,
  cnClassification: null,
};

async function one(
  changes: object,
): Promise<{ entry: Entry | undefined; codes: string[]; paths: (string | undefined)[] }> {
  const [result] = await decoded(eambrosia, JSON.stringify([{ ...record, ...changes }]));
  const problems = result?.problems ?? [];
  return {
    entry: result?.entry,
    codes: problems.map((p) => p.code),
    paths: problems.map((p) => p.place.path),
  };
}

describe('an eAmbrosia record', () => {
  it('keeps the native name as original and the Latin one as its transcription', async () => {
    const { entry } = await one({});
    expect(entry?.names.map(({ text, language, script, kind }) => [text, language, script, kind])).toEqual([
      ['Φέτα', 'el', 'Grek', 'original'],
      ['Feta', 'el-Latn', 'Latn', 'transcription'],
    ]);
  });

  it('takes the normalised file number as key', async () => {
    expect((await one({ fileNumber: ' pdo-gr-0427 ' })).entry?.key).toBe('PDO-GR-0427');
  });

  it.each([
    ['registered', 'protected', { protected: '2002-10-15' }],
    ['applied', 'applied', { applied: '2002-10-15' }],
    ['published', 'published', { applied: '2002-10-15' }],
    ['rejected', 'refused', { applied: '2002-10-15' }],
  ])('reads %s as %s', async (status, expected, dates) => {
    expect((await one({ status })).entry).toMatchObject({ status: expected, dates });
  });

  it('flags a letter of another script and keeps the name as it is', async () => {
    const { entry, codes, paths } = await one({ protectedNames: ['Λέσβος', 'Mυτιλήνη'] });
    expect(codes).toEqual(['name/mixed-script']);
    expect(paths).toEqual(['$[0].protectedNames[1]']);
    expect(entry?.names[1]).toMatchObject({
      text: 'Mυτιλήνη',
      script: 'Zyyy',
      language: 'el',
      kind: 'original',
    });
  });

  it.each([
    [{ status: 'dreaming' }, 'eambrosia/unknown-status', '$[0].status'],
    [{ protectedNames: [] }, 'eambrosia/record', '$[0].protectedNames'],
    [{ protectedNames: ['  '] }, 'eambrosia/record', '$[0].protectedNames'],
    [{ protectedNames: 'Feta' }, 'eambrosia/record', '$[0].protectedNames'],
    [{ countries: ['Greece'] }, 'eambrosia/record', '$[0].countries[0]'],
    [{ euProtectionDate: '2002-13-15' }, 'date/invalid', '$[0].euProtectionDate'],
    [{ fileNumber: '' }, 'eambrosia/record', '$[0].fileNumber'],
  ])('gives no entry for %j', async (changes, code, path) => {
    const { entry, codes, paths } = await one(changes);
    expect(entry).toBeUndefined();
    expect(codes).toContain(code);
    expect(paths).toContain(path);
  });

  it.each([
    [{ giType: 'XYZ' }, 'eambrosia/unknown-gi-type'],
    [{ productCategories: [9999] }, 'eambrosia/unknown-category'],
    [{ removedFlag: true }, 'eambrosia/removed'],
    [{ fileNumber: 'Nr. 12' }, 'file-number/unrecognised'],
    [{ protectedNames: ['Cafe\u0301'], countries: ['FR'] }, 'name/not-normalised'],
  ])('warns of %j', async (changes, code) => {
    const { entry, codes } = await one(changes);
    expect(entry).toBeDefined();
    expect(codes).toEqual([code]);
  });

  it('takes the second of two equal file numbers as an error', async () => {
    const results = await decoded(eambrosia, JSON.stringify([record, record]));
    expect(results.map((r) => r.entry?.key)).toEqual(['PDO-GR-0427', undefined]);
    expect(results[1]?.problems).toMatchObject([
      { code: 'record/duplicate-key', place: { record: 1, path: '$[1]' } },
    ]);
  });

  it('keeps the rest of a file with one bad record', async () => {
    const results = await decoded(
      eambrosia,
      JSON.stringify([record, { ...record, status: 3 }, { ...record, fileNumber: 'PDO-GR-1' }]),
    );
    expect(results.map((r) => r.entry !== undefined)).toEqual([true, false, true]);
  });
});

describe(`the 641 records of 2022${whyNotShared}`, () => {
  it.runIf(hasShared)('all decode, and travel as valid ST.96 without loss', async () => {
    if (!eambrosia.decode) throw new Error('eAmbrosia does not read');
    const file = createReadStream(new URL('data/eambrosia_api_2022.json', shared), { highWaterMark: 1000 });
    const records = await collect(eambrosia.decode(file, context));
    const entries = records.flatMap((r) => r.entry ?? []);
    expect(records).toHaveLength(641);
    expect(entries).toHaveLength(641);
    expect(new Set(entries.map((e) => e.key)).size).toBe(641);
    const flagged = records.filter((r) => r.problems.some((p) => p.code === 'name/mixed-script'));
    expect(flagged.map((r) => r.entry?.key)).toEqual(['PGI-GR-0059', 'PGI-RU-01833', 'PDO-BG-02306']);
    const xml = await textOf(st96, entries);
    expect(validateSt96(xml, 'gi-transaction', schemaFolder)).toEqual([]);
    expect((await decoded(st96, xml)).map((r) => r.entry)).toEqual(entries);
  });
});
