import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, tight } from '../../src/names/normalise.ts';
import { simplify } from '../../src/names/simplify.ts';

describe('fold', () => {
  it('folds plain ASCII as it folds the same beside other letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 40 }), (text) => {
        expect(fold(text)).toBe(fold(`${text} é`).replace(/ ?e$/, ''));
      }),
    );
  });

  it.each([
    ['Fête·X', 'FETE X'],
    ['西湖龍井', '西湖龙井'],
    ['ＣＨＡＭＰＡＧＮＥ', 'champagne'],
    ["Pu'er", 'Puer'],
    ['Châteauneuf-du-Pape', 'chateauneuf du pape'],
    ['Ούζο', 'ΟΥΖΟ'],
    ['Straße', 'STRASSE'],
    ['Łódź', 'lodz'],
    ['น้ำ', 'นํ้า'],
    ['香\u200b槟', '香槟'],
  ])('%s and %s are one name', (a, b) => {
    expect(tight(fold(a))).toBe(tight(fold(b)));
  });

  it('keeps tones and vowels of Thai and the breve of й', () => {
    expect(fold('ช้าง')).not.toBe(fold('ชาง'));
    expect(fold('Търговищей')).toContain('й');
  });

  it('is idempotent and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const once = fold(text);
        expect(fold(once)).toBe(once);
      }),
    );
  });

  it('folds traditional, Taiwanese and Japanese characters to the mainland ones', () => {
    expect([...'龍濱鹽縣竜塩'].map(simplify).join('')).toBe('龙滨盐县龙盐');
  });
});
