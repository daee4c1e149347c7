import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alignSound, TOO_LITTLE } from '../../../src/names/sound/align.ts';
import { soundQuery } from '../../../src/names/sound/query.ts';
import { foldSound, FORM_LIMIT } from '../../../src/names/sound/fold.ts';
import { loadSoundModel, scorePair } from '../../../src/names/sound/model.ts';
import { soundName } from '../../../src/names/sound/name.ts';
import { placeCore } from '../../../src/names/sound/place-words.ts';
import { onCurve } from '../../../src/names/sound/curve.ts';
import { bestVariants, readyLatin, readyName } from '../../../src/names/sound/variants.ts';

const model = loadSoundModel(
  readFileSync(new URL('../../../fixtures/names/sound-model.bin', import.meta.url)),
);

describe('folding a name to its sounding letters', () => {
  it.each([
    ['Sūhāj', 'Latn', '_suhaj_'],
    ["L'Aquila – Straße", 'Latn', '_laquila_strasse_'],
    ['諾威薩', 'Hani', '_诺威萨_'],
    ['Άϊζεναχ', 'Grek', '_αϊζεναχ_'],
    ['Сакар', 'Cyrl', '_сакар_'],
    ['แชมเปญ', 'Thai', '_ชแมปเญ_'],
    ['シャンパン', 'Latn', '_shanpan_'],
    ['💡 42', 'Latn', ''],
  ])('%s is %s %s', (name, script, text) => {
    expect(foldSound(name)).toEqual({ script, text });
  });

  it('keeps the water of Thai names in one piece', () => {
    expect(foldSound('น้ำ').text).toBe('_น\u0e33_');
  });
});

describe('place words', () => {
  it.each([
    ['尼加拉瀑布', '_尼加拉_'],
    ['Niagara Falls', '_niagara_'],
    ['Επαρχία Ουσάκ', '_ουσακ_'],
    ['Южен Гокуе', '_гокуе_'],
    ['Πόλη του Κεμπέκ', '_κεμπεκ_'],
    ['Ciudad de La Habana', '_habana_'],
  ])('%s without them is %s', (name, core) => {
    expect(placeCore(foldSound(name))?.core).toBe(core);
  });

  it('never leave nothing over', () => {
    expect(placeCore(foldSound('Nova'))).toBeUndefined();
    expect(placeCore(foldSound('北京'))).toBeUndefined();
  });
});

describe('the sound model', () => {
  it.each([
    ['波尔多', 'Bordeaux', 'Burgundy'],
    ['帕尔马', 'Parma', 'Palermo'],
    ['龙井', 'Longjing', 'Longnan'],
    ['แชมเปญ', 'Champagne', 'Campania'],
    ['Φέτα', 'Feta', 'Festa'],
    ['Сакар', 'Sakar', 'Saar'],
    ['shampein', 'Champagne', 'Campina'],
    ['香宾', '香槟', '湘潭'],
    ['แชมเปญ', '香槟', '湘潭'],
    ['重庆', 'Chongqing', 'Chengdu'],
  ])('%s sounds more like %s than like %s', (name, right, wrong) => {
    expect(scorePair(model, name, right).score).toBeGreaterThan(scorePair(model, name, wrong).score);
  });

  it('gives the same score whichever name comes first', () => {
    for (const [a, b] of [
      ['波尔多', 'Bordeaux'],
      ['Verlados', 'Calvados'],
      ['Φέτα', '菲达'],
    ] as const) {
      expect(scorePair(model, a, b).score).toBeCloseTo(scorePair(model, b, a).score, 6);
    }
  });

  it('explains a score by an alignment that covers both names in order', () => {
    for (const [a, b] of [
      ['波尔多', 'Bordeaux'],
      ['Мюнхен', 'Munich'],
      ['โดยช้าง', 'doichang'],
    ] as const) {
      const { segments } = scorePair(model, a, b);
      const bare = (name: string): string => foldSound(name).text.replaceAll('_', '');
      expect(segments.map((s) => s.a).join('')).toBe(bare(a));
      expect(segments.map((s) => s.b).join('')).toBe(bare(b));
    }
  });

  it('aligns 多 with the silent end of Bordeaux', () => {
    expect(scorePair(model, '波尔多', 'Bordeaux').segments.at(-1)).toMatchObject({ a: '多', b: 'deaux' });
  });

  it('gives an alignment up only where it cannot be worth what was asked for', () => {
    const chinese = fc.array(fc.constantFrom(...'波尔多帕马龙井香槟科涅克'), { minLength: 1, maxLength: 8 });
    const latin = fc.array(fc.constantFrom(...'abcdefghilmnoprstuz'), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(chinese, latin, fc.float({ min: -6, max: 6, noNaN: true }), (x, l, more) => {
        const query = soundQuery(model.han, `^${x.join('')}$`);
        const text = `^${l.join('')}$`;
        const lattice = model.han.lattice(text);
        const align = (least?: number): number =>
          alignSound(query, lattice, text.length, model.han.info.l, undefined, least);
        const weight = align();
        const again = align(weight + more);
        if (more <= 0) expect(again).toBe(weight);
        else expect([weight, TOO_LITTLE]).toContain(again);
      }),
    );
  });

  it('scores any two texts without failing', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
    );
    fc.assert(
      fc.property(text, text, (a, b) => {
        const { score, segments } = scorePair(model, a, b);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(score)).toBe(true);
        expect(segments.every((s) => s.a !== '' || s.b !== '')).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['ten thousand letters', 'abcdefghij'.repeat(1000)],
    ['ten thousand characters', '龙'.repeat(10_000)],
    ['lone surrogates', '\ud800\udc00\ud800'.repeat(500)],
    ['marks without letters', '\u0301\u202e\u0000'.repeat(3000)],
    ['one character that stands for eighteen', '\ufdfa'.repeat(10_000)],
  ])('reads a bounded part of %s', (_, name) => {
    expect(foldSound(name).text.length).toBeLessThanOrEqual(FORM_LIMIT);
    expect(Number.isFinite(scorePair(model, name, 'Bordeaux').score)).toBe(true);
  });

  it('refuses bytes that are no model', () => {
    expect(() => loadSoundModel(new Uint8Array([1, 2, 3]))).toThrow(RangeError);
    expect(() => loadSoundModel(new Uint8Array(64).fill(1))).toThrow(RangeError);
  });
});

it('scores two Latin names by the better of both ways, though the second is given up early', () => {
  const piece = fc.constantFrom(
    'saint ',
    'bor',
    'deaux',
    'cham',
    'pagne',
    'ville',
    'ning',
    'xia',
    'ro',
    'que',
  );
  const name = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
  const oneWay = (a: string, b: string): number => {
    const x = readyName(model, soundName(a));
    const best = bestVariants(x, readyLatin(x.table, soundName(b)));
    return best ? onCurve(model.curves.Latn, best.raw) : 0;
  };
  fc.assert(
    fc.property(name, name, (a, b) => {
      fc.pre(foldSound(a).text !== foldSound(b).text);
      expect(scorePair(model, a, b).score).toBeCloseTo(Math.max(oneWay(a, b), oneWay(b, a)), 9);
    }),
  );
});
