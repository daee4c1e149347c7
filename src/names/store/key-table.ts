import { grown } from './grown.ts';

/** 32-bit FNV-1a hash of a text behind a one-letter kind, so that keys of different kinds do not meet. */
export function hashKey(kind: string, text: string): number {
  let h = 0x811c9dc5 ^ kind.charCodeAt(0);
  h = Math.imul(h, 0x01000193);
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

/** Collects (key, record) pairs while names are read; to be built once. */
export class KeyTableBuilder {
  #keys = new Uint32Array(1024);
  #records = new Uint32Array(1024);
  #size = 0;

  add(key: number, record: number): void {
    if (this.#size === this.#keys.length) {
      this.#keys = grown(this.#keys);
      this.#records = grown(this.#records);
    }
    this.#keys[this.#size] = key;
    this.#records[this.#size++] = record;
  }

  build(): KeyTable {
    let bits = 4;
    while (1 << bits < this.#size / 4 && bits < 22) bits++;
    const starts = new Uint32Array((1 << bits) + 1);
    for (let i = 0; i < this.#size; i++) {
      const bucket = (this.#keys[i] as number) >>> (32 - bits);
      starts[bucket + 1] = (starts[bucket + 1] as number) + 1;
    }
    for (let b = 1; b < starts.length; b++) starts[b] = (starts[b] as number) + (starts[b - 1] as number);
    const [keys, records] = [this.#keys.subarray(0, this.#size), this.#records.subarray(0, this.#size)];
    this.#keys = new Uint32Array(0);
    this.#records = new Uint32Array(0);
    intoBuckets(keys, records, starts, 32 - bits);
    return new KeyTable(keys, records, starts);
  }
}

/** Moves every pair to its bucket, in place: millions of them would not want a second copy. */
function intoBuckets(keys: Uint32Array, records: Uint32Array, starts: Uint32Array, shift: number): void {
  const next = starts.slice();
  for (let bucket = 0; bucket + 1 < starts.length; bucket++) {
    const end = starts[bucket + 1] as number;
    while ((next[bucket] as number) < end) {
      const at = next[bucket] as number;
      const key = keys[at] as number;
      const own = key >>> shift;
      const to = next[own] as number;
      next[own] = to + 1;
      if (to === at) continue;
      const record = records[at] as number;
      keys[at] = keys[to] as number;
      records[at] = records[to] as number;
      keys[to] = key;
      records[to] = record;
    }
  }
}

/** Records by key: buckets of a few pairs each in flat arrays, so that millions of keys cost eight bytes each. */
export class KeyTable {
  readonly keys: Uint32Array;
  readonly records: Uint32Array;
  readonly starts: Uint32Array;
  readonly #shift: number;

  constructor(keys: Uint32Array, records: Uint32Array, starts: Uint32Array) {
    this.keys = keys;
    this.records = records;
    this.starts = starts;
    this.#shift = 32 - Math.round(Math.log2(starts.length - 1));
  }

  /** Adds the records of a key to `into`, at most `limit`; returns how many the key has, `limit + 1` for more. */
  collect(key: number, into: Set<number>, limit: number): number {
    const bucket = key >>> this.#shift;
    const end = this.starts[bucket + 1] as number;
    let found = 0;
    for (let i = this.starts[bucket] as number; i < end; i++) {
      if (this.keys[i] !== key) continue;
      if (found++ >= limit) break;
      into.add(this.records[i] as number);
    }
    return found;
  }
}
