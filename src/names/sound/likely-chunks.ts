/** Letters of the Latin chunk trie: `^`, a-z, `$`. */
export const SYMBOLS = 28;
/** A weight so low that nothing good comes after it. */
export const HOPELESS = -5.5;

/**
 * The Latin chunks that one row makes likely, and those that lead to them, as a trie small enough to stay in the
 * processor's cache. For node i: `symbols[i]` the set of letters that lead on, bit s + 1 for letter s; `first[i]` its
 * first child, the others follow in the order of their letters; `weights[i]` the weight of the chunk, `peaks[i]` the
 * best weight of it and of all that begin with it, at least {@link HOPELESS}. Node 0 is the empty chunk.
 */
export interface LikelyChunks {
  readonly symbols: Int32Array;
  readonly first: Int32Array;
  readonly weights: Float32Array;
  readonly peaks: Float32Array;
}

/** Collects the likely chunks of a row. `next` is the trie of all chunks, `parents` leads back up in it. */
export function likelyChunks(next: Uint16Array, parents: Uint16Array, weights: Float32Array): LikelyChunks {
  const peaks = weights.slice();
  for (let column = peaks.length - 1; column > 0; column--) {
    const above = parents[column] as number;
    if ((peaks[column] as number) > (peaks[above] as number)) peaks[above] = peaks[column] as number;
  }
  const columns = [0];
  const symbols: number[] = [];
  const first: number[] = [];
  for (let node = 0; node < columns.length; node++) {
    first.push(columns.length);
    let set = 0;
    const base = (columns[node] as number) * SYMBOLS;
    for (let s = 0; s < SYMBOLS; s++) {
      const column = next[base + s] as number;
      if (column === 0 || (peaks[column] as number) < HOPELESS) continue;
      set |= 1 << (s + 1);
      columns.push(column);
    }
    symbols.push(set);
  }
  return {
    symbols: Int32Array.from(symbols),
    first: Int32Array.from(first),
    weights: Float32Array.from(columns, (column) => weights[column] as number),
    peaks: Float32Array.from(columns, (column) => peaks[column] as number),
  };
}
