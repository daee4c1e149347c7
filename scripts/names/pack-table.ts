import type { PackedArray } from '../../src/names/sound/pack.ts';
import { IMPOSSIBLE, SCALE } from '../../src/names/sound/chunk-table.ts';
import { LatinChunks, type WeightGrid } from './grid.ts';

const floor = Math.round(-500 * SCALE);

/** A trained grid as the arrays that `ChunkTable` reads. */
export function packGrid(name: string, grid: WeightGrid): Record<string, PackedArray> {
  const { texts } = grid.latin;
  const columnOf = new Map(texts.map((text, id) => [text, id]));
  const trie = new Uint8Array((texts.length - 1) * 3);
  for (let id = 1; id < texts.length; id++) {
    const text = texts[id] as string;
    const parent = columnOf.get(text.slice(0, -1)) as number;
    trie.set([parent & 255, parent >> 8, LatinChunks.symbol(text.at(-1) as string)], (id - 1) * 3);
  }
  const rows = grid.rowNames.length;
  const starts = new Uint32Array(rows + 1);
  const defaults = new Int16Array(rows);
  const columns: number[] = [];
  const weights: number[] = [];
  for (let row = 0; row < rows; row++) {
    const own = grid.weights.subarray(row * grid.width, (row + 1) * grid.width);
    const base = (grid.parent[row] as number) < 0 ? floor : quantise(grid.rest[row] as number);
    defaults[row] = base;
    own.forEach((weight, column) => {
      const value = quantise(weight);
      if (value === base) return;
      columns.push(column);
      weights.push(value);
    });
    starts[row + 1] = columns.length;
  }
  return {
    [`${name}.trie`]: trie,
    [`${name}.rows`]: new TextEncoder().encode(grid.rowNames.join('\n')),
    [`${name}.parents`]: Int32Array.from(grid.parent),
    [`${name}.defaults`]: defaults,
    [`${name}.starts`]: starts,
    [`${name}.columns`]: Uint16Array.from(columns),
    [`${name}.weights`]: Int16Array.from(weights),
  };
}

function quantise(weight: number): number {
  return weight <= IMPOSSIBLE / 2 ? floor : Math.max(floor, Math.min(32000, Math.round(weight * SCALE)));
}
