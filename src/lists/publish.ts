import { and, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { recordAudit } from '../db/audit.ts';
import { appendEvidence } from '../db/evidence.ts';
import { enqueue } from '../db/outbox.ts';
import { requireRole } from '../db/roles.ts';
import { listVersions } from '../db/schema/index.ts';
import { isoDate } from '../platform/clock.ts';
import type { GiList } from '../gi/agreement.ts';
import { Refusal } from '../platform/errors.ts';
import { statedDraft } from './amend.ts';
import { carryOver } from './carry-over.ts';
import { getAgreement, getList } from './catalogue.ts';
import type { Context } from './context.ts';
import { endMet } from './corrections/end.ts';
import { refuseSuspended } from './corrections/suspended.ts';
import { advanceRecord } from './record.ts';
import {
  approvalNeeded,
  countDecisions,
  isApproved,
  refuseStale,
  refuseUndecided,
} from './review/approve.ts';
import { refuseConflicts } from './review/conflicts.ts';
import { holdDraft } from './review/open-draft.ts';
import { withoutRejected } from './review/outcome.ts';
import { countOpenErrors } from './review/problems.ts';
import { latestVersion, type Draft } from './versions.ts';

export interface PublishRequest {
  listId: string;
  /** The draft; the newest one of the list when absent. */
  draftId?: string;
  /** Why a draft with erroneous records may be published without them; kept in the audit trail. */
  acceptProblems?: string;
  effectiveOn?: string;
  /** The draft must have been screened as it is, against what is held now. */
  screened?: boolean;
}

export interface Published {
  listId: string;
  versionId: string;
  number: number;
  contentHash: string;
  entryCount: number;
  effectiveOn: string;
  publishedAt: string;
}

type VersionRow = typeof listVersions.$inferSelect;

async function findDraft(db: Db, request: PublishRequest): Promise<VersionRow> {
  const filters = [eq(listVersions.listId, request.listId), eq(listVersions.state, 'draft')];
  if (request.draftId) filters.push(eq(listVersions.id, request.draftId));
  const [row] = await db
    .select()
    .from(listVersions)
    .where(and(...filters))
    .orderBy(desc(listVersions.createdAt), desc(listVersions.id))
    .limit(1);
  if (row) return row;
  if (request.draftId) {
    throw new Refusal(
      'not-found/draft',
      404,
      `List ${request.listId} has no open draft "${request.draftId}".`,
      'It may have been published or discarded; import the file again.',
    );
  }
  throw new Refusal(
    'lists/nothing-to-publish',
    409,
    `List ${request.listId} has no draft to publish.`,
    'Import a file into the list first.',
  );
}

/**
 * The draft that a request to publish means.
 * @returns its id
 * @throws Refusal not-found/list, not-found/draft, lists/nothing-to-publish
 */
export async function draftToPublish(db: Db, request: PublishRequest): Promise<string> {
  await getList(db, request.listId);
  return (await findDraft(db, request)).id;
}

/** A draft whose file had unusable records waits for a person's word on each, or on all of them at once. */
async function checkProblems(tx: Db, draft: Draft, accepted: string | undefined): Promise<number> {
  const errors = await countOpenErrors(tx, draft.importId);
  if (errors > 0 && !accepted) {
    throw new Refusal(
      'lists/open-problems',
      409,
      `${errors} record(s) of the file could not be used, so the draft is incomplete.`,
      'Have the file mended and import it again, or publish without those records by giving a reason (--accept-problems "…").',
    );
  }
  return errors;
}

/**
 * Four eyes: once there are people to ask, a draft needs the word of somebody who had no hand in it. What comes with
 * the gateway itself is exempt.
 */
async function checkApproval(ctx: Context, tx: Db, draft: Draft): Promise<void> {
  if (ctx.actor === 'system' || !(await approvalNeeded(tx))) return;
  if (!(await isApproved(tx, draft))) {
    throw new Refusal(
      'lists/needs-approval',
      409,
      'The draft is not approved by a second person.',
      'Decide its changes, then ask an approver who did not make it or decide anything in it.',
    );
  }
  await refuseUndecided(tx, draft);
}

/** What the draft publishes: its own set, or where changes were rejected, a set of its own without them. */
async function outcome(tx: Db, draft: Draft, errorsAccepted: boolean): Promise<VersionRow> {
  const { all, rejected } = await countDecisions(tx, draft.versionId);
  if (all > 0) await refuseUndecided(tx, draft, errorsAccepted);
  if (rejected > 0) return withoutRejected(tx, draft);
  const [row] = await tx.select().from(listVersions).where(eq(listVersions.id, draft.versionId));
  const current = await latestVersion(tx, draft.listId);
  if (current?.contentHash !== row!.contentHash) return row!;
  throw new Refusal(
    'lists/nothing-to-publish',
    409,
    'The draft says what the current version says.',
    'Discard it; its corrections are in force already.',
  );
}

/** A treaty's list cannot take effect before the treaty does. */
async function refuseEffect(tx: Db, list: GiList, effectiveOn: string): Promise<void> {
  const { inForceOn } = await getAgreement(tx, list.agreementId);
  if (list.kind !== 'treaty' || inForceOn === undefined || effectiveOn >= inForceOn) return;
  throw new Refusal(
    'lists/effect-too-early',
    409,
    `The list would take effect on ${effectiveOn}, before its agreement did on ${inForceOn}.`,
    'State the day from which the version applies in law.',
  );
}

/**
 * Makes a draft the list's current version, with its audit row, its evidence record and what partners are to be told, in
 * one transaction: readers see the version before or the one after. Rejected changes are left out, and the approval is checked as it stands in that moment. Other open
 * drafts of the list were compared with the version before and are closed; what staff stated in one of them goes on in a
 * new draft.
 * @throws Refusal not-found/list, not-found/draft, accounts/not-allowed, lists/nothing-to-publish, lists/open-problems,
 *   lists/stale-draft, lists/needs-approval, lists/undecided, lists/suspended-corrections,
 *   lists/open-conflicts, lists/not-screened
 */
export async function publish(ctx: Context, request: PublishRequest): Promise<Published> {
  return ctx.db.transaction(async (tx) => {
    const list = await getList(tx, request.listId);
    await tx.execute(sql`select id from lists where id = ${request.listId} for update`);
    await requireRole(tx, ctx.actor, 'approver');
    const draft = await holdDraft(tx, (await findDraft(tx, request)).id);
    await refuseStale(tx, draft);
    await checkApproval(ctx, tx, draft);
    await refuseSuspended(tx, draft.versionId);
    // What comes with the gateway itself is exempt, as it is from approval.
    if (ctx.actor !== 'system') await refuseConflicts(tx, draft.versionId, request.screened ?? false);
    const errors = await checkProblems(tx, draft, request.acceptProblems);
    const version = await outcome(tx, draft, request.acceptProblems !== undefined);
    // Last before the writes: publications wait for each other from here to the commit.
    const { revision, changedAt: now } = await advanceRecord(tx, ctx.clock);
    const number = (draft.baseNumber ?? 0) + 1;
    const before = await latestVersion(tx, request.listId);
    const stated = before && (await statedDraft(tx, request.listId, before));
    const effectiveOn = request.effectiveOn ?? version.effectiveOn ?? isoDate(now);
    await refuseEffect(tx, list, effectiveOn);
    const [row] = await tx
      .update(listVersions)
      .set({
        state: 'published',
        number,
        effectiveOn,
        publishedAt: now,
        publishedBy: ctx.actor,
        publication: revision,
      })
      .where(eq(listVersions.id, version.id))
      .returning();
    await tx
      .update(listVersions)
      .set({ state: 'discarded' })
      .where(and(eq(listVersions.listId, request.listId), eq(listVersions.state, 'draft')));
    if (stated && stated.id !== draft.versionId) await carryOver(ctx, tx, stated, before, row!, now);
    const published: Published = {
      listId: request.listId,
      versionId: version.id,
      number,
      contentHash: version.contentHash!,
      entryCount: version.entryCount!,
      effectiveOn,
      publishedAt: now.toISOString(),
    };
    await endMet(ctx, tx, version.id, now);
    const details = {
      ...published,
      draftId: draft.versionId,
      ...(errors > 0 && { acceptedProblems: errors, reason: request.acceptProblems }),
    };
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'list.published',
      subject: request.listId,
      details,
    });
    await enqueue(tx, {
      at: now,
      actor: ctx.actor,
      topic: 'list.published',
      subject: request.listId,
      orderKey: request.listId,
      payload: { ...published },
    });
    await appendEvidence(tx, {
      at: now,
      actor: ctx.actor,
      kind: 'list.published',
      subject: request.listId,
      details,
    });
    return published;
  });
}
