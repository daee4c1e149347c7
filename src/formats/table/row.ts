import { entryStatuses, giTypes } from '../../gi/entry.ts';
import type { Entry, EntryDates, LegalReference } from '../../gi/entry.ts';
import { evidenceLevels } from '../../gi/evidence.ts';
import { normaliseFileNumber } from '../../gi/file-number.ts';
import { nameKinds } from '../../gi/name-form.ts';
import type { NameForm, NameKind } from '../../gi/name-form.ts';
import type { Place, Problem } from '../../gi/problem.ts';
import { productClasses } from '../../gi/product.ts';
import type { ProductCode } from '../../gi/product.ts';
import { guessLanguage } from '../../gi/script.ts';
import { parseThaiDate } from '../../gi/thai-date.ts';
import type { DecodeContext } from '../format.ts';
import { nameScript, nameText, roleScript } from '../names.ts';
import { problem, shown } from '../problems.ts';
import { joinCell, splitCell } from './cells.ts';

/**
 * The columns of the gateway's CSV, in order; docs/formats.md describes them. Only `original_names` must be there, and
 * `key` or `file_numbers`.
 */
export const columns = [
  'key',
  'status',
  'gi_type',
  'origin',
  'file_numbers',
  'original_names',
  'transcriptions',
  'romanisations',
  'translations',
  'variants',
  'not_claimed',
  'product_class',
  'product_codes',
  'product_description',
  'applied_on',
  'published_on',
  'protected_on',
  'refused_on',
  'ended_on',
  'legal_basis',
  'legal_basis_uri',
  'publications',
  'notes',
  'evidence_level',
  'evidence_source',
  'extra',
] as const;
export type Column = (typeof columns)[number];
export type Row = Partial<Record<Column, string>>;

const nameColumns: Record<NameKind, Column> = {
  original: 'original_names',
  transcription: 'transcriptions',
  romanisation: 'romanisations',
  translation: 'translations',
  variant: 'variants',
};
const dateColumns = {
  applied: 'applied_on',
  published: 'published_on',
  protected: 'protected_on',
  refused: 'refused_on',
  ended: 'ended_on',
} as const satisfies Record<keyof EntryDates, Column>;

function codeText({ scheme, code, title }: ProductCode): string {
  return `${scheme}: ${code}${title === undefined ? '' : ` = ${title}`}`;
}

function referenceText({ text, uri }: LegalReference): string {
  return uri === undefined ? text : `${text} <${uri}>`;
}

/** The row of an entry, without the `extra` cell. */
export function toRow(entry: Entry): Row {
  const row: Row = {
    key: entry.key,
    status: entry.status,
    gi_type: entry.giType,
    origin: entry.origin.join('+'),
    file_numbers: joinCell(entry.fileNumbers),
    not_claimed: joinCell(entry.notClaimed),
    product_class: entry.product.class,
    product_codes: joinCell(entry.product.classes.map(codeText)),
    product_description: entry.product.description ?? '',
    legal_basis: entry.legalBasis?.text ?? '',
    legal_basis_uri: entry.legalBasis?.uri ?? '',
    publications: joinCell(entry.publications.map(referenceText)),
    notes: joinCell(entry.notes),
    evidence_level: entry.evidence.level,
    evidence_source: entry.evidence.source,
  };
  for (const kind of nameKinds) {
    const names = entry.names.filter((name) => name.kind === kind);
    row[nameColumns[kind]] = joinCell(names.map(({ text, language }) => `${text} [${language}]`));
  }
  for (const [name, column] of Object.entries(dateColumns))
    row[column] = entry.dates[name as keyof EntryDates] ?? '';
  return row;
}

/** Reads cells of one row; problems carry the column. */
class RowReader {
  readonly problems: Problem[] = [];
  readonly #row: Row;
  readonly #place: Place;

  constructor(row: Row, place: Place) {
    this.#row = row;
    this.#place = place;
  }

  at(column: Column): Place {
    return { ...this.#place, field: column };
  }

  text(column: Column): string {
    return this.#row[column]?.trim() ?? '';
  }

  /** One of a few values; `fallback` for an empty cell. */
  choice<T extends string>(column: Column, values: readonly T[], fallback: T): T {
    const text = this.text(column);
    if (text === '') return fallback;
    const known = values.find((value) => value.toLowerCase() === text.toLowerCase());
    if (known !== undefined) return known;
    const message = `${column} is “${shown(text)}”, not one of ${values.join(', ')}`;
    this.problems.push(problem('csv/cell', message, this.at(column)));
    return fallback;
  }

  day(column: Column): string | undefined {
    const text = this.text(column);
    if (text === '') return undefined;
    const day = parseThaiDate(text);
    if (day === undefined) {
      this.problems.push(
        problem('date/invalid', `${column} “${shown(text)}” is not a date`, this.at(column)),
      );
    } else if (day !== text) {
      this.problems.push(
        problem('date/buddhist-era', `${column} “${shown(text)}” was read as ${day}`, this.at(column)),
      );
    }
    return day;
  }
}

function readCode(text: string): ProductCode {
  const [, scheme = '', code = '', title] = /^([^:]*):\s*(.*?)(?: = (.*))?$/s.exec(text) ?? ['', 'EU', text];
  return { scheme, code, ...(title === undefined ? {} : { title }) };
}

function readReference(text: string): LegalReference {
  const open = text.lastIndexOf('<');
  if (open === -1 || !text.endsWith('>')) return { text };
  return { text: text.slice(0, open).trimEnd(), uri: text.slice(open + 1, -1) };
}

function namesOf(
  reader: RowReader,
  kind: NameKind,
  origin: string[],
  evidence: Entry['evidence'],
): NameForm[] {
  const column = nameColumns[kind];
  return splitCell(reader.text(column)).map((cell, position) => {
    const tagged = /^(.*) \[([A-Za-z0-9-]+)\]$/s.exec(cell);
    const text = nameText(tagged?.[1] ?? cell, () => reader.at(column), reader.problems);
    const language = tagged?.[2] ?? guessLanguage(roleScript(text), origin, position);
    return { text, language, script: nameScript(text, origin), kind, evidence };
  });
}

/** The entry of a row, without what its `extra` cell adds. */
export function fromRow(
  row: Row,
  place: Place,
  context: Pick<DecodeContext, 'evidence' | 'list'>,
): { entry: Entry; problems: Problem[] } {
  const reader = new RowReader(row, place);
  const fileNumbers = splitCell(reader.text('file_numbers')).map(normaliseFileNumber);
  const key = reader.text('key') === '' ? (fileNumbers[0] ?? '') : reader.text('key');
  const origin = reader
    .text('origin')
    .toUpperCase()
    .split(/[\s,;+|]+/)
    .filter((code) => code !== '')
    .sort();
  const wrong = origin.find((code) => !/^[A-Z]{2}$/.test(code));
  if (wrong !== undefined) {
    reader.problems.push(
      problem('csv/cell', `origin has “${shown(wrong)}”, not a two-letter code`, reader.at('origin')),
    );
  }
  const level = reader.choice('evidence_level', evidenceLevels, context.evidence.level);
  const source = reader.text('evidence_source');
  const evidence =
    reader.text('evidence_level') === '' && source === '' ? context.evidence : { level, source };
  const dates: EntryDates = {};
  for (const [name, column] of Object.entries(dateColumns)) {
    const day = reader.day(column);
    if (day !== undefined) dates[name as keyof EntryDates] = day;
  }
  const description = reader.text('product_description');
  const [legalText, legalUri] = [reader.text('legal_basis'), reader.text('legal_basis_uri')];
  const entry: Entry = {
    key,
    fileNumbers,
    origin: [...new Set(origin)],
    giType: reader.choice('gi_type', giTypes, 'unknown'),
    product: {
      class: reader.choice('product_class', productClasses, 'other'),
      classes: splitCell(reader.text('product_codes')).map(readCode),
      ...(description === '' ? {} : { description }),
    },
    names: nameKinds.flatMap((kind) => namesOf(reader, kind, origin, evidence)),
    notClaimed: splitCell(reader.text('not_claimed')),
    status: reader.choice('status', entryStatuses, context.list.defaultStatus),
    dates,
    ...(legalText + legalUri === ''
      ? {}
      : { legalBasis: { text: legalText, ...(legalUri === '' ? {} : { uri: legalUri }) } }),
    publications: splitCell(reader.text('publications')).map(readReference),
    evidence,
    notes: splitCell(reader.text('notes')),
  };
  return { entry, problems: reader.problems };
}
