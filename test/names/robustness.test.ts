import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/gi/problem.ts';
import { createNameEngine, loadNameEngine } from '../../src/names/engine.ts';
import { labelledRecords } from '../../scripts/names/gi-set.ts';

const engine = createNameEngine(labelledRecords());

/** Screens, or says why not. */
function outcome(name: string): string {
  try {
    return `${engine.screen({ name }, { topK: 3 }).length}`;
  } catch (error) {
    if (error instanceof InputError) return (error.problems[0] as { code: string }).code;
    throw error;
  }
}

describe('bad input', () => {
  it.each([
    ['', 'names/empty'],
    ['香'.repeat(10_000), 'names/too-long'],
    ['a\u0007b', 'names/control'],
    ['\u202eengapmahC', 'names/bidi-override'],
    ['\u{e0fff}x', 'names/unassigned'],
    ['\udc00', 'names/lone-surrogate'],
    ['🍾🍾🍾', '0'],
    ['...', '0'],
  ])('%j: %s', (name, expected) => {
    expect(outcome(name)).toBe(expected);
  });

  it('answers or refuses any text, and searches with it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({ unit: fc.constantFrom(...'กเแา่์รวยหอ'), maxLength: 500 }),
      fc.string({ unit: fc.constantFrom(...'乐行长重六龙井茶酒'), maxLength: 500 }),
      fc.string({ unit: fc.constantFrom(..."ab ac-di'()/"), maxLength: 500 }),
    );
    fc.assert(
      fc.property(text, (name) => {
        expect(outcome(name)).toMatch(/^\d+$|^names\//);
        expect(Array.isArray(engine.search(name))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('builds over records that no one would accept as queries', () => {
    const odd = ['', '\ud800', '\u0000', '🍷', 'x'.repeat(20_000), '/', '（）', '(((((', 'ำ', 'ー'];
    const built = createNameEngine(odd.map((name, i) => ({ id: `${i}`, name })));
    expect(built.size).toBe(odd.length);
    expect(built.screen({ name: 'Champagne' }).every((f) => !f.alert)).toBe(true);
  });

  it('works on nothing', () => {
    const empty = createNameEngine([]);
    expect(empty.screen({ name: 'Champagne' })).toEqual([]);
    expect(empty.search('Champagne')).toEqual([]);
  });
});

describe('snapshot', () => {
  it('answers as the engine it was taken from', () => {
    const loaded = loadNameEngine(engine.snapshot());
    expect(loaded.size).toBe(engine.size);
    for (const name of ['康涅克', 'Champanillo', '香槟风味', 'Lung Ching', 'กาแฟดอยช้าง']) {
      expect(loaded.screen({ name })).toEqual(engine.screen({ name }));
      expect(loaded.search(name)).toEqual(engine.search(name));
    }
  });

  it('refuses other bytes', () => {
    expect(() => loadNameEngine(new Uint8Array(100))).toThrow(RangeError);
  });
});
