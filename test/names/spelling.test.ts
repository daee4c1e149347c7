import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignHan } from '../../src/names/han.ts';
import { compareSpelling } from '../../src/names/spelling.ts';

const word = fc.string({ unit: fc.constantFrom(...'abcdefghiklmnoprstuvz'), minLength: 3, maxLength: 14 });

describe('compareSpelling', () => {
  it.each([
    ['champanillo', 'champagne', 'campania'],
    ['verlados', 'calvados', 'valpacos'],
    ['cambozola', 'gorgonzola', 'campoborja'],
    ['prisecco', 'prosecco', 'pisco'],
    ['manchegito', 'manchego', 'mancha'],
  ])('%s is more like %s than like %s', (sign, name, other) => {
    expect(compareSpelling(sign, name).bits).toBeGreaterThan(compareSpelling(sign, other).bits);
  });

  it('is the same both ways', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(compareSpelling(a, b).bits).toBeCloseTo(compareSpelling(b, a).bits, 1);
      }),
    );
  });

  it('finds a name more like itself than like anything else', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        fc.pre(a !== b);
        expect(compareSpelling(a, a).bits).toBeGreaterThanOrEqual(compareSpelling(a, b).bits);
      }),
    );
  });

  it('shows aligned segments that spell the matched stretch', () => {
    const { segments, ending } = compareSpelling('cambozola', 'gorgonzola');
    expect(segments.at(-1)).toMatchObject({ a: 'zola', b: 'zola' });
    expect(ending).toBe(4);
  });
});

describe('alignHan', () => {
  it('tells homophones from look-alikes', () => {
    expect(alignHan('香宾', '香槟').homophone).toBe(true);
    expect(alignHan('香山', '香槟').homophone).toBe(false);
  });

  it('reads characters in context: 广 is not an', () => {
    expect(alignHan('广东', '安东').homophone).toBe(false);
  });

  it('values rare characters over those every transliteration uses', () => {
    expect(alignHan('香槟', '香槟').strength).toBeGreaterThan(alignHan('斯尔', '斯尔').strength);
  });

  it('aligns around a missing character', () => {
    const { pairs } = alignHan('库勒香梨', '库尔勒香梨');
    expect(pairs.map((p) => p.match)).toEqual(['same', 'gap', 'same', 'same', 'same']);
  });
});
