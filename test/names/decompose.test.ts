import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decompose } from '../../src/names/decompose.ts';

describe('decompose', () => {
  it.each([
    ['Prosciutto di Parma', ['parma'], ['ham'], []],
    ['Parma ham', ['parma'], ['ham'], []],
    ['Parmaschinken', ['parma'], ['ham'], []],
    ['帕尔马火腿', ['帕尔马'], ['ham'], []],
    ['Champagne-style', ['champagne'], [], ['style']],
    ['香槟风味汽水', ['香槟'], ['soft-drink'], ['flavour']],
    ['仿香槟', ['香槟'], [], ['imitation']],
    ['龙井牌绿茶', ['龙井'], ['green-tea'], ['brand']],
    ['façon Roquefort', ['roquefort'], [], ['style']],
    ['แชมเปญสไตล์', ['แชมเปญ'], [], ['style']],
    ['กาแฟดอยช้าง', ['ดอยช้าง'], ['coffee'], []],
    ['ข้าวหอมมะลิทุ่งกุลาร้องไห้', ['ทุ่งกุลาร้องไห้'], ['jasmine-rice'], []],
    ['陕西省苹果', ['陕西'], ['apple'], []],
    ['Anji Bai Cha', ['anji'], ['white-tea'], []],
    ["Pruneaux d'Agen", ['agen'], ['plum'], []],
    ['Thé de Wuyuan', ['wuyuan'], ['tea'], []],
    ['The Wuyuan', ['wuyuan'], [], []],
    ['Ilocos Sur', ['ilocos', 'sur'], [], []],
    ['Гроздова ракия от Търговище', ['търговище'], ['spirit'], []],
  ])('%s', (name, core, products, qualifiers) => {
    const parts = decompose(name);
    expect([parts.core, parts.products, parts.qualifiers]).toEqual([core, products, qualifiers]);
  });

  it.each(['Feta', '白酒', 'Wine', 'ชา', 'Style', 'County'])('keeps %s as its own core', (name) => {
    expect(decompose(name).core).toHaveLength(1);
  });

  it('finds a core in every name with letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        const { core, parts } = decompose(name);
        expect(core.length > 0).toBe(parts.length > 0);
      }),
    );
  });
});
