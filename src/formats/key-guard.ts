import type { DecodedRecord } from './format.ts';
import { problem, shown } from './problems.ts';

/**
 * Finds the second record of one key in a file. Remembers every key, the one thing whose memory grows with the file:
 * some tens of bytes per record.
 */
export class KeyGuard {
  readonly #seen = new Map<string, number>();

  /** The record as it is, or without its entry and with `record/duplicate-key` when its key came before. */
  check(record: DecodedRecord): DecodedRecord {
    const key = record.entry?.key;
    if (key === undefined) return record;
    const before = this.#seen.get(key);
    if (before === undefined) {
      this.#seen.set(key, record.place.record ?? -1);
      return record;
    }
    const message = `The key “${shown(key)}” was already used by record ${before}`;
    return {
      entry: undefined,
      problems: [
        ...record.problems,
        problem('record/duplicate-key', message, { ...record.place, field: 'key' }),
      ],
      place: record.place,
    };
  }
}
