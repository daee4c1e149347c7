import { eq, inArray, sql } from 'drizzle-orm';
import { decidePair, pairKey } from '../conflicts/decisions.ts';
import { recordAudits } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import type { Db } from '../db/database.ts';
import { jsonTexts } from '../db/json-rows.ts';
import { requireRole } from '../db/roles.ts';
import { watchAlerts, watchMarks, type AlertStatus } from '../db/schema/index.ts';
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

/** What a decision changed. */
export interface Decided {
  /** The alerts it was asked for. */
  ids: string[];
  /** Other alerts of the same two names that were dismissed with them. */
  followed: string[];
}

/** Statuses of alerts that nobody works on: they follow when their pair of names is ruled to coexist. */
const untaken: readonly AlertStatus[] = ['new', 'seen', 'quiet'];

/** Alerts nobody works on whose two names are those of some of the alerts, which are not among the answer. */
async function sameNames(tx: Db, ids: readonly string[]): Promise<string[]> {
  const named = { id: watchAlerts.id, text: watchMarks.text, candidate: watchAlerts.candidate };
  const rows = () =>
    tx.select(named).from(watchAlerts).innerJoin(watchMarks, eq(watchMarks.id, watchAlerts.markId));
  const chosen = await rows().where(inArray(watchAlerts.id, [...ids]));
  const pairs = new Set(chosen.map((row) => pairKey(row.text, row.candidate)));
  const open = await rows().where(inArray(watchAlerts.status, [...untaken]));
  const known = new Set(ids);
  return open
    .filter((row) => !known.has(row.id) && pairs.has(pairKey(row.text, row.candidate)))
    .map((row) => row.id);
}

/**
 * Moves alerts on, all of them or none. Dismissing remembers that the two names coexist, so that the pair raises no
 * alert again, and dismisses the other alerts of the pair that nobody works on; opposing remembers that they conflict.
 * @throws Refusal not-found/alert, watch/closed, watch/reason-missing, accounts/not-allowed below editor
 */
export async function decideAlerts(ctx: Context, request: DecideRequest): Promise<Decided> {
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
    const others = status === 'dismissed' ? await sameNames(tx, ids) : [];
    // All are held in one order of ids, so that two who decide wait for each other and never both.
    const held = await tx
      .select({ alert: watchAlerts, text: watchMarks.text })
      .from(watchAlerts)
      .innerJoin(watchMarks, eq(watchMarks.id, watchAlerts.markId))
      .where(sql`${watchAlerts.id} in ${jsonTexts([...ids, ...others])}`)
      .orderBy(watchAlerts.id)
      .for('update', { of: watchAlerts });
    const asked = new Set(ids);
    const rows = held.filter((r) => asked.has(r.alert.id));
    // Somebody may have taken one on since it was looked for.
    const following = held.filter((r) => !asked.has(r.alert.id) && untaken.includes(r.alert.status));
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
    const followed = following.map((r) => r.alert.id);
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
      .where(sql`${watchAlerts.id} in ${jsonTexts([...ids, ...followed])}`);
    const leads = new Map(rows.map((r) => [pairKey(r.text, r.alert.candidate), r]));
    await recordAudits(tx, { at, actor: ctx.actor }, [
      ...rows.map(({ alert }) => ({
        action: `watch.alert-${status}`,
        subject: alert.id,
        details: { from: alert.status, ...(assignee && { assignee }), ...(reason && { reason }) },
      })),
      ...following.map(({ alert, text }) => ({
        action: `watch.alert-${status}`,
        subject: alert.id,
        details: { from: alert.status, reason, with: leads.get(pairKey(text, alert.candidate))?.alert.id },
      })),
    ]);
    if (status === 'dismissed' || status === 'opposing')
      for (const { alert, text } of leads.values())
        await decidePair(
          { ...ctx, db: tx },
          {
            nameA: text,
            nameB: alert.candidate,
            ruling: status === 'dismissed' ? 'coexist' : 'conflict',
            reason: reason || 'opposed',
          },
        );
    return { ids, followed };
  });
}
