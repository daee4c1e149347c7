import type { ChunkTable, DenseRow } from './chunk-table.ts';
import type { Rest } from './rest.ts';

/** Weight of a letter the table has never seen: it stands for nothing. */
export const UNREADABLE = -9;
/** What {@link alignSound} answers when an alignment cannot be worth what was asked for. */
export const TOO_LITTLE = -1e9;

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

/** One step of an alignment by positions: x[i0, i1) stands for latin[j0, j1). */
export interface AlignStep {
  i0: number;
  i1: number;
  j0: number;
  j1: number;
  weight: number;
}

const lookedUp = new WeakMap<ChunkTable, Map<string, SoundQuery>>();
const remembered = 512;

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

/** Sums of 32-bit numbers differ by this much at most with the order they are taken in. */
const ROUNDING = 1e-3;

let best = new Float32Array(4096);
let back = new Int32Array(4096);

/**
 * The weight of the best alignment of the whole of both names; every letter is used once, in order. With `steps`, the
 * alignment itself is added to it. Both names have at most 64 letters. Answers {@link TOO_LITTLE} for a weight below
 * `least`, and gives up once that is certain; where the name is set
 * against many, `reach` ({@link Rest.certain}) tells so earlier.
 */
export function alignSound(
  query: SoundQuery,
  lattice: Int32Array,
  m: number,
  longest: number,
  steps?: AlignStep[],
  least = -Infinity,
  reach?: Rest,
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
  const { insertions, rows, bounds } = query;
  const floor = Math.max(-1e8, least - ROUNDING);
  let poor = 0;
  for (let i = 0; i <= n; i++) {
    const one = rows[i * 3]?.weights;
    const two = rows[i * 3 + 1]?.weights;
    const three = rows[i * 3 + 2]?.weights;
    const worst = Math.max(-1e8, least - (bounds[i] as number) - ROUNDING);
    let reached = false;
    for (let j = 0; j <= m; j++) {
      const at = i * w + j;
      const here = best[at] as number;
      if (here < worst || (reach !== undefined && here + reach.at(i, m - j) < floor)) continue;
      reached = true;
      if (j < m) {
        const s = here + (insertions[lattice[j * stride + 1] as number] as number);
        if (s > (best[at + 1] as number)) {
          best[at + 1] = s;
          back[at + 1] = at;
        }
      }
      if (i === n) continue;
      if (!one && here + UNREADABLE > (best[at + w] as number)) {
        best[at + w] = here + UNREADABLE;
        back[at + w] = at;
      }
      const far = Math.min(longest, m - j);
      for (let b = 0; b <= far; b++) {
        const id = b === 0 ? 0 : (lattice[j * stride + b] as number);
        if (id < 0) break;
        const to = at + w + b;
        if (one) {
          const s = here + (one[id] as number);
          if (s > (best[to] as number)) {
            best[to] = s;
            back[to] = at;
          }
        }
        if (two) {
          const s = here + (two[id] as number);
          if (s > (best[to + w] as number)) {
            best[to + w] = s;
            back[to + w] = at;
          }
        }
        if (three) {
          const s = here + (three[id] as number);
          if (s > (best[to + 2 * w] as number)) {
            best[to + 2 * w] = s;
            back[to + 2 * w] = at;
          }
        }
      }
    }
    // A group is three letters at most, so three rows below what is needed leave no way around.
    poor = reached ? 0 : poor + 1;
    if (poor === 3) return TOO_LITTLE;
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
  const weight = best[size - 1] as number;
  return weight < least - ROUNDING ? TOO_LITTLE : weight;
}
