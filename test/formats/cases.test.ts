import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { detectFormat, formatById } from '../../src/formats/registry.ts';
import { decoded } from './support.ts';

const folder = fileURLToPath(new URL('../../fixtures/formats', import.meta.url));

/*
 * Every folder fixtures/formats/<format>/<case> holds an input and what decoding it must give. After a change that is
 * meant, run with UPDATE_CASES=1 and read the difference.
 */
describe.each(readdirSync(folder))('%s', (id) => {
  it.each(readdirSync(join(folder, id)))('%s', async (name) => {
    const path = join(folder, id, name);
    const input = readdirSync(path).find((file) => file.startsWith('input.'));
    const format = formatById(id);
    if (input === undefined || !format) throw new Error(`${path} is not a case`);
    const content = readFileSync(join(path, input));
    expect(detectFormat(content.subarray(0, 4096)).id).toBe(id);
    const records = (await decoded(format, content)).map(({ entry, problems, place }) => ({
      entry: entry ?? null,
      problems: problems.map(({ code, severity, place: at }) => ({ code, severity, place: at })),
      place,
    }));
    const expected = join(path, 'expected.json');
    if (process.env['UPDATE_CASES'] === '1' || !existsSync(expected)) {
      if (process.env['CI'] === 'true') throw new Error(`${expected} is missing`);
      writeFileSync(expected, `${JSON.stringify(records, undefined, 1)}\n`);
    }
    expect(records).toEqual(JSON.parse(readFileSync(expected, 'utf8')));
  });
});
