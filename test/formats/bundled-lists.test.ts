import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundle, readBundle } from '../../src/formats/bundle/bundle.ts';
import { detectFormat, formats } from '../../src/formats/registry.ts';
import { st96 } from '../../src/formats/st96/st96.ts';
import { validateSt96 } from '../../src/formats/xml/validate.ts';
import { bytes, bytesOf, decoded, hasShared, schemaFolder, textOf, whyNotShared } from './support.ts';

const folder = new URL('../../fixtures/lists/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const twoWay = formats.filter((format) => format.decode && (format.encode ?? format.encodeBytes));

describe.each(files)('the bundled list %s', (file) => {
  const content = readFileSync(new URL(file, folder));

  it('is read without a problem', async () => {
    expect(detectFormat(content.subarray(0, 4096))).toBe(bundle);
    const { records } = await readBundle(bytes(content));
    expect(records.flatMap((r) => r.problems)).toEqual([]);
  });

  it(`travels in every two-way format${whyNotShared}`, async () => {
    const { records } = await readBundle(bytes(content));
    const entries = records.flatMap((r) => r.entry ?? []);
    if (entries.length === 0) return;
    for (const format of twoWay) {
      const back = await decoded(format, await bytesOf(format, entries));
      expect(
        back.map((r) => r.entry),
        format.id,
      ).toEqual(entries);
    }
    if (hasShared)
      expect(validateSt96(await textOf(st96, entries), 'gi-transaction', schemaFolder)).toEqual([]);
  });
});
