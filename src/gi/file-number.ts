import { commonEraYear, westernDigits } from './thai-date.ts';

/** A register's file number taken apart. `normalised` is the form used as key and for comparison. */
export interface FileNumber {
  system: 'eu' | 'th';
  normalised: string;
  /** Countries named in the number, as written there (`EL` stays `EL`). */
  countries: string[];
  /** `PDO`, `PGI`, `GI`, `TSG`, where the number says it. */
  giType?: string;
  /** `AM01`, `CANCEL`: the number of a later procedure on the same GI. */
  procedure?: string;
  /** Common-era year of the application, where the number carries it (Thai numbers). */
  year?: number;
}

const euNew =
  /^(PDO|PGI|GI|TSG)[- ]([A-Z]{2}(?:\+[A-Z]{2})*)-([A-Z]?\d{2,6})(?:[- ](AM\d{1,2}|CANCEL)(?: MINOR)?)?$/;
const euOld = /^([A-Z]{2}(?:\+[A-Z]{2})*)\/(PDO|PGI|GI|TSG)\/(\d{3,5})\/([A-Z]?\d{3,6})$/;
const thai = /^(?:สช|SOR ?CHOR)\.?(\d{2})(\d{6})$/;

function clean(raw: string): string {
  return westernDigits(raw.normalize('NFKC'))
    .replace(/[‐-―−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase();
}

/**
 * Reads the file numbers met on the lists; undefined when the text is none of them.
 *
 * - EU: `PDO-FR-A1359`, several countries `PGI-NL+BE+DE-01994`, amendments `PGI-GB-01854-AM01`, cancellations
 *   `PGI-LU-0062-CANCEL` (all met in the register of 2020).
 * - EU, older: `FR/PDO/0017/0076` is `PDO-FR-0076`: country / type / procedure / number. (That the last part is today's
 *   number was recalled, not read: unverified.)
 * - Thailand: `สช 50100020`: two digits of the Buddhist year and six digits; Thai digits are read too.
 */
export function parseFileNumber(raw: string): FileNumber | undefined {
  const text = clean(raw);
  const now = euNew.exec(text);
  if (now) {
    const [, giType = '', countries = '', number = '', procedure] = now;
    const base = `${giType}-${countries}-${number}`;
    return {
      system: 'eu',
      normalised: procedure === undefined ? base : `${base}-${procedure}`,
      countries: countries.split('+'),
      giType,
      ...(procedure === undefined ? {} : { procedure }),
    };
  }
  const old = euOld.exec(text);
  if (old) {
    const [, countries = '', giType = '', , number = ''] = old;
    return {
      system: 'eu',
      normalised: `${giType}-${countries}-${number}`,
      countries: countries.split('+'),
      giType,
    };
  }
  const th = thai.exec(text.replace(/\s/g, ''));
  if (th) {
    const [, year = '', rest = ''] = th;
    return {
      system: 'th',
      normalised: `สช ${year}${rest}`,
      countries: ['TH'],
      year: commonEraYear(2500 + Number(year)),
    };
  }
  return undefined;
}

/** The normal form of a file number; a number of an unknown system keeps its letters, with spaces made single. */
export function normaliseFileNumber(raw: string): string {
  return parseFileNumber(raw)?.normalised ?? raw.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** The number of the GI itself, without the suffix of an amendment or cancellation. */
export function withoutProcedure(normalised: string): string {
  const parsed = parseFileNumber(normalised);
  return parsed?.procedure === undefined ? normalised : normalised.slice(0, -(parsed.procedure.length + 1));
}

/** Equal when two normalised numbers speak of one GI: leading zeros and amendment suffixes do not count. */
export function sameFileNumber(a: string, b: string): boolean {
  const key = (n: string): string => withoutProcedure(n).replace(/-([A-Z]?)0+(?=\d)/, '-$1');
  return key(a) === key(b);
}
