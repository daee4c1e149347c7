import { and, asc, eq, gt, isNull, like, sql } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Db } from '../../db/database.ts';
import { madridEvents, sourceFiles } from '../../db/schema/index.ts';
import type { Place } from '../../gi/problem.ts';
import type { Context } from '../../lists/context.ts';
import { Refusal } from '../../platform/errors.ts';
import type { MadridEvent } from '../notifications/event.ts';
import { mustHaveGi, numberOrRefuse, putOnDocket } from './docketing.ts';

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

const waits = and(isNull(madridEvents.docketed), isNull(madridEvents.setAsideAt));

/** A page of what waits, in the order of the ids. @param filter.origin only marks of this office of origin */
export async function queuePage(
  db: Db,
  filter: { cursor: string; limit: number; origin?: string | undefined; number?: string | undefined },
): Promise<QueuePage> {
  const where = and(
    waits,
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

/** The event that waits under an id, or under the beginning of one as lists show it, when only one does. */
async function waitingEvent(tx: Db, id: string): Promise<typeof madridEvents.$inferSelect> {
  const rows = /^[0-9a-f]{8,64}$/.test(id)
    ? await tx
        .select()
        .from(madridEvents)
        .where(and(like(madridEvents.id, `${id}%`), waits))
        .limit(2)
        .for('update')
    : [];
  if (rows.length === 1) return rows[0]!;
  throw new Refusal(
    'not-found/event',
    404,
    rows.length > 1
      ? `Several events wait whose id begins with "${id}".`
      : `No event "${id.slice(0, 80)}" waits in the queue.`,
    'Look at the queue again; the event may have been assigned or set aside, or its id be too short.',
  );
}

/**
 * A person says to which GI's registration a waiting event belongs; everything that waits under the same number goes
 * with it. An event that names no number needs the number of a registration.
 * @throws Refusal not-found/event, not-found/gi, docket/bad-number
 */
export async function assignEvent(
  ctx: Context,
  request: { id: string; giId: string; number?: string | undefined },
): Promise<{ number: string; giId: string; events: number }> {
  await mustHaveGi(ctx.db, request.giId);
  return ctx.db.transaction(async (tx) => {
    const row = await waitingEvent(tx, request.id);
    const number = row.number ?? numberOrRefuse(request.number ?? '');
    const event = row.data as MadridEvent;
    const { officeOfOrigin, registeredOn } = event;
    const taken = await putOnDocket(
      tx,
      ctx,
      { number, giId: request.giId, officeOfOrigin, registeredOn },
      'person',
    );
    if (row.number) return { number, giId: request.giId, events: taken };
    await tx
      .update(madridEvents)
      .set({ docketed: number, matchedBy: 'person' })
      .where(eq(madridEvents.id, row.id));
    await recordAudit(tx, {
      at: ctx.clock(),
      actor: ctx.actor,
      action: 'madrid.event-assigned',
      subject: number,
      details: { event: row.id },
    });
    return { number, giId: request.giId, events: taken + 1 };
  });
}

/**
 * Takes an event out of the queue that concerns no GI here. It is kept with the reason, and comes back if its number is
 * put on the docket later.
 * @throws Refusal not-found/event
 */
export async function setEventAside(ctx: Context, request: { id: string; reason: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const row = await waitingEvent(tx, request.id);
    const at = ctx.clock();
    await tx
      .update(madridEvents)
      .set({ setAsideAt: at, setAsideBy: ctx.actor, setAsideReason: request.reason })
      .where(eq(madridEvents.id, row.id));
    await recordAudit(tx, {
      at,
      actor: ctx.actor,
      action: 'madrid.event-set-aside',
      subject: row.number ?? row.id,
      details: { event: row.id, reason: request.reason },
    });
  });
}
