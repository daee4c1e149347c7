import type { Place, Problem } from '../../gi/problem.ts';
import { commonEraYear, isBuddhistYear, isoDate } from '../../gi/thai-date.ts';
import { problem, shown } from '../problems.ts';
import { dateNotSupplied } from './codes.ts';

/**
 * A `com:DateType` (a day, a month or a year, with or without time zone) as a day. The not-supplied marker and an
 * empty text are absence; a month or year alone is reported and not kept; a Buddhist-era year is converted and reported.
 */
export function readDate(
  raw: string | undefined,
  placeOf: () => Place,
  problems: Problem[],
): string | undefined {
  const text = raw?.trim() ?? '';
  if (text === '' || text === dateNotSupplied) return undefined;
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:Z|[+-]\d{2}:\d{2}|T.*)?$/.exec(text);
  if (match && match[3] === undefined) {
    problems.push(problem('date/imprecise', `“${shown(text)}” is not a whole date`, placeOf()));
    return undefined;
  }
  const year = Number(match?.[1]);
  const era = match !== null && isBuddhistYear(year);
  const day = match
    ? isoDate(era ? commonEraYear(year) : year, Number(match[2]), Number(match[3]))
    : undefined;
  if (day !== undefined && !era) return day;
  if (day === undefined) problems.push(problem('date/invalid', `“${shown(text)}” is not a date`, placeOf()));
  else problems.push(problem('date/buddhist-era', `“${shown(text)}” was read as ${day}`, placeOf()));
  return day;
}
