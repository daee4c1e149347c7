import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { internationalRegistrations, madridEvents } from '../../db/schema/index.ts';
import { answersFor, type Frame } from '../../lists/queries.ts';
import type { MadridEvent } from '../notifications/event.ts';
import { addDays, type Day } from '../rules/calendar.ts';
import type { DocketDate } from './dates.ts';
import { inOrder, registrationState, type RegistrationState } from './state.ts';

/** A registration on the docket with its GI, its course and its dates. */
export interface DocketEntry extends RegistrationState {
  gi: { id: string; name: string };
  /** Words of the mark, where a notification tells them. */
  mark?: string;
  addedAt: string;
  addedBy: string;
  events: MadridEvent[];
  /** Instant of the last thing received or changed, ISO. */
  changedAt: string;
}

export interface DocketFilter {
  giId?: string | undefined;
  number?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

export interface DocketPage {
  registrations: DocketEntry[];
  /** Give it back as `cursor` for the next page; absent on the last. */
  next?: string;
}

/**
 * A page of the docket by number, each registration as it stands on the frame's day.
 * @param frame names of the GIs are those of its versions
 */
export async function docketPage(db: Db, frame: Frame, filter: DocketFilter): Promise<DocketPage> {
  const rows = await db
    .select()
    .from(internationalRegistrations)
    .where(
      and(
        filter.giId ? eq(internationalRegistrations.giId, filter.giId) : undefined,
        filter.number ? eq(internationalRegistrations.number, filter.number) : undefined,
        filter.cursor ? gt(internationalRegistrations.number, filter.cursor) : undefined,
      ),
    )
    .orderBy(asc(internationalRegistrations.number))
    .limit(filter.limit);
  if (rows.length === 0) return { registrations: [] };
  const numbers = rows.map((r) => r.number);
  const received = await db
    .select()
    .from(madridEvents)
    .where(inArray(madridEvents.docketed, numbers))
    .orderBy(asc(madridEvents.receivedAt), asc(madridEvents.id));
  const answers = await answersFor(db, frame, [...new Set(rows.map((r) => r.giId))], []);
  const names = new Map(answers.map((a) => [a.id, a.name]));
  const registrations = rows.map((row): DocketEntry => {
    const own = received.filter((e) => e.docketed === row.number);
    const events = inOrder(own.map((e) => e.data as MadridEvent));
    const { number, officeOfOrigin, registeredOn } = row;
    const facts = {
      number,
      ...(officeOfOrigin && { officeOfOrigin }),
      ...(registeredOn && { registeredOn }),
    };
    const mark = events.find((e) => e.mark)?.mark;
    const changedAt = [row.changedAt, ...own.map((e) => e.receivedAt)].sort((a, b) => Number(a) - Number(b));
    return {
      ...registrationState(facts, events, frame.at.day),
      gi: { id: row.giId, name: names.get(row.giId) ?? row.giId },
      ...(mark && { mark }),
      addedAt: row.addedAt.toISOString(),
      addedBy: row.addedBy,
      events,
      changedAt: changedAt.at(-1)!.toISOString(),
    };
  });
  const next = rows.length === filter.limit ? numbers.at(-1) : undefined;
  return { registrations, ...(next && { next }) };
}

/** Every registration of the docket, page by page. */
export async function* wholeDocket(
  db: Db,
  frame: Frame,
  filter: Pick<DocketFilter, 'giId'> = {},
): AsyncGenerator<DocketEntry> {
  let cursor: string | undefined;
  do {
    const page = await docketPage(db, frame, { ...filter, cursor, limit: 100 });
    yield* page.registrations;
    cursor = page.next;
  } while (cursor);
}

/** A date that is due, with the registration it belongs to. */
export interface DueDate extends DocketDate {
  number: string;
  gi: DocketEntry['gi'];
  mark?: string;
}

/** A designation of ours that an office refuses for the time being: the holder has to answer there. */
export interface RefusedDesignation {
  number: string;
  office: string;
  since?: Day;
  gi: DocketEntry['gi'];
}

/** What the registrations followed ask of somebody. */
export interface DocketCare {
  /** The latest first. */
  refused: RefusedDesignation[];
  /** The earliest first. */
  due: DueDate[];
}

/**
 * Designations that are refused provisionally, and what is due from the frame's day on within a number of days, that day
 * included.
 * @param days 0 is today alone
 */
export async function docketCare(db: Db, frame: Frame, days: number): Promise<DocketCare> {
  const from: Day = frame.at.day;
  const to = addDays(from, days);
  const refused: RefusedDesignation[] = [];
  const due: DueDate[] = [];
  for await (const { number, gi, mark, dates, designations } of wholeDocket(db, frame)) {
    for (const date of dates)
      if (date.on >= from && date.on <= to) due.push({ ...date, number, gi, ...(mark && { mark }) });
    for (const { office, state, stateSince } of designations)
      if (state === 'refused-provisionally')
        refused.push({ number, office, gi, ...(stateSince && { since: stateSince }) });
  }
  due.sort((a, b) => (a.on === b.on ? (a.number < b.number ? -1 : 1) : a.on < b.on ? -1 : 1));
  refused.sort((a, b) => ((a.since ?? '') < (b.since ?? '') ? 1 : -1));
  return { refused, due };
}

/** What is due within a number of days; see {@link docketCare}. */
export async function dueWithin(db: Db, frame: Frame, days: number): Promise<DueDate[]> {
  return (await docketCare(db, frame, days)).due;
}
