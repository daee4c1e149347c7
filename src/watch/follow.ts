import { inArray } from 'drizzle-orm';
import type { Context } from '../db/context.ts';
import { watchAlerts, type AlertStatus } from '../db/schema/index.ts';
import { noAlert } from './alerts.ts';
import { decideAlerts } from './decide.ts';

/** An alert that something was begun from, and where it stands since. */
export interface FollowedAlert {
  id: string;
  status: AlertStatus;
  /** Whether it was moved on; one that people had settled, or that was closed, is left as it is. */
  moved: boolean;
}

/** Statuses of alerts that nobody has begun anything from. */
const waiting: ReadonlySet<AlertStatus> = new Set<AlertStatus>(['new', 'seen', 'assigned', 'quiet']);

/**
 * Moves alerts on because something was begun from them: those that wait are opposed from now on.
 * @param ctx with the transaction that records what was begun
 * @param what was begun, by its id; it becomes the note of the alert and the reason of the ruling
 * @returns the alerts in the order of their ids
 * @throws Refusal not-found/alert, accounts/not-allowed below editor
 */
export async function followAlerts(
  ctx: Context,
  ids: readonly string[],
  what: string,
): Promise<FollowedAlert[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .select({ id: watchAlerts.id, status: watchAlerts.status })
    .from(watchAlerts)
    .where(inArray(watchAlerts.id, [...ids]))
    .orderBy(watchAlerts.id)
    .for('update');
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined) throw noAlert(missing);
  const open = rows.filter((row) => waiting.has(row.status)).map((row) => row.id);
  if (open.length > 0) await decideAlerts(ctx, { ids: open, status: 'opposing', reason: what });
  return rows.map(({ id, status }) =>
    open.includes(id) ? { id, status: 'opposing', moved: true } : { id, status, moved: false },
  );
}
