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

/** A row of `PreparedEntries.rows`: `o` counts the entries, `k` is the key, `h` the hash, `d` the entry, `p` the place. */
export interface PreparedRow {
  o: number;
  k: string;
  h: string;
  d: Entry;
  p: Place | null;
  /** File numbers and names the entry is recognised by. */
  f: string[];
  n: string[];
}

/**
 * Entries with everything that can be made of them without a database. The rows are one text, as the database is to
 * read them: an entry is turned into JSON once, for its hash and for storing it, and travels between threads as text.
 */
export interface PreparedEntries {
  /** JSON array of `PreparedRow`. */
  rows: string;
  keys: string[];
  hashes: string[];
  identities: Identity[];
  /** Ids the GIs would be given if they are new. */
  wished: string[];
}

export function rowOf(
  ordinal: number,
  { entry, place }: Stated,
  identity: Identity,
): { hash: string; row: string } {
  const data = canonicalJson(entry);
  const hash = sha256Hex(data);
  const head = JSON.stringify({
    o: ordinal,
    k: entry.key,
    h: hash,
    f: identity.fileNumbers,
    n: identity.names,
  });
  return { hash, row: `${head.slice(0, -1)},"d":${data},"p":${JSON.stringify(place ?? null)}}` };
}

export function prepare(stated: readonly Stated[]): PreparedEntries {
  const rows: string[] = [];
  const prepared: PreparedEntries = { rows: '', keys: [], hashes: [], identities: [], wished: [] };
  for (const [ordinal, record] of stated.entries()) {
    const identity = identityOf(record.entry);
    const { hash, row } = rowOf(ordinal, record, identity);
    rows.push(row);
    prepared.keys.push(record.entry.key);
    prepared.hashes.push(hash);
    prepared.identities.push(identity);
    prepared.wished.push(wishedGiId(record.entry));
  }
  prepared.rows = `[${rows.join(',')}]`;
  return prepared;
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
  let stated: Stated[] = [];
  let batch: Omit<DecodedBatch, 'entries'> = { records: 0, recordOf: [], problems: [] };
  const whole = (): DecodedBatch => {
    const done = { ...batch, entries: prepare(stated) };
    stated = [];
    batch = { records: 0, recordOf: [], problems: [] };
    return done;
  };
  for await (const { entry, place, problems } of records) {
    for (const problem of problems) batch.problems.push({ record: batch.records, problem });
    if (entry) {
      batch.recordOf.push(batch.records);
      stated.push({ entry, place });
    }
    batch.records++;
    if (batch.records === BATCH) yield whole();
  }
  if (batch.records > 0) yield whole();
}
