import { HOPELESS, SYMBOLS, likelyChunks, type ChunkTrie, type LikelyChunks } from './likely-chunks.ts';
import type { Unpacked } from './pack.ts';

/** Weight of a chunk pair that cannot be. */
export const IMPOSSIBLE = -1e4;
/** Stored weights are this many units to one. */
export const SCALE = 64;

/** Number of a letter in the Latin chunk trie. */
export function symbolOf(code: number): number {
  return code === 94 ? 0 : code === 36 ? 27 : code - 96;
}

/** Letters of chunks by number: 1 to 28, 0 for what is none of `^`, a-z, `$`. */
const RADIX = 29;
const keyOf = (code: number): number =>
  code >= 97 && code <= 122 ? code - 95 : code === 94 ? 1 : code === 36 ? 28 : 0;
const UNKNOWN = -2;

/** What the file says of one table. */
export interface ChunkTableInfo {
  /** Longest chunk of the other script and of Latin, in letters. */
  x: number;
  l: number;
  /** Single characters only, save that `^` and `$` may join their neighbour. */
  syllabic: boolean;
}

/** Rows that are kept spread out take this many bytes of a table at most. */
const DENSE_BYTES = 24 << 20;

/** Chunks whose rows are remembered. */
const MOST_SEEN = 20_000;

/** A row spread out. */
export interface DenseRow {
  /** Weight by column. */
  readonly weights: Float32Array;
  /** The chunks that are likely at all. */
  readonly likely: LikelyChunks;
}

/**
 * Weights of chunk pairs, chunks of some script against Latin chunks. A weight is a log-likelihood ratio: how much
 * likelier the two stand for each other than beside each other by chance. A row may add to a parent row that it
 * shares with chunks of the same sound.
 */
export class ChunkTable {
  readonly info: ChunkTableInfo;
  /** Latin chunks: `next[node * 28 + symbol]`, 0 for none; a chunk's column is its node. */
  readonly next: Uint16Array;
  readonly columns: number;
  private readonly rowOf = new Map<string, number>();
  /** Chunks without a row of their own, and the rows of their sound. */
  private readonly rowsSeen = new Map<string, number>();
  private readonly parents: Int32Array;
  private readonly defaults: Int16Array;
  private readonly starts: Uint32Array;
  private readonly cellColumns: Uint16Array;
  private readonly cellWeights: Int16Array;
  private readonly parentName: (x: string) => string;
  private readonly dense = new Map<number, DenseRow>();
  /** All there ever were: they are small. */
  private readonly likely = new Map<number, LikelyChunks>();
  private readonly trie: ChunkTrie;
  /** Rows of up to three Latin letters, the ones most asked for, as far as they have been looked up. */
  private readonly latinRows = new Int32Array(RADIX ** 3).fill(UNKNOWN);

  constructor(file: Unpacked, name: string, parentName: (x: string) => string) {
    this.info = (file.meta as { tables: Record<string, ChunkTableInfo> }).tables[name] as ChunkTableInfo;
    this.parentName = parentName;
    this.next = trieOf(file.array(`${name}.trie`, 'u8'));
    this.columns = this.next.length / SYMBOLS;
    this.trie = { parents: new Uint16Array(this.columns), symbols: new Uint8Array(this.columns) };
    this.next.forEach((column, at) => {
      if (column === 0) return;
      this.trie.parents[column] = Math.floor(at / SYMBOLS);
      this.trie.symbols[column] = at % SYMBOLS;
    });
    const rows = new TextDecoder().decode(file.array(`${name}.rows`, 'u8')).split('\n');
    rows.forEach((row, at) => this.rowOf.set(row, at));
    this.parents = file.array(`${name}.parents`, 'i32');
    this.defaults = file.array(`${name}.defaults`, 'i16');
    this.starts = file.array(`${name}.starts`, 'u32');
    this.cellColumns = file.array(`${name}.columns`, 'u16');
    this.cellWeights = file.array(`${name}.weights`, 'i16');
  }

  /** The row of a chunk: its own, or the one of its sound, or -1. */
  row(chunk: string): number {
    let row = this.rowOf.get(chunk) ?? this.rowsSeen.get(chunk);
    if (row === undefined) {
      row = this.rowOf.get(this.parentName(chunk)) ?? -1;
      if (this.rowsSeen.size >= MOST_SEEN) this.rowsSeen.clear();
      this.rowsSeen.set(chunk, row);
    }
    return row;
  }

  /** The row of the chunk of length `a` at letter i of a text: that of {@link row}. */
  rowAt(text: string, i: number, a: number): number {
    let code = 0;
    for (let k = i; k < i + a; k++) {
      const symbol = keyOf(text.charCodeAt(k));
      if (symbol === 0) return this.row(text.slice(i, i + a));
      code = code * RADIX + symbol;
    }
    let row = this.latinRows[code] as number;
    if (row === UNKNOWN) this.latinRows[code] = row = this.row(text.slice(i, i + a));
    return row;
  }

  /** A row against every Latin chunk; rows in use are kept. */
  weights(row: number): DenseRow {
    const known = this.dense.get(row);
    if (known) return known;
    const parent = this.parents[row] as number;
    const own = parent < 0 ? [row] : [row, parent];
    // Nearly every weight is the default of the rows; only what differs is looked at, and that is little.
    const usual = own.reduce((sum, one) => sum + (this.defaults[one] as number) / SCALE, 0);
    const weights = new Float32Array(this.columns).fill(usual);
    for (const one of own) this.addTo(weights, one);
    let likely = this.likely.get(row);
    if (!likely) {
      const told = usual >= HOPELESS ? weights.keys() : this.columnsOf(own);
      this.likely.set(row, (likely = likelyChunks(this.trie, weights, told)));
    }
    const made = { weights, likely };
    if (this.dense.size >= DENSE_BYTES / (4 * this.columns))
      this.dense.delete(this.dense.keys().next().value as number);
    this.dense.set(row, made);
    return made;
  }

  private addTo(out: Float32Array, row: number): void {
    const base = (this.defaults[row] as number) / SCALE;
    const end = this.starts[row + 1] as number;
    for (let at = this.starts[row] as number; at < end; at++) {
      out[this.cellColumns[at] as number]! += (this.cellWeights[at] as number) / SCALE - base;
    }
  }

  /** The columns in which some rows differ from their defaults. */
  private *columnsOf(rows: readonly number[]): Generator<number> {
    for (const row of rows) yield* this.cellColumns.subarray(this.starts[row], this.starts[row + 1]);
  }

  /** Chunk lengths that may start at letter i of x. */
  longest(x: string, i: number): number {
    if (!this.info.syllabic) return Math.min(this.info.x, x.length - i);
    return i + 1 < x.length && (x[i] === '^' || x[i + 1] === '$') ? 2 : 1;
  }

  /** Latin chunks at each letter: `ids[j * (l + 1) + b]` is the column of the chunk of length b, -1 where there is none. */
  lattice(latin: string): Int32Array {
    const ids = new Int32Array(this.latticeSize(latin));
    this.fillLattice(latin, ids, 0);
    return ids;
  }

  /** How many numbers {@link lattice} has. */
  latticeSize(latin: string): number {
    return latin.length * (this.info.l + 1);
  }

  /** Writes a lattice into an array that there is; behind -1 nothing is written. */
  fillLattice(latin: string, ids: Int32Array, from: number): void {
    const { next } = this;
    const limit = this.info.l;
    for (let j = 0; j < latin.length; j++) {
      const at = from + j * (limit + 1);
      const most = Math.min(limit, latin.length - j);
      let node = 0;
      ids[at] = 0;
      for (let b = 1; b <= most; b++) {
        node = next[node * SYMBOLS + symbolOf(latin.charCodeAt(j + b - 1))] as number;
        ids[at + b] = node === 0 ? -1 : node;
        if (node === 0) break;
      }
    }
  }
}

/** The trie from its chunks in order of column, each a parent's column (two bytes) and a symbol. */
function trieOf(bytes: Uint8Array): Uint16Array {
  const count = bytes.length / 3;
  const next = new Uint16Array((count + 1) * SYMBOLS);
  for (let at = 0; at < count; at++) {
    const parent = (bytes[at * 3] as number) | ((bytes[at * 3 + 1] as number) << 8);
    next[parent * SYMBOLS + (bytes[at * 3 + 2] as number)] = at + 1;
  }
  return next;
}
