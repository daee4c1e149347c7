import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formats } from '../../src/formats/registry.ts';
import { validateSt96 } from '../../src/formats/xml/validate.ts';
import { formatById } from '../../src/formats/registry.ts';
import { anyEntries, anyEntry } from './arbitrary.ts';
import { bytesOf, decoded, hasShared, schemaFolder, textOf, whyNotShared } from './support.ts';

const twoWay = formats.filter((format) => format.decode && (format.encode ?? format.encodeBytes));

// A list without entries is a file without bytes in NDJSON, which no reader can tell from a lost one.
const someEntries = anyEntries.filter((entries) => entries.length > 0);

describe('every two-way format', () => {
  it.each(twoWay)('$id gives back the list it wrote', async (format) => {
    await fc.assert(
      fc.asyncProperty(
        format.id === 'ndjson' ? someEntries : anyEntries,
        fc.integer({ min: 1, max: 5000 }),
        async (entries, chunk) => {
          const records = await decoded(format, await bytesOf(format, entries), {}, chunk);
          const errors = records.flatMap((r) =>
            r.problems.filter((p) => p.severity === 'error' || p.code === 'extra/unusable'),
          );
          expect(errors).toEqual([]);
          expect(records.map((r) => r.entry)).toEqual(entries);
        },
      ),
      { numRuns: 300, seed: 20261122 },
    );
  });

  it.each(twoWay)('$id is recognised by its first bytes', async (format) => {
    const content = await bytesOf(format, fc.sample(anyEntry, { numRuns: 1, seed: 1 }));
    const { detectFormat } = await import('../../src/formats/registry.ts');
    expect(detectFormat(content.subarray(0, 4096)).id).toBe(format.id);
  });
});

describe(`ST.96 documents${whyNotShared}`, () => {
  it.runIf(hasShared)('are valid against the schema whatever the entries are', async () => {
    const st96 = formatById('st96');
    if (!st96) throw new Error('no st96');
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { minLength: 1, maxLength: 4 }), async (entries) => {
        expect(validateSt96(await textOf(st96, entries), 'gi-transaction', schemaFolder)).toEqual([]);
      }),
      { numRuns: 300, seed: 20261122 },
    );
  });
});
