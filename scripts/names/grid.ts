import { chunkLengths, type ChunkLimits } from './em.ts';

/** Weight of a chunk pair that the model does not know. */
export const UNKNOWN = -1e4;

/** Latin chunks as a trie over `^`, a-z, `$`; a chunk's id is its node. Node 0 is the empty chunk. */
export class LatinChunks {
  readonly texts: string[] = [''];
  private next: number[] = Array.from({ length: 28 }, () => 0);

  static symbol(ch: string): number {
    return ch === '^' ? 0 : ch === '$' ? 27 : ch.charCodeAt(0) - 96;
  }

  add(text: string): number {
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      const at = node * 28 + LatinChunks.symbol(text[i] as string);
      if (this.next[at] === 0) {
        this.next[at] = this.texts.length;
        this.texts.push(text.slice(0, i + 1));
        for (let k = 0; k < 28; k++) this.next.push(0);
      }
      node = this.next[at] as number;
    }
    return node;
  }

  /** Chunk ids starting at each letter: `ids[j * (limit + 1) + b]` for length b, -1 where there is none. */
  lattice(l: string, limit: number): Int32Array {
    const ids = new Int32Array(l.length * (limit + 1)).fill(-1);
    for (let j = 0; j < l.length; j++) {
      let node = 0;
      ids[j * (limit + 1)] = 0;
      for (let b = 1; b <= limit && j + b <= l.length; b++) {
        node = this.next[node * 28 + LatinChunks.symbol(l[j + b - 1] as string)] as number;
        if (node === 0) break;
        ids[j * (limit + 1) + b] = node;
      }
    }
    return ids;
  }
}

/**
 * Trainable weights of one alphabet against Latin: a row per chunk of x over all Latin chunks, each row with a parent
 * row it adds to (a Han character's syllable), or none.
 */
export class WeightGrid {
  readonly rowOf = new Map<string, number>();
  readonly rowNames: string[] = [];
  readonly parent: number[] = [];
  /** Weight of the cells of a row that nothing was learnt about, added to the parent's. */
  readonly rest: number[] = [];
  weights: Float32Array = new Float32Array(0);
  squares: Float32Array = new Float32Array(0);
  /** Expected count behind each cell, to weigh an example without its own contribution. */
  counts: Float32Array = new Float32Array(0);
  readonly limits: ChunkLimits;
  readonly latin: LatinChunks;

  /** Name of the row that a chunk shares with others like it (`<syllable>`, `<rough sound>`); empty for none. */
  readonly parentName: (x: string) => string;

  constructor(limits: ChunkLimits, latin: LatinChunks, parentName: (x: string) => string) {
    this.limits = limits;
    this.latin = latin;
    this.parentName = parentName;
  }

  get width(): number {
    return this.latin.texts.length;
  }

  row(name: string, parent = -1): number {
    let row = this.rowOf.get(name);
    if (row === undefined) {
      row = this.rowNames.length;
      this.rowOf.set(name, row);
      this.rowNames.push(name);
      this.parent.push(parent);
      this.rest.push(0);
    }
    return row;
  }

  allocate(): void {
    this.weights = new Float32Array(this.rowNames.length * this.width);
    this.squares = new Float32Array(this.rowNames.length * this.width);
    this.counts = new Float32Array(this.rowNames.length * this.width);
  }
}

/** A name of the other script ready to be scored against many Latin names. */
export interface Query {
  n: number;
  /** Row of each chunk that starts at letter i with length a: `rows[i * 3 + a - 1]`, -1 where none. */
  rows: Int32Array;
  /** Those rows' weights over all Latin chunks, parents added. */
  dense: (Float32Array | undefined)[];
}

const LEFT = 0.1;

/** Look up the rows of a name; `leaveOut` takes the name's own example out of the weights it helped to set. */
export function prepare(grid: WeightGrid, x: string, leaveOut = false): Query {
  const rows = new Int32Array(x.length * 3).fill(-1);
  const dense: (Float32Array | undefined)[] = [];
  const w = grid.width;
  for (let i = 0; i < x.length; i++) {
    for (let a = 1; a <= chunkLengths(x, i, grid.limits); a++) {
      const chunk = x.slice(i, i + a);
      const row = grid.rowOf.get(chunk) ?? grid.rowOf.get(grid.parentName(chunk)) ?? -1;
      rows[i * 3 + a - 1] = row;
      if (row < 0) continue;
      const own = grid.weights.subarray(row * w, row * w + w);
      const parent = grid.parent[row] as number;
      if (parent < 0 && !leaveOut) {
        dense[i * 3 + a - 1] = own;
        continue;
      }
      const sum = Float32Array.from(own);
      const base = parent * w;
      if (parent >= 0) for (let k = 0; k < w; k++) sum[k]! += grid.weights[base + k] as number;
      if (leaveOut) {
        for (let k = 0; k < w; k++) {
          const c = grid.counts[row * w + k] as number;
          if (c > 0) sum[k]! += Math.log((Math.max(c - 1, 0) + LEFT) / (c + LEFT));
        }
      }
      dense[i * 3 + a - 1] = sum;
    }
  }
  return { n: x.length, rows, dense };
}

let best = new Float32Array(0);
let back = new Int32Array(0);

/**
 * The best alignment's score; with `trace`, the cells of the grid it used (flat indices into `weights`, own row;
 * the parent's cell has the same column).
 */
export function align(grid: WeightGrid, query: Query, l: Int32Array, m: number, trace?: number[]): number {
  const n = query.n;
  const stride = grid.limits.l + 1;
  const w = m + 1;
  const size = (n + 1) * w;
  if (best.length < size) {
    best = new Float32Array(size * 2);
    back = new Int32Array(size * 2);
  }
  best.fill(-1e9, 0, size);
  best[0] = 0;
  const insert = (grid.rowOf.get('') as number) * grid.width;
  const { weights } = grid;
  const maxL = grid.limits.l;
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      const here = best[i * w + j] as number;
      if (here <= -1e8) continue;
      if (j < m) {
        const s = here + (weights[insert + (l[j * stride + 1] as number)] as number);
        const to = i * w + j + 1;
        if (s > (best[to] as number)) {
          best[to] = s;
          back[to] = (i << 16) | j;
        }
      }
      if (i === n) continue;
      for (let a = 1; a <= 3; a++) {
        const row = query.dense[i * 3 + a - 1];
        if (!row) continue;
        const far = Math.min(maxL, m - j);
        const base = (i + a) * w + j;
        for (let b = 0; b <= far; b++) {
          const id = b === 0 ? 0 : (l[j * stride + b] as number);
          if (id < 0) break;
          const s = here + (row[id] as number);
          if (s > (best[base + b] as number)) {
            best[base + b] = s;
            back[base + b] = (i << 16) | j;
          }
        }
      }
    }
  }
  if (trace) {
    let i = n;
    let j = m;
    while (i > 0 || j > 0) {
      const from = back[i * w + j] as number;
      const fi = from >> 16;
      const fj = from & 0xffff;
      const row = fi === i ? (grid.rowOf.get('') as number) : (query.rows[fi * 3 + i - fi - 1] as number);
      trace.push(row * grid.width + (j === fj ? 0 : (l[fj * stride + j - fj] as number)));
      i = fi;
      j = fj;
    }
  }
  return best[n * w + m] as number;
}
