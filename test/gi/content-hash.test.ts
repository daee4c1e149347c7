import { describe, expect, it } from 'vitest';
import { canonicalJson, sameContent } from '../../src/gi/content-hash.ts';

const values: unknown[] = [
  undefined,
  null,
  '',
  'a',
  0,
  1,
  false,
  true,
  [],
  [null],
  [undefined],
  [1, 2],
  [2, 1],
  {},
  { a: undefined },
  { a: null },
  { a: 1, b: [{ c: '茶' }] },
  { b: [{ c: '茶' }], a: 1, d: undefined },
  { a: 1, b: [{ c: '茶', d: null }] },
  { a: 1 },
  { b: 1 },
  { 0: 1, 1: 2 },
];

describe('sameContent', () => {
  it('tells what comparing the canonical JSON would', () => {
    for (const a of values)
      for (const b of values)
        expect(sameContent(a, b), `${JSON.stringify(a)} and ${JSON.stringify(b)}`).toBe(
          canonicalJson(a) === canonicalJson(b),
        );
  });
});
