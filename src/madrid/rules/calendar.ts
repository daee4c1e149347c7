/**
 * Days of the Madrid System, written `YYYY-MM-DD`. A date is the calendar day at the place of the act: in Geneva for
 * what the International Bureau sends and records, at the office for what the office does. It is never an instant, so
 * no time zone is added to it or taken from it; only "today" is read off a clock, see `genevaDay`.
 */
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
 * where it has no such day (Regulations under the Protocol, Rule 4(2)).
 */
export function addMonths(day: Day, months: number): Day {
  const from = partsOf(day);
  const index = from.year * 12 + (from.month - 1) + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  const number = Math.min(from.day, daysInMonth(year, month));
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(number).padStart(2, '0')}`;
}

/** The same day a number of years later; 29 February ends on 28 February in a common year (Rule 4(1)). */
export function addYears(day: Day, years: number): Day {
  return addMonths(day, years * 12);
}

/** The day a number of days later, or earlier. */
export function addDays(day: Day, days: number): Day {
  const { year, month, day: number } = partsOf(day);
  return new Date(Date.UTC(year, month - 1, number + days)).toISOString().slice(0, 10);
}

/** True on Saturday and Sunday, when a time limit may run on to the next working day (Rule 4(4)). Holidays are not held. */
export function isWeekend(day: Day): boolean {
  const { year, month, day: number } = partsOf(day);
  const weekday = new Date(Date.UTC(year, month - 1, number)).getUTCDay();
  return weekday === 0 || weekday === 6;
}

const geneva = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Zurich',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day at the International Bureau in Geneva at an instant. */
export function genevaDay(instant: Date): Day {
  return geneva.format(instant);
}

/** The earlier of the days that are known; undefined when none is. */
export function earliest(...days: (Day | undefined)[]): Day | undefined {
  return days.filter((d): d is Day => d !== undefined).sort()[0];
}
