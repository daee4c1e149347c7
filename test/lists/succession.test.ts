import { describe, expect, it } from 'vitest';
import { successions, type Line } from '../../src/lists/succession.ts';
import { anEntry, sourced } from '../support/entries.ts';

const line = (key: string, names: string[], change: Parameters<typeof anEntry>[0] = {}): Line => ({
  key,
  giId: key,
  entry: anEntry({
    key,
    names: names.map((text) => ({
      text,
      language: 'fr',
      script: 'Latn',
      kind: 'original',
      evidence: sourced,
    })),
    ...change,
  }),
});

describe('what went and came in one file', () => {
  it('is renumbered when one name went and the same came', () => {
    expect(successions([line('PGI-FR-1', ['Roquefort'])], [line('PDO-FR-9', ['ROQUEFORT'])])).toEqual([
      { kind: 'renumbered', from: ['PGI-FR-1'], to: ['PDO-FR-9'] },
    ]);
  });
  it('is merged when several names went and came together', () => {
    const gone = [line('a', ['Ile de Beauté']), line('b', ['Corse'])];
    expect(successions(gone, [line('c', ['Corse', 'Ile de Beauté'])])).toEqual([
      { kind: 'merged', from: ['a', 'b'], to: ['c'] },
    ]);
  });
  it('is split when names that went together came apart', () => {
    const come = [line('b', ['Corse']), line('c', ['Ile de Beauté'])];
    expect(successions([line('a', ['Corse', 'Ile de Beauté'])], come)).toEqual([
      { kind: 'split', from: ['a'], to: ['b', 'c'] },
    ]);
  });
  it.each([
    ['another name', [line('b', ['Brie'])]],
    ['the same name from elsewhere', [line('b', ['Corse'], { origin: ['IT'] })]],
    [
      'the same name for another kind of drink',
      [line('b', ['Corse'], { product: { class: 'spirit', classes: [] } })],
    ],
    ['nothing', []],
  ])('is nothing of the kind for %s', (_, come) => {
    expect(successions([line('a', ['Corse'], { product: { class: 'wine', classes: [] } })], come)).toEqual(
      [],
    );
  });
  it('is left to a person where it is not clear which became which', () => {
    const twice = [line('a', ['Kornbrand']), line('b', ['Kornbrand'])];
    expect(successions(twice, [line('c', ['Kornbrand']), line('d', ['Kornbrand'])])).toEqual([]);
  });
});
