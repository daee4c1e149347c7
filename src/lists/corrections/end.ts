import { and, eq, inArray, isNull } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Db } from '../../db/database.ts';
import { corrections, versionCorrections, type CorrectionEnd } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { toCorrection, type Correction } from './correction.ts';

/** Ends a correction, with its audit row. */
export async function endCorrection(
  ctx: Pick<Context, 'actor'>,
  tx: Db,
  correction: Correction,
  end: { why: CorrectionEnd; now: Date; reason?: string; details?: object },
): Promise<void> {
  const { why, now, reason, details } = end;
  await tx
    .update(corrections)
    .set({ endedAt: now, endedBy: ctx.actor, end: why, endReason: reason ?? null })
    .where(and(eq(corrections.id, correction.id), isNull(corrections.endedAt)));
  const { id, listId, key, field, partnerValue, value } = correction;
  await recordAudit(tx, {
    at: now,
    actor: ctx.actor,
    action: why === 'withdrawn' ? 'correction.withdrawn' : 'correction.retired',
    subject: listId,
    details: {
      correctionId: id,
      key,
      field,
      partnerValue,
      value,
      why,
      ...(reason && { reason }),
      ...details,
    },
  });
}

/**
 * Ends the corrections that a version shows to be over: the partner sends what they say, or the entry went. Called
 * where the version becomes what is held.
 */
export async function endMet(
  ctx: Pick<Context, 'actor'>,
  tx: Db,
  versionId: string,
  now: Date,
): Promise<void> {
  const rows = await tx
    .select({ outcome: versionCorrections.outcome, correction: corrections })
    .from(versionCorrections)
    .innerJoin(corrections, eq(corrections.id, versionCorrections.correctionId))
    .where(
      and(
        eq(versionCorrections.versionId, versionId),
        inArray(versionCorrections.outcome, ['fixed', 'gone']),
        isNull(corrections.endedAt),
      ),
    );
  for (const { outcome, correction } of rows)
    await endCorrection(ctx, tx, toCorrection(correction), {
      why: outcome === 'gone' ? 'gone' : 'fixed',
      now,
      details: { versionId },
    });
}
