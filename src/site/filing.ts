import type { Db } from '../db/database.ts';
import type { Problem } from '../gi/problem.ts';
import { InputError } from '../gi/problem.ts';
import { frameAt } from '../lists/queries.ts';
import { workingLanguages } from '../madrid/filing/elements.ts';
import { changeForms } from '../madrid/filing/forms.ts';
import { prepareApplication, type FilingPackage, type FilingRequest } from '../madrid/filing/prepare.ts';
import { prepareChange, type ChangeDetails, type ChangePackage } from '../madrid/filing/prepare-change.ts';
import { isIsoDate } from '../platform/clock.ts';

/** A form's fields as an address carries them, so that a package can be linked to and made again. */
export class Fields {
  readonly #params: URLSearchParams;
  constructor(params: URLSearchParams) {
    this.#params = params;
  }
  text(name: string, max = 500): string {
    return (this.#params.get(name) ?? '').trim().slice(0, max);
  }
  optional(name: string, max = 500): string | undefined {
    return this.text(name, max) || undefined;
  }
  /** Codes between commas or spaces. */
  codes(name: string): string[] {
    return this.text(name)
      .toUpperCase()
      .split(/[\s,;]+/)
      .filter(Boolean);
  }
  day(name: string): string | undefined {
    const day = this.text(name);
    return isIsoDate(day) ? day : undefined;
  }
  fee(name: string): string | undefined {
    const fee = this.text(name);
    return /^\d{1,7}(\.\d{2})?$/.test(fee) ? fee : undefined;
  }
  /** Goods line by line: the Nice class, then the goods of it. */
  goods(name: string): { classNumber: number; text: string }[] {
    return this.text(name, 20_000)
      .split('\n')
      .flatMap((line) => {
        const [, number, text] = /^\s*(\d{1,2})\s*[:.]?\s+(.+)$/.exec(line) ?? [];
        const classNumber = Number(number);
        return text && classNumber >= 1 && classNumber <= 45 ? [{ classNumber, text: text.trim() }] : [];
      });
  }
  /** Whether a field was sent at all, empty or not. */
  has(name: string): boolean {
    return this.#params.has(name);
  }
  /** The fields again as a query string. */
  query(): string {
    return this.#params.toString();
  }
}

const languageOf = (fields: Fields) =>
  workingLanguages.find((l) => l === fields.text('language')) ?? ('en' as const);

/** An application as the page's form asks for it; undefined while no name is given, or the form was not sent yet. */
export function filingRequest(fields: Fields, officeOfOrigin: string): FilingRequest | undefined {
  const giId = fields.text('gi');
  if (giId === '' || !fields.has('designate')) return undefined;
  const holder = { nameLatin: fields.optional('holderLatin'), address: fields.optional('holderAddress') };
  return {
    giId,
    designations: fields.codes('designate'),
    officeOfOrigin,
    details: {
      language: languageOf(fields),
      receivedOn: fields.day('receivedOn'),
      feeInSwissFrancs: fields.fee('fee'),
      officeReference: fields.optional('reference', 200),
      regulations: fields.optional('regulations'),
      representation: fields.optional('representation'),
      goods: fields.goods('goods'),
      holder,
    },
  };
}

/** A request about a registration as the page's form asks for it; undefined while no number is given. */
export function changeDetails(fields: Fields): ChangeDetails | undefined {
  const numbers = fields.codes('number');
  const form = changeForms.find((f) => f === fields.text('form'));
  if (numbers.length === 0 || !form) return undefined;
  const name = fields.text('newName');
  const countryCode = fields.text('newCountry', 2).toUpperCase();
  const nameLatin = fields.optional('newNameLatin');
  const address = fields.optional('newAddress');
  return {
    form,
    numbers,
    language: languageOf(fields),
    receivedOn: fields.day('receivedOn'),
    feeInSwissFrancs: fields.fee('fee'),
    officeReference: fields.optional('reference', 200),
    offices: fields.codes('offices'),
    goods: fields.goods('goods'),
    ...(name && {
      newHolder: { name, countryCode, ...(nameLatin && { nameLatin }), ...(address && { address }) },
    }),
  };
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
