import type { DecodeContext, Format } from '../format.ts';
import type { Entry, GiType } from '../../gi/entry.ts';
import { registerProduct } from './classes.ts';
import { registerRecords } from './lines.ts';
import type { RegisterLine } from './lines.ts';
import { registerNames } from './names.ts';

const needed = ['registered product name', 'product type', 'protection type', 'country of origin', 'status'];

function giTypeOf(text: string): GiType {
  if (/\bPDO\b|designation of origin/i.test(text)) return 'PDO';
  if (/\bPGI\b|protected geographical/i.test(text)) return 'PGI';
  if (/\bTSG\b|traditional special/i.test(text)) return 'TSG';
  if (/\bGI\b|geographical indication/i.test(text)) return 'GI';
  return 'unknown';
}

/** Letters and digits in lower case with hyphens between words, in any script. */
function slug(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** The register publishes no file numbers: the key is made of what tells two lines apart. */
function keyOf(line: RegisterLine): string {
  const parts = ['protection type', 'product type', 'registered product name'].map((column) =>
    slug(line.text(column)),
  );
  return ['uk', ...parts].filter((part) => part !== '').join('-');
}

function toEntry(line: RegisterLine, { evidence }: DecodeContext): Entry {
  const origin = line.countries('country of origin');
  const protection = line.text('protection type');
  const giType = giTypeOf(protection);
  const legislation = line.text('legislation');
  const instrument = line.text('protection instrument');
  const notice = line.text('decision notice');
  const reason = line.text('reason for protection');
  const remarks = [
    line.text('notes'),
    reason === '' ? '' : `Reason for protection: ${reason}`,
    giType === 'unknown' && protection !== '' ? `Protection type: ${protection}` : '',
  ];
  const dates = line.dates({ applied: 'date of application', protected: 'date of uk registration' });
  const atEu = line.text('date of original registration with the eu');
  if (atEu !== '') remarks.push(`Original registration with the EU: ${atEu}`);
  return {
    key: keyOf(line),
    fileNumbers: [],
    origin,
    giType,
    product: registerProduct(line.text('product type'), line.text('class or category of product')),
    names: registerNames(
      line,
      'registered product name',
      line.text('registered product name').split(' / '),
      origin,
      evidence,
    ),
    notClaimed: [],
    status: line.status('status'),
    dates,
    ...(legislation === '' ? {} : { legalBasis: { text: legislation } }),
    publications: [instrument, notice].filter((text) => text !== '').map((text) => ({ text })),
    evidence,
    notes: remarks.filter((text) => text !== ''),
  };
}

/**
 * The United Kingdom's register of protected names as its publisher's importer names the columns; only the order and
 * the optional columns may differ. Read only.
 */
export const ukRegister: Format = {
  id: 'uk-register',
  title: 'UK register of protected names (CSV)',
  mediaTypes: ['text/csv'],
  extensions: ['csv'],
  sniff: (head) => {
    const header = (head.split(/\r?\n/)[0] ?? '').toLowerCase();
    return header.includes('registered product name') && header.includes('protection type');
  },
  decode: (input, context) => registerRecords(input, context, needed, (line) => toEntry(line, context)),
};
