import type { Evidence } from '../../gi/evidence.ts';
import { isWeekend, nextWorkingDay, type Day } from '../rules/calendar.ts';
import {
  clockRules,
  graceEnd,
  independentFrom,
  protocolEvidence,
  reminderDay,
  transformationEnd,
  type ClockRule,
  type ClockRuleId,
} from '../rules/clock.ts';
import type { DesignationView } from './designation.ts';

/** A date the docket watches, with the article that sets it. */
export interface DocketDate {
  rule: ClockRuleId;
  article: string;
  actor: ClockRule['actor'];
  says: string;
  on: Day;
  /** The designated office, where the date is about one. */
  office?: string;
  /** A time limit that ends on Saturday or Sunday: it may run to the next working day (Regulations, Rule 4(4)). */
  weekend: boolean;
  /** The Monday such a time limit may run to, where that is no holiday of the office it ends at. */
  runsTo?: Day;
  /** How well the rule and its length are known. */
  evidence: Evidence;
}

/** Days on which nobody has to have acted. */
const mereDays: ReadonlySet<ClockRuleId> = new Set<ClockRuleId>(['independence', 'renewal-reminder']);

function dateOf(
  rule: ClockRuleId,
  on: Day,
  more: { office?: string; article?: string; evidence?: Evidence } = {},
): DocketDate {
  const { article, actor, says } = clockRules[rule];
  const weekend = !mereDays.has(rule) && isWeekend(on);
  return {
    rule,
    article: more.article ?? article,
    actor,
    says,
    on,
    ...(more.office && { office: more.office }),
    weekend,
    ...(weekend && { runsTo: nextWorkingDay(on) }),
    evidence: more.evidence ?? protocolEvidence,
  };
}

/** The last days for an office to refuse a designation that it can still refuse. */
export function refusalDates(designation: DesignationView): DocketDate[] {
  const { office, state, refusal } = designation;
  if ((state !== 'pending' && state !== 'interim') || !refusal.limit) return [];
  const { article, evidence, months } = refusal;
  const rule = months === 18 ? 'refusal-limit-declared' : 'refusal-limit';
  const dates = [dateOf(rule, refusal.limit, { office, article, evidence })];
  if (refusal.onOpposition)
    dates.push(dateOf('refusal-limit-opposition', refusal.onOpposition, { office, evidence }));
  return dates;
}

/** Everything that is still to be watched, earliest first. */
export function docketDates(registration: {
  registeredOn?: Day;
  expiresOn?: Day;
  inForce: boolean;
  dependent: boolean;
  ceasedOn?: Day;
  designations: DesignationView[];
}): DocketDate[] {
  const { registeredOn, expiresOn, ceasedOn } = registration;
  const dates: DocketDate[] = [];
  if (ceasedOn) dates.push(dateOf('transformation', transformationEnd(ceasedOn)));
  if (registration.inForce) {
    dates.push(...registration.designations.flatMap(refusalDates));
    if (registeredOn && registration.dependent)
      dates.push(dateOf('independence', independentFrom(registeredOn)));
    if (expiresOn) {
      dates.push(
        dateOf('renewal-reminder', reminderDay(expiresOn)),
        dateOf('renewal', expiresOn),
        dateOf('renewal-grace', graceEnd(expiresOn)),
      );
    }
  }
  return dates.sort((a, b) =>
    a.on === b.on
      ? `${a.rule}${a.office ?? ''}` < `${b.rule}${b.office ?? ''}`
        ? -1
        : 1
      : a.on < b.on
        ? -1
        : 1,
  );
}
