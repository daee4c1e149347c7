import type { DecodeContext, DecodedRecord } from '../format.ts';
import { csvLines } from '../csv/lines.ts';
import { KeyGuard } from '../key-guard.ts';
import { checkRecordCount, limitsOf } from '../limits.ts';
import { problem, shown, unusable } from '../problems.ts';
import { decodeText } from '../text/decode-text.ts';
import type { EntryDates, EntryStatus } from '../../gi/entry.ts';
import type { Place, Problem } from '../../gi/problem.ts';
import { isoDate } from '../../gi/thai-date.ts';
import { readCountries } from './countries.ts';

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** `2020-12-31`, `31/12/2020` or `31 December 2020` as an ISO day. */
export function readDay(text: string): string | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T.*)?$/.exec(text);
  if (iso) return isoDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const slashes = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text);
  if (slashes) return isoDate(Number(slashes[3]), Number(slashes[2]), Number(slashes[1]));
  const words = /^(\d{1,2}) ([a-z]+),? (\d{4})$/i.exec(text);
  const month = months.findIndex((name) => name.startsWith((words?.[2] ?? '-').toLowerCase()));
  return words && month !== -1 ? isoDate(Number(words[3]), month + 1, Number(words[1])) : undefined;
}

const statuses: Record<string, EntryStatus> = {
  registered: 'protected',
  applied: 'applied',
  published: 'published',
  rejected: 'refused',
  cancelled: 'ended',
  withdrawn: 'ended',
  ended: 'ended',
};

/** One line of a register's table, read by column name, lower-case; collects its own problems. */
export class RegisterLine {
  readonly problems: Problem[] = [];
  readonly #cells: ReadonlyMap<string, string>;
  readonly #place: Place;

  constructor(cells: ReadonlyMap<string, string>, place: Place) {
    this.#cells = cells;
    this.#place = place;
  }

  at(field: string): Place {
    return { ...this.#place, field };
  }

  text(column: string): string {
    return this.#cells.get(column)?.trim() ?? '';
  }

  report(column: string, message: string): void {
    this.problems.push(problem('csv/cell', message, this.at(column)));
  }

  countries(column: string): string[] {
    const { codes, unknown } = readCountries(this.text(column));
    if (unknown.length > 0) this.report(column, `No country is called “${shown(unknown.join(', '))}”`);
    return codes;
  }

  status(column: string): EntryStatus {
    const known = statuses[this.text(column).toLowerCase()];
    if (!known) this.report(column, `The status “${shown(this.text(column))}” is not known`);
    return known ?? 'applied';
  }

  /** The dates of the columns that have one. */
  dates(of: Partial<Record<keyof EntryDates, string>>): EntryDates {
    const dates: EntryDates = {};
    for (const [name, column] of Object.entries(of)) {
      const text = this.text(column);
      if (text === '') continue;
      const day = readDay(text);
      if (day === undefined)
        this.problems.push(problem('date/invalid', `“${shown(text)}” is not a date`, this.at(column)));
      else dates[name as keyof EntryDates] = day;
    }
    return dates;
  }
}

/** Records of a register's CSV, each line read by `read`; the header must have the `needed` columns. */
export async function* registerRecords(
  input: AsyncIterable<Uint8Array>,
  context: DecodeContext,
  needed: readonly string[],
  read: (line: RegisterLine) => NonNullable<DecodedRecord['entry']>,
): AsyncGenerator<DecodedRecord> {
  const limits = limitsOf(context);
  const keys = new KeyGuard();
  let header: string[] | undefined;
  let index = 0;
  for await (const { cells, line, problem: misfit } of csvLines(decodeText(input, limits, 'none'), limits)) {
    if (!header) {
      header = cells.map((cell) => cell.trim().toLowerCase());
      const missing = needed.find((name) => header?.includes(name) !== true);
      if (missing !== undefined)
        throw unusable('csv/header', `The column “${missing}” is missing`, { line: 1, field: missing });
      continue;
    }
    checkRecordCount(index, limits, line);
    const place = { line, record: index++ };
    if (misfit) {
      yield { entry: undefined, problems: [misfit], place };
      continue;
    }
    const row = new RegisterLine(new Map(header.map((name, i) => [name, cells[i] ?? ''])), place);
    const entry = read(row);
    const failed = row.problems.some((p) => p.severity === 'error');
    yield keys.check({ entry: failed ? undefined : entry, problems: row.problems, place });
  }
  if (!header) throw unusable('csv/no-header', 'The file has no header line', { line: 1 });
}
