import type { ChunkTable, DenseRow } from './chunk-table.ts';

/** A name of a table's script, ready to be aligned with many Latin names. */
export interface SoundQuery {
  /** Letters between `^` and `$`. */
  readonly text: string;
  /** Weights of the chunk that starts at letter i with length a: `rows[i * 3 + a - 1]`. */
  readonly rows: readonly (DenseRow | undefined)[];
  /** Weights of Latin letters that stand against nothing. */
  readonly insertions: Float32Array;
}

/** One step of an alignment by positions: x[i0, i1) stands for latin[j0, j1). */
export interface AlignStep {
  i0: number;
  i1: number;
  j0: number;
  j1: number;
  weight: number;
}

/** Look up the rows of `^letters$`. */
export function soundQuery(table: ChunkTable, text: string): SoundQuery {
  const rows: (DenseRow | undefined)[] = [];
  for (let i = 0; i < text.length; i++) {
    for (let a = 1; a <= table.longest(text, i); a++) {
      const row = table.row(text.slice(i, i + a));
      if (row >= 0) rows[i * 3 + a - 1] = table.weights(row);
    }
  }
  return { text, rows, insertions: table.weights(table.row('')).weights };
}

/** Weight of a letter the table has never seen: it stands for nothing. */
export const UNREADABLE = -9;

let best = new Float32Array(4096);
let back = new Int32Array(4096);

/**
 * The weight of the best alignment of the whole of both names; every letter is used once, in order. With `steps`, the
 * alignment itself is added to it. Both names have at most 64 letters.
 */
export function alignSound(
  query: SoundQuery,
  lattice: Int32Array,
  m: number,
  longest: number,
  steps?: AlignStep[],
): number {
  const n = query.text.length;
  const w = m + 1;
  const size = (n + 1) * w;
  if (best.length < size) {
    best = new Float32Array(size);
    back = new Int32Array(size);
  }
  best.fill(-1e9, 0, size);
  best[0] = 0;
  const stride = longest + 1;
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      const at = i * w + j;
      const here = best[at] as number;
      if (here < -1e8) continue;
      if (j < m) {
        const s = here + (query.insertions[lattice[j * stride + 1] as number] as number);
        if (s > (best[at + 1] as number)) {
          best[at + 1] = s;
          back[at + 1] = at;
        }
      }
      if (i === n) continue;
      for (let a = 1; a <= 3; a++) {
        const row = query.rows[i * 3 + a - 1]?.weights;
        if (!row) {
          if (a === 1 && here + UNREADABLE > (best[at + w] as number)) {
            best[at + w] = here + UNREADABLE;
            back[at + w] = at;
          }
          continue;
        }
        const far = Math.min(longest, m - j);
        const base = at + a * w;
        for (let b = 0; b <= far; b++) {
          const id = b === 0 ? 0 : (lattice[j * stride + b] as number);
          if (id < 0) break;
          const s = here + (row[id] as number);
          if (s > (best[base + b] as number)) {
            best[base + b] = s;
            back[base + b] = at;
          }
        }
      }
    }
  }
  if (steps) {
    const found: AlignStep[] = [];
    for (let at = size - 1; at > 0;) {
      const from = back[at] as number;
      const [i0, i1] = [Math.floor(from / w), Math.floor(at / w)];
      const [j0, j1] = [from % w, at % w];
      found.push({ i0, i1, j0, j1, weight: (best[at] as number) - (best[from] as number) });
      at = from;
    }
    steps.push(...found.reverse());
  }
  return best[size - 1] as number;
}
