import type { Entry, EntryDates, EntryStatus } from '../../gi/entry.ts';
import type { Evidence } from '../../gi/evidence.ts';
import { normaliseFileNumber, parseFileNumber } from '../../gi/file-number.ts';
import type { NameForm, NameKind } from '../../gi/name-form.ts';
import type { Place, Problem } from '../../gi/problem.ts';
import type { ProductClass } from '../../gi/product.ts';
import { usualScript } from '../../gi/script.ts';
import { nameScript, nameText } from '../names.ts';
import { problem, shown } from '../problems.ts';
import { isNotSupplied, giTypeOf, organisationCodes, productClassOf, statusOf } from './codes.ts';
import type { LocalText, St96Classification, St96Gi, St96Transaction } from './model.ts';

/** What the reading needs beside the transaction. */
export interface ReadContext {
  evidence: Evidence;
  defaultStatus: EntryStatus;
  place: Place;
}

/** Register codes that are not ISO 3166: file numbers write Greece as `EL` now and then. */
const isoCode: Record<string, string> = { EL: 'GR', UK: 'GB' };

/** The normalised numbers, registration first, and the countries: those the number names, else the office's. */
function numbersOf(gi: St96Gi): { fileNumbers: string[]; origin: string[] } {
  const fileNumbers: string[] = [];
  let named: string[] = [];
  for (const raw of [gi.registrationNumber, gi.applicationNumber]) {
    if (raw === undefined) continue;
    const parsed = parseFileNumber(raw);
    const number = parsed?.normalised ?? normaliseFileNumber(raw);
    if (fileNumbers.length === 0) named = parsed?.countries ?? [];
    if (!fileNumbers.includes(number)) fileNumbers.push(number);
  }
  const office = organisationCodes.has(gi.officeCode) ? [] : [gi.officeCode];
  const codes = (named.length > 0 ? named : office).map((code) => isoCode[code] ?? code);
  return { fileNumbers, origin: codes.length > 1 ? [...new Set(codes)].sort() : codes };
}

function nameForm(
  text: string,
  code: string,
  kind: NameKind,
  origin: string[],
  evidence: Evidence,
): NameForm {
  const script = nameScript(text, origin);
  const usual = usualScript(code);
  const latinised = script === 'Latn' && usual !== undefined && usual !== 'Latn';
  return { text, language: latinised ? `${code}-Latn` : code, script, kind, evidence };
}

const transliteration = {
  kind: 'transcription',
  language: 'und',
  field: 'GINameTransliterationText',
} as const;
const translation = { kind: 'translation', language: 'und', field: 'GINameTranslationText' } as const;

function addNames(
  forms: NameForm[],
  names: LocalText[],
  role: { kind: NameKind; language: string; field: string },
  origin: string[],
  context: ReadContext,
  problems: Problem[],
): void {
  for (const name of names) {
    if (isNotSupplied(name.text)) continue;
    const text = nameText(name.text, () => ({ ...context.place, field: role.field }), problems);
    forms.push(nameForm(text, name.languageCode ?? role.language, role.kind, origin, context.evidence));
  }
}

function namesOf(gi: St96Gi, origin: string[], context: ReadContext, problems: Problem[]): NameForm[] {
  const forms: NameForm[] = [];
  const original = { kind: 'original', language: gi.languageCode, field: 'GINameText' } as const;
  addNames(forms, gi.names, original, origin, context, problems);
  addNames(forms, gi.transliterations, transliteration, origin, context, problems);
  addNames(forms, gi.translations, translation, origin, context, problems);
  return forms;
}

function productCode({
  kindCode,
  classNumber,
  nationalClassNumber,
  title,
}: St96Classification): Entry['product']['classes'][number] {
  return {
    scheme: kindCode === 'Nice' ? 'NICE' : kindCode,
    code: classNumber ?? nationalClassNumber ?? '',
    ...(title === undefined ? {} : { title }),
  };
}

function classOf(gi: St96Gi, place: Place, problems: Problem[]): ProductClass {
  const [first] = gi.productCategories;
  if (first === undefined) return 'other';
  const known = productClassOf(first);
  if (known) return known;
  problems.push(
    problem('st96/unknown-category', `The product category “${shown(first)}” is not known`, {
      ...place,
      field: 'ProductCategory',
    }),
  );
  return 'other';
}

function statusFrom(transaction: St96Transaction, context: ReadContext, problems: Problem[]): EntryStatus {
  const { gi, refusal } = transaction;
  if (refusal?.category === 'Total') return 'refused';
  if (gi.status === undefined) return context.defaultStatus;
  const known = statusOf(gi.status);
  if (known) return known;
  problems.push(
    problem('st96/unknown-code', `The status “${shown(gi.status)}” is not an ST.96 status`, {
      ...context.place,
      field: 'GIStatusCategory',
    }),
  );
  return context.defaultStatus;
}

function datesOf({ gi, refusal }: St96Transaction, status: EntryStatus): EntryDates {
  const dates: EntryDates = {};
  const published = gi.publications.find((p) => p.date !== undefined)?.date;
  const refused = refusal?.category === 'Total' ? refusal.eventDate : undefined;
  const ended = status === 'ended' ? (gi.withdrawalDate ?? gi.expiryDate) : undefined;
  if (gi.applicationDate !== undefined) dates.applied = gi.applicationDate;
  if (published !== undefined) dates.published = published;
  if (gi.registrationDate !== undefined) dates.protected = gi.registrationDate;
  if (refused !== undefined) dates.refused = refused;
  if (ended !== undefined) dates.ended = ended;
  return dates;
}

/**
 * An entry from what ST.96 says, without companion data. The key is the normalised registration number, else the
 * application number, else the element's id, else the transaction's identifier. `entry` is undefined when an error
 * makes it unusable.
 */
export function fromSt96(
  transaction: St96Transaction,
  context: ReadContext,
): { entry: Entry; problems: Problem[] } {
  const { gi, refusal } = transaction;
  const { place, evidence } = context;
  const problems: Problem[] = [];
  const { fileNumbers, origin } = numbersOf(gi);
  const giType = gi.category === undefined ? 'unknown' : giTypeOf(gi.category);
  if (giType === undefined) {
    problems.push(
      problem('st96/unknown-code', `The category “${shown(gi.category)}” is not an ST.96 category`, {
        ...place,
        field: 'GICategory',
      }),
    );
  }
  if (refusal?.category === 'Partial') {
    const message = `Refused in part: ${shown(refusal.ground ?? refusal.reason)}`;
    problems.push(problem('st96/partial-refusal', message, { ...place, field: 'GIRefusalRecord' }));
  }
  const status = statusFrom(transaction, context, problems);
  const descriptions = gi.goodsDescriptions.filter((text) => !isNotSupplied(text));
  const entry: Entry = {
    key: fileNumbers[0] ?? gi.id ?? transaction.identifier,
    fileNumbers,
    origin,
    giType: giType ?? 'unknown',
    product: {
      class: classOf(gi, place, problems),
      classes: gi.classifications.filter((c) => !isNotSupplied(c.kindCode)).map(productCode),
      ...(descriptions.length === 0 ? {} : { description: descriptions.join('\n') }),
    },
    names: namesOf(gi, origin, context, problems),
    notClaimed: [],
    status,
    dates: datesOf(transaction, status),
    publications: gi.publications.map(({ identifier, uri }) => ({
      text: identifier,
      ...(uri === undefined ? {} : { uri }),
    })),
    evidence,
    notes: [
      ...(gi.comment === undefined ? [] : gi.comment.split('\n')),
      ...(refusal?.category === 'Partial' ? [`Refused in part: ${refusal.ground ?? refusal.reason}`] : []),
    ],
  };
  return { entry, problems };
}
