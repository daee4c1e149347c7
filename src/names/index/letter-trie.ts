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
 * Keys (Latin spellings) as a trie whose leaves are buckets of a few keys. Node i is two neighbouring numbers, so that
 * looking at it touches memory once: `nodes[2 * i]` is its first child, or -1 minus its first key when it is a leaf;
 * `nodes[2 * i + 1]` is the set of symbols that lead on, a bit each, or what {@link leafOf} says of a leaf. Node 0 is the root; children are in symbol order. Keys are numbered and lie in memory by leaf, so that those of a
 * leaf are found together.
 */
export interface LetterTrie {
  readonly letters: Uint8Array;
  /** Where each key starts in `letters`; keys end with 0. */
  readonly starts: Uint32Array;
  readonly nodes: Int32Array;
}

const COUNT_BITS = 18;
const LETTERS_BITS = 6;
const MOST_COUNT = (1 << COUNT_BITS) - 1;
const MOST_LETTERS = (1 << LETTERS_BITS) - 1;

/** What is known of a leaf without looking at its keys. */
export const leafOf = {
  /** How many keys it has; of more than a quarter of a million that are the same, no more are told. */
  count: (leaf: number): number => leaf & MOST_COUNT,
  /** Letters of the shortest and of the longest of them behind those that led to the leaf. */
  shortest: (leaf: number): number => (leaf >>> COUNT_BITS) & MOST_LETTERS,
  longest: (leaf: number): number => leaf >>> (COUNT_BITS + LETTERS_BITS),
};

/** Number of bits that are set. */
export function bitCount(bits: number): number {
  let v = bits - ((bits >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Build the trie over keys given as symbols; `order` has the number that each of its keys was given under. Work grows
 * with the number of keys and their distinct prefixes.
 */
export function buildTrie(
  letters: Uint8Array,
  starts: Uint32Array,
): { trie: LetterTrie; order: Uint32Array } {
  const size = starts.length;
  const order = new Uint32Array(size);
  for (let i = 0; i < size; i++) order[i] = i;
  const spare = new Uint32Array(size);
  // Real names make three nodes of four keys. Room that is not used is never touched, and so takes no memory.
  let nodes = new Int32Array(2 * Math.max(64, size));
  // Until its turn comes a node holds the stretch of `order` that it is to be made of; nodes come level by level.
  let made = 1;
  nodes[1] = size;
  let depth = 0;
  let levelEnd = 1;
  const heads = new Uint32Array(KEY_SYMBOLS + 1);
  const at = new Uint32Array(KEY_SYMBOLS + 1);
  for (let node = 0; node < made; node++) {
    if (node === levelEnd) {
      depth++;
      levelEnd = made;
    }
    const from = nodes[2 * node] as number;
    const to = nodes[2 * node + 1] as number;
    heads.fill(0);
    if (to - from > LEAF && depth < DEEPEST) {
      for (let i = from; i < to; i++)
        heads[(letters[(starts[order[i] as number] as number) + depth] as number) + 1]!++;
    }
    // A leaf: few keys, or all of them ended here.
    if (to - from <= LEAF || depth >= DEEPEST || heads[1] === to - from) {
      nodes[2 * node] = -1 - from;
      nodes[2 * node + 1] = leafWith(letters, starts, order, { from, to, depth });
      continue;
    }
    for (let s = 0; s < KEY_SYMBOLS; s++) heads[s + 1]! += heads[s] as number;
    at.set(heads);
    for (let i = from; i < to; i++) {
      const key = order[i] as number;
      spare[from + at[letters[(starts[key] as number) + depth] as number]!++] = key;
    }
    order.set(spare.subarray(from, to), from);
    if (2 * (made + KEY_SYMBOLS) > nodes.length) nodes = widened(nodes);
    nodes[2 * node] = made;
    let symbols = 0;
    for (let s = 0; s < KEY_SYMBOLS; s++) {
      const a = heads[s] as number;
      const b = heads[s + 1] as number;
      if (a === b) continue;
      symbols |= 1 << s;
      nodes[2 * made] = from + a;
      nodes[2 * made + 1] = from + b;
      made++;
    }
    nodes[2 * node + 1] = symbols;
  }
  nodes = nodes.subarray(0, 2 * made);
  return { trie: { ...byLeaf(letters, starts, order, spare), nodes }, order };
}

/** What is to be known of a leaf. */
function leafWith(
  letters: Uint8Array,
  starts: Uint32Array,
  order: Uint32Array,
  { from, to, depth }: { from: number; to: number; depth: number },
): number {
  let shortest = MOST_LETTERS;
  let longest = 0;
  // Keys of a larger bucket are all the same.
  for (let i = from; i < Math.min(to, from + LEAF); i++) {
    const start = (starts[order[i] as number] as number) + depth;
    let rest = 0;
    while (rest < MOST_LETTERS && letters[start + rest] !== 0) rest++;
    shortest = Math.min(shortest, rest);
    longest = Math.max(longest, rest);
  }
  return (((longest << LETTERS_BITS) | shortest) << COUNT_BITS) | Math.min(MOST_COUNT, to - from);
}

/** The keys laid out in the order of their leaves; `spare` takes their new starts. */
function byLeaf(
  letters: Uint8Array,
  starts: Uint32Array,
  order: Uint32Array,
  spare: Uint32Array,
): Pick<LetterTrie, 'letters' | 'starts'> {
  const sorted = new Uint8Array(letters.length);
  let end = 0;
  for (let k = 0; k < order.length; k++) {
    spare[k] = end;
    let from = starts[order[k] as number] as number;
    for (; letters[from] !== 0; from++) sorted[end++] = letters[from] as number;
    end++;
  }
  return { letters: sorted, starts: spare };
}

function widened(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.ceil(array.length * 1.5));
  larger.set(array);
  return larger;
}
