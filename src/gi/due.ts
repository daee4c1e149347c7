import type { Agreement, GiList } from './agreement.ts';
import { daysBetween, endOfPeriod, nextWorkingDay, type Day } from './calendar.ts';
import type { Entry } from './entry.ts';
import { foldProcedure } from './procedure.ts';
import { timelineOf } from './procedure-timeline.ts';
import type { ProcedureRules } from './procedure-rules.ts';

/**
 * `opposition-ends`: last day for oppositions; `processing-ends`: day by which the agreement wants the entry decided;
 * `phase-out-ends`, `coexistence-ends`: last day of a permitted use.
 */
export const dueKinds = ['opposition-ends', 'processing-ends', 'phase-out-ends', 'coexistence-ends'] as const;
export type DueKind = (typeof dueKinds)[number];

export interface Due {
  kind: DueKind;
  on: Day;
  /** Days from the day asked about; negative when passed. */
  days: number;
  /**
   * `coming`; `passed`: the day is over and a step may follow (an opposition period, a permitted use); `overdue`: what
   * should have been done by then has not been.
   */
  state: 'coming' | 'passed' | 'overdue';
  /** Who or what it concerns, where that is not the entry itself. */
  about?: string;
}

/** The rules an agreement has for the office of a list. */
export function rulesFor(
  agreement: Pick<Agreement, 'rules'>,
  list: Pick<GiList, 'protectedIn'>,
): ProcedureRules | undefined {
  return agreement.rules.procedures?.find((p) => p.office === list.protectedIn);
}

/**
 * Every date an entry brings with it on a day, earliest first. The office's day counts: give the day in the time zone
 * of its rules.
 */
export function dueDates(entry: Entry, list: GiList, agreement: Agreement, day: Day): Due[] {
  const rules = rulesFor(agreement, list);
  const { state } = foldProcedure(timelineOf(entry), rules, day);
  const due: Due[] = [];
  const add = (kind: DueKind, on: Day, late: 'passed' | 'overdue', about?: string): void => {
    due.push({
      kind,
      on,
      days: daysBetween(day, on),
      state: on < day ? late : 'coming',
      ...(about !== undefined && { about }),
    });
  };
  const open = entry.status === 'applied' || entry.status === 'published';
  const waits = state.stage === 'published' || state.stage === 'opposed';
  if (open && waits && state.opposableUntil !== undefined)
    add('opposition-ends', state.opposableUntil, 'passed');
  if (open && rules?.processing && agreement.inForceOn !== undefined) {
    const end = endOfPeriod(agreement.inForceOn, rules.processing.period);
    if (end !== undefined) {
      add('processing-ends', rules.processing.toWorkingDay ? nextWorkingDay(end) : end, 'overdue');
    }
  }
  for (const { until, user } of entry.phaseOuts ?? []) add('phase-out-ends', until, 'passed', user);
  for (const { until, name } of entry.coexistence ?? []) {
    if (until !== undefined) add('coexistence-ends', until, 'passed', name);
  }
  return due.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}
