import { align, prepare, UNKNOWN, type Query, type WeightGrid } from './grid.ts';
import { random, type LetterPair } from './pairs.ts';

/** A Latin name ready to be scored. */
export interface Candidate {
  text: string;
  ids: Int32Array;
  m: number;
}

export function candidate(grid: WeightGrid, text: string): Candidate {
  return { text, ids: grid.latin.lattice(text, grid.limits.l), m: text.length };
}

/** For each item the items beside it when all are sorted by `key`, itself not included. */
function neighbours(keys: readonly string[]): (at: number, reach: number) => number[] {
  const sorted = keys
    .map((_, at) => at)
    .sort((p, q) => ((keys[p] as string) < (keys[q] as string) ? -1 : 1) || p - q);
  const place = new Int32Array(keys.length);
  sorted.forEach((at, i) => (place[at] = i));
  return (at, reach) => {
    const here = place[at] as number;
    return sorted.slice(Math.max(0, here - reach), here + reach + 1).filter((other) => other !== at);
  };
}

const skeleton = (text: string): string => text.replace(/(?<=.)[aeiouyhw]/g, '').replace(/(.)\1/g, '$1');
const reversed = (text: string): string => [...text].reverse().join('');

/**
 * Tune the weights so that each name's own Latin form scores above others: stochastic gradient steps (Adagrad) on the
 * softmax over the right form, forms much like it (neighbours by consonants, from the front and from the back) and
 * random ones, and the same from Latin to the other script. The right form is scored without its own example.
 */
export function tune(
  grid: WeightGrid,
  pairs: readonly LetterPair[],
  options: {
    sample: number;
    alike: number;
    against: number;
    rate: number;
    seed: number;
    report?: (text: string) => void;
  },
): void {
  const next = random(options.seed);
  const candidates = pairs.map((pair) => candidate(grid, pair.l));
  const order = pairs.map((_, at) => at);
  const consonants = pairs.map((pair) => skeleton(pair.l));
  const near = [
    neighbours(consonants.map((c, at) => `${c} ${pairs[at]?.l}`)),
    neighbours(consonants.map(reversed)),
  ];
  const nearX = [neighbours(pairs.map((pair) => pair.x)), neighbours(pairs.map((pair) => reversed(pair.x)))];
  const spellings = new Map<string, Set<string>>();
  for (const { x, l } of pairs) spellings.set(x, (spellings.get(x) ?? new Set()).add(l));
  const update = (cell: number, gradient: number): void => {
    const was = grid.weights[cell] as number;
    if (was <= UNKNOWN / 2) return;
    grid.squares[cell]! += gradient * gradient;
    grid.weights[cell] = was + (options.rate * gradient) / Math.sqrt(1 + (grid.squares[cell] as number));
  };
  const learn = (query: Query, c: Candidate, gradient: number): void => {
    const cells: number[] = [];
    align(grid, query, c.ids, c.m, cells);
    for (const cell of cells) {
      update(cell, gradient);
      const parent = grid.parent[Math.floor(cell / grid.width)] as number;
      if (parent >= 0) update(parent * grid.width + (cell % grid.width), gradient);
    }
  };
  const contrast = (
    right: { query: Query; c: Candidate },
    others: { query: Query; c: Candidate }[],
  ): number => {
    const good = align(grid, right.query, right.c.ids, right.c.m);
    const scores = others.map(({ query, c }) => align(grid, query, c.ids, c.m));
    const top = Math.max(good, ...scores);
    let sum = Math.exp(good - top);
    for (const score of scores) sum += Math.exp(score - top);
    const p = Math.exp(good - top) / sum;
    // A form far below the rest is a wrong pair in the data more often than a lesson.
    if (p > 0.999 || good < top - 12) return 0;
    learn(right.query, right.c, 1 - p);
    others.forEach(({ query, c }, k) => {
      const q = Math.exp((scores[k] as number) - top) / sum;
      if (q > 2e-3) learn(query, c, -q);
    });
    return -Math.log(p);
  };
  for (let i = order.length - 1; i > 0; i--) {
    const k = Math.floor(next() * (i + 1));
    [order[i], order[k]] = [order[k] as number, order[i] as number];
  }
  let loss = 0;
  let lossBack = 0;
  const sample = order.slice(0, options.sample);
  for (const at of sample) {
    const pair = pairs[at] as LetterPair;
    const query = prepare(grid, pair.x);
    const right = { query: prepare(grid, pair.x, true), c: candidates[at] as Candidate };
    const chosen = new Set<number>(near.flatMap((beside) => beside(at, options.alike)));
    for (let k = 0; k < options.against; k++) chosen.add(Math.floor(next() * pairs.length));
    const known = spellings.get(pair.x) as Set<string>;
    const others = [...chosen].filter((other) => !known.has((pairs[other] as LetterPair).l));
    loss += contrast(
      right,
      others.map((other) => ({ query, c: candidates[other] as Candidate })),
    );
    const rivals = nearX
      .flatMap((beside) => beside(at, Math.ceil(options.alike / 4)))
      .filter((other) => !spellings.get((pairs[other] as LetterPair).x)?.has(pair.l));
    lossBack += contrast(
      right,
      rivals.map((other) => ({ query: prepare(grid, (pairs[other] as LetterPair).x), c: right.c })),
    );
  }
  options.report?.(
    `loss ${(loss / sample.length).toFixed(4)} and back ${(lossBack / sample.length).toFixed(4)}`,
  );
}
