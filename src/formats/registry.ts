import { bundle } from './bundle/bundle.ts';
import { csv } from './csv/csv.ts';
import { eambrosia } from './eambrosia/eambrosia.ts';
import type { Format } from './format.ts';
import { json } from './json/json.ts';
import { lisbon } from './lisbon/lisbon.ts';
import { ndjson } from './ndjson/ndjson.ts';
import { unusable } from './problems.ts';
import { euExtract } from './register-csv/eu-extract.ts';
import { ukRegister } from './register-csv/uk-register.ts';
import { st96 } from './st96/st96.ts';
import { sniffableText } from './text/decode-text.ts';
import { xlsx } from './xlsx/xlsx.ts';

/** Every format the gateway speaks, in the order in which they are shown. */
export const formats: readonly Format[] = [
  st96,
  json,
  ndjson,
  csv,
  xlsx,
  eambrosia,
  euExtract,
  ukRegister,
  lisbon,
  bundle,
];

/** The format of this id; undefined when there is none. */
export function formatById(id: string): Format | undefined {
  return formats.find((format) => format.id === id);
}

/**
 * The format of a file from its first bytes (4 KiB are enough). Throws `input/empty`, `format/unknown`, or
 * `format/ambiguous` when more than one format knows it: a format is never guessed.
 */
export function detectFormat(head: Uint8Array): Format {
  if (head.length === 0) throw unusable('input/empty', 'The file has no content');
  const text = sniffableText(head);
  const matches = formats.filter((format) => format.sniff?.(text) === true);
  const [match] = matches;
  if (!match) {
    const known = formats.map((format) => format.id).join(', ');
    throw unusable('format/unknown', `The file is in none of the formats read here (${known})`);
  }
  if (matches.length > 1) {
    throw unusable('format/ambiguous', `The file may be ${matches.map((format) => format.id).join(' or ')}`);
  }
  return match;
}
