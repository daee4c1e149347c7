import { and, asc, eq, gt, isNull, not, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { madridEvents, sourceFiles } from '../../db/schema/index.ts';
import type { Place } from '../../gi/problem.ts';
import type { MadridEvent } from '../notifications/event.ts';
import { numberOrRefuse } from './docketing.ts';
import { designating } from './inbound.ts';

/** An event that found no registration on the docket, with where it came from. */
export interface WaitingEvent {
  id: string;
  event: MadridEvent;
  file: { id: string; name: string };
  place: Place;
  receivedAt: string;
}

export interface QueuePage {
  /** All that waits, also beyond this page. */
  total: number;
  waiting: WaitingEvent[];
  /** Give it back as `cursor` for the next page; absent on the last. */
  next?: string;
}

/** What has found no place and nobody set aside. */
export const waits = and(isNull(madridEvents.docketed), isNull(madridEvents.setAsideAt));

/** Registrations that designate an office are examined there; nothing of them waits for a GI. */
const examinedBy = (office: string) =>
  sql`(${madridEvents.number} is not null and ${madridEvents.number} in (${designating(office)}))`;

/** Which part of the queue is asked for. */
export interface QueueFilter {
  cursor: string;
  limit: number;
  /** Only marks of this office of origin. */
  origin?: string | undefined;
  number?: string | undefined;
  /** This office: registrations that designate it are left out, see `designated.ts` of the watch room. */
  office: string;
}

/** A page of what waits, in the order of the ids. */
export async function queuePage(db: Db, filter: QueueFilter): Promise<QueuePage> {
  const where = and(
    waits,
    not(examinedBy(filter.office)),
    filter.origin ? eq(madridEvents.officeOfOrigin, filter.origin) : undefined,
    filter.number ? eq(madridEvents.number, numberOrRefuse(filter.number)) : undefined,
  );
  const [counted] = await db
    .select({ total: sql<number>`count(*)::int` })
    .from(madridEvents)
    .where(where);
  const rows = await db
    .select({ event: madridEvents, fileName: sourceFiles.name })
    .from(madridEvents)
    .innerJoin(sourceFiles, eq(sourceFiles.id, madridEvents.fileId))
    .where(and(where, gt(madridEvents.id, filter.cursor)))
    .orderBy(asc(madridEvents.id))
    .limit(filter.limit);
  const next = rows.length === filter.limit ? rows.at(-1)!.event.id : undefined;
  return {
    total: counted?.total ?? 0,
    waiting: rows.map(({ event, fileName }) => ({
      id: event.id,
      event: event.data as MadridEvent,
      file: { id: event.fileId, name: fileName },
      place: event.place,
      receivedAt: event.receivedAt.toISOString(),
    })),
    ...(next && { next }),
  };
}
