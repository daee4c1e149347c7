import type { Entry } from '../gi/entry.ts';
import { canonicalJson, sha256Hex } from '../gi/content-hash.ts';
import type { Place, Problem } from '../gi/problem.ts';
import type { DecodedRecord } from '../formats/format.ts';
import { wishedGiId } from './gi-id.ts';
import { identityOf, type Identity } from './identity.ts';

/** An entry and where in the file it stands. */
export interface Stated {
  entry: Entry;
  place?: Place | undefined;
}

/** A row of `PreparedEntries.rows`: `o` counts the entries, `k` is the key, `h` the hash, `p` the place in the file. */
export interface PreparedRow {
  o: number;
  k: string;
  h: string;
  p: Place | null;
  /** File numbers and names the entry is recognised by. */
  f: string[];
  n: string[];
}

/**
 * Entries with everything that can be made of them without a database, as text that the database is to read: an entry
 * is turned into JSON once, for its hash and for storing it, and travels between threads as it is stored.
 */
export interface PreparedEntries {
  /** JSON array of `PreparedRow`. */
  rows: string;
  /** The entries' content as JSON, one line each: JSON itself never breaks a line. */
  contents: string;
  keys: string[];
  hashes: string[];
  identities: Identity[];
  /** Ids the GIs would be given if they are new. */
  wished: string[];
}

/** Makes entries ready one by one, so that only their text is held until the batch is whole. */
export class Preparation {
  #rows = '';
  #contents = '';
  readonly #keys: string[] = [];
  readonly #hashes: string[] = [];
  readonly #identities: Identity[] = [];
  readonly #wished: string[] = [];

  /** @param first ordinal of the first entry */
  constructor(readonly first = 0) {}

  get size(): number {
    return this.#keys.length;
  }

  add({ entry, place }: Stated, identity: Identity = identityOf(entry)): void {
    const content = canonicalJson(entry);
    const hash = sha256Hex(content);
    const row: PreparedRow = {
      o: this.first + this.size,
      k: entry.key,
      h: hash,
      p: place ?? null,
      f: identity.fileNumbers,
      n: identity.names,
    };
    const follows = this.size > 0;
    this.#rows += `${follows ? ',' : ''}${JSON.stringify(row)}`;
    this.#contents += `${follows ? '\n' : ''}${content}`;
    this.#keys.push(entry.key);
    this.#hashes.push(hash);
    this.#identities.push(identity);
    this.#wished.push(wishedGiId(entry));
  }

  done(): PreparedEntries {
    return {
      rows: `[${this.#rows}]`,
      contents: this.#contents,
      keys: this.#keys,
      hashes: this.#hashes,
      identities: this.#identities,
      wished: this.#wished,
    };
  }
}

export function prepare(stated: readonly Stated[]): PreparedEntries {
  const preparation = new Preparation();
  for (const record of stated) preparation.add(record);
  return preparation.done();
}

/** The entries as they were before they were made ready, with their places. */
export function statedIn({ rows, contents }: PreparedEntries): Stated[] {
  const lines = contents.split('\n');
  return (JSON.parse(rows) as PreparedRow[]).map(({ p }, i) => ({
    entry: JSON.parse(lines[i]!) as Entry,
    place: p ?? undefined,
  }));
}

/** A run of decoded records, ready to be stored. */
export interface DecodedBatch {
  /** How many records it holds, usable or not. */
  records: number;
  entries: PreparedEntries;
  /** For each entry, the number of its record in the batch. */
  recordOf: number[];
  /** Problems by the number of the record that has them, in that order. */
  problems: { record: number; problem: Problem }[];
}

const BATCH = 1000;

/** Decoded records in batches, each made ready for the store. */
export async function* prepareBatches(records: AsyncIterable<DecodedRecord>): AsyncGenerator<DecodedBatch> {
  let entries = new Preparation();
  let batch: Omit<DecodedBatch, 'entries'> = { records: 0, recordOf: [], problems: [] };
  const whole = (): DecodedBatch => {
    const done = { ...batch, entries: entries.done() };
    entries = new Preparation();
    batch = { records: 0, recordOf: [], problems: [] };
    return done;
  };
  for await (const { entry, place, problems } of records) {
    for (const problem of problems) batch.problems.push({ record: batch.records, problem });
    if (entry) {
      batch.recordOf.push(batch.records);
      entries.add({ entry, place });
    }
    batch.records++;
    if (batch.records === BATCH) yield whole();
  }
  if (batch.records > 0) yield whole();
}
