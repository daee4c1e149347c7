/** Symbols of a key: 1 for `^`, 2-27 for a-z, 28 for `$`; 0 ends it. */
export const KEY_SYMBOLS = 29;
/** Keys in a leaf at most, unless they are all the same. */
export const LEAF = 4;
const DEEPEST = 64;

/** Symbol of a letter in keys, by character code; 0 for what keys cannot hold. */
export function keySymbol(code: number): number {
  return code === 94 ? 1 : code === 36 ? 28 : code >= 97 && code <= 122 ? code - 95 : 0;
}

/**
 * Keys (Latin spellings) as a trie whose leaves are buckets of a few keys. All in typed arrays: for node i,
 * `child[i]` is its first child, or -1 minus the place of its first key in `order` when it is a leaf; `count[i]` is the
 * number of children or keys; `label[i]` the symbol that leads to it. Node 0 is the root; children are in symbol order.
 */
export interface LetterTrie {
  readonly letters: Uint8Array;
  /** Where each key starts in `letters`; keys end with 0. */
  readonly starts: Uint32Array;
  /** Keys by leaf. */
  readonly order: Uint32Array;
  readonly child: Int32Array;
  readonly count: Uint32Array;
  readonly label: Uint8Array;
}

/** Build the trie over keys given as symbols. Work grows with the number of keys and their distinct prefixes. */
export function buildTrie(letters: Uint8Array, starts: Uint32Array): LetterTrie {
  const size = starts.length;
  const order = new Uint32Array(size);
  for (let i = 0; i < size; i++) order[i] = i;
  const spare = new Uint32Array(size);
  let room = Math.max(64, Math.ceil(size / 2));
  let child = new Int32Array(room);
  let count = new Uint32Array(room);
  let label = new Uint8Array(room);
  let nodes = 1;
  const grow = (): void => {
    room *= 2;
    const [c, n, l] = [new Int32Array(room), new Uint32Array(room), new Uint8Array(room)];
    c.set(child);
    n.set(count);
    l.set(label);
    [child, count, label] = [c, n, l];
  };
  const froms = [0];
  const tos = [size];
  const depths = [0];
  const heads = new Uint32Array(KEY_SYMBOLS + 1);
  for (let node = 0; node < nodes; node++) {
    const [from, to, depth] = [froms[node] as number, tos[node] as number, depths[node] as number];
    heads.fill(0);
    if (to - from > LEAF && depth < DEEPEST) {
      for (let i = from; i < to; i++)
        heads[(letters[(starts[order[i] as number] as number) + depth] as number) + 1]!++;
    }
    // A leaf: few keys, or all of them ended here.
    if (to - from <= LEAF || depth >= DEEPEST || heads[1] === to - from) {
      child[node] = -1 - from;
      count[node] = to - from;
      continue;
    }
    for (let s = 0; s < KEY_SYMBOLS; s++) heads[s + 1]! += heads[s] as number;
    const at = heads.slice();
    for (let i = from; i < to; i++) {
      const key = order[i] as number;
      spare[from + at[letters[(starts[key] as number) + depth] as number]!++] = key;
    }
    order.set(spare.subarray(from, to), from);
    child[node] = nodes;
    for (let s = 0; s < KEY_SYMBOLS; s++) {
      const [a, b] = [heads[s] as number, heads[s + 1] as number];
      if (a === b) continue;
      if (nodes === room) grow();
      label[nodes] = s;
      froms[nodes] = from + a;
      tos[nodes] = from + b;
      depths[nodes] = depth + 1;
      nodes++;
    }
    count[node] = nodes - (child[node] as number);
  }
  return {
    letters, starts, order,
    child: child.slice(0, nodes), count: count.slice(0, nodes), label: label.slice(0, nodes),
  }; // prettier-ignore
}
