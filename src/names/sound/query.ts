import type { ChunkTable, DenseRow } from './chunk-table.ts';

/** Weight of a letter the table has never seen: it stands for nothing. */
export const UNREADABLE = -9;

/** A name of a table's script, ready to be aligned with many Latin names. */
export interface SoundQuery {
  /** Letters between `^` and `$`. */
  readonly text: string;
  /** Weights of the chunk that starts at letter i with length a: `rows[i * 3 + a - 1]`. */
  readonly rows: readonly (DenseRow | undefined)[];
  /** Weights of Latin letters that stand against nothing. */
  readonly insertions: Float32Array;
  /** The most of those. */
  readonly inserted: number;
  /** The most that the letters from i on can bring, whatever they stand against. */
  readonly bounds: Float32Array;
}

const lookedUp = new WeakMap<ChunkTable, Map<string, SoundQuery>>();
const remembered = 128;

/** Look up the rows of `^letters$`; the same few texts are asked for again and again while a name is compared. */
export function soundQuery(table: ChunkTable, text: string): SoundQuery {
  let known = lookedUp.get(table);
  if (!known) lookedUp.set(table, (known = new Map()));
  let query = known.get(text);
  if (!query) {
    if (known.size >= remembered) known.clear();
    known.set(text, (query = rowsOf(table, text)));
  }
  return query;
}

function rowsOf(table: ChunkTable, text: string): SoundQuery {
  const rows: (DenseRow | undefined)[] = [];
  for (let i = 0; i < text.length; i++) {
    for (let a = 1; a <= table.longest(text, i); a++) {
      const row = table.rowAt(text, i, a);
      if (row >= 0) rows[i * 3 + a - 1] = table.weights(row);
    }
  }
  const insertions = table.weights(table.row(''));
  // Inserted letters take away; should a table ever reward one, no bound would hold.
  const bounds = new Float32Array(text.length + 1).fill((insertions.likely.peaks[0] as number) > 0 ? 1e9 : 0);
  for (let i = text.length - 1; i >= 0; i--) {
    let most = rows[i * 3] ? -Infinity : UNREADABLE + (bounds[i + 1] as number);
    for (let a = 1; a <= 3 && i + a <= text.length; a++) {
      const row = rows[i * 3 + a - 1];
      if (row) most = Math.max(most, (row.likely.peaks[0] as number) + (bounds[i + a] as number));
    }
    bounds[i] = most;
  }
  return {
    text,
    rows,
    insertions: insertions.weights,
    inserted: insertions.likely.peaks[0] as number,
    bounds,
  };
}
