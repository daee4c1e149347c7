import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv } from '../../src/formats/csv/csv.ts';
import { locateJsonError } from '../../src/formats/json/locate-error.ts';
import { joinCell, splitCell, guardFormula, unguardFormula } from '../../src/formats/table/cells.ts';
import { decodeText } from '../../src/formats/text/decode-text.ts';
import { Utf8Decoder } from '../../src/formats/text/utf8.ts';
import { bytes, collect, decoded } from './support.ts';

const limits = { totalBytes: 1 << 24 };

describe('decodeText', () => {
  it('gives back any UTF-8 text, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        async (text, chunk) => {
          fc.pre(!text.startsWith('\uFEFF'));
          expect((await collect(decodeText(bytes(text, chunk), limits, 'none'))).join('')).toBe(text);
        },
      ),
      { seed: 20261122, numRuns: 500 },
    );
  });

  it('never cuts a character in two', async () => {
    const text = `${'x'.repeat((1 << 16) - 1)}🍵${'x'.repeat(10)}`;
    const pieces = await collect(decodeText(bytes(text), limits, 'none'));
    expect(pieces.length).toBe(2);
    expect(pieces.every((piece) => Buffer.from(piece).toString() === piece)).toBe(true);
    const name = `${'y'.repeat((1 << 16) - 23)}🍵`;
    const [record] = await decoded(csv, `key,original_names\n${'ab'},${name}\n`);
    expect(record?.entry?.names[0]?.text).toBe(name);
  });
});

describe('Utf8Decoder', () => {
  it('agrees with the engine’s strict decoder on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.integer({ min: 0, max: 12 }), (content, cut) => {
        const strict = (): string =>
          new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
        const ours = (): string => {
          const decoder = new Utf8Decoder();
          return (
            decoder.decode(content.subarray(0, cut)) +
            decoder.decode(content.subarray(cut)) +
            decoder.decode()
          );
        };
        const of = (decode: () => string): string => {
          try {
            return decode();
          } catch {
            return 'refused';
          }
        };
        expect(of(ours)).toBe(of(strict));
      }),
      { seed: 20261122, numRuns: 3000 },
    );
  });
});

describe('locateJsonError', () => {
  it('finds the end of text that is JSON so far, and lies within the text otherwise', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 3 }), (text, at, junk) => {
        const broken = text.slice(0, at % (text.length + 1)) + junk;
        const offset = locateJsonError(broken);
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(broken.length);
      }),
      { seed: 20261122, numRuns: 1000 },
    );
  });

  it.each([
    ['{"a":}', 5],
    ['[1,]', 3],
    ['{"a" 1}', 5],
    ['[1 2]', 3],
    ['{} x', 3],
    ['["a\tb"]', 1],
    ['[tru]', 1],
    ['[', 1],
  ])('%j breaks at %d', (text, offset) => {
    expect(locateJsonError(text)).toBe(offset);
  });
});

describe('cells', () => {
  const value = fc
    .string()
    .map((s) => s.trim())
    .filter((s) => s !== '');

  it('hold several values', () => {
    fc.assert(
      fc.property(fc.array(value), (values) => {
        expect(splitCell(joinCell(values))).toEqual(values);
      }),
      { seed: 1 },
    );
  });

  it('are guarded against being run as formulas, and given back as they were', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('=1', "'=1", "''+x", '@a', '-1', "'")), (cell) => {
        expect(guardFormula(cell)).not.toMatch(/^[=+\-@\t\r]/);
        expect(unguardFormula(guardFormula(cell))).toBe(cell);
      }),
      { seed: 1 },
    );
  });
});
