import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { compareLetters, likeness, lettersOf } from '../../src/names/letter-diff.ts';
import { pairSpellings } from '../../src/lists/paired-fields.ts';

/** Both sides with what differs in brackets. */
const marked = (before: string, after: string): string[] => {
  const { before: a, after: b } = compareLetters(before, after);
  return [a, b].map((runs) => runs.map((r) => (r.same ? r.text : `[${r.text}]`)).join(''));
};

describe('two spellings letter by letter', () => {
  it.each([
    ['镇江香醋', '镇江醋', ['镇江[香]醋', '镇江醋']],
    ['Kraški pršut', 'Krčki pršut', ['Kr[aš]ki pršut', 'Kr[č]ki pršut']],
    ['กาแฟดอยช้าง', 'กาแฟดอยตช้าง', ['กาแฟดอยช้าง', 'กาแฟดอย[ต]ช้าง']],
    ['น้ำตาล', 'นำตาล', ['[น้ำ]ตาล', '[นำ]ตาล']],
    ['Cafe\u0301', 'Cafe', ['Caf[e\u0301]', 'Caf[e]']],
    ['Χαλλούμι', 'Χαλλουμι', ['Χαλλο[ύ]μι', 'Χαλλο[υ]μι']],
    ['', 'Feta', ['', '[Feta]']],
    ['Feta', 'Feta', ['Feta', 'Feta']],
  ])('%s and %s', (before, after, sides) => {
    expect(marked(before, after)).toEqual(sides);
  });

  it('give each side back whole, and mark nothing that both have at the same place', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const sides = compareLetters(before, after);
        expect(sides.before.map((r) => r.text).join('')).toBe(before);
        expect(sides.after.map((r) => r.text).join('')).toBe(after);
        const kept = (runs: { text: string; same: boolean }[]) =>
          runs
            .filter((r) => r.same)
            .map((r) => r.text)
            .join('');
        expect(kept(sides.before)).toBe(kept(sides.after));
        expect(likeness(before, after)).toBeLessThanOrEqual(1);
      }),
      { seed: 20260601 },
    );
  });

  it('stay quick on texts that have nothing in common', () => {
    const { before } = compareLetters('a'.repeat(5000), 'b'.repeat(5000));
    expect(before).toEqual([{ text: 'a'.repeat(5000), same: false }]);
  });

  it('count letters as readers do', () => {
    expect(lettersOf('ช้าง')).toEqual(['ช้', 'า', 'ง']);
  });
});

describe('changed spellings', () => {
  const form = (text: string, kind = 'original', language = 'zh') => ({ text, kind, language, evidence: {} });
  const gone = (text: string, kind = 'original') => ({
    field: `names[${kind}|zh|${text}]`,
    before: form(text, kind),
  });
  const come = (text: string, kind = 'original') => ({
    field: `names[${kind}|zh|${text}]`,
    after: form(text, kind),
  });

  it('stand side by side, the most alike together', () => {
    const fields = [
      gone('镇江香醋'),
      gone('龙井'),
      come('龙井茶'),
      come('镇江醋'),
      { field: 'status', before: 'a', after: 'b' },
    ];
    expect(
      pairSpellings(fields).map((f) => [f.field, (f.before as { text: string }).text ?? f.before]),
    ).toEqual([
      ['names[original|zh|龙井茶]', '龙井'],
      ['names[original|zh|镇江醋]', '镇江香醋'],
      ['status', 'a'],
    ]);
  });

  it('of another kind stay apart', () => {
    const fields = [gone('龙井'), come('龙井茶', 'variant')];
    expect(pairSpellings(fields)).toEqual(fields);
  });
});
