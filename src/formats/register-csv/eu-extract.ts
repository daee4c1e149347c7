import type { DecodeContext, Format } from '../format.ts';
import { problem, shown } from '../problems.ts';
import type { Entry } from '../../gi/entry.ts';
import { giTypes } from '../../gi/entry.ts';
import { normaliseFileNumber, parseFileNumber, withoutProcedure } from '../../gi/file-number.ts';
import { registerProduct } from './classes.ts';
import { registerRecords } from './lines.ts';
import type { RegisterLine } from './lines.ts';
import { registerNames } from './names.ts';

const needed = ['file_number', 'name_full', 'country', 'gi_type', 'status'];

function namesOf(line: RegisterLine): string[] {
  const cells = [line.text('names_non_latin'), line.text('names_latin')].filter((cell) => cell !== '');
  const texts = cells.flatMap((cell) => cell.split(/\||\s;\s/));
  return texts.length > 0 ? texts : line.text('name_full').split(' / ');
}

function toEntry(line: RegisterLine, { evidence }: DecodeContext): Entry {
  const raw = line.text('file_number');
  const key = normaliseFileNumber(raw);
  if (key === '') line.report('file_number', 'The line has no file number');
  else if (!parseFileNumber(raw)) {
    const message = `The file number “${shown(raw)}” has no known form`;
    line.problems.push(problem('file-number/unrecognised', message, line.at('file_number')));
  }
  const origin = line.countries('country');
  const legal = line.text('legal_instrument');
  return {
    key,
    fileNumbers: [...new Set([key, withoutProcedure(key)])],
    origin,
    giType: giTypes.find((type) => type === line.text('gi_type')) ?? 'unknown',
    product: registerProduct(line.text('product_type'), line.text('product_category')),
    names: registerNames(line, 'name_full', namesOf(line), origin, evidence),
    notClaimed: [],
    status: line.status('status'),
    dates: line.dates({
      applied: 'application_date',
      published: 'publication_date',
      protected: 'registration_date',
    }),
    ...(legal === '' ? {} : { legalBasis: { text: legal } }),
    publications: [],
    evidence,
    notes: [],
  };
}

/**
 * An extract of the EU register as a table: `file_number, name_full, names_non_latin, names_latin, country, gi_type,
 * product_type, product_category, status, application_date, publication_date, registration_date, legal_instrument`.
 * Numbers of amendments keep their suffix as key and have the GI's own number beside it. Read only.
 */
export const euExtract: Format = {
  id: 'eu-extract',
  title: 'EU register extract (CSV)',
  mediaTypes: ['text/csv'],
  extensions: ['csv'],
  sniff: (head) => /^\uFEFF?"?file_number"?[,;\t]"?name_full"?/i.test(head),
  decode: (input, context) => registerRecords(input, context, needed, (line) => toEntry(line, context)),
};
