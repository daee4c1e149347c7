import { and, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { recordAudit } from '../db/audit.ts';
import { listVersions } from '../db/schema/index.ts';
import { isoDate } from '../platform/clock.ts';
import { Refusal } from '../platform/errors.ts';
import { getList } from './catalogue.ts';
import type { Context } from './context.ts';
import { latestVersion } from './draft.ts';
import { problemsOf } from './import.ts';
import { advanceRecord } from './record.ts';

export interface PublishRequest {
  listId: string;
  /** The draft; the newest one of the list when absent. */
  draftId?: string;
  /** Why a draft with erroneous records may be published without them; kept in the audit trail. */
  acceptProblems?: string;
  effectiveOn?: string;
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

/** A draft whose file had unusable records waits for a person's word. */
async function checkProblems(tx: Db, draft: VersionRow, accepted: string | undefined): Promise<number> {
  if (!draft.importId) return 0;
  const errors = (await problemsOf(tx, draft.importId)).filter((p) => p.severity === 'error').length;
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
 * Makes a draft the list's current version, with its audit row, in one transaction: readers see the version before or
 * the one after. Other open drafts of the list were compared with the version before and are closed.
 * @throws Refusal not-found/list, not-found/draft, lists/nothing-to-publish, lists/open-problems, lists/stale-draft
 */
export async function publish(ctx: Context, request: PublishRequest): Promise<Published> {
  return ctx.db.transaction(async (tx) => {
    await getList(tx, request.listId);
    await tx.execute(sql`select id from lists where id = ${request.listId} for update`);
    const draft = await findDraft(tx, request);
    const errors = await checkProblems(tx, draft, request.acceptProblems);
    const current = await latestVersion(tx, request.listId);
    if ((current?.number ?? null) !== draft.baseNumber) {
      throw new Refusal(
        'lists/stale-draft',
        409,
        `The draft was compared with version ${draft.baseNumber ?? 'none'}, and the list is now at version ${current?.number}.`,
        'Import the file again to compare it with the current version.',
      );
    }
    // Last before the writes: publications wait for each other from here to the commit.
    const { revision, changedAt: now } = await advanceRecord(tx, ctx.clock);
    const number = (current?.number ?? 0) + 1;
    const effectiveOn = request.effectiveOn ?? draft.effectiveOn ?? isoDate(now);
    await tx
      .update(listVersions)
      .set({
        state: 'published',
        number,
        effectiveOn,
        publishedAt: now,
        publishedBy: ctx.actor,
        publication: revision,
      })
      .where(eq(listVersions.id, draft.id));
    await tx
      .update(listVersions)
      .set({ state: 'discarded' })
      .where(and(eq(listVersions.listId, request.listId), eq(listVersions.state, 'draft')));
    const published: Published = {
      listId: request.listId,
      versionId: draft.id,
      number,
      contentHash: draft.contentHash!,
      entryCount: draft.entryCount!,
      effectiveOn,
      publishedAt: now.toISOString(),
    };
    const details = {
      ...published,
      ...(errors > 0 && { acceptedProblems: errors, reason: request.acceptProblems }),
    };
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'list.published',
      subject: request.listId,
      details,
    });
    return published;
  });
}
