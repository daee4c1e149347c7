import { sql, type SQL } from 'drizzle-orm';
import { watchAlerts } from '../db/schema/index.ts';
import type { Day } from '../madrid/rules/calendar.ts';
import type { OppositionWindow } from './opposition.ts';

/**
 * The last day to oppose as an office sees it, of rows of `watch_alerts`: the day there, which may not be known, or that
 * of the alert where nobody asks for an office or the mark cannot be opposed at it.
 * @param office ST.3 code
 */
export function lastDayAt(office: string | undefined): SQL<string | null> {
  if (!office) return sql`${watchAlerts.deadline}`;
  return sql`(case when ${watchAlerts.windows} @> ${JSON.stringify([{ office }])}::jsonb
    then (select (w ->> 'lastDay')::date from jsonb_array_elements(${watchAlerts.windows}) w where w ->> 'office' = ${office} limit 1)
    else ${watchAlerts.deadline} end)`;
}

/** An alert with the office to turn to and the last day there, as an office sees it. @param office ST.3 code */
export function seenFrom<T extends { office: string; deadline?: Day; windows: readonly OppositionWindow[] }>(
  alert: T,
  office: string | undefined,
): T {
  const window = office ? alert.windows.find((w) => w.office === office) : undefined;
  if (!window) return alert;
  const { deadline: _, ...rest } = alert;
  return { ...rest, office: window.office, ...(window.lastDay && { deadline: window.lastDay }) } as T;
}

/** Deadlines still to come first, the nearest at the top; then those that cannot be told; then those that have passed. */
export function dueOrder(today: string, office: string | undefined): SQL<string> {
  const day = lastDayAt(office);
  return sql`(case when ${day} is null then '1' when ${day} < ${today}::date then '2' else '0' end
    || coalesce(${day}::text, '') || lpad(${watchAlerts.sequence}::text, 12, '0'))`;
}
