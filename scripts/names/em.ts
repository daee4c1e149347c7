/** Limits of the chunks of one alphabet against Latin letters. */
export interface ChunkLimits {
  /** Longest chunk of the other script, in letters. */
  x: number;
  /** Longest chunk of Latin letters. */
  l: number;
  /** Only single letters of the other script, save that the marks `^` and `$` may join their neighbour (Han). */
  syllabic: boolean;
}

/** Expected joint counts of chunk pairs; key `x chunk|latin chunk`, either may be empty. */
export type ChunkCounts = Map<string, number>;

interface Lattice {
  n: number;
  m: number;
  edges: Int32Array;
}

const EMPTY_PENALTY = 2.5;

/** The chunks of x starting at i that may stand alone. */
export function chunkLengths(x: string, i: number, limits: ChunkLimits): number {
  if (!limits.syllabic) return Math.min(limits.x, x.length - i);
  if (i + 1 < x.length && (x[i] === '^' || x[i + 1] === '$')) return 2;
  return 1;
}

/**
 * Joint probabilities of chunk pairs by expectation maximisation with a sparse prior: the maximisation step uses
 * exp(digamma(count + prior)), which starves pairs seen about once (Johnson 2007). Pairs of names that align badly are
 * left out of later rounds: the data is noisy.
 */
export function learnChunks(
  pairs: readonly { x: string; l: string; weight?: number }[],
  limits: ChunkLimits,
  options: { rounds: number; prior: number; start: (x: string, l: string) => number; drop: number },
): { counts: ChunkCounts; kept: boolean[]; joint: (x: string, l: string) => number } {
  const ids = new Map<string, number>();
  const names: string[] = [];
  const start: number[] = [];
  const idOf = (x: string, l: string): number => {
    const key = `${x}|${l}`;
    let id = ids.get(key);
    if (id === undefined) {
      id = names.length;
      ids.set(key, id);
      names.push(key);
      const length = x.length + l.length;
      const empty = x === '' || l === '' ? EMPTY_PENALTY : 0;
      start.push(Math.exp(-1.6 * length - empty) * options.start(x, l));
    }
    return id;
  };
  const lattices: Lattice[] = pairs.map(({ x, l }) => {
    const edges: number[] = [];
    for (let i = 0; i <= x.length; i++) {
      for (let j = 0; j <= l.length; j++) {
        if (j < l.length) edges.push(idOf('', l[j] as string));
        if (i === x.length) continue;
        const longest = chunkLengths(x, i, limits);
        for (let a = 1; a <= longest; a++) {
          for (let b = 0; b <= Math.min(limits.l, l.length - j); b++) {
            edges.push(a > 1 && b === 0 ? -1 : idOf(x.slice(i, i + a), l.slice(j, j + b)));
          }
        }
      }
    }
    return { n: x.length, m: l.length, edges: Int32Array.from(edges) };
  });
  let p = Float64Array.from(start);
  const bad = names.map((key) => {
    // The marks stand for the ends: they meet each other, and nothing else meets them.
    const [x = '', l = ''] = key.split('|');
    return x.includes('^') !== l.includes('^') || x.includes('$') !== l.includes('$');
  });
  bad.forEach((isBad, id) => isBad && (p[id] = 0));
  const kept = pairs.map(() => true);
  const perLetter = pairs.map(() => 0);
  let expected = new Float64Array(names.length);
  for (let round = 0; round < options.rounds; round++) {
    expected = new Float64Array(names.length);
    lattices.forEach((lattice, at) => {
      const { x, weight = 1 } = pairs[at] as { x: string; weight?: number };
      const likelihood = expect(lattice, x, limits, p, expected, kept[at] ? weight : 0);
      perLetter[at] = Math.log(likelihood) / (lattice.n + lattice.m);
    });
    if (round >= 2 && options.drop > 0) {
      const limit = Float64Array.from(perLetter).sort()[Math.floor(options.drop * pairs.length)] as number;
      for (let at = 0; at < pairs.length; at++) kept[at] = (perLetter[at] as number) >= limit;
    }
    let total = 0;
    for (const count of expected) total += count;
    const scale = Math.exp(digamma(total + options.prior * 50000));
    for (let id = 0; id < p.length; id++) {
      const count = expected[id] as number;
      p[id] = bad[id] || count < 1e-3 ? 0 : Math.exp(digamma(count + options.prior)) / scale;
    }
  }
  const counts: ChunkCounts = new Map();
  names.forEach((key, id) => (expected[id] as number) >= 0.05 && counts.set(key, expected[id] as number));
  const known = new Map<string, number>();
  names.forEach((key, id) => (p[id] as number) > 0 && known.set(key, p[id] as number));
  return { counts, kept, joint: (x, l) => jointProbability(x, l, limits, known) };
}

let forward = new Float64Array(0);
let backward = new Float64Array(0);

function expect(
  lattice: Lattice,
  x: string,
  limits: ChunkLimits,
  p: Float64Array,
  into: Float64Array,
  weight: number,
): number {
  const { n, m, edges } = lattice;
  const size = (n + 1) * (m + 1);
  if (forward.length < size) {
    forward = new Float64Array(size * 2);
    backward = new Float64Array(size * 2);
  }
  forward.fill(0, 0, size);
  backward.fill(0, 0, size);
  forward[0] = 1;
  const w = m + 1;
  let e = 0;
  for (let i = 0; i <= n; i++) {
    const longest = i < n ? chunkLengths(x, i, limits) : 0;
    for (let j = 0; j <= m; j++) {
      const here = forward[i * w + j] as number;
      if (j < m) forward[i * w + j + 1]! += here * (p[edges[e++] as number] as number);
      for (let a = 1; a <= longest; a++) {
        const far = Math.min(limits.l, m - j);
        for (let b = 0; b <= far; b++) {
          const id = edges[e++] as number;
          if (id >= 0) forward[(i + a) * w + j + b]! += here * (p[id] as number);
        }
      }
    }
  }
  const total = forward[size - 1] as number;
  if (!(total > 0) || weight === 0) return total;
  backward[size - 1] = 1;
  for (let i = n; i >= 0; i--) {
    const longest = i < n ? chunkLengths(x, i, limits) : 0;
    for (let j = m; j >= 0; j--) {
      const far = Math.min(limits.l, m - j);
      let q = e - longest * (far + 1) - (j < m ? 1 : 0);
      e = q;
      const here = (forward[i * w + j] as number) * weight;
      let sum = backward[i * w + j] as number;
      if (j < m) {
        const id = edges[q++] as number;
        const flow = (p[id] as number) * (backward[i * w + j + 1] as number);
        sum += flow;
        into[id]! += (here * flow) / total;
      }
      for (let a = 1; a <= longest; a++) {
        for (let b = 0; b <= far; b++) {
          const id = edges[q++] as number;
          if (id < 0) continue;
          const flow = (p[id] as number) * (backward[(i + a) * w + j + b] as number);
          sum += flow;
          into[id]! += (here * flow) / total;
        }
      }
      backward[i * w + j] = sum;
    }
  }
  return total;
}

function digamma(x: number): number {
  let shift = 0;
  while (x < 6) shift -= 1 / x++;
  const f = 1 / (x * x);
  return shift + Math.log(x) - 0.5 / x - f * (1 / 12 - f * (1 / 120 - f / 252));
}

/** The probability of a pair over all its alignments. */
function jointProbability(
  x: string,
  l: string,
  limits: ChunkLimits,
  known: ReadonlyMap<string, number>,
): number {
  const w = l.length + 1;
  const sums = new Float64Array((x.length + 1) * w);
  sums[0] = 1;
  for (let i = 0; i <= x.length; i++) {
    for (let j = 0; j <= l.length; j++) {
      const here = sums[i * w + j] as number;
      if (here === 0) continue;
      for (let a = 0; a <= Math.min(limits.x, x.length - i); a++) {
        for (let b = a === 0 ? 1 : 0; b <= Math.min(a === 0 ? 1 : limits.l, l.length - j); b++) {
          const p = known.get(`${x.slice(i, i + a)}|${l.slice(j, j + b)}`);
          if (p !== undefined) sums[(i + a) * w + j + b]! += here * p;
        }
      }
    }
  }
  return sums[sums.length - 1] as number;
}
