import { describe, expect, it } from 'vitest';
import { alterationOf, changeCost } from '../../src/names/compare/altered.ts';
import { compare } from '../../src/names/compare.ts';
import { createNameEngine } from '../../src/names/engine.ts';
import { prepare } from '../../src/names/prepare.ts';

const cost = (a: string, b: string): number => changeCost(a, b, 100);
const raw = (a: string, b: string): number => alterationOf(a, b, undefined)?.raw ?? 0;

describe('words with letters altered', () => {
  it('costs nothing to be the same, and the same either way', () => {
    expect(cost('champagne', 'champagne')).toBe(0);
    for (const [a, b] of [
      ['champange', 'champagne'],
      ['rocquefort', 'roquefort'],
      ['darjeling', 'darjeeling'],
      ['tolouse', 'toulouse'],
    ] as const)
      expect(cost(a, b)).toBe(cost(b, a));
  });

  it('takes a doubled or swapped letter for less than another letter', () => {
    const other = cost('chambagxe', 'chambagne');
    expect(cost('parmigianno', 'parmigiano')).toBeLessThan(other);
    expect(cost('champange', 'champagne')).toBeLessThan(other);
    expect(cost('gorgonsola', 'gorgonzola')).toBeLessThan(other);
    expect(cost('campagne', 'champagne')).toBeLessThan(cost('xampagne', 'champagne'));
  });

  it.each([
    ['shampagne', 'champagne', 'campania'],
    ['roqefort', 'roquefort', 'rochefort'],
    ['darjeling', 'darjeeling', 'darling'],
  ])('%s is nearer to %s than to %s', (sign, name, other) => {
    expect(raw(sign, name)).toBeGreaterThan(raw(sign, other));
  });

  it('hears one sound in letters written otherwise', () => {
    expect(raw('rokefort', 'roquefort')).toBeGreaterThan(raw('romefort', 'roquefort'));
    expect(raw('filadelfia', 'philadelphia')).toBeGreaterThan(0);
  });

  it('leaves short words, and words further apart, alone', () => {
    expect(alterationOf('feta', 'fete', undefined)).toBeUndefined();
    expect(alterationOf('verlados', 'calvados', undefined)).toBeUndefined();
    expect(alterationOf('champagne', 'champagne', undefined)).toBeUndefined();
  });

  it('counts for less among many names that begin or end so', () => {
    const of = (count: number): number => alterationOf('champange', 'champagne', () => count)?.raw ?? 0;
    expect(of(1)).toBeGreaterThan(of(8));
  });

  it('shows what is changed', () => {
    const match = compare(prepare('Shampagne'), prepare('Champagne')).find((m) => m.path === 'altered');
    expect(match?.segments.map((s) => [s.query, s.candidate])).toEqual([
      ['s', 'c'],
      ['hampagne', 'hampagne'],
    ]);
  });
});

describe('alerts on altered names', () => {
  const engine = createNameEngine([
    { id: 'champagne', name: 'Champagne', goods: ['wine'] },
    { id: 'roquefort', name: 'Roquefort', goods: ['dairy'] },
    { id: 'parmigiano', name: 'Parmigiano Reggiano', goods: ['dairy'] },
    { id: 'darjeeling', name: 'Darjeeling', goods: ['tea'] },
    { id: 'longjing', name: '龙井茶', goods: ['tea'] },
    { id: 'prosecco', name: 'Prosecco', goods: ['wine'] },
  ]);
  it.each([
    ['Shampagne', 'champagne'],
    ['Champange', 'champagne'],
    ['Champagn', 'champagne'],
    ['Rocquefort', 'roquefort'],
    ['Parmigianno', 'parmigiano'],
    ['Darjeling', 'darjeeling'],
    ['ChampagneCharly', 'champagne'],
  ])('%s alerts, whatever the goods', (name, id) => {
    const [first] = engine.screen({ name });
    expect(first).toMatchObject({ candidateId: id, alert: true });
  });

  it('tells less where nothing is known of the goods of a name', () => {
    const [named] = engine.screen({ name: 'Champange' });
    const [unnamed] = createNameEngine([{ id: 'champagne', name: 'Champagne' }]).screen({
      name: 'Champange',
    });
    expect(unnamed?.falseAlertsPerMillion).toBeGreaterThan(named?.falseAlertsPerMillion ?? 0);
  });
});
