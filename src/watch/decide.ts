import { eq, inArray } from 'drizzle-orm';
import { decidePair } from '../conflicts/decisions.ts';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import { requireRole } from '../db/roles.ts';
import { watchAlerts, watchMarks } from '../db/schema/index.ts';
import { Refusal } from '../platform/errors.ts';
import { noAlert } from './alerts.ts';

/** What a person can make of an alert. */
export const decisions = ['seen', 'assigned', 'dismissed', 'opposing'] as const;
export type AlertDecision = (typeof decisions)[number];

export interface DecideRequest {
  ids: readonly string[];
  status: AlertDecision;
  /** Actor or name of who takes it on; needed for `assigned`. */
  assignee?: string | undefined;
  /** Needed for `dismissed`: it is remembered with the pair of names. */
  reason?: string | undefined;
}

/** Alerts decided in one request at most. */
export const MOST_DECIDED = 500;

/**
 * Moves alerts on, all of them or none. Dismissing remembers that the two names coexist, so that the pair raises no
 * alert again; opposing remembers that they conflict.
 * @returns the ids that changed
 * @throws Refusal not-found/alert, watch/closed, watch/reason-missing, accounts/not-allowed below editor
 */
export async function decideAlerts(ctx: Context, request: DecideRequest): Promise<string[]> {
  const { status, assignee, reason = '' } = request;
  if (status === 'dismissed' && reason.trim() === '')
    throw new Refusal(
      'watch/reason-missing',
      400,
      'Dismissing needs a reason.',
      'Say why the two names may stand beside each other.',
    );
  if (status === 'assigned' && !assignee?.trim())
    throw new Refusal(
      'watch/reason-missing',
      400,
      'Assigning needs somebody.',
      'Name who takes the alert on.',
    );
  const ids = [...new Set(request.ids)].sort();
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'editor');
    const rows = await tx
      .select({ alert: watchAlerts, text: watchMarks.text })
      .from(watchAlerts)
      .innerJoin(watchMarks, eq(watchMarks.id, watchAlerts.markId))
      .where(inArray(watchAlerts.id, ids))
      .orderBy(watchAlerts.id)
      .for('update', { of: watchAlerts });
    const missing = ids.find((id) => !rows.some((r) => r.alert.id === id));
    if (missing) throw noAlert(missing);
    const closed = rows.find((r) => r.alert.status === 'closed');
    if (closed)
      throw new Refusal(
        'watch/closed',
        409,
        `The alert ${closed.alert.id} is closed: ${closed.alert.note ?? 'the mark is gone'}.`,
        'Leave it out; it opens again if the mark comes back.',
      );
    const at = ctx.clock();
    await tx
      .update(watchAlerts)
      .set({
        status,
        quietedBy: null,
        ...(status === 'assigned' && { assignee: assignee!.trim() }),
        ...(reason.trim() !== '' && { note: reason.trim() }),
        changedAt: at,
        changedBy: ctx.actor,
      })
      .where(inArray(watchAlerts.id, ids));
    const ruled = new Set<string>();
    for (const { alert, text } of rows) {
      await recordAudit(tx, {
        at,
        actor: ctx.actor,
        action: `watch.alert-${status}`,
        subject: alert.id,
        details: { from: alert.status, ...(assignee && { assignee }), ...(reason && { reason }) },
      });
      const pair = `${text}\n${alert.candidate}`;
      if ((status !== 'dismissed' && status !== 'opposing') || ruled.has(pair)) continue;
      ruled.add(pair);
      await decidePair(
        { ...ctx, db: tx },
        {
          nameA: text,
          nameB: alert.candidate,
          ruling: status === 'dismissed' ? 'coexist' : 'conflict',
          reason: reason || 'opposed',
        },
      );
    }
    return ids;
  });
}
