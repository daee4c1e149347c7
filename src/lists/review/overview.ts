import { asc, desc, eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { draftHands, listVersions } from '../../db/schema/index.ts';
import { countSuspended } from '../corrections/suspended.ts';
import { getDraft, latestVersion, type Draft } from '../versions.ts';
import { approvalOf } from './approve.ts';
import { countMatching, type ReviewCounts } from './changes.ts';
import { conflictStatus, type ConflictStatus } from './conflicts.ts';
import { reviewRow } from './open-draft.ts';
import { countOpenErrors } from './problems.ts';

/** What a draft still waits for: a word on every change and error, a second person, or to be published. */
export type Waiting = 'decisions' | 'approval' | 'publication';

/** A draft and how far its review is. */
export interface DraftReview extends Draft {
  counts: ReviewCounts;
  /** Errors of its file nobody has spoken on. */
  openErrors: number;
  /** Corrections whose field the partner changed to something else again. */
  suspended: number;
  /** How far its names are held against those of others, and what came of it. */
  conflicts: ConflictStatus;
  waiting: Waiting;
  /** The list has moved on since: the draft can no longer be published. */
  stale: boolean;
  assignee?: string;
  /** Number of the earlier version it brings back. */
  revertsTo?: number;
  approval?: { by: string; at: string };
  /** Everybody who made it or decided anything in it: they cannot approve it. */
  hands: string[];
}

async function withReview(db: Db, draft: Draft): Promise<DraftReview> {
  const row = await reviewRow(db, draft.versionId);
  const counts = await countMatching(db, draft);
  const openErrors = await countOpenErrors(db, draft.importId);
  const suspended = await countSuspended(db, draft.versionId);
  const conflicts = await conflictStatus(db, draft.versionId);
  const undecided = counts.pending + openErrors + suspended + conflicts.open;
  // What everybody said yes to one by one is approved once nothing is open any more.
  const approval = undecided === 0 || row?.approvedBy ? await approvalOf(db, draft) : undefined;
  const current = await latestVersion(db, draft.listId);
  const hands = await db
    .select({ actor: draftHands.actor })
    .from(draftHands)
    .where(eq(draftHands.versionId, draft.versionId))
    .orderBy(asc(draftHands.actor));
  return {
    ...draft,
    counts,
    openErrors,
    suspended,
    conflicts,
    waiting: undecided > 0 ? 'decisions' : approval ? 'publication' : 'approval',
    stale: (current?.number ?? undefined) !== draft.baseNumber,
    ...(row?.assignee && { assignee: row.assignee }),
    ...(row?.revertsTo && { revertsTo: row.revertsTo }),
    ...(approval && { approval: { by: approval.by, at: approval.at.toISOString() } }),
    hands: [...new Set([draft.createdBy, ...hands.map((h) => h.actor)])],
  };
}

/** @throws Refusal not-found/draft */
export async function draftReview(db: Db, draftId: string): Promise<DraftReview> {
  return withReview(db, await getDraft(db, draftId));
}

/** The open drafts, newest first. */
export async function openDraftIds(db: Db): Promise<{ versionId: string; listId: string }[]> {
  return db
    .select({ versionId: listVersions.id, listId: listVersions.listId })
    .from(listVersions)
    .where(eq(listVersions.state, 'draft'))
    .orderBy(desc(listVersions.createdAt), desc(listVersions.id));
}

/** Every open draft with its review, newest first. */
export async function openDrafts(db: Db): Promise<DraftReview[]> {
  const reviews: DraftReview[] = [];
  for (const { versionId } of await openDraftIds(db)) reviews.push(await draftReview(db, versionId));
  return reviews;
}
