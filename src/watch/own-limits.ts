import type { Db } from '../db/database.ts';
import { refusalDates, type DocketDate } from '../madrid/docket/dates.ts';
import { addDays, type Day } from '../madrid/rules/calendar.ts';
import { designatedMarks, type DesignatedMark, type DesignatedState } from './designated.ts';

/** A last day for this office to refuse a registration that comes close to a protected name. */
export interface OwnLimit extends DocketDate {
  number: string;
  mark?: string;
  state: DesignatedState;
  alerts: DesignatedMark['alerts'];
  /** Instant of the last notification received about it, ISO. */
  changedAt: string;
}

/** Nothing was sent, nothing decided, and the time still runs. */
const waiting: ReadonlySet<DesignatedState> = new Set<DesignatedState>(['open', 'to-refuse', 'written']);
const PAGE = 200;

/**
 * The last days for this office to refuse registrations that designate it: those with an open alert of the watch or a
 * refusal that was written and not sent, the nearest first.
 * @param office ST.3 code of this office
 * @param days only those up to so many days from today, today included; all that still run when absent
 */
export async function ownLimits(db: Db, office: string, today: Day, days?: number): Promise<OwnLimit[]> {
  const limits: OwnLimit[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const page: { marks: DesignatedMark[]; next?: string } = await designatedMarks(db, office, today, {
      cursor,
      limit: PAGE,
    });
    for (const { number, mark, state, alerts, designation, changedAt } of page.marks) {
      if (!designation || !changedAt || !waiting.has(state)) continue;
      for (const date of refusalDates(designation))
        if (date.on >= today && (days === undefined || date.on <= addDays(today, days)))
          limits.push({ ...date, number, ...(mark && { mark }), state, alerts, changedAt });
    }
    cursor = page.next;
  }
  return limits.sort((a, b) => (`${a.on}${a.number}` < `${b.on}${b.number}` ? -1 : 1));
}
