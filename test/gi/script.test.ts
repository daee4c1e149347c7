import { describe, expect, it } from 'vitest';
import {
  detectScript,
  dominantScript,
  guessLanguage,
  mixedScriptWords,
  refineHan,
  usualScript,
} from '../../src/gi/script.ts';

describe('detectScript', () => {
  it.each([
    ['Champagne', 'Latn'],
    ['Φέτα', 'Grek'],
    ['Сакар', 'Cyrl'],
    ['安吉白茶', 'Hani'],
    ['กาแฟดอยช้าง', 'Thai'],
    ['神戸ビーフ', 'Jpan'],
    ['횡성한우', 'Hang'],
    ['Mυτιλήνη', 'Zyyy'],
    ['1234', 'Zyyy'],
    ['', 'Zyyy'],
  ])('%s is %s', (text, script) => {
    expect(detectScript(text)).toBe(script);
  });

  it('narrows Han by country', () => {
    expect(refineHan('Hani', ['CN'])).toBe('Hans');
    expect(refineHan('Hani', ['TW'])).toBe('Hant');
    expect(refineHan('Hani', ['JP'])).toBe('Hani');
    expect(refineHan('Latn', ['CN'])).toBe('Latn');
  });
});

describe('mixedScriptWords', () => {
  it.each([
    ['Mυτιλήνη', ['Mυτιλήνη']],
    ['Oύζο Πλωμαρίου', ['Oύζο']],
    ['Русская водкa', ['водкa']],
    ['Malvasia Χάνδακας-Candia', []],
    ['Τσίπουρο 100%', []],
    ['安吉白茶 Anji', []],
  ])('finds in %s %j', (text, words) => {
    expect(mixedScriptWords(text)).toEqual(words);
  });

  it('leaves the role to the script of most letters', () => {
    expect(dominantScript('Mυτιλήνη')).toBe('Grek');
  });
});

describe('guessLanguage', () => {
  it.each([
    ['Grek', ['GR'], 0, 'el'],
    ['Latn', ['GR'], 0, 'el-Latn'],
    ['Hani', ['CN'], 0, 'zh'],
    ['Latn', ['CN'], 1, 'zh-Latn'],
    ['Latn', ['FR'], 0, 'fr'],
    ['Latn', ['ES'], 1, 'und'],
    ['Latn', ['HU'], 1, 'hu'],
    ['Latn', ['HR', 'SI'], 0, 'und'],
    ['Thai', ['FR'], 0, 'th'],
    ['Latn', ['BE'], 0, 'und'],
  ] as const)('%s from %j at %d is %s', (script, countries, position, language) => {
    expect(guessLanguage(script, countries, position)).toBe(language);
  });

  it('knows the usual script of a language', () => {
    expect(usualScript('el-Latn')).toBe('Grek');
    expect(usualScript('en')).toBe('Latn');
    expect(usualScript('xx')).toBeUndefined();
  });
});
