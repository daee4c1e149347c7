import { UNREADABLE, type SoundQuery } from './query.ts';
import type { Rest } from './rest.ts';

/** What {@link alignSound} answers when an alignment cannot be worth what was asked for. */
export const TOO_LITTLE = -1e9;

/** The steps of an alignment by positions, the last one first: x[i0, i1) stands for latin[j0, j1). */
export class AlignPath {
  size = 0;
  i0 = new Int16Array(64);
  i1 = new Int16Array(64);
  j0 = new Int16Array(64);
  j1 = new Int16Array(64);
  weights = new Float64Array(64);

  /** Makes room for so many steps. */
  begin(most: number): void {
    if (this.i0.length >= most) return;
    for (const side of ['i0', 'i1', 'j0', 'j1'] as const) this[side] = new Int16Array(most);
    this.weights = new Float64Array(most);
  }
}

/** Sums of 32-bit numbers differ by this much at most with the order they are taken in. */
export const ROUNDING = 1e-3;

let best = new Float32Array(4096);
let back = new Int32Array(4096);
/** By letter of the query, the letters of the other name between which anything was reached. */
let first = new Int16Array(96);
let last = new Int16Array(96);

/**
 * The weight of the best alignment of the whole of both names; every letter is used once, in order. With `path`, the
 * alignment itself is written there. Both names have at most 64 letters. Answers {@link TOO_LITTLE} for a weight below
 * `least`, and gives up once that is certain; where the name is set
 * against many, `reach` ({@link Rest.certain}) tells so earlier. The chunks of the Latin name lie in `lattice` from `start` on.
 */
export function alignSound(
  query: SoundQuery,
  lattice: Int32Array,
  m: number,
  longest: number,
  path?: AlignPath,
  least = -Infinity,
  reach?: Rest,
  start = 0,
): number {
  const n = query.text.length;
  if (path) path.size = 0;
  const floor = Math.max(-1e8, least - ROUNDING);
  if ((query.bounds[0] as number) < floor || (reach !== undefined && reach.at(0, m) < floor))
    return TOO_LITTLE;
  const w = m + 1;
  const size = (n + 1) * w;
  if (best.length < size) {
    best = new Float32Array(size);
    back = new Int32Array(size);
  }
  if (first.length < n + 4) {
    first = new Int16Array(n + 4);
    last = new Int16Array(n + 4);
  }
  best.fill(-1e9, 0, size);
  best[0] = 0;
  first.fill(m + 1, 0, n + 4);
  last.fill(-1, 0, n + 4);
  first[0] = last[0] = 0;
  const stride = longest + 1;
  const { insertions, rows, bounds } = query;
  let poor = 0;
  for (let i = 0; i <= n; i++) {
    const one = rows[i * 3]?.weights;
    const two = rows[i * 3 + 1]?.weights;
    const three = rows[i * 3 + 2]?.weights;
    const worst = Math.max(-1e8, least - (bounds[i] as number) - ROUNDING);
    let reached = false;
    const wide = reach === undefined ? 0 : (reach.wide[i] as number);
    const row = reach === undefined ? 0 : i * reach.stride;
    let end = last[i] as number;
    for (let j = first[i] as number; j <= end; j++) {
      const at = i * w + j;
      const here = best[at] as number;
      if (here < worst) continue;
      if (reach !== undefined) {
        const left = m - j;
        const most =
          left <= wide ? (reach.values[row + left] as number) : (reach.values[row + wide] as number) + (left - wide) * reach.beyond; // prettier-ignore
        if (here + most < floor) continue;
      }
      reached = true;
      if (j < m) {
        const s = here + (insertions[lattice[start + j * stride + 1] as number] as number);
        if (s > (best[at + 1] as number)) {
          best[at + 1] = s;
          back[at + 1] = at;
          if (j === end) end++;
        }
      }
      if (i === n) continue;
      if (!one && here + UNREADABLE > (best[at + w] as number)) {
        best[at + w] = here + UNREADABLE;
        back[at + w] = at;
      }
      const far = Math.min(longest, m - j);
      for (let a = 1; a <= 3; a++) {
        if (j < (first[i + a] as number)) first[i + a] = j;
        if (j + far > (last[i + a] as number)) last[i + a] = j + far;
      }
      for (let b = 0; b <= far; b++) {
        const id = b === 0 ? 0 : (lattice[start + j * stride + b] as number);
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
  if (path) {
    path.begin(n + m);
    for (let at = size - 1; at > 0;) {
      const from = back[at] as number;
      const step = path.size++;
      path.i0[step] = Math.floor(from / w);
      path.i1[step] = Math.floor(at / w);
      path.j0[step] = from % w;
      path.j1[step] = at % w;
      path.weights[step] = (best[at] as number) - (best[from] as number);
      at = from;
    }
  }
  const weight = best[size - 1] as number;
  return weight < least - ROUNDING ? TOO_LITTLE : weight;
}
