import { describe, expect, it } from 'vitest';
import { cadenceOf } from '../../src/names/compare/cadence.ts';
import { compare } from '../../src/names/compare.ts';
import { goodsRarity } from '../../src/names/goods.ts';
import { prepare } from '../../src/names/prepare.ts';
import { createNameEngine } from '../../src/names/engine.ts';

const raw = (a: string, b: string): number => cadenceOf(a, b)?.raw ?? 0;

describe('words of one cadence', () => {
  it.each([
    ['verlados', 'calvados', 'soldados'],
    ['cambozola', 'gorgonzola', 'gorgona'],
    ['nosecco', 'prosecco', 'monaco'],
  ])('%s is nearer to %s than to %s', (sign, name, other) => {
    expect(raw(sign, name)).toBeGreaterThan(raw(sign, other));
  });

  it('needs words of some length that share one end', () => {
    expect(cadenceOf('feta', 'fetas')).toBeUndefined();
    expect(cadenceOf('verlados', 'gorgonzola')).toBeUndefined();
    expect(cadenceOf('calvados', 'calvados')).toBeUndefined();
  });

  it('counts an end that many names share for less', () => {
    const [sign, name] = [prepare('Verlados'), prepare('Calvados')];
    const of = (count: number): number =>
      compare(sign, name, { common: () => count }).find((m) => m.path === 'cadence')?.raw ?? 0;
    expect(of(1)).toBeGreaterThan(of(8));
  });

  it('shows what is shared and what is changed', () => {
    const match = compare(prepare('Verlados'), prepare('Calvados')).find((m) => m.path === 'cadence');
    expect(match?.segments.map((s) => [s.query, s.candidate])).toEqual([
      ['verl', 'calv'],
      ['ados', 'ados'],
    ]);
  });

  it('weighs more the rarer the goods that both are for', () => {
    expect(goodsRarity(['spirit'], ['spirit', 'wine'])).toBeGreaterThan(goodsRarity(['wine'], ['wine']));
    expect(goodsRarity(['spirit'], ['wine'])).toBe(0);
    const engine = createNameEngine([
      { id: 'oil', name: 'Toscano', goods: ['oil'] },
      { id: 'wine', name: 'Montesol', goods: ['wine'] },
    ]);
    const rate = (goods: ('oil' | 'wine')[]): number =>
      engine.screen({ name: 'Toscoro', goods })[0]?.falseAlertsPerMillion ?? Infinity;
    expect(rate(['oil'])).toBeLessThan(rate(['wine']));
  });
});
