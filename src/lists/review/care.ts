import { asc, eq } from 'drizzle-orm';
import type { Context } from '../../db/context.ts';
import type { Db } from '../../db/database.ts';
import { draftReviews, listVersions, reviewComments } from '../../db/schema/index.ts';
import { newId } from '../../platform/ids.ts';
import { countMatching } from './changes.ts';
import { reviewStep } from './open-draft.ts';
import { Refusal } from '../../platform/errors.ts';

/**
 * Asks somebody to review a draft, or nobody.
 * @throws Refusal not-found/draft, accounts/not-allowed
 */
export async function assign(ctx: Context, draftId: string, assignee: string | undefined): Promise<void> {
  await reviewStep(ctx, draftId, 'editor', async (tx) => {
    const set = { assignee: assignee ?? null };
    await tx
      .insert(draftReviews)
      .values({ versionId: draftId, ...set })
      .onConflictDoUpdate({ target: draftReviews.versionId, set });
    return { action: 'draft.assigned', details: { assignee }, result: undefined };
  });
}

export interface Comment {
  id: string;
  /** The change it speaks of; of the draft as a whole when absent. */
  key?: string;
  text: string;
  at: string;
  by: string;
}

/**
 * Adds a remark for the others who look at the draft.
 * @throws Refusal not-found/draft, accounts/not-allowed, lists/not-a-change
 */
export async function comment(
  ctx: Context,
  draftId: string,
  remark: { key?: string; text: string },
): Promise<void> {
  const { key, text } = remark;
  await reviewStep(ctx, draftId, 'editor', async (tx, draft, now) => {
    if (key !== undefined && (await countMatching(tx, draft, { keys: [key] })).total === 0) {
      throw new Refusal(
        'lists/not-a-change',
        409,
        'The draft changes nothing under that key.',
        'Open the draft’s change set anew.',
      );
    }
    await tx
      .insert(reviewComments)
      .values({ id: newId('com', now), versionId: draftId, key: key ?? null, text, at: now, by: ctx.actor });
    return { action: 'draft.commented', details: { key, text }, result: undefined };
  });
}

/** Remarks on a draft, oldest first. */
export async function commentsOn(db: Db, draftId: string): Promise<Comment[]> {
  const rows = await db
    .select()
    .from(reviewComments)
    .where(eq(reviewComments.versionId, draftId))
    .orderBy(asc(reviewComments.at), asc(reviewComments.id));
  return rows.map(({ id, key, text, at, by }) => ({
    id,
    ...(key && { key }),
    text,
    at: at.toISOString(),
    by,
  }));
}

/**
 * Closes a draft that shall not be published.
 * @throws Refusal not-found/draft, accounts/not-allowed
 */
export async function discard(ctx: Context, draftId: string): Promise<void> {
  await reviewStep(ctx, draftId, 'editor', async (tx) => {
    await tx.update(listVersions).set({ state: 'discarded' }).where(eq(listVersions.id, draftId));
    return { action: 'draft.discarded', result: undefined };
  });
}
