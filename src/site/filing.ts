import type { Db } from '../db/database.ts';
import type { Problem } from '../gi/problem.ts';
import { InputError } from '../gi/problem.ts';
import { frameAt } from '../lists/queries.ts';
import { secondLanguages, workingLanguages } from '../madrid/filing/elements.ts';
import { changeForms } from '../madrid/filing/forms.ts';
import { prepareApplication, type FilingPackage, type FilingRequest } from '../madrid/filing/prepare.ts';
import { prepareChange, type ChangeDetails, type ChangePackage } from '../madrid/filing/prepare-change.ts';
import { unread, type Fields } from './filing-fields.ts';

const languageOf = (fields: Fields) =>
  workingLanguages.find((l) => l === fields.text('language')) ?? ('en' as const);

/** An application as the page's form asks for it; undefined while no name is given, or the form was not sent yet. */
export function filingRequest(fields: Fields, officeOfOrigin: string): FilingRequest | undefined {
  const giId = fields.text('gi');
  if (giId === '' || !fields.has('designate')) return undefined;
  const holder = {
    name: fields.optional('holderName'),
    nameLatin: fields.optional('holderLatin'),
    address: fields.optional('holderAddress'),
    countryCode: fields.country('holderCountry') || undefined,
  };
  return {
    giId,
    designations: fields.codes('designate'),
    officeOfOrigin,
    details: {
      language: languageOf(fields),
      receivedOn: fields.optional('receivedOn'),
      feeInSwissFrancs: fields.optional('fee'),
      officeReference: fields.optional('reference'),
      regulations: fields.optional('regulations'),
      representation: fields.optional('representation'),
      goods: fields.goods('goods'),
      holder,
      basicMarkRegisteredOn: fields.optional('markRegisteredOn'),
      transliteration: fields.optional('transliteration'),
      translation: fields.optional('translation'),
      secondLanguage: secondLanguages.find((l) => l === fields.text('secondLanguage')),
      intentToUse: fields.optional('intentToUse'),
    },
  };
}

/** A request about a registration as the page's form asks for it; undefined while no number is given. */
export function changeDetails(fields: Fields): ChangeDetails | undefined {
  const numbers = fields.codes('number');
  const form = changeForms.find((f) => f === fields.text('form'));
  if (numbers.length === 0 || !form) return undefined;
  const name = fields.text('newName');
  const countryCode = fields.country('newCountry');
  const nameLatin = fields.optional('newNameLatin');
  const address = fields.optional('newAddress');
  return {
    form,
    numbers,
    language: languageOf(fields),
    receivedOn: fields.optional('receivedOn'),
    feeInSwissFrancs: fields.optional('fee'),
    officeReference: fields.optional('reference'),
    offices: fields.codes('offices'),
    goods: fields.goods('goods'),
    ...(name && {
      newHolder: { name, countryCode, ...(nameLatin && { nameLatin }), ...(address && { address }) },
    }),
  };
}

/** A package as the fields ask for it; none is made of fields that cannot all be read. */
export async function attemptOf<R, T>(
  fields: Fields,
  request: R | undefined,
  make: (request: R) => Promise<Attempt<T>>,
): Promise<Attempt<T> | undefined> {
  if (request === undefined) return undefined;
  const problems = unread(fields);
  return problems.length > 0 ? { problems } : make(request);
}

/** A package, or why it cannot be made. */
export type Attempt<T> = { made: T } | { problems: Problem[] };

async function attempt<T>(make: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { made: await make() };
  } catch (error) {
    if (error instanceof InputError) return { problems: error.problems };
    throw error;
  }
}

/** @throws Refusal not-found/gi */
export async function makeApplication(
  db: Db,
  day: string,
  now: Date,
  request: FilingRequest,
): Promise<Attempt<FilingPackage>> {
  const frame = await frameAt(db, { day }, now);
  return attempt(() => prepareApplication(db, frame, request));
}

/** @throws Refusal not-found/registration, docket/bad-number */
export async function makeChange(
  db: Db,
  day: string,
  now: Date,
  details: ChangeDetails,
  office: string,
): Promise<Attempt<ChangePackage>> {
  const frame = await frameAt(db, { day }, now);
  return attempt(() => prepareChange(db, frame, details, office));
}
