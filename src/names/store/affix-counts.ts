import { hashKey } from './key-table.ts';

const bits = 18;

/** How many different names begin or end with some letters, counted in buckets: an upper bound, mostly exact. */
export class AffixCounts {
  readonly counts: Uint16Array;

  constructor(counts: Uint16Array = new Uint16Array(1 << bits)) {
    this.counts = counts;
  }

  /** `side`: B for beginnings, E for endings. */
  add(side: 'B' | 'E', text: string): void {
    const at = hashKey(side, text) >>> (32 - bits);
    const count = this.counts[at] as number;
    if (count < 0xffff) this.counts[at] = count + 1;
  }

  get(side: 'B' | 'E', text: string): number {
    return this.counts[hashKey(side, text) >>> (32 - bits)] as number;
  }
}
