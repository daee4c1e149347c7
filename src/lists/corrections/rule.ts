import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { corrections, versionCorrections, type CorrectionRuling } from '../../db/schema/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Context } from '../context.ts';
import { addHand, refuseApproved, reviewStep } from '../review/open-draft.ts';
import { getCorrection, holdList, toCorrection, type Correction } from './correction.ts';
import { layOver } from './correct.ts';
import { endCorrection } from './end.ts';
import { fieldOf } from './overlay.ts';
import { ended, noReason } from './withdraw.ts';

/**
 * Judges a suspended correction in a draft. `take`: what the partner says now is published, the correction ends.
 * `keep`: a correction of what the partner says now takes its place.
 * @returns the correction that goes on, or the one that ended
 * @throws InputError request/invalid without a reason
 * @throws Refusal not-found/draft, not-found/correction, accounts/not-allowed, lists/approved, lists/correction-ended
 */
export async function ruleOnCorrection(
  ctx: Context,
  request: { draftId: string; correctionId: string; ruling: CorrectionRuling; reason: string },
): Promise<Correction> {
  const { draftId, correctionId, ruling } = request;
  const reason = request.reason.trim();
  if (reason === '') throw noReason();
  return reviewStep(ctx, draftId, 'editor', async (tx, draft, now) => {
    await holdList(tx, draft.listId);
    await refuseApproved(tx, draftId);
    const correction = await getCorrection(tx, correctionId);
    const [met] = await tx
      .update(versionCorrections)
      .set({ ruling, rulingReason: reason, ruledAt: now, ruledBy: ctx.actor })
      .where(
        and(
          eq(versionCorrections.versionId, draftId),
          eq(versionCorrections.correctionId, correctionId),
          eq(versionCorrections.outcome, 'changed'),
          isNull(versionCorrections.ruling),
        ),
      )
      .returning();
    if (!met || correction.ended) throw ended(correction);
    await addHand(tx, draftId, ctx.actor);
    const why = ruling === 'take' ? 'taken' : 'replaced';
    await endCorrection(ctx, tx, correction, { why, now, reason, details: { draftId, seen: met.seen } });
    const next = ruling === 'keep' ? await renew(ctx, tx, correction, met.seen, reason, now) : undefined;
    if (next) await layOver(ctx, tx, draftId, next);
    const details = { correctionId, ruling, reason, seen: met.seen, ...(next && { next: next.id }) };
    return {
      action: 'correction.ruled',
      details,
      result: next ?? (await getCorrection(tx, correctionId)),
    };
  });
}

/** The same correction of what the partner says now. */
async function renew(
  ctx: Context,
  tx: Db,
  { listId, key, field, value }: Correction,
  seen: unknown,
  reason: string,
  now: Date,
): Promise<Correction> {
  const [row] = await tx
    .insert(corrections)
    .values({
      id: newId('cor', now),
      listId,
      key,
      field: fieldOf(field, seen),
      partnerValue: seen ?? null,
      value: value ?? null,
      reason,
      createdAt: now,
      createdBy: ctx.actor,
    })
    .returning();
  return toCorrection(row!);
}
