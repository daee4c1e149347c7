import { and, desc, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import { requireRole } from '../db/roles.ts';
import { draftReviews, listVersions } from '../db/schema/index.ts';
import type { Agreement, GiList } from '../gi/agreement.ts';
import { canonicalJson } from '../gi/content-hash.ts';
import type { Entry } from '../gi/entry.ts';
import { Refusal } from '../platform/errors.ts';
import { getAgreement, getList } from './catalogue.ts';
import type { Context } from './context.ts';
import { copyDraft } from './copy-draft.ts';
import { holdList } from './corrections/correction.ts';
import { entryIn, redraft } from './corrections/place.ts';
import { addHand, refuseApproved } from './review/open-draft.ts';
import { latestVersion } from './versions.ts';

/** What staff state about one entry, waiting in a draft for a second person's word. */
export interface Amended {
  draftId: string;
  listId: string;
  key: string;
  entry: Entry;
}

type VersionRow = typeof listVersions.$inferSelect;

/** The open draft that holds what staff stated about entries of a list since its current version. */
export async function statedDraft(tx: Db, listId: string, base: VersionRow): Promise<VersionRow | undefined> {
  const [row] = await tx
    .select({ version: listVersions })
    .from(listVersions)
    .leftJoin(draftReviews, eq(draftReviews.versionId, listVersions.id))
    .where(
      and(
        eq(listVersions.listId, listId),
        eq(listVersions.state, 'draft'),
        isNull(listVersions.importId),
        isNull(draftReviews.revertsTo),
        eq(listVersions.baseNumber, base.number!),
      ),
    )
    .orderBy(desc(listVersions.createdAt), desc(listVersions.id))
    .limit(1);
  return row?.version;
}

/** The entry as staff last stated it: in the open draft of such statements, else in the current version. */
export async function statedEntry(
  db: Db,
  listId: string,
  key: string,
): Promise<{ entry: Entry; draftId?: string } | undefined> {
  const base = await latestVersion(db, listId);
  if (!base) return undefined;
  const draftId = (await statedDraft(db, listId, base))?.id;
  const entry = await entryIn(db, draftId ?? base.id, key);
  return entry && { entry, ...(draftId !== undefined && { draftId }) };
}

/**
 * States something about one entry of a list's current version. It goes into a draft, together with what else was
 * stated since that version, and is reviewed, approved and published like any other change. The person who states it
 * has a hand in the draft.
 * @param state the entry as it shall be; throws where it may not be so
 * @throws Refusal not-found/list, not-found/entry, accounts/not-allowed, lists/approved, lists/same-content
 */
export async function amendEntry(
  ctx: Context,
  request: { listId: string; key: string; action: string; details: Record<string, unknown> },
  state: (entry: Entry, legal: { list: GiList; agreement: Agreement }) => Entry,
): Promise<Amended> {
  const { listId, key, action, details } = request;
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'editor');
    const list = await getList(tx, listId);
    const agreement = await getAgreement(tx, list.agreementId);
    // Publishing and stating wait for each other, so that nothing is stated about a version that has just gone.
    await holdList(tx, listId);
    const base = await latestVersion(tx, listId);
    const open = base && (await statedDraft(tx, listId, base))?.id;
    const entry = base && (await entryIn(tx, open ?? base.id, key));
    if (!base || !entry) throw noEntry(listId, key);
    const amended = state(entry, { list, agreement });
    if (canonicalJson(amended) === canonicalJson(entry)) throw nothingNew();
    const now = ctx.clock();
    if (open) await refuseApproved(tx, open);
    const draftId = open ?? (await copyDraft(ctx, tx, base, now));
    await redraft(tx, draftId, ctx.actor, { key, entry: amended });
    await addHand(tx, draftId, ctx.actor);
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action,
      subject: listId,
      details: { draftId, key, ...details },
    });
    return { draftId, listId, key, entry: amended };
  });
}

function noEntry(listId: string, key: string): Refusal {
  return new Refusal(
    'not-found/entry',
    404,
    `The current version of list ${listId} has no entry "${key.slice(0, 80)}".`,
    `See /api/v1/lists/${listId}/document for the entries it has.`,
  );
}

function nothingNew(): Refusal {
  return new Refusal(
    'lists/same-content',
    409,
    'The entry says this already.',
    'Nothing needs doing; look at the draft or the current version.',
  );
}
