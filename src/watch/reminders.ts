import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { watchAlerts, watchMarks } from '../db/schema/index.ts';
import { addDays, genevaDay, type Day } from '../madrid/rules/calendar.ts';
import { isoDate } from '../platform/clock.ts';
import { alertConditions, openStatuses, undecidedStatuses, type AlertFilter } from './alerts.ts';
import type { OppositionWindow } from './opposition.ts';
import { ownLimits } from './own-limits.ts';
import { lastDayAt, seenFrom } from './seen-from.ts';

/** A last day on which something that comes close to a protected name can still be opposed, or refused here. */
export interface LastDay {
  kind: 'oppose' | 'refuse';
  /** What it is about, the same over all days: `oppose:<alert>` or `refuse:<international registration>`. */
  subject: string;
  on: Day;
  /** Office to turn to; this one for a refusal. */
  office: string;
  mark: string;
  number: string;
  /** Names that were come close to. */
  near: string;
  alertId?: string;
  /** Day from which a notice of the alert itself tells the subscriber of it. */
  toldOn?: Day;
}

/** A last day with how far it is away. */
export interface Reminder extends LastDay {
  daysLeft: number;
}

/** Whom the last days are for. */
export interface Reminded {
  filter: AlertFilter;
  /** Alerts after this one are told by notices of their own. */
  afterSequence: number;
}

/** Reminders in one notice at most; what is left comes with the next. */
export const MOST_REMINDERS = 1000;

const DAY_MS = 24 * 60 * 60 * 1000;
const daysBetween = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

function whereAndWhen(
  { office, deadline, windows }: typeof watchAlerts.$inferSelect,
  asked: string | undefined,
): { on: Day; office: string } {
  const told = { office, deadline: deadline!, windows: windows as OppositionWindow[] };
  const seen = seenFrom(told, asked);
  return { on: seen.deadline, office: seen.office };
}

async function toOppose(db: Db, whom: Reminded, today: Day, within: number): Promise<LastDay[]> {
  const day = lastDayAt(whom.filter.office);
  const rows = await db
    .select({ alert: watchAlerts, mark: watchMarks.text, number: watchMarks.id })
    .from(watchAlerts)
    .innerJoin(watchMarks, eq(watchMarks.id, watchAlerts.markId))
    .where(
      and(
        ...alertConditions({ ...whom.filter, status: undecidedStatuses, dueBy: addDays(today, within) }),
        sql`${day} >= ${today}::date`,
      ),
    )
    .orderBy(day, asc(watchAlerts.sequence));
  return rows.map(({ alert, mark, number }) => ({
    kind: 'oppose',
    subject: `oppose:${alert.id}`,
    ...whereAndWhen(alert, whom.filter.office),
    mark,
    number,
    near: alert.candidate,
    alertId: alert.id,
    ...(alert.sequence > whom.afterSequence && { toldOn: isoDate(alert.createdAt) }),
  }));
}

async function toRefuse(
  db: Db,
  office: string,
  whom: Reminded,
  today: Day,
  within: number,
): Promise<LastDay[]> {
  const limits = await ownLimits(db, office, today, within);
  const ids = limits.flatMap((limit) => limit.alerts.map((alert) => alert.id));
  if (limits.length === 0) return [];
  const fitting = await db
    .select({ id: watchAlerts.id, status: watchAlerts.status })
    .from(watchAlerts)
    .innerJoin(watchMarks, eq(watchMarks.id, watchAlerts.markId))
    .where(and(inArray(watchAlerts.id, ids), ...alertConditions(whom.filter)));
  const status = new Map(fitting.map((row) => [row.id, row.status]));
  const unfiltered = Object.values(whom.filter).every((value) => value === undefined);
  return limits.flatMap(({ number, mark = number, on, state, alerts }): LastDay[] => {
    // A refusal that is written waits to be sent, whatever became of its alert.
    const own = alerts.filter(
      ({ id }) => status.has(id) && (state === 'written' || openStatuses.includes(status.get(id)!)),
    );
    if (own.length === 0 && !(state === 'written' && unfiltered)) return [];
    const near = [...new Set(own.map((alert) => alert.candidate))].join(', ');
    const [first] = own;
    return [
      {
        kind: 'refuse',
        subject: `refuse:${number}`,
        on,
        office,
        mark,
        number,
        near,
        ...(first && { alertId: first.id }),
      },
    ];
  });
}

/**
 * The last days that concern a subscriber and are up to so many days away, today's included, the nearest first: to
 * oppose what nobody has decided on, and for this office to refuse what was neither refused nor decided.
 * @param office ST.3 code of this office
 */
export async function lastDays(
  db: Db,
  office: string,
  now: Date,
  whom: Reminded,
  within: number,
): Promise<Reminder[]> {
  const today = { oppose: isoDate(now), refuse: genevaDay(now) };
  const all = [
    ...(await toOppose(db, whom, today.oppose, within)),
    ...(await toRefuse(db, office, whom, today.refuse, within)),
  ];
  return all
    .map((one) => ({ ...one, daysLeft: daysBetween(today[one.kind], one.on) }))
    .sort((a, b) => a.daysLeft - b.daysLeft);
}

/**
 * The lead with which to remind of a last day now: the shortest of those asked for whose time has come. Undefined where
 * none has, or where the notice of the alert itself told the subscriber of it since.
 */
export function leadOf({ on, daysLeft, toldOn }: Reminder, leads: readonly number[]): number | undefined {
  const lead = leads.filter((days) => daysLeft <= days).toSorted((a, b) => a - b)[0];
  if (lead === undefined) return undefined;
  return toldOn !== undefined && toldOn >= addDays(on, -lead) ? undefined : lead;
}
