import type { Entry, EntryDates, EntryStatus, GiType, LegalReference } from '../../gi/entry.ts';
import { giTypes } from '../../gi/entry.ts';
import { parseFileNumber, normaliseFileNumber } from '../../gi/file-number.ts';
import type { NameForm } from '../../gi/name-form.ts';
import type { Place, Problem } from '../../gi/problem.ts';
import type { Product } from '../../gi/product.ts';
import { guessLanguage, nativeScript } from '../../gi/script.ts';
import { isoDate } from '../../gi/thai-date.ts';
import type { DecodeContext } from '../format.ts';
import { nameScript, nameText, roleScript, withoutRepeats } from '../names.ts';
import { problem, shown } from '../problems.ts';
import { eambrosiaProduct } from './categories.ts';
import type { EambrosiaRecord } from './record.ts';

const statuses: Record<string, EntryStatus> = {
  applied: 'applied',
  published: 'published',
  registered: 'protected',
  rejected: 'refused',
  cancelled: 'ended',
  ended: 'ended',
  withdrawn: 'ended',
};

type Place1 = Place & { path: string };

function at(place: Place1, field: string): Place {
  return { ...place, path: `${place.path}.${field}`, field };
}

/**
 * What `euProtectionDate` is kept as. Of an application it is the filing date. Of a registration it is the day the
 * register counts protection from, which for most food and spirits is the filing date too, not the later registration
 * (227 of 617 records compared with the register of 2020).
 */
const dateOf: Record<EntryStatus, keyof EntryDates> = {
  applied: 'applied',
  published: 'applied',
  protected: 'protected',
  refused: 'applied',
  ended: 'protected',
};

/** True when a reference such as "Official Journal L 37, 18.02.2022" names this day. */
function namesDay(reference: LegalReference, day: string): boolean {
  const match = /(\d{1,2})\.(\d{1,2})\.(\d{4})/.exec(reference.text);
  return match !== null && isoDate(Number(match[3]), Number(match[2]), Number(match[1])) === day;
}

function references(raw: EambrosiaRecord['publications']): LegalReference[] {
  return (raw ?? []).flatMap(({ text, uri }) => {
    const clean = text?.trim() ?? '';
    const address = uri?.trim() ?? '';
    if (clean === '' && address === '') return [];
    return [{ text: clean === '' ? address : clean, ...(address === '' ? {} : { uri: address }) }];
  });
}

function productOf(record: EambrosiaRecord, place: Place1, problems: Problem[]): Product {
  const { product, unknown } = eambrosiaProduct(record.productType, record.productCategories ?? []);
  if (unknown.length > 0) {
    const message = `No class is known for category ${unknown.join(', ')} of ${shown(record.productType)}`;
    problems.push(problem('eambrosia/unknown-category', message, at(place, 'productCategories')));
  }
  for (const { cnText, cnTranslation } of record.cnClassification ?? []) {
    const code = cnText?.trim() ?? '';
    if (code === '') continue;
    product.classes.push({ scheme: 'CN', code, ...(cnTranslation ? { title: cnTranslation } : {}) });
  }
  return product;
}

/**
 * Protected names first, in the register's order: those in a native script of the origin are original; a Latin form
 * beside one is the register's transcription of it, and so are the record's own transcriptions.
 */
function namesOf(
  record: EambrosiaRecord,
  place: Place1,
  problems: Problem[],
  context: DecodeContext,
): NameForm[] {
  const natives = new Set(record.countries.map(nativeScript));
  const clean = record.protectedNames
    .map((raw, i) => nameText(raw, () => at(place, `protectedNames[${i}]`), problems))
    .filter((text) => text !== '');
  const hasNative = clean.some((text) => roleScript(text) !== 'Latn' && natives.has(roleScript(text)));
  const positions = new Map<string, number>();
  const form = (text: string, kind: NameForm['kind']): NameForm => {
    const role = roleScript(text);
    const position = positions.get(role) ?? 0;
    positions.set(role, position + 1);
    return {
      text,
      language: guessLanguage(role, record.countries, position),
      script: nameScript(text, record.countries),
      kind,
      evidence: context.evidence,
    };
  };
  const names = clean.map((text) =>
    form(
      text,
      hasNative && roleScript(text) === 'Latn' && !natives.has('Latn') ? 'transcription' : 'original',
    ),
  );
  const held = new Set(clean);
  for (const [i, raw] of (record.transcriptions ?? []).entries()) {
    const text = nameText(raw, () => at(place, `transcriptions[${i}]`), problems);
    if (text !== '' && !held.has(text)) names.push(form(text, 'transcription'));
  }
  return withoutRepeats(names);
}

function giTypeOf(record: EambrosiaRecord, place: Place1, problems: Problem[]): GiType {
  const known = giTypes.find((type) => type === record.giType);
  if (known) return known;
  problems.push(
    problem(
      'eambrosia/unknown-gi-type',
      `The type “${shown(record.giType)}” is not known`,
      at(place, 'giType'),
    ),
  );
  return 'unknown';
}

function statusOf(
  record: EambrosiaRecord,
  status: EntryStatus,
  publications: LegalReference[],
  place: Place1,
  problems: Problem[],
): { status: EntryStatus; dates: EntryDates } {
  const day = record.euProtectionDate ?? '';
  const dates: EntryDates = {};
  if (day !== '') {
    const valid = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
    if (!valid || isoDate(Number(valid[1]), Number(valid[2]), Number(valid[3])) === undefined) {
      problems.push(problem('date/invalid', `“${shown(day)}” is not a day`, at(place, 'euProtectionDate')));
      return { status, dates };
    }
  }
  if (record.removedFlag !== true) return { status, dates: day === '' ? dates : { [dateOf[status]]: day } };
  const message = `The record is marked as removed while its status is “${shown(record.status)}”`;
  problems.push(problem('eambrosia/removed', message, at(place, 'removedFlag')));
  const endedThen = publications.some((publication) => namesDay(publication, day));
  if (day === '') return { status: 'ended', dates };
  return { status: 'ended', dates: { [endedThen ? 'ended' : dateOf[status]]: day } };
}

/**
 * One eAmbrosia record as an entry of the list; undefined with an error when its status is unknown or no name is left.
 * The unstable `giIdentifier` is not kept: the key is the normalised file number.
 */
export function toEntry(
  record: EambrosiaRecord,
  place: Place1,
  context: DecodeContext,
): { entry: Entry | undefined; problems: Problem[] } {
  const problems: Problem[] = [];
  const status = statuses[record.status.toLowerCase()];
  if (!status) {
    const message = `The status “${shown(record.status)}” is not known`;
    return {
      entry: undefined,
      problems: [problem('eambrosia/unknown-status', message, at(place, 'status'))],
    };
  }
  const key = normaliseFileNumber(record.fileNumber);
  if (!parseFileNumber(record.fileNumber)) {
    const message = `The file number “${shown(record.fileNumber)}” has no known form`;
    problems.push(problem('file-number/unrecognised', message, at(place, 'fileNumber')));
  }
  const names = namesOf(record, place, problems, context);
  const publications = references(record.publications);
  const [legalBasis] = references(record.legalInstrument ? [record.legalInstrument] : []);
  const decided = statusOf(
    record,
    status,
    legalBasis ? [legalBasis, ...publications] : publications,
    place,
    problems,
  );
  const product = productOf(record, place, problems);
  const giType = giTypeOf(record, place, problems);
  if (names.length === 0) {
    problems.push(problem('eambrosia/record', 'The record has no name', at(place, 'protectedNames')));
  }
  if (problems.some((p) => p.severity === 'error')) return { entry: undefined, problems };
  const entry: Entry = {
    key,
    fileNumbers: [key],
    origin: [...new Set(record.countries)].sort(),
    giType,
    product,
    names,
    notClaimed: [],
    ...decided,
    ...(legalBasis ? { legalBasis } : {}),
    publications,
    evidence: context.evidence,
    notes: [],
  };
  return { entry, problems };
}
