import { UNREADABLE, type SoundQuery } from './query.ts';
import type { ChunkTableInfo } from './chunk-table.ts';
import { HOPELESS } from './likely-chunks.ts';

/** Letters of a key that are told apart; more count as a letter without a sound each. */
const WIDE = 48;
/** More than the letters of any query. */
const ROOM = 80;
/** Letters of a name that a certain bound tells apart; of more it says nothing. */
const FAR = 40;
/** Letters of a key for one of a query at most, before they count as standing against nothing. */
const spread = { syllabic: 5, letters: 1.5, more: 4 };

/** How the rest of a query is judged. */
interface Judgement {
  /** Part of what the best chunks would bring that is counted. */
  part: number;
  /** Weight of a chunk of a length that no likely chunk has. */
  unlikely: number;
  /** Weight of a letter that stands against nothing; the most there is unless it is said. */
  inserted: number | undefined;
}

/** As it may be expected: chunks bring half of what the best one of their length does. */
const expected: Judgement = { part: 0.5, unlikely: -7.5, inserted: -5.5 };
/** As it certainly is at most. */
const certain: Judgement = { part: 1, unlikely: HOPELESS, inserted: undefined };

/**
 * What the rest of a query brings against so many letters of a name: the best way to share the letters out. A name that
 * is too long or too short for the rest tells so before its letters are looked at.
 */
export class Rest {
  readonly #judged: Judgement;
  readonly #best: Float32Array;
  // What {@link at} is read from, for loops that cannot afford a call for every number.
  readonly stride: number;
  readonly values: Float32Array;
  /** By letter of the query, from how many letters of a name on nothing is told apart. */
  readonly wide: Uint8Array;
  /** What each letter more counts. */
  readonly beyond: number;

  private constructor(judged: Judgement, rows: number, stride: number, beyond: number) {
    this.#judged = judged;
    this.stride = stride;
    this.values = new Float32Array(rows * stride);
    this.wide = new Uint8Array(rows);
    this.#best = new Float32Array(rows);
    this.beyond = beyond;
  }

  /** What may be expected, to be {@link expect}ed of one query after another. */
  static expected(): Rest {
    return new Rest(expected, ROOM, WIDE, expected.inserted as number);
  }

  /** What the letters of a query bring at most. */
  static certain(query: SoundQuery, info: ChunkTableInfo): Rest {
    const rest = new Rest(certain, query.text.length + 1, FAR + 1, Infinity);
    for (let i = query.text.length; i >= 0; i--) rest.#fill(query, info.l, i, FAR);
    return rest;
  }

  /** Look at another query. */
  expect(query: SoundQuery, { l, syllabic }: ChunkTableInfo): void {
    const n = query.text.length;
    for (let i = n; i >= 0; i--) {
      const most = spread.more + (n - i) * (syllabic ? spread.syllabic : spread.letters);
      this.#fill(query, l, i, Math.min(WIDE - 1, Math.floor(most)));
    }
  }

  #fill(query: SoundQuery, longest: number, i: number, to: number): void {
    const { rows, text } = query;
    const { part, unlikely, inserted = query.inserted } = this.#judged;
    const values = this.values;
    const at = i * this.stride;
    this.wide[i] = to;
    values.fill(-1e9, at, at + to + 1);
    if (i === text.length) values[at] = 0;
    else if (!rows[i * 3]) {
      for (let r = 0; r <= to; r++) values[at + r] = UNREADABLE + this.at(i + 1, r);
    }
    for (let a = 1; a <= 3 && i + a <= text.length; a++) {
      const row = rows[i * 3 + a - 1];
      if (!row) continue;
      const { lengths } = row.likely;
      for (let b = 0; b <= longest; b++) {
        const likely = b < lengths.length ? (lengths[b] as number) : unlikely;
        const best = b === 0 ? likely : Math.max(unlikely, likely);
        const weight = best > 0 ? part * best : best;
        for (let r = b; r <= to; r++) {
          const value = weight + this.at(i + a, r - b);
          if (value > (values[at + r] as number)) values[at + r] = value;
        }
      }
    }
    let best = values[at] as number;
    for (let r = 1; r <= to; r++) {
      const value = (values[at + r - 1] as number) + inserted;
      if (value > (values[at + r] as number)) values[at + r] = value;
      if ((values[at + r] as number) > best) best = values[at + r] as number;
    }
    this.#best[i] = best;
  }

  /** For the letters of the query from `i` on and so many letters of a name. */
  at(i: number, letters: number): number {
    const wide = this.wide[i] as number;
    const known = letters <= wide ? letters : wide;
    const value = this.values[i * this.stride + known] as number;
    return known === letters ? value : value + (letters - wide) * this.beyond;
  }

  /** The most of {@link at}, however many letters are left. */
  best(i: number): number {
    return this.#best[i] as number;
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
