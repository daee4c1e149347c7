import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkName } from '../../src/names/engine.ts';

const codes = (name: string): string[] => checkName(name).map((p) => p.code);

describe('checkName', () => {
  it.each([
    ['', 'names/empty'],
    ['   ', 'names/empty'],
    ['x'.repeat(10_000), 'names/too-long'],
    ['Champ\u0000agne', 'names/control'],
    ['Champ\u202eengapm', 'names/bidi-override'],
    ['Champ\u0378', 'names/unassigned'],
    ['Champ\ud800', 'names/lone-surrogate'],
  ])('refuses %j as %s', (name, code) => {
    const found = checkName(name).find((p) => p.code === code);
    expect(found?.severity).toBe('error');
    expect(found?.message.length).toBeLessThan(250);
  });

  it.each([
    ['🍷🍾', 'names/no-letters'],
    ['Cham\u200bpagne', 'names/invisible'],
    ['Champagne\nGrand Cru', 'names/line-break'],
    ['Oύζο', 'names/mixed-script'],
    ['водкa', 'names/mixed-script'],
  ])('warns of %j: %s', (name, code) => {
    expect(checkName(name).find((p) => p.code === code)?.severity).toBe('warning');
  });

  it.each(['香槟', 'Champagne', "Pruneaux d'Agen", 'ข้าวหอมมะลิ', 'Ούζο', 'Blue 🍷 wine'])(
    'has nothing against %s',
    (name) => {
      expect(codes(name)).toEqual([]);
    },
  );

  it('answers any string', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (name) => void expect(Array.isArray(checkName(name))).toBe(true),
      ),
    );
  });
});
