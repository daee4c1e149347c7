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

/** Collects keys for a {@link PrefixTable}. */
export class PrefixTableBuilder {
  #heads: number[] = [];
  #records: number[] = [];

  add(key: string, record: number): void {
    if (key === '') return;
    this.#heads.push(headOf(key).low);
    this.#records.push(record);
  }

  build(): PrefixTable {
    const order = Uint32Array.from(this.#heads, (_, i) => i);
    const heads = this.#heads;
    order.sort((a, b) => (heads[a] as number) - (heads[b] as number) || a - b);
    const out = new PrefixTable(new Float64Array(order.length), new Uint32Array(order.length));
    order.forEach((from, to) => {
      out.heads[to] = heads[from] as number;
      out.records[to] = this.#records[from] as number;
    });
    return out;
  }
}
