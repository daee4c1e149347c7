import { dayIn, type Day } from '../../gi/calendar.ts';

/**
 * Days of the Madrid System: in Geneva for what the International Bureau sends and records, at the office for what the
 * office does. Only "today" is read off a clock.
 */
export {
  addDays,
  addMonths,
  addYears,
  daysInMonth,
  isWeekend,
  nextWorkingDay,
  type Day,
} from '../../gi/calendar.ts';

/** The calendar day at the International Bureau in Geneva at an instant. */
export function genevaDay(instant: Date): Day {
  return dayIn('Europe/Zurich', instant);
}

/** The earlier of the days that are known; undefined when none is. */
export function earliest(...days: (Day | undefined)[]): Day | undefined {
  return days.filter((d): d is Day => d !== undefined).sort()[0];
}
