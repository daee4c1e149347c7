import { and, eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { requireRole } from '../../db/roles.ts';
import { versionCorrections } from '../../db/schema/index.ts';
import { InputError } from '../../gi/problem.ts';
import { Refusal } from '../../platform/errors.ts';
import type { Context } from '../context.ts';
import { copyDraft } from '../copy-draft.ts';
import { addHand } from '../review/open-draft.ts';
import { latestVersion } from '../versions.ts';
import { correctionsIn, getCorrection, holdList, type Correction } from './correction.ts';
import { shapeableDrafts } from './correct.ts';
import { endCorrection } from './end.ts';
import { uncover } from './overlay.ts';
import { entryIn, redraft } from './place.ts';

/** Takes a correction off a draft's entry; the partner's own word stands there again. */
async function takeOff(ctx: Context, tx: Db, draftId: string, correction: Correction): Promise<boolean> {
  const [laid] = await tx
    .delete(versionCorrections)
    .where(and(eq(versionCorrections.versionId, draftId), eq(versionCorrections.correctionId, correction.id)))
    .returning();
  if (laid?.outcome !== 'applied') return false;
  const entry = await entryIn(tx, draftId, correction.key);
  if (entry)
    await redraft(tx, draftId, ctx.actor, { key: correction.key, entry: uncover(entry, correction) });
  await addHand(tx, draftId, ctx.actor);
  return true;
}

/**
 * Takes a correction back. The partner's word comes back in the open drafts of the list that can still be shaped; where
 * there is none and readers are shown the correction, in a draft of its own.
 * @returns the drafts in which the partner's word stands again
 * @throws InputError request/invalid without a reason
 * @throws Refusal not-found/correction, accounts/not-allowed, lists/correction-ended
 */
export async function withdrawCorrection(
  ctx: Context,
  request: { id: string; reason: string },
): Promise<{ correction: Correction; drafts: string[] }> {
  const reason = request.reason.trim();
  if (reason === '') throw noReason();
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'editor');
    const { listId } = await getCorrection(tx, request.id);
    await holdList(tx, listId);
    const correction = await getCorrection(tx, request.id);
    if (correction.ended) throw ended(correction);
    const now = ctx.clock();
    const drafts: string[] = [];
    for (const id of await shapeableDrafts(tx, listId))
      if (await takeOff(ctx, tx, id, correction)) drafts.push(id);
    const current = await latestVersion(tx, listId);
    const shown = await correctionsIn(tx, current ? [current.id] : [], [correction.key]);
    if (drafts.length === 0 && shown.some((l) => l.correction.id === correction.id)) {
      const id = await copyDraft(ctx, tx, current!, now);
      await takeOff(ctx, tx, id, correction);
      drafts.push(id);
    }
    await endCorrection(ctx, tx, correction, { why: 'withdrawn', now, reason, details: { drafts } });
    return { correction: await getCorrection(tx, correction.id), drafts };
  });
}

/** The refusal to do anything more with a correction that is over. */
export function ended(correction: Correction): Refusal {
  return new Refusal(
    'lists/correction-ended',
    409,
    `The correction has ended (${correction.ended?.why ?? 'in this draft'}).`,
    'Correct the entry anew if it is still wrong.',
  );
}

export function noReason(): InputError {
  return new InputError([
    {
      code: 'request/invalid',
      severity: 'error',
      message: 'A reason is missing.',
      remedy: 'Say why; it is kept with the correction.',
      place: { field: 'reason' },
    },
  ]);
}
