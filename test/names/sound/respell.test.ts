import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldSound } from '../../../src/names/sound/fold.ts';
import { orthographyRules, unmarked } from '../../../src/names/sound/orthography.ts';
import { respellings, respellingRules } from '../../../src/names/sound/respell.ts';
import { lettersIn, pairsIn } from '../../../src/names/sound/rules.ts';

const heard = (name: string): string[] => respellings(`_${name}_`).map((text) => text.slice(1, -1));

describe('spellings as they sound', () => {
  it.each([
    ['bordeaux', 'bordo'],
    ['pinehurst', 'painhurst'],
    ['whitefield', 'waitfild'],
    ['eagle', 'igl'],
    ['castle', 'kasl'],
    ['accra', 'acra'],
    ['hinesville', 'hainsvil'],
    ['qinghai', 'tsinhai'],
    ['jiangxi', 'dzyansi'],
    ['rochelle', 'roshel'],
    ['varennes', 'varen'],
    ['saint_denis', 'sen_deni'],
    ['huaraz', 'uaras'],
    ['bayreuth', 'bairoit'],
  ])('%s may be heard as %s', (name, sound) => {
    expect(heard(name)).toContain(sound);
  });

  it.each([
    ['Plzeň', 'plzen'],
    ['Wrocław', 'vrotslav'],
    ['Galaţi', 'galatsi'],
    ['Bragança', 'bragansa'],
    ['Çanakkale', 'sanakkale'],
    ['Eskişehir', 'eskishehir'],
    ['Parma', 'Parma'],
  ])('the marks of %s tell that it is %s', (name, sound) => {
    expect(foldSound(unmarked(name)).text).toBe(`_${sound.toLowerCase()}_`);
  });

  it('says nothing of names that are written as they sound', () => {
    for (const name of ['parma', 'taranto', 'dundalk']) expect(heard(name)).toEqual([]);
  });

  it('never gives the name itself or a spelling twice', () => {
    for (const name of ['nice', 'leeds', 'orange', 'gainesville']) {
      const all = heard(name);
      expect(new Set([name, ...all]).size).toBe(all.length + 1);
    }
  });
});

it('never leaves out a rule that would change something', () => {
  const pieces = fc.constantFrom(
    ...'_aeiouycdghklnqrstvwxz',
    'eau',
    'ville',
    'tion',
    'sch',
    'ough',
    'igh',
    'j',
    'p',
    'f',
    'b',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (list) => {
      const text = `_${list.join('')}_`;
      for (const [from, to, needs, pairs] of [...respellingRules, ...orthographyRules]) {
        if (text.replace(from, to) === text) continue;
        expect(lettersIn(text) & needs).toBe(needs);
        expect(pairsIn(text) & pairs).toBe(pairs);
      }
    }),
  );
  expect(respellingRules.filter(([, , needs]) => needs === 0).length).toBeLessThan(8);
});
