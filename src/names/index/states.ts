const LEVEL_ROOM = 6_000;
const SEED_ROOM = 12_000;

/** States of a search at one letter of the query: where in the trie, how deep, and how good so far. */
export class Level {
  readonly node = new Int32Array(LEVEL_ROOM);
  readonly depth = new Uint8Array(LEVEL_ROOM);
  readonly score = new Float32Array(LEVEL_ROOM);
  size = 0;

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
  size = 0;

  /** Add a way; beyond the room there is, it is dropped. */
  push(leaf: number, letter: number, depth: number, score: number, hope: number): void {
    if (this.size === SEED_ROOM) return;
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

/** A score that about `keep` of the values reach, to an eighth; minus infinity when there are no more than that. */
export function cutoff(values: Float32Array, size: number, keep: number): number {
  if (size <= keep) return -Infinity;
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
