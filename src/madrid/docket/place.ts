import { eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { internationalRegistrations, type MatchedBy } from '../../db/schema/index.ts';
import type { Context } from '../../lists/context.ts';
import type { MadridEvent } from '../notifications/event.ts';
import type { BasicMarks } from './basic-marks.ts';
import { putOnDocket } from './docketing.ts';

export interface Places {
  /** The registration on the docket an event belongs to, and how that was found; undefined where none fits. */
  placeOf(event: MadridEvent): { number: string; by: MatchedBy } | undefined;
  /** Registrations that came onto the docket by their basic mark. */
  registrations: string[];
}

async function docketed(tx: Db, numbers: string[]): Promise<Set<string>> {
  if (numbers.length === 0) return new Set();
  const rows = await tx
    .select({ number: internationalRegistrations.number })
    .from(internationalRegistrations)
    .where(inArray(internationalRegistrations.number, numbers));
  return new Set(rows.map((row) => row.number));
}

/** The only registration of a GI; undefined when it has none or several. */
async function onlyRegistration(tx: Db, giId: string): Promise<string | undefined> {
  const of = await tx
    .select({ number: internationalRegistrations.number })
    .from(internationalRegistrations)
    .where(eq(internationalRegistrations.giId, giId))
    .limit(2);
  return of.length === 1 ? of[0]!.number : undefined;
}

/**
 * Puts registrations that rest on a GI's basic mark on the docket, then tells where each event belongs: to the
 * registration it names, or, where it names only a basic mark, to the one registration of that mark's GI.
 */
export async function placeEvents(
  tx: Db,
  ctx: Context,
  marks: BasicMarks,
  events: readonly MadridEvent[],
): Promise<Places> {
  const docket = await docketed(tx, [...new Set(events.flatMap((e) => e.registration ?? []))]);
  const registrations: string[] = [];
  for (const event of events) {
    const { registration: number, officeOfOrigin, registeredOn } = event;
    const giId = marks.giOf(event);
    if (!number || docket.has(number) || !giId) continue;
    await putOnDocket(tx, ctx, { number, giId, officeOfOrigin, registeredOn }, 'basic-mark');
    docket.add(number);
    registrations.push(number);
  }
  const alone = new Map<MadridEvent, string>();
  for (const event of events) {
    const giId = event.registration ? undefined : marks.giOf(event);
    const number = giId && (await onlyRegistration(tx, giId));
    if (number) alone.set(event, number);
  }
  const byMark = new Set(registrations);
  return {
    registrations,
    placeOf(event) {
      const number = event.registration ?? alone.get(event);
      if (!number || (event.registration && !docket.has(number))) return undefined;
      return { number, by: byMark.has(number) || !event.registration ? 'basic-mark' : 'number' };
    },
  };
}
