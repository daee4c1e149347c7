import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../src/gi/content-hash.ts';
import type { Entry } from '../../src/gi/entry.ts';
import { csv, encodeCsv } from '../../src/formats/csv/csv.ts';
import { st96 } from '../../src/formats/st96/st96.ts';
import { anyEntry } from './arbitrary.ts';
import { collect, decoded, documentOf, textOf } from './support.ts';

const withoutEvidence = (entry: Entry, field: string): unknown =>
  field === 'names'
    ? entry.names.map((name) => ({ ...name, evidence: undefined }))
    : entry[field as keyof Entry];

it('the export report names exactly what a reader without the companion data does not get', async () => {
  await fc.assert(
    fc.asyncProperty(anyEntry, async (entry) => {
      const xml = (await textOf(st96, [entry])).replace(/<\?gi-gateway-entry [^]*?\?>/g, '');
      const [record] = await decoded(st96, xml);
      const reported = (st96.losses?.(entry) ?? []).map((loss) => loss.place.field ?? '').toSorted();
      const held = record?.entry;
      if (!held) {
        // Only an entry whose every identifying text is empty in XML cannot be read back without its companion data.
        expect(reported).toContain('key');
        return;
      }
      const fields = [...new Set([...Object.keys(entry), ...Object.keys(held)])].filter(
        (field) => field !== 'evidence',
      );
      const lost = fields.filter(
        (field) =>
          canonicalJson(withoutEvidence(held, field) ?? null) !==
          canonicalJson(withoutEvidence(entry, field) ?? null),
      );
      expect([...lost, 'evidence'].toSorted()).toEqual(reported);
    }),
    { numRuns: 300, seed: 20261122 },
  );
});

it('CSV with a byte order mark is the same list', async () => {
  const [entry] = fc.sample(anyEntry, { numRuns: 1, seed: 7 });
  if (!entry) throw new Error('no sample');
  const text = (await collect(encodeCsv(documentOf([entry]), { bom: true }))).join('');
  expect(text.startsWith('\uFEFFkey,')).toBe(true);
  expect((await decoded(csv, text))[0]?.entry).toEqual(entry);
});

it('no CSV cell starts like a formula', async () => {
  await fc.assert(
    fc.asyncProperty(anyEntry, async (entry) => {
      const text = (await collect(encodeCsv(documentOf([entry])))).join('');
      expect(text).not.toMatch(/(^|,)"?[=+@]/);
    }),
    { numRuns: 100, seed: 20261122 },
  );
});
