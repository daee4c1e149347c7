import { and, asc, eq, gt, inArray, like } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Db } from '../../db/database.ts';
import { requireRole } from '../../db/roles.ts';
import { madridEvents } from '../../db/schema/index.ts';
import type { Context } from '../../lists/context.ts';
import { frameAt } from '../../lists/queries.ts';
import { Refusal } from '../../platform/errors.ts';
import type { MadridEvent } from '../notifications/event.ts';
import { genevaDay } from '../rules/calendar.ts';
import { BasicMarks } from './basic-marks.ts';
import { mustHaveGi, numberOrRefuse, putOnDocket } from './docketing.ts';
import { placeEvents } from './place.ts';
import { waits } from './queue.ts';

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
  return ctx.db.transaction((tx) => assign(tx, ctx, request));
}

async function assign(
  tx: Db,
  ctx: Context,
  request: { id: string; giId: string; number?: string | undefined },
): Promise<{ number: string; giId: string; events: number }> {
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
}

/**
 * Takes an event out of the queue that concerns no GI here. It is kept with the reason, and comes back if its number is
 * put on the docket later.
 * @throws Refusal not-found/event
 */
export async function setEventAside(ctx: Context, request: { id: string; reason: string }): Promise<void> {
  await ctx.db.transaction((tx) => setAside(tx, ctx, request));
}

async function setAside(tx: Db, ctx: Context, request: { id: string; reason: string }): Promise<void> {
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
}

/** Events one request moves at most. */
export const MOST_MOVED = 500;

/** What is done with several waiting events at once. */
export type QueueAction =
  | { action: 'assign'; ids: readonly string[]; giId: string }
  | { action: 'set-aside'; ids: readonly string[]; reason: string }
  /** Looked for a place again, as if they had come today; all that waits where no ids are given. */
  | { action: 'rematch'; ids?: readonly string[] | undefined };

export interface Moved {
  /** Events that no longer wait. */
  events: number;
  /** Registrations they went to. */
  registrations: string[];
}

/**
 * Moves several waiting events, all of them or none, each with its audit row. Assigning takes along everything that
 * waits under the same number, so that an event of the request may have gone with one before it.
 * @throws Refusal not-found/event, not-found/gi, docket/bad-number for an event that names no registration,
 * accounts/not-allowed below editor
 */
export async function moveEvents(ctx: Context, request: QueueAction): Promise<Moved> {
  if (request.action === 'assign') await mustHaveGi(ctx.db, request.giId);
  const marks = request.action === 'rematch' ? await currentMarks(ctx) : undefined;
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'editor');
    if (marks) return rematch(tx, ctx, marks, request.ids);
    const done: Moved = { events: 0, registrations: [] };
    // All of them wait, before the first is moved.
    const ids: string[] = [];
    for (const id of new Set(request.ids)) ids.push((await waitingEvent(tx, id)).id);
    for (const id of ids) {
      if (request.action === 'set-aside') {
        await setAside(tx, ctx, { id, reason: request.reason });
        done.events++;
      } else if (request.action === 'assign' && (await stillWaits(tx, id))) {
        const { number, events } = await assign(tx, ctx, { id, giId: request.giId });
        done.events += events;
        done.registrations.push(number);
      }
    }
    return done;
  });
}

async function stillWaits(tx: Db, id: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: madridEvents.id })
    .from(madridEvents)
    .where(and(eq(madridEvents.id, id), waits));
  return row !== undefined;
}

async function currentMarks({ db, clock }: Context): Promise<BasicMarks> {
  const now = clock();
  return BasicMarks.load(db, await frameAt(db, { day: genevaDay(now) }, now));
}

/** Events looked at together. */
const BATCH = 500;

async function rematch(
  tx: Db,
  ctx: Context,
  marks: BasicMarks,
  ids: readonly string[] | undefined,
): Promise<Moved> {
  const done: Moved = { events: 0, registrations: [] };
  const only: string[] | undefined = ids && [];
  for (const id of new Set(ids)) only?.push((await waitingEvent(tx, id)).id);
  for (let after = ''; ;) {
    const rows = await tx
      .select()
      .from(madridEvents)
      .where(and(waits, gt(madridEvents.id, after), only && inArray(madridEvents.id, only)))
      .orderBy(asc(madridEvents.id))
      .limit(BATCH);
    if (rows.length === 0) break;
    after = rows.at(-1)!.id;
    const events = rows.map((row) => row.data as MadridEvent);
    const { placeOf, registrations } = await placeEvents(tx, ctx, marks, events);
    done.registrations.push(...registrations);
    for (const [i, row] of rows.entries()) {
      const place = placeOf(events[i]!);
      if (!place) continue;
      done.events++;
      await tx
        .update(madridEvents)
        .set({ docketed: place.number, matchedBy: place.by })
        .where(eq(madridEvents.id, row.id));
    }
  }
  await recordAudit(tx, {
    at: ctx.clock(),
    actor: ctx.actor,
    action: 'madrid.queue-rematched',
    subject: 'queue',
    details: {
      asked: only?.length ?? 'all',
      events: done.events,
      registrations: done.registrations.slice(0, 50),
    },
  });
  return done;
}
