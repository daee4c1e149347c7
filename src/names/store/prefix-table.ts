import { grown } from './grown.ts';

/** The first six UTF-8 bytes of a text as a number; texts sort by it as they sort by their beginnings. */
function headOf(text: string): { low: number; high: number } {
  const bytes = Buffer.from(text.slice(0, 6), 'utf8');
  let low = 0;
  let high = 0;
  for (let i = 0; i < 6; i++) {
    low = low * 256 + (bytes[i] ?? 0);
    high = high * 256 + (i < bytes.length ? (bytes[i] as number) : 255);
  }
  return { low, high };
}

/** Records by the beginnings of their keys. */
export class PrefixTable {
  readonly heads: Float64Array;
  readonly records: Uint32Array;

  constructor(heads: Float64Array, records: Uint32Array) {
    this.heads = heads;
    this.records = records;
  }

  /**
   * Records with a key that may begin with `prefix` (only its first six bytes are compared), at most `limit`; the
   * caller checks the rest.
   */
  collect(prefix: string, into: Set<number>, limit: number): void {
    if (prefix === '') return;
    const { low, high } = headOf(prefix);
    let from = 0;
    let to = this.heads.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.heads[middle] as number) < low) from = middle + 1;
      else to = middle;
    }
    for (let i = from; i < this.heads.length && (this.heads[i] as number) <= high && i - from < limit; i++) {
      into.add(this.records[i] as number);
    }
  }
}

/** Collects keys for a {@link PrefixTable}; to be built once. */
export class PrefixTableBuilder {
  #heads = new Float64Array(1024);
  #records = new Uint32Array(1024);
  #size = 0;

  add(key: string, record: number): void {
    if (key === '') return;
    if (this.#size === this.#heads.length) {
      this.#heads = grown(this.#heads);
      this.#records = grown(this.#records);
    }
    this.#heads[this.#size] = headOf(key).low;
    this.#records[this.#size++] = record;
  }

  build(): PrefixTable {
    let heads = this.#heads.subarray(0, this.#size);
    let records = this.#records.subarray(0, this.#size);
    this.#heads = new Float64Array(0);
    this.#records = new Uint32Array(0);
    let [otherHeads, otherRecords] = [new Float64Array(heads.length), new Uint32Array(heads.length)];
    // Sorted by sixteen bits at a time, the last ones first; equals keep their order.
    for (let digit = 1; digit < 2 ** 48; digit *= 2 ** 16) {
      const starts = new Uint32Array(2 ** 16 + 1);
      const digitOf = (head: number): number => Math.floor(head / digit) % 2 ** 16;
      for (const head of heads) starts[digitOf(head) + 1]!++;
      for (let d = 1; d < starts.length; d++) starts[d]! += starts[d - 1] as number;
      for (let i = 0; i < heads.length; i++) {
        const to = starts[digitOf(heads[i] as number)]!++;
        otherHeads[to] = heads[i] as number;
        otherRecords[to] = records[i] as number;
      }
      [heads, otherHeads] = [otherHeads, heads];
      [records, otherRecords] = [otherRecords, records];
    }
    return new PrefixTable(heads, records);
  }
}
