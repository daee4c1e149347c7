const LEVEL_ROOM = 6_000;
const SEED_ROOM = 12_000;
const BINS = 1024;
/** Bins to one. */
const FINE = 8;
/** Lower values are not told apart. */
const LOWEST = -48;

/** The values seen so far, as far as is needed to tell which are certainly not among so many of the best. */
class Best {
  /** What is below it is not among the best: {@link cutoff} would leave it out. */
  least = -Infinity;
  readonly #counts = new Uint16Array(BINS);
  #keep = 0;
  #bin = 0;
  #above = 0;

  /** Begin again, with so many of the best in mind. */
  reset(keep: number): void {
    this.#counts.fill(0);
    this.#keep = keep;
    this.#bin = this.#above = 0;
    this.least = -Infinity;
  }

  add(value: number): void {
    const counts = this.#counts;
    const bin = Math.max(0, Math.min(BINS - 1, Math.floor((value - LOWEST) * FINE)));
    counts[bin]!++;
    if (bin < this.#bin) return;
    this.#above++;
    const before = this.#bin;
    while (this.#above - (counts[this.#bin] as number) >= this.#keep)
      this.#above -= counts[this.#bin++] as number;
    // A bin less, since `cutoff` takes them from the best value on.
    if (this.#bin > before) this.least = LOWEST + (this.#bin - 1) / FINE;
  }
}

/** States of a search at one letter of the query: where in the trie, how deep, and how good so far. */
export class Level {
  readonly node = new Int32Array(LEVEL_ROOM);
  readonly depth = new Uint8Array(LEVEL_ROOM);
  readonly score = new Float32Array(LEVEL_ROOM);
  private readonly order = new Int32Array(LEVEL_ROOM);
  readonly best = new Best();
  size = 0;

  /** Begin again; so many of the best states are going to be followed. */
  reset(width: number): void {
    this.size = 0;
    this.best.reset(width);
  }

  /** The states with a score from so much on, the best first. */
  from(limit: number): Int32Array {
    const { score, order } = this;
    let count = 0;
    for (let k = 0; k < this.size; k++) {
      const own = score[k] as number;
      if (own < limit) continue;
      let at = count++;
      for (; at > 0 && (score[order[at - 1] as number] as number) < own; at--)
        order[at] = order[at - 1] as number;
      order[at] = k;
    }
    return order.subarray(0, count);
  }

  /** Add a state, unless it is certainly not among the best. */
  offer(node: number, depth: number, score: number): void {
    if (score < this.best.least) return;
    this.best.add(score);
    this.push(node, depth, score);
  }

  /** Add a state; beyond the room there is, it is dropped. */
  push(node: number, depth: number, score: number): void {
    if (this.size === LEVEL_ROOM) return;
    this.node[this.size] = node;
    this.depth[this.size] = depth;
    this.score[this.size++] = score;
  }
}

/** Ways into leaves: from which letter of the query and which depth, how good so far and how good it may become. */
export class Seeds {
  readonly leaf = new Int32Array(SEED_ROOM);
  readonly letter = new Uint8Array(SEED_ROOM);
  readonly depth = new Uint8Array(SEED_ROOM);
  readonly score = new Float32Array(SEED_ROOM);
  readonly hope = new Float32Array(SEED_ROOM);
  readonly best = new Best();
  size = 0;

  /** Begin again; so many of the best ways are going to be followed. */
  reset(most: number): void {
    this.size = 0;
    this.best.reset(most);
  }

  /** Add a way, unless it is certainly not among the best; beyond the room there is, it is dropped. */
  offer(leaf: number, letter: number, depth: number, score: number, hope: number): void {
    if (hope < this.best.least || this.size === SEED_ROOM) return;
    this.best.add(hope);
    const at = this.size++;
    this.leaf[at] = leaf;
    this.letter[at] = letter;
    this.depth[at] = depth;
    this.score[at] = score;
    this.hope[at] = hope;
  }
}

/** The best values so far, best first; places not yet taken are minus infinity. */
export class Ranking {
  readonly #values: Float64Array;

  constructor(places: number) {
    this.#values = new Float64Array(places).fill(-Infinity);
  }

  get top(): number {
    return this.#values[0] as number;
  }

  get last(): number {
    return this.#values[this.#values.length - 1] as number;
  }

  add(value: number): void {
    const values = this.#values;
    let at = values.length - 1;
    if (value <= (values[at] as number)) return;
    for (; at > 0 && (values[at - 1] as number) < value; at--) values[at] = values[at - 1] as number;
    values[at] = value;
  }
}

const bins = new Uint32Array(512);

/**
 * A score that about `keep` of the values reach, to an eighth; minus infinity when there are no more than that. `best` has
 * left some out.
 */
export function cutoff(values: Float32Array, size: number, keep: number, best: Best): number {
  if (size <= keep && best.least === -Infinity) return -Infinity;
  bins.fill(0);
  let top = -Infinity;
  for (let k = 0; k < size; k++) if ((values[k] as number) > top) top = values[k] as number;
  for (let k = 0; k < size; k++) bins[Math.min(511, Math.floor((top - (values[k] as number)) * 8))]!++;
  let sum = 0;
  for (let bin = 0; bin < 512; bin++) {
    sum += bins[bin] as number;
    if (sum >= keep) return top - (bin + 1) / 8;
  }
  return -Infinity;
}
