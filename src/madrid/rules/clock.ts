import type { Evidence } from '../../gi/evidence.ts';
import { addMonths, addYears, earliest, type Day } from './calendar.ts';

/** One provision of the Protocol that sets a date. */
export interface ClockRule {
  /** Article of the Madrid Protocol the date comes from. */
  article: string;
  /** The period, ISO 8601; absent where a date is taken over as it is. */
  period?: string;
  /** Who has to act by the day, or whom it binds. */
  actor: 'holder' | 'designated-office' | 'office-of-origin' | 'international-bureau';
  /** What the day is, in one sentence. */
  says: string;
}

/** Every date the docket computes, with the article it comes from. */
export const clockRules = {
  'filing-date': {
    article: 'Article 3(4)',
    period: 'P2M',
    actor: 'office-of-origin',
    says: 'Last day for the application to reach the International Bureau and keep the date of the office of origin',
  },
  'refusal-limit': {
    article: 'Article 5(2)(a)',
    period: 'P1Y',
    actor: 'designated-office',
    says: 'Last day for the office to notify a provisional refusal',
  },
  'refusal-limit-declared': {
    article: 'Article 5(2)(b)',
    period: 'P18M',
    actor: 'designated-office',
    says: 'Last day for the office to notify a provisional refusal; it declared 18 months',
  },
  'refusal-limit-opposition': {
    article: 'Article 5(2)(c)(ii)',
    period: 'P7M',
    actor: 'designated-office',
    says: 'Last day to notify a refusal based on opposition: one month from the end of the opposition period, seven from its start',
  },
  independence: {
    article: 'Article 6(2)',
    period: 'P5Y',
    actor: 'holder',
    says: 'From this day the registration no longer depends on the basic mark',
  },
  'renewal-reminder': {
    article: 'Article 7(3)',
    period: 'P6M',
    actor: 'international-bureau',
    says: 'The International Bureau sends its unofficial reminder of renewal',
  },
  renewal: {
    article: 'Article 7(1)',
    period: 'P10Y',
    actor: 'holder',
    says: 'The term ends; last day to renew without surcharge',
  },
  'renewal-grace': {
    article: 'Article 7(4)',
    period: 'P6M',
    actor: 'holder',
    says: 'Last day to renew with surcharge',
  },
  transformation: {
    article: 'Article 9quinquies',
    period: 'P3M',
    actor: 'holder',
    says: 'Last day to file a national application that keeps the date of the cancelled registration',
  },
} as const satisfies Record<string, ClockRule>;

export type ClockRuleId = keyof typeof clockRules;

/** Where the articles above were read. */
export const protocolEvidence: Evidence = {
  level: 'official',
  source: 'Protocol Relating to the Madrid Agreement, text as amended on November 12, 2007',
};

/**
 * The date an international registration bears: the day the office of origin received the application if it reached
 * the International Bureau within two months, else the day it did (Article 3(4)).
 */
export function registrationDate(receivedAtOrigin: Day, receivedAtBureau: Day): Day {
  return receivedAtBureau <= addMonths(receivedAtOrigin, 2) ? receivedAtOrigin : receivedAtBureau;
}

/** Last day for the application to reach the International Bureau and keep the earlier date (Article 3(4)). */
export function lastDayAtBureau(receivedAtOrigin: Day): Day {
  return addMonths(receivedAtOrigin, 2);
}

/** Last day to notify a refusal, counted from the day the International Bureau sent the notification (Article 5(2)). */
export function refusalLimit(notifiedOn: Day, months: 12 | 18): Day {
  return addMonths(notifiedOn, months);
}

/**
 * Last day to notify a refusal based on opposition where the office gave the warning in time: one month from the end of
 * the opposition period and in any case seven months from its beginning (Article 5(2)(c)(ii)). Undefined when neither
 * end of the period is known.
 */
export function oppositionRefusalLimit(period: { from?: Day; to?: Day }): Day | undefined {
  return earliest(period.to && addMonths(period.to, 1), period.from && addMonths(period.from, 7));
}

/** Day from which the registration is independent of the basic mark (Article 6(2)). */
export function independentFrom(registeredOn: Day): Day {
  return addYears(registeredOn, 5);
}

/** End of a term of ten years, counted from the registration or from the expiry before (Articles 6(1), 7(1)). */
export function termEnd(from: Day): Day {
  return addYears(from, 10);
}

/** Day of the reminder, six months before the term ends (Article 7(3)). */
export function reminderDay(expiresOn: Day): Day {
  return addMonths(expiresOn, -6);
}

/** End of the six months of grace after the term (Article 7(4)). */
export function graceEnd(expiresOn: Day): Day {
  return addMonths(expiresOn, 6);
}

/** Last day for a transformation, three months from the cancellation (Article 9quinquies). */
export function transformationEnd(cancelledOn: Day): Day {
  return addMonths(cancelledOn, 3);
}
