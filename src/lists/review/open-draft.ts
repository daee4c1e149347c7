import { eq } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Context } from '../../db/context.ts';
import type { Db } from '../../db/database.ts';
import { appendEvidence, isEvidenceKind } from '../../db/evidence.ts';
import { requireRole } from '../../db/roles.ts';
import { draftHands, draftReviews, listVersions, type Role } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';
import { getDraft, type Draft } from '../versions.ts';

export type ReviewRow = typeof draftReviews.$inferSelect;

/** What is known of the review of a draft. */
export async function reviewRow(db: Db, versionId: string): Promise<ReviewRow | undefined> {
  const [row] = await db.select().from(draftReviews).where(eq(draftReviews.versionId, versionId));
  return row;
}

/**
 * Holds a draft for the length of a transaction, so that deciding, approving and publishing it come one after another.
 * @throws Refusal not-found/draft when it is not, or no longer, open
 */
export async function holdDraft(tx: Db, versionId: string): Promise<Draft> {
  await tx
    .select({ id: listVersions.id })
    .from(listVersions)
    .where(eq(listVersions.id, versionId))
    .for('update');
  const draft = await getDraft(tx, versionId);
  if (draft.state === 'draft') return draft;
  throw new Refusal(
    'not-found/draft',
    404,
    `The draft "${versionId}" is ${draft.state}; it is open no more.`,
    'Import the file again to make a new one.',
  );
}

/** @throws Refusal lists/approved */
export async function refuseApproved(tx: Db, versionId: string): Promise<void> {
  const row = await reviewRow(tx, versionId);
  if (!row?.approvedBy) return;
  throw new Refusal(
    'lists/approved',
    409,
    'The draft is approved as it is and cannot be changed.',
    'Withdraw the approval first.',
  );
}

/** Remembers that somebody shaped the draft, and may therefore not approve it. */
export async function addHand(tx: Db, versionId: string, actor: string): Promise<void> {
  await tx.insert(draftHands).values({ versionId, actor }).onConflictDoNothing();
}

/** One step of a review: the draft held, the role checked, and an audit row, with decisions an evidence record, of what `step` tells. */
export async function reviewStep<T>(
  ctx: Context,
  versionId: string,
  least: Role,
  step: (tx: Db, draft: Draft, now: Date) => Promise<{ action: string; details?: object; result: T }>,
): Promise<T> {
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, least);
    const draft = await holdDraft(tx, versionId);
    const now = ctx.clock();
    const { action, details, result } = await step(tx, draft, now);
    const deed = {
      at: now,
      actor: ctx.actor,
      subject: draft.listId,
      details: { draftId: versionId, ...details },
    };
    await recordAudit(tx, { ...deed, action });
    if (isEvidenceKind(action)) await appendEvidence(tx, { ...deed, kind: action });
    return result;
  });
}
