import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '../../db/context.ts';
import type { Db } from '../../db/database.ts';
import { atLeast, roleOf } from '../../db/roles.ts';
import { rowsOf } from '../../db/rows.ts';
import { changeDecisions, draftHands, draftReviews, listVersions, users } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';
import { refuseSuspended } from '../corrections/suspended.ts';
import { latestVersion, type Draft } from '../versions.ts';
import { countMatching } from './changes.ts';
import { refuseConflicts } from './conflicts.ts';
import { refuseApproved, reviewRow, reviewStep } from './open-draft.ts';
import { countOpenErrors } from './problems.ts';
import { wordsOn } from './words.ts';

/**
 * Whether publishing needs a second person: from the moment at least two open accounts can decide, one of them able to
 * approve. Before that there is nobody to ask.
 */
export async function approvalNeeded(db: Db): Promise<boolean> {
  const rows = await db.select({ role: users.role }).from(users).where(isNull(users.disabledAt));
  const deciding = rows.filter((u) => atLeast(u.role, 'editor'));
  return deciding.length >= 2 && deciding.some((u) => atLeast(u.role, 'approver'));
}

/** Whether somebody made a draft or decided anything in it. */
export async function hadAHand(
  db: Db,
  draft: Pick<Draft, 'versionId' | 'createdBy'>,
  actor: string,
): Promise<boolean> {
  if (draft.createdBy === actor) return true;
  const rows = await db
    .select()
    .from(draftHands)
    .where(and(eq(draftHands.versionId, draft.versionId), eq(draftHands.actor, actor)));
  return rows.length > 0;
}

async function mayApprove(db: Db, actor: string): Promise<boolean> {
  const role = await roleOf(db, actor);
  return role !== undefined && atLeast(role, 'approver');
}

/**
 * The word of a second person who may give it, as things stand now: on the draft as a whole, or on each change that goes
 * on, from somebody who did not state it; then that of who spoke last.
 */
export async function approvalOf(
  db: Db,
  draft: Pick<Draft, 'versionId' | 'createdBy'>,
): Promise<{ by: string; at: Date } | undefined> {
  const row = await reviewRow(db, draft.versionId);
  if (row?.approvedBy) {
    const { approvedBy: by, approvedAt: at } = row;
    return at && !(await hadAHand(db, draft, by)) && (await mayApprove(db, by)) ? { by, at } : undefined;
  }
  const words = await wordsOn(db, draft.versionId);
  for (const { second, by, statedBy } of words)
    if (!second || statedBy.includes(by) || !(await mayApprove(db, by))) return undefined;
  return words.at(-1);
}

/** Whether a draft has the word of a second person who may give it, as things stand now. */
export async function isApproved(db: Db, draft: Pick<Draft, 'versionId' | 'createdBy'>): Promise<boolean> {
  return (await approvalOf(db, draft)) !== undefined;
}

/** @throws Refusal lists/stale-draft */
export async function refuseStale(db: Db, draft: Pick<Draft, 'listId' | 'baseNumber'>): Promise<void> {
  const current = await latestVersion(db, draft.listId);
  if ((current?.number ?? undefined) === draft.baseNumber) return;
  throw new Refusal(
    'lists/stale-draft',
    409,
    `The draft was compared with version ${draft.baseNumber ?? 'none'}, and the list is now at version ${current?.number}.`,
    'Import the file again to compare it with the current version.',
  );
}

/**
 * @param errorsAccepted a reason was given for all errors at once
 * @throws Refusal lists/undecided while a change or an error of the file has nobody's word
 */
export async function refuseUndecided(db: Db, draft: Draft, errorsAccepted = false): Promise<void> {
  const { pending } = await countMatching(db, draft);
  const errors = errorsAccepted ? 0 : await countOpenErrors(db, draft.importId);
  if (pending === 0 && errors === 0) return;
  throw new Refusal(
    'lists/undecided',
    409,
    `${pending} change(s) and ${errors} error(s) of the draft are not decided.`,
    'Accept or reject every change, and exclude or accept every error, first.',
  );
}

/**
 * A second person's word that a decided draft may be published as it is. From then on it cannot be changed unless the
 * approval is withdrawn.
 * @throws Refusal not-found/draft, accounts/not-allowed, lists/self-approval, lists/undecided, lists/stale-draft, lists/approved,
 *   lists/suspended-corrections, lists/open-conflicts
 */
export async function approve(ctx: Context, draftId: string, comment?: string): Promise<void> {
  await reviewStep(ctx, draftId, 'approver', async (tx, draft, now) => {
    await refuseApproved(tx, draftId);
    if (await hadAHand(tx, draft, ctx.actor)) {
      throw new Refusal(
        'lists/self-approval',
        403,
        'Whoever made a draft or decided anything in it cannot approve it.',
        'Ask another approver.',
      );
    }
    await refuseStale(tx, draft);
    await refuseUndecided(tx, draft);
    await refuseSuspended(tx, draftId);
    await refuseConflicts(tx, draftId, false);
    const approval = { approvedAt: now, approvedBy: ctx.actor };
    await tx
      .insert(draftReviews)
      .values({ versionId: draftId, ...approval })
      .onConflictDoUpdate({ target: draftReviews.versionId, set: approval });
    const counts = await countMatching(tx, draft);
    const [approved] = await tx
      .select({ contentHash: listVersions.contentHash })
      .from(listVersions)
      .where(eq(listVersions.id, draftId));
    const details = { ...approved, counts, ...(comment && { comment }) };
    return { action: 'draft.approved', details, result: undefined };
  });
}

/**
 * Takes an approval back, so that the draft can be changed again.
 * @throws Refusal not-found/draft, accounts/not-allowed
 */
export async function withdrawApproval(ctx: Context, draftId: string): Promise<void> {
  await reviewStep(ctx, draftId, 'editor', async (tx) => {
    const before = await reviewRow(tx, draftId);
    await tx
      .update(draftReviews)
      .set({ approvedAt: null, approvedBy: null })
      .where(eq(draftReviews.versionId, draftId));
    await tx.update(changeDecisions).set({ second: false }).where(eq(changeDecisions.versionId, draftId));
    return { action: 'draft.approval-withdrawn', details: { of: before?.approvedBy }, result: undefined };
  });
}

/** Decisions taken on a draft so far. */
export async function countDecisions(db: Db, draftId: string): Promise<{ all: number; rejected: number }> {
  const result = await db.execute(sql`
    select count(*)::int as all, count(*) filter (where decision = 'rejected')::int as rejected
    from change_decisions where version_id = ${draftId}`);
  return rowsOf<{ all: number; rejected: number }>(result)[0]!;
}
