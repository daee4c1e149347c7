import { problem, shown, type ProblemCode } from '../formats/problems.ts';
import type { Problem } from '../gi/problem.ts';
import { secondLanguages, workingLanguages } from '../madrid/filing/elements.ts';
import { isIsoDate } from '../platform/clock.ts';

/** Characters an input takes, where it is not 500; the API takes as many. */
const limits: Record<string, number> = {
  reference: 200,
  holderName: 300,
  holderLatin: 300,
  holderAddress: 1000,
  holderCountry: 2,
  newName: 300,
  newNameLatin: 300,
  newAddress: 1000,
  newCountry: 2,
  goods: 20_000,
};

/** Characters an input of a filing's form takes. */
export const limitOf = (name: string): number => limits[name] ?? 500;

interface Goods {
  classNumber: number;
  text: string;
}

/** A line of goods: the Nice class, then the goods of it; undefined where it is not that. */
function goodsLine(line: string): Goods | undefined {
  const [, number, text] = /^\s*(\d{1,2})\s*[:.]?\s+(.+)$/.exec(line) ?? [];
  const classNumber = Number(number);
  return text && classNumber >= 1 && classNumber <= 45 ? { classNumber, text: text.trim() } : undefined;
}

/** A form's fields as an address carries them, so that a package can be linked to and made again. */
export class Fields {
  readonly #params: URLSearchParams;
  constructor(params: URLSearchParams) {
    this.#params = params;
  }
  /** What was typed, without the blanks around it. */
  text(name: string): string {
    return (this.#params.get(name) ?? '').trim();
  }
  optional(name: string): string | undefined {
    return this.text(name) || undefined;
  }
  /** Codes between commas or spaces. */
  codes(name: string): string[] {
    return this.text(name)
      .toUpperCase()
      .split(/[\s,;]+/)
      .filter(Boolean);
  }
  country(name: string): string {
    return this.text(name).toUpperCase();
  }
  /** Goods line by line, as far as they can be read. */
  goods(name: string): Goods[] {
    return this.text(name)
      .split('\n')
      .flatMap((line) => goodsLine(line) ?? []);
  }
  /** Whether a field was sent at all, empty or not. */
  has(name: string): boolean {
    return this.#params.has(name);
  }
  /** Every field that was sent, once. */
  names(): string[] {
    return [...new Set(this.#params.keys())];
  }
  /** The fields again as a query string. */
  query(): string {
    return this.#params.toString();
  }
}

/**
 * What was typed into a form and cannot be read, each with its input as the field, so that it is said beside it; what
 * the API refuses is not passed over in silence here.
 */
export function unread(fields: Fields): Problem[] {
  const problems: Problem[] = fields
    .names()
    .filter((name) => fields.text(name).length > limitOf(name))
    .map((field) =>
      problem('input/text-too-long', `More than ${limitOf(field)} characters were given`, { field }),
    );
  /** Says it of every one of these fields that has a text which is not as it has to be. */
  const refuse = (
    code: ProblemCode,
    names: string[],
    good: (text: string) => boolean,
    what: string,
  ): void => {
    for (const field of names) {
      const text = fields.text(field);
      if (text !== '' && !good(text))
        problems.push(problem(code, `“${shown(text)}” is no ${what}`, { field }));
    }
  };
  refuse('madrid/day-unreadable', ['receivedOn', 'markRegisteredOn'], isIsoDate, 'day');
  refuse('madrid/fee-unreadable', ['fee'], (text) => /^\d{1,7}(\.\d{2})?$/.test(text), 'amount');
  const countries = ['newCountry', 'holderCountry'];
  refuse('madrid/country-unreadable', countries, (text) => /^[A-Za-z]{2}$/.test(text), 'country code');
  const languages: [string, readonly string[]][] = [
    ['language', workingLanguages],
    ['secondLanguage', secondLanguages],
  ];
  for (const [name, known] of languages)
    refuse('madrid/language-unknown', [name], (text) => known.includes(text), 'language of the form');
  if (fields.text('newName') !== '' && fields.text('newCountry') === '')
    problems.push(problem('madrid/country-unreadable', 'No country is given', { field: 'newCountry' }));
  for (const [i, line] of fields.text('goods').split('\n').entries()) {
    if (line.trim() === '' || goodsLine(line)) continue;
    const what = `“${shown(line.trim())}” does not begin with a Nice class from 1 to 45, or names no goods`;
    problems.push(problem('madrid/goods-unreadable', what, { field: 'goods', line: i + 1 }));
  }
  return problems;
}
