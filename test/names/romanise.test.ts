import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { fold, tight } from '../../src/names/normalise.ts';
import { postal, wadeGiles } from '../../src/names/romanise/chinese-schemes.ts';
import { bulgarianToLatin, russianToLatin } from '../../src/names/romanise/cyrillic.ts';
import { greekToLatin } from '../../src/names/romanise/greek.ts';
import { matchSyllables, readingsOf } from '../../src/names/romanise/han.ts';
import { latinForms } from '../../src/names/romanise/index.ts';
import { kanaToLatin } from '../../src/names/romanise/kana.ts';
import { thaiReadings } from '../../src/names/romanise/thai.ts';

const forms = (name: string): string[] => latinForms(fold(name)).map((f) => tight(f.text));

describe('Chinese', () => {
  it.each([
    ['龙井', 'longjing'],
    ['龙井', 'lungching'],
    ['六安', 'luan'],
    ['乐陵', 'laoling'],
    ['厦门', 'xiamen'],
    ['贵州', 'kweichow'],
    ['贵州', 'kueichou'],
    ['福州', 'foochow'],
    ['绍兴', 'shaohsing'],
    ['绿茶', 'lvcha'],
    ['绿茶', 'lucha'],
  ])('%s can be written %s', (name, latin) => {
    expect(forms(name)).toContain(latin);
  });

  it('gives every reading of a polyphone', () => {
    expect(readingsOf('乐')).toEqual(expect.arrayContaining(['le', 'yue', 'lao']));
    expect(readingsOf('x')).toEqual([]);
  });

  it('tells how far two characters sound alike', () => {
    expect(matchSyllables('宾', '槟')).toBe('tone');
    expect(matchSyllables('妈', '马')).toBe('syllable');
    expect(matchSyllables('森', '生')).toBe('near');
    expect(matchSyllables('康', '科')).toBe('initial');
    expect(matchSyllables('茶', '山')).toBe('none');
  });

  it('spells syllables by Wade-Giles and postal rules', () => {
    expect(['xi', 'zhou', 'gui', 'jiang', 'cao', 'zi', 'duo', 'xian', 'ri'].map(wadeGiles)).toEqual([
      'hsi', 'chou', 'kuei', 'chiang', 'tsao', 'tzu', 'to', 'hsien', 'jih',
    ]); // prettier-ignore
    expect(['gui', 'zhou', 'jiang', 'tian'].map(postal)).toEqual(['kwei', 'chow', 'kiang', 'tien']);
  });
});

describe('Thai (RTGS)', () => {
  it.each([
    ['ภูเก็ต', 'phu ket'],
    ['เชียงใหม่', 'chiang mai'],
    ['กาแฟดอยตุง', 'ka fae doi tung'],
    ['ทุ่งกุลาร้องไห้', 'thung ku la rong hai'],
    ['สุพรรณบุรี', 'su phan bu ri'],
    ['ศรีสะเกษ', 'si sa ket'],
    ['สมุทรปราการ', 'sa mut pra kan'],
    ['นครพนม', 'na khon pha nom'],
    ['ด่านเกวียน', 'dan kwian'],
    ['เพชรบูรณ์', 'phet bun'],
    ['หมู', 'mu'],
  ])('%s is %s', (thai, latin) => {
    expect(thaiReadings(thai)[0]).toBe(latin);
  });

  it('reads nonsense without failing', () => {
    expect(thaiReadings('ก์์์ะะ')).toHaveLength(1);
  });
});

describe('Greek, Cyrillic, kana', () => {
  it.each([
    ['Μαυροδάφνη', 'mavrodafni'],
    ['Εύβοια', 'evvoia'],
    ['Μπάτζος', 'batzos'],
    ['Άγγελος', 'angelos'],
    ['Ουρανούπολη', 'ouranoupoli'],
  ])('%s is %s by ELOT 743', (greek, latin) => {
    expect(greekToLatin(fold(greek))).toBe(latin);
  });

  it.each([
    ['Търговище', 'targovishte'],
    ['Поморие', 'pomorie'],
    ['София', 'sofia'],
    ['България', 'bulgaria'],
    ['Ямбол', 'yambol'],
  ])('%s is %s by the Bulgarian law', (bulgarian, latin) => {
    expect(bulgarianToLatin(fold(bulgarian))).toBe(latin);
  });

  it('spells Russian and kana', () => {
    expect(russianToLatin('хохлома')).toBe('khokhloma');
    expect(kanaToLatin('シャンパーニュ')).toBe('shanpanyu');
    expect(kanaToLatin('マッチャ')).toBe('matcha');
  });
});

const shared = new URL('../../../shared/data/native_latin_pairs.csv', import.meta.url);

describe.skipIf(!existsSync(shared))(
  'native names of the EU register (skipped where ../shared is absent)',
  () => {
    it("meets the register's own Latin spelling for at least 70 % of Greek and Cyrillic names", () => {
      const rows = parse(readFileSync(shared), { columns: true }) as {
        native: string;
        latin: string;
        script: string;
      }[];
      const asked = rows.filter((r) => r.script === 'GREEK' || r.script === 'CYRILLIC');
      const met = asked.filter((r) => forms(r.native).includes(tight(fold(r.latin))));
      expect(asked.length).toBeGreaterThan(100);
      expect(met.length / asked.length).toBeGreaterThan(0.7);
    });
  },
);

describe('the language of a name', () => {
  const first = (name: string, language?: string): string | undefined => latinForms(name, language)[0]?.text;

  it('chooses among the spellings', () => {
    expect(first('харбин', 'ru')).toBe('kharbin');
    expect(first('харбин', 'bg')).toBe('harbin');
    expect(first('香港', 'zh-HK')).not.toBe(first('香港', 'zh'));
    expect(latinForms('京都', 'ja').some((f) => f.scheme === 'postal')).toBe(false);
  });
});
