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
  readonly best = new Best();
  size = 0;

  /** Begin again; so many of the best states are going to be followed. */
  reset(width: number): void {
    this.size = 0;
    this.best.reset(width);
  }

  /** Add a state, unless it is certainly not among the best. */
  offer(node: number, depth: number, score: number): void {
    if (score < this.best.least) return;
    this.best.add(score);
    this.push(node, depth, score);
  }

  /** Add a state; false when there is no more room. */
  push(node: number, depth: number, score: number): boolean {
    if (this.size === LEVEL_ROOM) return false;
    this.node[this.size] = node;
    this.depth[this.size] = depth;
    this.score[this.size++] = score;
    return true;
  }
}

const SLOT_BITS = 14;

/** The states of a level that are followed, one a node, in the order they are followed in. */
export class Followed {
  /** Their places in the level. */
  readonly states = new Int32Array(LEVEL_ROOM);
  size = 0;
  readonly #nodes = new Int32Array(1 << SLOT_BITS);
  readonly #stamps = new Uint32Array(1 << SLOT_BITS);
  #stamp = 0;

  /** Those of a level with a score from `limit` on, the best first. */
  begin(level: Level, limit: number): void {
    const { states } = this;
    const { score, node } = level;
    let count = 0;
    for (let k = 0; k < level.size; k++) {
      const own = score[k] as number;
      if (own < limit) continue;
      let at = count++;
      for (; at > 0 && (score[states[at - 1] as number] as number) < own; at--)
        states[at] = states[at - 1] as number;
      states[at] = k;
    }
    this.size = 0;
    this.#stamp = (this.#stamp + 1) >>> 0;
    for (let at = 0; at < count; at++) {
      const k = states[at] as number;
      if (!this.has(node[k] as number)) this.add(node[k] as number, k);
    }
  }

  has(node: number): boolean {
    return this.#stamps[this.#slotOf(node)] === this.#stamp;
  }

  /** Adds a state, to be followed after those that are there. */
  add(node: number, state: number): void {
    const slot = this.#slotOf(node);
    this.#nodes[slot] = node;
    this.#stamps[slot] = this.#stamp;
    this.states[this.size++] = state;
  }

  /** Where a node is, or the empty slot where it belongs; there are more slots than states. */
  #slotOf(node: number): number {
    let slot = Math.imul(node, 0x9e3779b1) >>> (32 - SLOT_BITS);
    while (this.#stamps[slot] === this.#stamp && this.#nodes[slot] !== node)
      slot = (slot + 1) & ((1 << SLOT_BITS) - 1);
    return slot;
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

  /** The ways that are followed, those into one leaf beside each other; see {@link group}. */
  readonly chosen = new Int32Array(SEED_ROOM);
  /** Where in {@link chosen} those of each leaf begin, and where the last ones end. */
  readonly starts = new Int32Array(SEED_ROOM + 1);
  /** The leaves by their place in {@link starts}, the most hopeful first. */
  readonly leaves = new Int32Array(SEED_ROOM);

  /** Chooses the ways with so much hope at least; returns into how many leaves they lead. */
  group(limit: number): number {
    const { leaf, hope, chosen, starts, leaves } = this;
    let count = 0;
    for (let k = 0; k < this.size; k++) {
      if ((hope[k] as number) < limit) continue;
      const own = leaf[k] as number;
      let at = count++;
      for (; at > 0 && (leaf[chosen[at - 1] as number] as number) > own; at--)
        chosen[at] = chosen[at - 1] as number;
      chosen[at] = k;
    }
    let groups = 0;
    for (let at = 0; at < count; at++) {
      const k = chosen[at] as number;
      if (at === 0 || leaf[k] !== leaf[chosen[at - 1] as number]) starts[groups++] = at;
    }
    starts[groups] = count;
    for (let g = 0; g < groups; g++) {
      const own = this.hopeOf(g);
      let at = g;
      for (; at > 0 && this.hopeOf(leaves[at - 1] as number) < own; at--)
        leaves[at] = leaves[at - 1] as number;
      leaves[at] = g;
    }
    return groups;
  }

  /** The most hope of any way into a leaf, by its place in {@link starts}. */
  private hopeOf(group: number): number {
    let most = -Infinity;
    for (let at = this.starts[group] as number; at < (this.starts[group + 1] as number); at++)
      most = Math.max(most, this.hope[this.chosen[at] as number] as number);
    return most;
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
