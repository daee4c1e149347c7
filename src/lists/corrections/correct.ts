import { and, desc, eq } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Db } from '../../db/database.ts';
import { requireRole } from '../../db/roles.ts';
import { corrections, listVersions, versionCorrections } from '../../db/schema/index.ts';
import type { Entry } from '../../gi/entry.ts';
import type { Evidence } from '../../gi/evidence.ts';
import { nameFormKey, type NameForm } from '../../gi/name-form.ts';
import { InputError } from '../../gi/problem.ts';
import { Refusal } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { getList } from '../catalogue.ts';
import type { Context } from '../context.ts';
import { copyDraft } from '../copy-draft.ts';
import { addHand, refuseApproved, reviewRow, reviewStep } from '../review/open-draft.ts';
import { latestVersion } from '../versions.ts';
import { correctionsIn, holdList, openCorrections, toCorrection, type Correction } from './correction.ts';
import { fieldValue, readCorrected } from './field.ts';
import { fieldOf, meet } from './overlay.ts';
import { entryIn, redraft } from './place.ts';

export interface CorrectionRequest {
  key: string;
  /** As a change set names it: `status`, `dates.protected`, `names[original|fr|Bordeau]`. */
  field: string;
  /** What it should say: JSON of the field, or a text as people type it; empty takes the field away. */
  value: unknown;
  reason: string;
  /** Where the right spelling of a name was read; unverified when nobody says. */
  evidence?: Evidence;
}

function checkReason(reason: string): string {
  if (reason.trim() !== '') return reason.trim();
  throw new InputError([
    {
      code: 'request/invalid',
      severity: 'error',
      message: 'A reason is missing.',
      remedy: 'Say how it is known that the partner’s entry is wrong.',
      place: { field: 'reason' },
    },
  ]);
}

/** @throws Refusal not-found/entry, lists/already-corrected */
async function correctable(
  db: Db,
  listId: string,
  versionId: string,
  request: CorrectionRequest,
): Promise<Entry> {
  const { key, field } = request;
  const entry = await entryIn(db, versionId, key);
  if (!entry)
    throw new Refusal(
      'not-found/entry',
      404,
      `There is no entry "${key}" to correct.`,
      'A removed entry cannot be corrected; reject its removal instead.',
    );
  const laid = await correctionsIn(db, [versionId], [key]);
  const open = await openCorrections(db, listId, [key]);
  const names = (c: Correction): string[] => [c.field, fieldOf(c.field, c.value)];
  if ([...laid.map((l) => l.correction), ...open].some((c) => names(c).includes(field)))
    throw new Refusal(
      'lists/already-corrected',
      409,
      `The field ${field} of "${key}" is corrected already.`,
      'Withdraw that correction first, then correct what the partner says.',
    );
  return entry;
}

const isForm = (value: unknown): value is NameForm =>
  typeof value === 'object' && value !== null && 'kind' in value && 'evidence' in value;

async function keep(
  ctx: Context,
  tx: Db,
  listId: string,
  entry: Entry,
  request: CorrectionRequest,
  now: Date,
  baseId?: string,
): Promise<Correction> {
  const { key, field } = request;
  const reason = checkReason(request.reason);
  const evidence = request.evidence ?? { level: 'unverified' as const, source: `corrected: ${reason}` };
  const read = readCorrected(entry, field, request.value, evidence);
  // What is held already keeps the evidence it is held on.
  const held = request.evidence || !baseId ? undefined : await entryIn(tx, baseId, key);
  const value =
    (held && isForm(read) && held.names.find((n) => nameFormKey(n) === nameFormKey(read))) || read;
  const [row] = await tx
    .insert(corrections)
    .values({
      id: newId('cor', now),
      listId,
      key,
      field,
      partnerValue: fieldValue(entry, field) ?? null,
      value: value ?? null,
      reason,
      createdAt: now,
      createdBy: ctx.actor,
    })
    .returning();
  return toCorrection(row!);
}

/** Lays a correction over a draft's entry; nothing happens where the draft says something else there. */
export async function layOver(
  ctx: Context,
  tx: Db,
  draftId: string,
  correction: Correction,
): Promise<boolean> {
  const entry = await entryIn(tx, draftId, correction.key);
  const found = entry && meet(entry, correction);
  if (found?.outcome !== 'applied') return false;
  await redraft(tx, draftId, ctx.actor, { key: correction.key, entry: found.entry });
  await tx
    .insert(versionCorrections)
    .values({ versionId: draftId, correctionId: correction.id, outcome: 'applied' });
  await addHand(tx, draftId, ctx.actor);
  return true;
}

/** Open drafts of a list that can still be shaped and published: not approved, and compared with its newest version. */
export async function shapeableDrafts(db: Db, listId: string): Promise<string[]> {
  const current = await latestVersion(db, listId);
  const rows = await db
    .select({ id: listVersions.id, base: listVersions.baseNumber })
    .from(listVersions)
    .where(and(eq(listVersions.listId, listId), eq(listVersions.state, 'draft')))
    .orderBy(desc(listVersions.createdAt), desc(listVersions.id));
  const ids: string[] = [];
  for (const { id, base } of rows)
    if (base === (current?.number ?? null) && !(await reviewRow(db, id))?.approvedBy) ids.push(id);
  return ids;
}

const told = ({ id, key, field, partnerValue, value, reason }: Correction): Record<string, unknown> => ({
  correctionId: id,
  key,
  field,
  partnerValue,
  value,
  reason,
});

/**
 * Corrects one field of an entry in a draft. It is laid over the list's other open drafts too, and over every later
 * file of the list that still says the wrong thing. Whoever corrects can no longer approve the drafts.
 * @throws InputError request/invalid
 * @throws Refusal not-found/draft, not-found/entry, accounts/not-allowed, lists/approved, lists/already-corrected
 */
export async function correctInDraft(
  ctx: Context,
  draftId: string,
  request: CorrectionRequest,
): Promise<Correction> {
  return reviewStep(ctx, draftId, 'editor', async (tx, draft, now) => {
    await holdList(tx, draft.listId);
    await refuseApproved(tx, draftId);
    const entry = await correctable(tx, draft.listId, draftId, request);
    const correction = await keep(ctx, tx, draft.listId, entry, request, now, draft.baseId);
    for (const id of new Set([draftId, ...(await shapeableDrafts(tx, draft.listId))]))
      await layOver(ctx, tx, id, correction);
    return { action: 'correction.made', details: told(correction), result: correction };
  });
}

/**
 * Corrects one field of an entry as it is published: in every open draft of the list that can still be shaped, and
 * where there is none in a draft of its own. Readers see it once such a draft is published.
 * @returns the correction and the drafts it is in
 * @throws InputError request/invalid
 * @throws Refusal not-found/list, not-found/entry, accounts/not-allowed, lists/already-corrected
 */
export async function correctEntry(
  ctx: Context,
  listId: string,
  request: CorrectionRequest,
): Promise<{ correction: Correction; drafts: string[] }> {
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'editor');
    await getList(tx, listId);
    await holdList(tx, listId);
    const now = ctx.clock();
    const current = await latestVersion(tx, listId);
    const entry = await correctable(tx, listId, current?.id ?? '', request);
    const correction = await keep(ctx, tx, listId, entry, request, now);
    const drafts: string[] = [];
    for (const id of await shapeableDrafts(tx, listId))
      if (await layOver(ctx, tx, id, correction)) drafts.push(id);
    if (drafts.length === 0) {
      const id = await copyDraft(ctx, tx, current!, now);
      await layOver(ctx, tx, id, correction);
      drafts.push(id);
    }
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'correction.made',
      subject: listId,
      details: { ...told(correction), drafts },
    });
    return { correction, drafts };
  });
}
