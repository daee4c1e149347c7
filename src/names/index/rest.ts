import { UNREADABLE, type SoundQuery } from '../sound/align.ts';

/** Letters of a key that are told apart; more count as a letter without a sound each. */
const WIDE = 48;
/** More than the letters of any query. */
const ROOM = 80;
/** Part of what the best chunks would bring that is expected of them. */
const PART = 0.5;
/** Weight of a chunk of a length that no likely chunk has. */
const UNLIKELY = -7.5;
/** Weight of a letter of a key that stands against nothing. */
const INSERTED = -5.5;
/** Letters of a key for one of a query at most, before they count as standing against nothing. */
const spread = { syllabic: 5, letters: 1.5, more: 4 };

/**
 * What the rest of a query may be expected to bring against so many letters of a key: the best way to share the letters
 * out, where a chunk brings half of what the best one of its length does. A key that is too long or too short for the
 * rest tells so before its letters are looked at.
 */
export class Rest {
  readonly #values = new Float32Array(ROOM * WIDE);
  /** By letter of the query, from how many letters of a key on one more is as bad as any. */
  readonly #wide = new Uint8Array(ROOM);

  set({ text, rows }: SoundQuery, { l: longest, syllabic }: { l: number; syllabic: boolean }): void {
    const n = text.length;
    const values = this.#values;
    const wide = this.#wide;
    for (let i = n; i >= 0; i--) {
      const most = spread.more + (n - i) * (syllabic ? spread.syllabic : spread.letters);
      const to = Math.min(WIDE - 1, Math.floor(most));
      wide[i] = to;
      const at = i * WIDE;
      values.fill(-1e9, at, at + to + 1);
      if (i === n) values[at] = 0;
      else if (!rows[i * 3]) {
        for (let r = 0; r <= to; r++) values[at + r] = UNREADABLE + this.at(i + 1, r);
      }
      for (let a = 1; a <= 3 && i + a <= n; a++) {
        const row = rows[i * 3 + a - 1];
        if (!row) continue;
        const { lengths } = row.likely;
        for (let b = 0; b <= longest; b++) {
          const best = b < lengths.length ? (lengths[b] as number) : UNLIKELY;
          const weight = best > 0 ? PART * best : best;
          for (let r = b; r <= to; r++) {
            const value = weight + this.at(i + a, r - b);
            if (value > (values[at + r] as number)) values[at + r] = value;
          }
        }
      }
      for (let r = 1; r <= to; r++) {
        const value = (values[at + r - 1] as number) + INSERTED;
        if (value > (values[at + r] as number)) values[at + r] = value;
      }
    }
  }

  /** For the letters of the query from `i` on and so many letters of a key. */
  at(i: number, letters: number): number {
    const wide = this.#wide[i] as number;
    return letters <= wide
      ? (this.#values[i * WIDE + letters] as number)
      : (this.#values[i * WIDE + wide] as number) + (letters - wide) * INSERTED;
  }

  /** The most of {@link at} between two numbers of letters. */
  most(i: number, shortest: number, longest: number): number {
    let best = this.at(i, shortest);
    for (let r = shortest + 1; r <= longest; r++) {
      const value = this.at(i, r);
      if (value > best) best = value;
    }
    return best;
  }
}
