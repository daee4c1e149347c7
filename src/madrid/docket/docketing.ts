import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Db } from '../../db/database.ts';
import { gis, internationalRegistrations, madridEvents, type MatchedBy } from '../../db/schema/index.ts';
import type { Context } from '../../lists/context.ts';
import { Refusal } from '../../platform/errors.ts';
import { registrationNumber } from '../notifications/event.ts';
import type { Day } from '../rules/calendar.ts';

/** A registration to follow. */
export interface NewRegistration {
  number: string;
  giId: string;
  officeOfOrigin?: string | undefined;
  registeredOn?: Day | undefined;
}

/** @throws Refusal docket/bad-number */
export function numberOrRefuse(raw: string): string {
  const number = registrationNumber(raw);
  if (number) return number;
  throw new Refusal(
    'docket/bad-number',
    400,
    `"${raw.slice(0, 40)}" is not the number of an international registration.`,
    'Give the number as WIPO writes it: 1289218, or 1289218A for a part that was transferred.',
  );
}

/** @throws Refusal not-found/gi */
export async function mustHaveGi(db: Db, giId: string): Promise<void> {
  const [gi] = await db.select({ id: gis.id }).from(gis).where(eq(gis.id, giId));
  if (gi) return;
  throw new Refusal(
    'not-found/gi',
    404,
    `No geographical indication "${giId}" is held.`,
    'Search for it by name.',
  );
}

/**
 * Puts a registration on the docket inside a transaction, or moves it to another GI, and takes in what waited under its
 * number.
 * @returns how many waiting events found their place
 */
export async function putOnDocket(
  tx: Db,
  ctx: Context,
  registration: NewRegistration,
  matchedBy: MatchedBy,
): Promise<number> {
  const at = ctx.clock();
  const { number, giId } = registration;
  const where = eq(internationalRegistrations.number, number);
  const [before] = await tx.select().from(internationalRegistrations).where(where).for('update');
  const told = {
    giId,
    officeOfOrigin: registration.officeOfOrigin ?? before?.officeOfOrigin ?? null,
    registeredOn: registration.registeredOn ?? before?.registeredOn ?? null,
    changedAt: at,
  };
  if (before) await tx.update(internationalRegistrations).set(told).where(where);
  else
    await tx
      .insert(internationalRegistrations)
      .values({ number, ...told, addedAt: at, addedBy: ctx.actor })
      .onConflictDoNothing();
  const taken = await tx
    .update(madridEvents)
    .set({ docketed: number, matchedBy, setAsideAt: null, setAsideBy: null, setAsideReason: null })
    .where(and(eq(madridEvents.number, number), isNull(madridEvents.docketed)))
    .returning({ id: madridEvents.id });
  await recordAudit(tx, {
    at,
    actor: ctx.actor,
    action: before ? 'madrid.registration-changed' : 'madrid.registration-docketed',
    subject: number,
    details: { giId, matchedBy, events: taken.length, ...(before && { before: before.giId }) },
  });
  return taken.length;
}

/**
 * Puts a registration on the docket of a GI, or changes what is told of it.
 * @throws Refusal docket/bad-number, not-found/gi
 */
export async function docketRegistration(
  ctx: Context,
  request: NewRegistration,
): Promise<{ number: string; giId: string; events: number }> {
  const number = numberOrRefuse(request.number);
  await mustHaveGi(ctx.db, request.giId);
  const events = await ctx.db.transaction((tx) => putOnDocket(tx, ctx, { ...request, number }, 'person'));
  return { number, giId: request.giId, events };
}
