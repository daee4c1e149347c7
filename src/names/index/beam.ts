import { UNREADABLE, type SoundQuery } from '../sound/align.ts';
import { SYMBOLS, type ChunkTable } from '../sound/chunk-table.ts';
import type { LetterTrie } from './letter-trie.ts';

/** How much work a search may do; each number bounds a loop. */
export interface BeamLimits {
  /** States followed over all letters of the query together. */
  states: number;
  /** Keys aligned letter by letter in the end. */
  keys: number;
}

/** Keys found and their raw weights, unordered. */
export interface BeamHits {
  keys: number[];
  raws: number[];
}

/** A weight so low that nothing good comes after it. */
const HOPELESS = -7;
const SEED_ROOM = 20_000;
const LEVEL_ROOM = 8_000;

/** States of one level: how far in the keys, and how good so far. */
class Level {
  node = new Int32Array(LEVEL_ROOM);
  depth = new Uint8Array(LEVEL_ROOM);
  score = new Float32Array(LEVEL_ROOM);
  size = 0;

  push(node: number, depth: number, score: number): void {
    if (this.size === LEVEL_ROOM) return;
    this.node[this.size] = node;
    this.depth[this.size] = depth;
    this.score[this.size++] = score;
  }
}

const levels = [new Level(), new Level(), new Level(), new Level()];
const seeds = {
  leaf: new Int32Array(SEED_ROOM),
  letter: new Uint8Array(SEED_ROOM),
  depth: new Uint8Array(SEED_ROOM),
  score: new Float32Array(SEED_ROOM),
  hope: new Float32Array(SEED_ROOM),
  size: 0,
};
const bins = new Uint32Array(512);

/** The score that at most `keep` of the values exceed, to an eighth. */
function cutoff(values: Float32Array, size: number, keep: number): number {
  if (size <= keep) return -Infinity;
  bins.fill(0);
  let top = -Infinity;
  for (let k = 0; k < size; k++) if ((values[k] as number) > top) top = values[k] as number;
  for (let k = 0; k < size; k++) bins[Math.min(511, Math.floor((top - (values[k] as number)) * 8))]!++;
  let sum = 0;
  for (let bin = 0; bin < 512; bin++) {
    sum += bins[bin] as number;
    if (sum > keep) return top - bin / 8;
  }
  return -Infinity;
}

/**
 * Find the keys that sound most like a query without looking at most of them: chunks of the query are followed down
 * the trie letter by letter, the best states at each letter are kept, and the keys of the leaves they lead to are
 * aligned in full. Work is bounded by `limits` whatever the query and however many keys there are.
 */
export function beamSearch(
  trie: LetterTrie,
  table: ChunkTable,
  query: SoundQuery,
  limits: BeamLimits,
): BeamHits {
  const n = query.text.length;
  const width = Math.max(10, Math.min(240, Math.floor(limits.states / n)));
  const hopes = new Float32Array(n + 1);
  for (let i = n - 1; i >= 0; i--) {
    const peak = query.rows[i * 3]?.peaks[0] ?? 0;
    hopes[i] = (hopes[i + 1] as number) + 0.5 * Math.max(0, peak);
  }
  for (const level of levels) level.size = 0;
  seeds.size = 0;
  (levels[0] as Level).push(0, 0, 0);
  const best = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const level = levels[i & 3] as Level;
    const limit = cutoff(level.score, level.size, width);
    best.clear();
    for (let k = 0; k < level.size; k++) {
      const score = level.score[k] as number;
      if (score < limit) continue;
      const node = level.node[k] as number;
      const known = best.get(node);
      if (known === undefined || (level.score[known] as number) < score) best.set(node, k);
    }
    let insertions = width;
    for (const k of best.values()) {
      const node = level.node[k] as number;
      const depth = level.depth[k] as number;
      const score = level.score[k] as number;
      expand(trie, table, query, i, node, depth, score, hopes);
      if (insertions > 0 && i > 0)
        insertions -= insert(trie, table, query, level, best, node, depth, score, limit);
    }
    level.size = 0;
  }
  return finish(trie, table, query, limits.keys);
}

/** Skip one letter of the keys; returns how many states that made. */
function insert(
  trie: LetterTrie, table: ChunkTable, query: SoundQuery, level: Level, best: Map<number, number>,
  node: number, depth: number, score: number, limit: number,
): number {
  if (score - 4 < limit) return 0;
  const first = trie.child[node] as number;
  let made = 0;
  for (let child = first; child < first + (trie.count[node] as number); child++) {
    const symbol = trie.label[child] as number;
    if (symbol < 2 || symbol > 27 || (trie.child[child] as number) < 0 || best.has(child)) continue;
    const after = score + (query.insertions[table.next[symbol - 1] as number] as number);
    if (after < limit || level.size === LEVEL_ROOM) continue;
    level.push(child, depth + 1, after);
    best.set(child, level.size - 1);
    made++;
  }
  return made;
} // prettier-ignore

function seed(leaf: number, letter: number, depth: number, score: number, hope: number): void {
  if (seeds.size === SEED_ROOM) return;
  const at = seeds.size++;
  seeds.leaf[at] = leaf;
  seeds.letter[at] = letter;
  seeds.depth[at] = depth;
  seeds.score[at] = score;
  seeds.hope[at] = hope;
}

function expand(
  trie: LetterTrie, table: ChunkTable, query: SoundQuery, i: number,
  node: number, depth: number, score: number, hopes: Float32Array,
): void {
  // A trie of few keys is one leaf.
  if ((trie.child[node] as number) < 0) return seed(node, i, depth, score, score + (hopes[i] as number));
  for (let a = 1; a <= 3; a++) {
    const row = query.rows[i * 3 + a - 1];
    if (!row) {
      if (a === 1) (levels[(i + 1) & 3] as Level).push(node, depth, score + UNREADABLE);
      continue;
    }
    const to = levels[(i + a) & 3] as Level;
    const hope = hopes[Math.min(i + a, hopes.length - 1)] as number;
    const { weights, peaks } = row;
    if ((weights[0] as number) > -12) to.push(node, depth, score + (weights[0] as number));
    const walk = (at: number, column: number, length: number): void => {
      const first = trie.child[at] as number;
      const end = first + (trie.count[at] as number);
      for (let child = first; child < end; child++) {
        const symbol = trie.label[child] as number;
        if (symbol === 0) continue;
        const next = table.next[column * SYMBOLS + symbol - 1] as number;
        if (next === 0 || (peaks[next] as number) < HOPELESS) continue;
        const weight = weights[next] as number;
        if ((trie.child[child] as number) < 0) {
          seed(child, i, depth, score, score + Math.max(weight, (peaks[next] as number) - 2) + hope);
          continue;
        }
        if (weight > HOPELESS) to.push(child, depth + length + 1, score + weight);
        if (length + 1 < table.info.l) walk(child, next, length + 1);
      }
    };
    walk(node, 0, 0);
  }
} // prettier-ignore

let grid = new Float32Array(72 * 72);

/** Align the keys of the most hopeful leaves in full. */
function finish(trie: LetterTrie, table: ChunkTable, query: SoundQuery, most: number): BeamHits {
  const hits: BeamHits = { keys: [], raws: [] };
  const limit = cutoff(seeds.hope, seeds.size, most);
  const leaves = new Map<number, number[]>();
  for (let k = 0; k < seeds.size; k++) {
    if ((seeds.hope[k] as number) < limit) continue;
    const list = leaves.get(seeds.leaf[k] as number);
    if (list) list.push(k);
    else leaves.set(seeds.leaf[k] as number, [k]);
  }
  const order = [...leaves.values()].map((list) => ({
    list,
    hope: Math.max(...list.map((k) => seeds.hope[k] as number)),
  }));
  order.sort((p, q) => q.hope - p.hope);
  let left = most;
  for (const { list } of order) {
    const leaf = seeds.leaf[list[0] as number] as number;
    const from = -1 - (trie.child[leaf] as number);
    const count = trie.count[leaf] as number;
    // A larger bucket holds one spelling many times.
    const same = count > 8;
    let raw = -Infinity;
    for (let k = 0; k < Math.min(count, 64); k++) {
      const key = trie.order[from + k] as number;
      if (!same || k === 0) raw = alignTail(trie, table, query, key, list);
      hits.keys.push(key);
      hits.raws.push(raw);
    }
    left -= same ? 1 : count;
    if (left <= 0) break;
  }
  return hits;
}

/** The best alignment of a key that goes through one of the seeds. */
function alignTail(
  trie: LetterTrie,
  table: ChunkTable,
  query: SoundQuery,
  key: number,
  list: readonly number[],
): number {
  const { letters, starts } = trie;
  const start = starts[key] as number;
  let m = 0;
  while (letters[start + m] !== 0) m++;
  const n = query.text.length;
  const w = m + 1;
  if (grid.length < (n + 1) * w) grid = new Float32Array((n + 1) * w);
  let i0 = n;
  let j0 = m;
  for (const k of list) {
    i0 = Math.min(i0, seeds.letter[k] as number);
    j0 = Math.min(j0, seeds.depth[k] as number);
  }
  for (let i = i0; i <= n; i++) grid.fill(-1e9, i * w + j0, (i + 1) * w);
  for (const k of list) {
    const at = (seeds.letter[k] as number) * w + (seeds.depth[k] as number);
    grid[at] = Math.max(grid[at] as number, seeds.score[k] as number);
  }
  for (let i = i0; i <= n; i++) {
    for (let j = j0; j <= m; j++) {
      const at = i * w + j;
      const here = grid[at] as number;
      if (here < -1e8) continue;
      if (j < m) {
        const symbol = (letters[start + j] as number) - 1;
        const s = here + (query.insertions[table.next[symbol] as number] as number);
        if (s > (grid[at + 1] as number)) grid[at + 1] = s;
      }
      if (i === n) continue;
      for (let a = 1; a <= 3; a++) {
        const row = query.rows[i * 3 + a - 1]?.weights;
        const base = at + a * w;
        if (!row) {
          if (a === 1) grid[base] = Math.max(grid[base] as number, here + UNREADABLE);
          continue;
        }
        let column = 0;
        const far = Math.min(table.info.l, m - j);
        for (let b = 0; b <= far; b++) {
          if (b > 0) {
            column = table.next[column * SYMBOLS + (letters[start + j + b - 1] as number) - 1] as number;
            if (column === 0) break;
          }
          const s = here + (row[column] as number);
          if (s > (grid[base + b] as number)) grid[base + b] = s;
        }
      }
    }
  }
  return grid[n * w + m] as number;
}
