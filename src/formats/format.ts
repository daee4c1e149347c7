import type { Agreement, GiList } from '../gi/agreement.ts';
import type { CorrectionNote } from '../gi/correction-note.ts';
import type { Entry } from '../gi/entry.ts';
import type { Evidence } from '../gi/evidence.ts';
import type { Place, Problem } from '../gi/problem.ts';

/**
 * One record of a partner's file after decoding. `entry` is undefined when the record is too broken to give one; then
 * `problems` holds at least one error. `place.record` is the record's index in the file, from 0.
 */
export interface DecodedRecord {
  entry: Entry | undefined;
  problems: Problem[];
  place: Place;
}

/** Bounds that keep a hostile or mistaken file from costing more than it may. Lengths are in UTF-16 code units. */
export interface DecodeLimits {
  /** Bytes of the whole input. */
  totalBytes: number;
  /** Records of one input. */
  records: number;
  /** Length of one record's source text. */
  recordLength: number;
  /** Length of one text, attribute value or cell. */
  textLength: number;
  /** Levels of nesting. */
  depth: number;
}

/** Limits used where the caller sets none: a list of a million records or one gibibyte. */
export const defaultLimits: DecodeLimits = {
  totalBytes: 1 << 30,
  records: 1_000_000,
  recordLength: 4 << 20,
  textLength: 1 << 20,
  depth: 100,
};

/** What a decoder has to know about the file as a whole. */
export interface DecodeContext {
  list: GiList;
  /** How good the file's statements are, e.g. official, "eAmbrosia export 2022-03-30". */
  evidence: Evidence;
  limits?: Partial<DecodeLimits>;
}

/** A list version to be written out. */
export interface ListDocument {
  agreement: Agreement;
  list: GiList;
  version: { number: number; publishedAt?: string; effectiveOn?: string; contentHash: string };
  entries: Iterable<Entry> | AsyncIterable<Entry>;
  /** What of the entries is not the partner's own word. */
  corrections?: CorrectionNote[];
}

/** The formats the gateway speaks. */
export type FormatId =
  | 'st96'
  | 'json'
  | 'ndjson'
  | 'csv'
  | 'xlsx'
  | 'eambrosia'
  | 'eu-extract'
  | 'uk-register'
  | 'lisbon'
  | 'bundle';

/**
 * One wire format. Decoders stream record by record and throw an `InputError` for a file that cannot be used as a
 * whole, also when that only shows after some records: the caller then keeps none of them.
 */
export interface Format {
  id: FormatId;
  title: string;
  /** Media types, the one to serve first. */
  mediaTypes: string[];
  /** File name extensions without a dot, the one to write first. */
  extensions: string[];
  /** True when the first characters of a file (decoded, without byte order mark) are this format's. */
  sniff?(head: string): boolean;
  decode?(input: AsyncIterable<Uint8Array>, context: DecodeContext): AsyncIterable<DecodedRecord>;
  /** Pieces of the document's text, to be written as UTF-8 in order. */
  encode?(document: ListDocument): AsyncIterable<string>;
  /** Pieces of a document that is not text, such as a workbook; a format has this or `encode`. */
  encodeBytes?(document: ListDocument): AsyncIterable<Uint8Array>;
  /** What the format itself cannot say about an entry, one warning per field: the export report. */
  losses?(entry: Entry): Problem[];
}
