import { describe, expect, it } from 'vitest';
import { packagedSoundModel } from '../../../src/names/engine.ts';
import type { ChunkTable } from '../../../src/names/sound/chunk-table.ts';
import { HOPELESS, SYMBOLS } from '../../../src/names/sound/likely-chunks.ts';

const model = packagedSoundModel();

/** Every chunk below one, and the best weight of it and of all that begin with it, read off all weights. */
function peaksOf(table: ChunkTable, weights: Float32Array): Float32Array {
  const peaks = weights.slice();
  const below = (column: number): number => {
    for (let s = 0; s < SYMBOLS; s++) {
      const longer = table.next[column * SYMBOLS + s] as number;
      if (longer !== 0) peaks[column] = Math.max(peaks[column] as number, below(longer));
    }
    return peaks[column] as number;
  };
  below(0);
  return peaks;
}

describe('the likely chunks of a row', () => {
  it.each([
    ['han', model.han, '波'],
    ['han', model.han, '^圣'],
    ['letters', model.letters, 'ορ'],
    ['letters', model.letters, 'ก'],
    ['latin', model.latin, 'ch'],
    ['latin', model.latin, ''],
  ])('are those that all its weights name: %s %s', (_name, table, chunk) => {
    const row = table.row(chunk);
    expect(row).toBeGreaterThanOrEqual(0);
    const { weights, likely } = table.weights(row);
    const peaks = peaksOf(table, weights);
    const columns = [0];
    for (let node = 0; node < columns.length; node++) {
      const children = Array.from({ length: SYMBOLS }, (_, s) => s).filter((s) => {
        const column = table.next[(columns[node] as number) * SYMBOLS + s] as number;
        return column !== 0 && (peaks[column] as number) >= HOPELESS;
      });
      expect(likely.symbols[node]).toBe(children.reduce((set, s) => set | (1 << (s + 1)), 0));
      expect(likely.first[node]).toBe(columns.length);
      for (const s of children) columns.push(table.next[(columns[node] as number) * SYMBOLS + s] as number);
    }
    expect([...likely.weights]).toEqual(columns.map((column) => weights[column]));
    expect([...likely.peaks]).toEqual(columns.map((column) => peaks[column]));
  });
});
