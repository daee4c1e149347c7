import { describe, expect, it } from 'vitest';
import { aliasSpellings, aliasesOf, homeScript } from '../../src/names/aliases.ts';
import { bitsOf } from '../../src/names/evidence.ts';
import { classesOf, relateGoods } from '../../src/names/goods.ts';
import { productConcepts, sameProduct } from '../../src/names/lexicon.ts';
import { meaningKeys, meaningsOf } from '../../src/names/meanings.ts';
import { fold, tight } from '../../src/names/normalise.ts';
import { productClasses } from '../../src/gi/product.ts';

const sets = (name: string): string[] => aliasesOf(tight(fold(name))).map((f) => f.id);

describe('aliases', () => {
  it.each([
    ['香槟', 'Champagne'],
    ['干邑', 'Cognac'],
    ['雅文邑', 'Armagnac'],
    ['雪莉', 'Jerez'],
    ['教皇新堡', 'Châteauneuf-du-Pape'],
    ['海牙', 'Den Haag'],
    ['维也纳', 'Wien'],
    ['Lung Ching', '龙井'],
    ['Kweichow', '贵州'],
    ['แชมเปญ', 'Champagne'],
    ['Bavaria', 'Bayerisches'],
  ])('%s and %s are renderings of one name', (a, b) => {
    expect(sets(a).some((id) => sets(b).includes(id))).toBe(true);
  });

  it('knows the script at home and how well each form is known', () => {
    expect(homeScript('longjing')).toBe('Hani');
    expect(homeScript('champagne')).toBe('Latn');
    expect(aliasesOf('parmesan')[0]).toMatchObject({ evidence: 'official', source: 'CJEU C-132/05' });
    expect(aliasesOf('香槟')[0]).toMatchObject({ evidence: 'unverified' });
  });

  it.each([
    ['Γαλλία', 'France'],
    ['Λευκορωσία', 'Belarus'],
    ['新西兰', 'New Zealand'],
    ['Нова Зеландия', 'New Zealand'],
    ['เยอรมนี', 'Deutschland'],
    ['Βρυξέλλες', 'Bruxelles'],
  ])('%s and %s are one country or city of the world', (a, b) => {
    expect(sets(a).some((id) => sets(b).includes(id))).toBe(true);
    expect(aliasesOf(tight(fold(a))).some((f) => f.evidence === 'public-source')).toBe(true);
  });

  it('holds no set under an ordinary word', () => {
    const spellings = new Set([...aliasSpellings()].map(([text]) => text));
    for (const word of ['green', 'lake', 'san', 'yellow', 'wine', 'tea'])
      expect(spellings.has(word)).toBe(false);
  });
});

describe('products and goods', () => {
  it('names only classes the domain knows', () => {
    for (const concept of productConcepts.values()) {
      expect(productClasses).toContain(concept.class);
      if (concept.broader) expect(productConcepts.has(concept.broader)).toBe(true);
    }
  });

  it('takes a kind for its product', () => {
    expect(sameProduct('green-tea', 'tea')).toBe(true);
    expect(sameProduct('green-tea', 'black-tea')).toBe(false);
    expect(classesOf(['ham', 'green-tea'])).toEqual(['meat', 'tea']);
  });

  it.each([
    [['wine'], ['wine', 'food'], 'same'],
    [['wine'], ['spirit'], 'similar'],
    [['tea'], ['handicraft'], 'different'],
    [[], ['tea'], 'unknown'],
    [['other'], ['tea'], 'unknown'],
  ] as const)('%j and %j are %s', (a, b, relation) => {
    expect(relateGoods(a, b)).toBe(relation);
  });
});

describe('meanings', () => {
  const keys = (...core: string[]): string[] => meaningKeys(meaningsOf(core) ?? []);

  it.each([
    [['dragon', 'well'], ['龙井']],
    [['puits', 'dragon'], ['龙井']],
    [['yellow', 'mountain'], ['黄山']],
    [['chateau', 'pape'], ['教皇城堡']],
    [['elephant', 'mountain'], ['ดอยช้าง']],
  ])('%j means %j', (a, b) => {
    expect(keys(...a).some((k) => keys(...b).includes(k))).toBe(true);
  });

  it('translates whole names or none', () => {
    expect(meaningsOf(['dragon', 'xyz'])).toBeUndefined();
    expect(keys('dragon')).toEqual([]);
  });
});

describe('bitsOf', () => {
  it('values what is rare in names', () => {
    expect(bitsOf('champagne')).toBeGreaterThan(bitsOf('san'));
    expect(bitsOf('香槟')).toBeGreaterThan(bitsOf('斯特'));
    expect(bitsOf('lake')).toBeLessThan(bitsOf('rioja'));
  });
});
