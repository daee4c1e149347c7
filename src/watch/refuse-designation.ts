import { and, eq, or } from 'drizzle-orm';
import type { Context } from '../db/context.ts';
import { watchAlerts, watchMarks } from '../db/schema/index.ts';
import type { Frame } from '../lists/queries.ts';
import { numberOrRefuse } from '../madrid/docket/docketing.ts';
import type { RefusalRequest } from '../madrid/refusal/document.ts';
import { refuseForGi, type RefusalPackage } from '../madrid/refusal/refuse.ts';
import { noAlert } from './alerts.ts';
import { followAlerts, type FollowedAlert } from './follow.ts';
import { internationalBureau } from './opposition.ts';

/** A refusal as written, with the alerts it answers. */
export interface AnsweringRefusal extends RefusalPackage {
  alerts: FollowedAlert[];
}

/**
 * Writes a provisional refusal, as {@link refuseForGi}, and moves on the alerts it answers: the one that is named, where
 * it is of this registration, and the one on this registration and GI, named or not. What the request leaves open of
 * the mark they tell.
 * @throws Refusal not-found/alert where an alert is named that is none, and what writing it throws
 */
export async function refuseDesignation(
  ctx: Context,
  frame: Frame,
  request: RefusalRequest,
  office: string,
): Promise<AnsweringRefusal> {
  const number = numberOrRefuse(request.number);
  const { alertId, giId } = request;
  return ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select({ id: watchAlerts.id, giId: watchAlerts.giId, mark: watchMarks })
      .from(watchAlerts)
      .innerJoin(watchMarks, eq(watchMarks.id, watchAlerts.markId))
      .where(
        or(
          alertId === undefined ? undefined : eq(watchAlerts.id, alertId),
          and(eq(watchMarks.office, internationalBureau), eq(watchMarks.number, number)),
        ),
      );
    if (alertId !== undefined && !rows.some((row) => row.id === alertId)) throw noAlert(alertId);
    const own = rows.filter(({ mark }) => mark.office === internationalBureau && mark.number === number);
    const told = own[0]?.mark;
    const inTransaction = { ...ctx, db: tx };
    const written = await refuseForGi(
      inTransaction,
      frame,
      {
        ...request,
        alertId: alertId ?? own.find((row) => row.giId === giId)?.id,
        mark: request.mark ?? told?.text,
        holder: request.holder ?? told?.holder ?? undefined,
      },
      office,
    );
    const answered = own.filter((row) => row.id === alertId || row.giId === written.giId);
    const ids = answered.map((row) => row.id);
    const alerts = await followAlerts(inTransaction, ids, `${written.id}: ${number}`);
    return { ...written, alerts };
  });
}
