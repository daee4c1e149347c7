/** A calendar day, `YYYY-MM-DD`: the day at the place of the act, never an instant, so no time zone is added or taken. */
export type Day = string;

interface Parts {
  year: number;
  month: number;
  day: number;
}

function partsOf(day: Day): Parts {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) throw new RangeError(`"${day}" is not a day, YYYY-MM-DD`);
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
}

/** Number of days in a month of the Gregorian calendar; months count from 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/**
 * The day a number of months later, or earlier for a negative number: the same number in that month, its last day
 * where it has no such day (Regulations under the Madrid Protocol, Rule 4(2); Regulation (EEC, Euratom) 1182/71, Article 3(2)(c), from memory).
 */
export function addMonths(day: Day, months: number): Day {
  const from = partsOf(day);
  const index = from.year * 12 + (from.month - 1) + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  const number = Math.min(from.day, daysInMonth(year, month));
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(number).padStart(2, '0')}`;
}

/** The same day a number of years later; 29 February ends on 28 February in a common year (Madrid Regulations, Rule 4(1)). */
export function addYears(day: Day, years: number): Day {
  return addMonths(day, years * 12);
}

/** The day a number of days later, or earlier. */
export function addDays(day: Day, days: number): Day {
  const { year, month, day: number } = partsOf(day);
  return new Date(Date.UTC(year, month - 1, number + days)).toISOString().slice(0, 10);
}

/** True on Saturday and Sunday, when a time limit may run on to the next working day (Madrid Regulations, Rule 4(4); Regulation 1182/71, Article 3(4)). Holidays are not held. */
export function isWeekend(day: Day): boolean {
  const { year, month, day: number } = partsOf(day);
  const weekday = new Date(Date.UTC(year, month - 1, number)).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** The day itself, or the Monday after it where it falls on a weekend. Holidays are not held. */
export function nextWorkingDay(day: Day): Day {
  let next = day;
  while (isWeekend(next)) next = addDays(next, 1);
  return next;
}

/** The calendar day in a time zone (IANA, `Europe/Brussels`) at an instant. */
export function dayIn(timeZone: string, instant: Date): Day {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant);
}

/** Number of days from one day to another; negative when it lies before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/**
 * The day a period ends that began on a day: ISO 8601 durations of whole years, months, weeks or days (`P2M`, `P4Y`).
 * Undefined for any other duration.
 */
export function endOfPeriod(from: Day, duration: string): Day | undefined {
  const [, count = '', unit] = /^P(\d{1,4})([YMWD])$/.exec(duration) ?? [];
  const n = Number(count);
  switch (unit) {
    case 'Y':
      return addYears(from, n);
    case 'M':
      return addMonths(from, n);
    case 'W':
      return addDays(from, 7 * n);
    case 'D':
      return addDays(from, n);
    default:
      return undefined;
  }
}
