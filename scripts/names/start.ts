import type { ChunkCounts, ChunkLimits } from './em.ts';
import { LatinChunks, UNKNOWN, WeightGrid } from './grid.ts';

/** Character n-gram probabilities of Latin names, add-k smoothed towards the shorter context. */
export class LatinLetters {
  private counts = new Map<string, number>();

  constructor(texts: Iterable<string>) {
    for (const text of texts) {
      for (let i = 0; i < text.length; i++) {
        for (let k = 0; k <= 2 && i - k >= 0; k++) {
          this.bump(text.slice(i - k, i + 1));
          this.bump(`${text.slice(i - k, i)}*`);
        }
      }
    }
  }

  private bump(key: string): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  probability(context: string, letter: string): number {
    const shorter = context === '' ? 1 / 28 : this.probability(context.slice(1), letter);
    const seen = this.counts.get(context + letter) ?? 0;
    const all = this.counts.get(`${context}*`) ?? 0;
    return (seen + 10 * shorter) / (all + 10);
  }

  /** Natural log of the probability of a chunk, each letter given up to two before it in the chunk. */
  chunk(text: string): number {
    let sum = 0;
    for (let i = 0; i < text.length; i++) {
      sum += Math.log(this.probability(text.slice(Math.max(0, i - 2), i), text[i] as string));
    }
    return sum;
  }
}

/** What rows share: the name of a chunk's parent row, and counts to add to parents from outside the examples. */
export interface Sharing {
  parentName(x: string): string;
  prior: Iterable<[parent: string, latin: string, count: number]>;
  /** The same for chunks themselves (a character's further readings). */
  own: Iterable<[x: string, latin: string, count: number]>;
}

/**
 * First weights of a grid from expected counts: log P(latin | x) - beta * log P(latin). A row with a parent holds the
 * difference from it, shrunk towards none by `smooth` examples.
 */
export function startingGrid(
  counts: ChunkCounts,
  limits: ChunkLimits,
  letters: LatinLetters,
  sharing: Sharing,
  options: { beta: number; least: number; smooth: number },
): WeightGrid {
  const latin = new LatinChunks();
  for (const ch of '^abcdefghijklmnopqrstuvwxyz$') latin.add(ch);
  const byX = new Map<string, Map<string, number>>();
  const parents = new Map<string, Map<string, number>>();
  const add = (to: Map<string, Map<string, number>>, x: string, l: string, count: number): void => {
    let row = to.get(x);
    if (!row) to.set(x, (row = new Map()));
    row.set(l, (row.get(l) ?? 0) + count);
    latin.add(l);
  };
  let total = 0;
  for (const [key, count] of counts) {
    const [x, l] = key.split('|') as [string, string];
    total += count;
    const parent = x === '' ? '' : sharing.parentName(x);
    if (parent !== '' && count >= options.least / 2) add(parents, parent, l, count);
    if (count >= options.least || x === '' || l === '') add(byX, x, l, count);
  }
  for (const [parent, l, count] of sharing.prior) if (l.length <= limits.l) add(parents, parent, l, count);
  for (const [x, l, count] of sharing.own) if (l.length <= limits.l) add(byX, x, l, count);
  const grid = new WeightGrid(limits, latin, (x) => sharing.parentName(x));
  grid.row('');
  for (const name of parents.keys()) grid.row(name);
  for (const x of byX.keys())
    if (x !== '')
      grid.row(
        x,
        parents.has(sharing.parentName(x)) ? (grid.rowOf.get(sharing.parentName(x)) as number) : -1,
      );
  for (const x of ['^', '$']) grid.row(x);
  const columns = new Map(latin.texts.map((text, id) => [text, id]));
  const width = latin.texts.length;
  grid.allocate();
  const cost = latin.texts.map((text) => (text === '' ? 0 : -options.beta * letters.chunk(text)));
  const sumOf = (row: Map<string, number>): number => {
    let sum = 0;
    for (const c of row.values()) sum += c;
    return sum;
  };
  for (let row = 0; row < grid.rowNames.length; row++) {
    const name = grid.rowNames[row] as string;
    const at = row * width;
    const parent = grid.parent[row] as number;
    const own = (name.startsWith('<') ? parents.get(name) : byX.get(name)) ?? new Map<string, number>();
    const sum = sumOf(own);
    if (row === 0) {
      grid.weights.fill(UNKNOWN, at, at + width);
      for (const ch of 'abcdefghijklmnopqrstuvwxyz') {
        const id = columns.get(ch) as number;
        grid.weights[at + id] = Math.log(((own.get(ch) ?? 0) + 0.5) / total) + (cost[id] as number);
      }
    } else if (parent < 0) {
      grid.weights.fill(UNKNOWN, at, at + width);
      for (const [l, c] of own) {
        const id = columns.get(l) as number;
        grid.weights[at + id] = Math.log(c / (sum + 1)) + (cost[id] as number);
      }
      const single = name.replace(/[<>^$]/g, '').length <= (name.startsWith('<') ? 6 : 1);
      if (single && name !== '^' && name !== '$' && !own.has(''))
        grid.weights[at] = Math.log(0.3 / (sum + 1));
      if ((name === '^' || name === '$') && !own.has(name)) {
        const id = columns.get(name) as number;
        grid.weights[at + id] = Math.log(0.5) + (cost[id] as number);
      }
    } else {
      const up = parents.get(grid.rowNames[parent] as string) ?? new Map<string, number>();
      const upSum = sumOf(up);
      const rest = Math.log(options.smooth / (sum + options.smooth));
      grid.rest[row] = rest;
      grid.weights.fill(rest, at, at + width);
      for (const [l, c] of own) {
        const id = columns.get(l) as number;
        const prior = (up.get(l) ?? 0.01) / upSum;
        grid.weights[at + id] =
          Math.log((c + options.smooth * prior) / (sum + options.smooth)) - Math.log(prior);
      }
    }
  }
  return grid;
}
