import { UNREADABLE, type SoundQuery } from '../sound/query.ts';
import type { Rest } from '../sound/rest.ts';
import type { ChunkTable } from '../sound/chunk-table.ts';
import { SYMBOLS } from '../sound/likely-chunks.ts';
import type { LetterTrie } from './letter-trie.ts';
import type { Seeds } from './states.ts';

/** Of a letter of a key whose chunks have not been looked up. */
const UNSEEN = -2;
const EMPTY = new Float32Array(0);
/** More than the letters of any query. */
const ROOM = 80;

/** How much more than half of its best the rest of a query may bring, unless told otherwise. */
export const usualOptimism = 1.5;

/** The weight below which an alignment is given up, when it must come to `least` and the rest usually brings `hope`. */
export function lowest(least: number, hope: number, optimism: number): number {
  return Math.max(-1e8, least - optimism * hope);
}

/** Aligns the rest of a key with the rest of a query, from wherever a search got to. */
export class TailAligner {
  private grid = new Float32Array(72 * 72);
  private readonly columns = new Int32Array(72 * 8);
  /** By letter of the query, the letters of the key between which anything was reached. */
  private readonly from = new Int16Array(ROOM);
  private readonly to = new Int16Array(ROOM);

  /**
   * The best raw weight of a key over the ways into its leaf, from `first` to `end` of those chosen; minus infinity once it is clear that, with what the
   * rest of the query may bring against the letters that are left of the key (`rest` and a part of `hopes`), it will stay
   * below `least`.
   */
  align(
    trie: LetterTrie,
    table: ChunkTable,
    query: SoundQuery,
    key: number,
    seeds: Seeds,
    first: number,
    end: number,
    rest: Rest,
    hopes: Float32Array,
    least: number,
    optimism: number,
  ): number {
    const { letters, starts } = trie;
    const start = starts[key] as number;
    const n = query.text.length;
    const longest = table.info.l;
    let i0 = n;
    let j0 = 255;
    for (let at = first; at < end; at++) {
      const k = seeds.chosen[at] as number;
      i0 = Math.min(i0, seeds.letter[k] as number);
      j0 = Math.min(j0, seeds.depth[k] as number);
    }
    let m = j0;
    // Most alignments are given up after a few letters, so chunks are looked up as they are come to.
    for (; letters[start + m] !== 0; m++) this.columns[m * 8] = UNSEEN;
    this.columns[m * 8] = UNSEEN;
    let promising = false;
    for (let at = first; at < end && !promising; at++) {
      const k = seeds.chosen[at] as number;
      const i = seeds.letter[k] as number;
      const most = (seeds.score[k] as number) + rest.at(i, m - (seeds.depth[k] as number));
      promising = most >= Math.max(-1e8, least - (optimism - 1) * (hopes[i] as number));
    }
    if (!promising) return -Infinity;
    const w = m + 1;
    if (this.grid.length < (n + 1) * w) this.grid = new Float32Array((n + 1) * w);
    const { grid, columns, from, to: until } = this;
    grid.fill(-1e9, i0 * w, (n + 1) * w);
    from.fill(m + 1, i0, n + 4);
    until.fill(-1, i0, n + 4);
    for (let at = first; at < end; at++) {
      const k = seeds.chosen[at] as number;
      const i = seeds.letter[k] as number;
      const j = seeds.depth[k] as number;
      if ((seeds.score[k] as number) > (grid[i * w + j] as number))
        grid[i * w + j] = seeds.score[k] as number;
      from[i] = Math.min(from[i] as number, j);
      until[i] = Math.max(until[i] as number, j);
    }
    const { insertions, rows } = query;
    let poor = 0;
    for (let i = i0; i <= n; i++) {
      let reached = false;
      const worst = Math.max(-1e8, least - (optimism - 1) * (hopes[i] as number));
      const one = i < n ? (rows[i * 3]?.weights ?? EMPTY) : EMPTY;
      const two = i < n ? (rows[i * 3 + 1]?.weights ?? EMPTY) : EMPTY;
      const three = i < n ? (rows[i * 3 + 2]?.weights ?? EMPTY) : EMPTY;
      const wide = rest.wide[i] as number;
      const row = i * rest.stride;
      let last = until[i] as number;
      for (let j = from[i] as number; j <= last; j++) {
        const at = i * w + j;
        const here = grid[at] as number;
        const left = m - j;
        const hope =
          left <= wide ? (rest.values[row + left] as number) : (rest.values[row + wide] as number) + (left - wide) * rest.beyond; // prettier-ignore
        if (here + hope < worst) continue;
        reached = true;
        if (columns[j * 8] === UNSEEN) this.lookUp(letters, start, j, table);
        if (j < m) {
          const s = here + (insertions[columns[j * 8 + 1] as number] as number);
          if (s > (grid[at + 1] as number)) grid[at + 1] = s;
          if (j === last) last++;
        }
        if (i === n) continue;
        const far = Math.min(longest, m - j);
        for (let a = 1; a <= 3; a++) {
          if (j < (from[i + a] as number)) from[i + a] = j;
          if (j + far > (until[i + a] as number)) until[i + a] = j + far;
        }
        if (one === EMPTY) {
          if (here + UNREADABLE > (grid[at + w] as number)) grid[at + w] = here + UNREADABLE;
        }
        for (let b = 0; b <= far; b++) {
          const column = columns[j * 8 + b] as number;
          if (column < 0) break;
          const to = at + w + b;
          if (one !== EMPTY) {
            const s = here + (one[column] as number);
            if (s > (grid[to] as number)) grid[to] = s;
          }
          if (two !== EMPTY) {
            const s = here + (two[column] as number);
            if (s > (grid[to + w] as number)) grid[to + w] = s;
          }
          if (three !== EMPTY) {
            const s = here + (three[column] as number);
            if (s > (grid[to + 2 * w] as number)) grid[to + 2 * w] = s;
          }
        }
      }
      // A group of the query is three letters at most, so three poor rows in turn leave no way around.
      poor = reached ? 0 : poor + 1;
      if (poor === 3) return -Infinity;
    }
    return grid[n * w + m] as number;
  }

  /** Columns of the chunks of a key that begin at letter j. */
  private lookUp(letters: Uint8Array, start: number, j: number, table: ChunkTable): void {
    const { columns } = this;
    const { next } = table;
    const longest = table.info.l;
    columns[j * 8] = 0;
    let column = 0;
    let b = 1;
    for (; b <= longest; b++) {
      const symbol = letters[start + j + b - 1] as number;
      column = symbol === 0 ? 0 : (next[column * SYMBOLS + symbol - 1] as number);
      if (column === 0) break;
      columns[j * 8 + b] = column;
    }
    if (b <= 7) columns[j * 8 + b] = -1;
  }
}
