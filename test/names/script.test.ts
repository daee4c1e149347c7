import { describe, expect, it } from 'vitest';
import { mainScript, mixedWords, repairMixed, scriptsOf } from '../../src/names/script.ts';

describe('scripts of a name', () => {
  it.each([
    ['Champagne', 'Latn'],
    ['Ελιά', 'Grek'],
    ['водка', 'Cyrl'],
    ['กาแฟดอยช้าง', 'Thai'],
    ['龙井茶', 'Hani'],
    ['シャンパーニュ', 'Kana'],
    ['123 !', 'Zyyy'],
    ['Սևան', 'Zzzz'],
  ])('%s is %s', (text, script) => {
    expect(mainScript(text)).toBe(script);
  });

  it('counts letters per script', () => {
    expect([...scriptsOf('香槟 Champagne')]).toEqual([
      ['Hani', 2],
      ['Latn', 9],
    ]);
  });

  it.each([
    ['Oύζο', 'ούζο'],
    ['водкa', 'водка'],
    ['Сhampagne', 'champagne'],
  ])('sees the stranger in %s and repairs it', (text, repaired) => {
    expect(mixedWords(text)).toHaveLength(1);
    expect(repairMixed(text).toLowerCase().normalize('NFC')).toBe(repaired);
  });

  it.each(['香槟Champagne', 'Ούζο Ouzo', 'ไวน์ wine', 'α-amylase', 'Café'])('leaves %s alone', (text) => {
    expect(mixedWords(text)).toEqual([]);
    expect(repairMixed(text)).toBe(text);
  });
});
