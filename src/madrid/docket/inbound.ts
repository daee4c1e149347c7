import { and, asc, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { madridEvents } from '../../db/schema/index.ts';
import type { MadridEvent } from '../notifications/event.ts';
import type { Day } from '../rules/calendar.ts';
import type { DesignationView } from './designation.ts';
import { registrationState } from './state.ts';

/** Registrations of others that designate this office: it examines them, and may refuse them in time. */

/** Numbers of registrations that notifications say designate an office. */
export function designating(office: string): SQL {
  return sql`select d.number from madrid_events d where d.number is not null
    and (d.data -> 'designations') @> ${JSON.stringify([{ office }])}::jsonb`;
}

/** A registration of somebody else's as this office sees it. */
export interface InboundRegistration {
  number: string;
  mark?: string;
  officeOfOrigin?: string;
  registeredOn?: Day;
  /** This office's designation: its state and the last day to refuse. */
  designation?: DesignationView;
  /** Instant of the last notification received about it, ISO. */
  changedAt?: string;
}

/** What notifications tell of registrations that are not on the docket, by number. */
export async function inboundRegistrations(
  db: Db,
  numbers: readonly string[],
  office: string,
  today: Day,
): Promise<Map<string, InboundRegistration>> {
  if (numbers.length === 0) return new Map();
  const rows = await db
    .select({
      number: madridEvents.number,
      data: madridEvents.data,
      receivedAt: madridEvents.receivedAt,
    })
    .from(madridEvents)
    .where(and(inArray(madridEvents.number, [...numbers]), isNull(madridEvents.docketed)))
    .orderBy(asc(madridEvents.receivedAt), asc(madridEvents.id));
  const events = new Map<string, typeof rows>();
  for (const row of rows) {
    const of = events.get(row.number ?? '') ?? [];
    of.push(row);
    events.set(row.number ?? '', of);
  }
  return new Map(
    [...events].map(([number, own]) => {
      const received = own.map((row) => row.data as MadridEvent);
      const state = registrationState({ number }, received, today);
      const designation = state.designations.find((d) => d.office === office);
      const mark = received.find((e) => e.mark)?.mark;
      return [
        number,
        {
          number,
          ...(mark && { mark }),
          ...(state.officeOfOrigin && { officeOfOrigin: state.officeOfOrigin }),
          ...(state.registeredOn && { registeredOn: state.registeredOn }),
          ...(designation && { designation }),
          changedAt: own.at(-1)!.receivedAt.toISOString(),
        },
      ];
    }),
  );
}
