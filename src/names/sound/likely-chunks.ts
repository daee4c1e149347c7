/** Letters of the Latin chunk trie: `^`, a-z, `$`. */
export const SYMBOLS = 28;
/** A weight so low that nothing good comes after it. */
export const HOPELESS = -5.5;

/**
 * The Latin chunks that one row makes likely, and those that lead to them, as a trie small enough to stay in the
 * processor's cache. For node i: `symbols[i]` the set of letters that lead on, bit s + 1 for letter s; `first[i]` its
 * first child, the others follow in the order of their letters; `weights[i]` the weight of the chunk, `peaks[i]` the
 * best weight of it and of all that begin with it, at least {@link HOPELESS}. Node 0 is the empty chunk. `lengths` has
 * the best weight of a chunk of so many letters, as far as there are any.
 */
export interface LikelyChunks {
  readonly symbols: Int32Array;
  readonly first: Int32Array;
  readonly weights: Float32Array;
  readonly peaks: Float32Array;
  readonly lengths: Float32Array;
}

/** Where the chunks of a table stand in their trie, by column: which chunk they lengthen and by which letter. */
export interface ChunkTrie {
  readonly parents: Uint16Array;
  readonly symbols: Uint8Array;
}

/** Collects the likely chunks of a row; chunks other than `told` are hopeless. */
export function likelyChunks(trie: ChunkTrie, weights: Float32Array, told: Iterable<number>): LikelyChunks {
  const peaks = new Map([[0, weights[0] as number]]);
  const children = new Map<number, number[]>();
  for (const one of told) {
    const weight = weights[one] as number;
    if (weight < HOPELESS) continue;
    for (let column = one; ;) {
      const known = peaks.get(column);
      if (known !== undefined && known >= weight) break;
      peaks.set(column, Math.max(weight, weights[column] as number));
      if (column === 0) break;
      const parent = trie.parents[column] as number;
      if (known === undefined) {
        const list = children.get(parent);
        if (list) list.push(column);
        else children.set(parent, [column]);
      }
      column = parent;
    }
  }
  const columns = [0];
  const symbols: number[] = [];
  const first: number[] = [];
  const depths = [0];
  const lengths: number[] = [];
  for (let node = 0; node < columns.length; node++) {
    first.push(columns.length);
    const depth = depths[node] as number;
    const weight = weights[columns[node] as number] as number;
    lengths[depth] = Math.max(lengths[depth] ?? -Infinity, weight);
    const below = children.get(columns[node] as number) ?? [];
    below.sort((a, b) => (trie.symbols[a] as number) - (trie.symbols[b] as number));
    let set = 0;
    for (const column of below) {
      set |= 1 << ((trie.symbols[column] as number) + 1);
      columns.push(column);
      depths.push(depth + 1);
    }
    symbols.push(set);
  }
  return {
    symbols: Int32Array.from(symbols),
    first: Int32Array.from(first),
    weights: Float32Array.from(columns, (column) => weights[column] as number),
    peaks: Float32Array.from(columns, (column) => peaks.get(column) as number),
    lengths: Float32Array.from(lengths),
  };
}
