import { eq } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Context } from '../../db/context.ts';
import { requireRole } from '../../db/roles.ts';
import { draftReviews, listVersions } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';
import { getList } from '../catalogue.ts';
import { copyDraft } from '../copy-draft.ts';
import { recordSuccessions } from '../succession.ts';
import { getDraft, getVersion, latestVersion, type Draft } from '../versions.ts';

/**
 * Undo: a new draft with the content of an earlier version, to be reviewed and published like any other.
 * @throws Refusal not-found/list, not-found/version, accounts/not-allowed, lists/same-content
 */
export async function revert(ctx: Context, request: { listId: string; number: number }): Promise<Draft> {
  const { listId, number } = request;
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'editor');
    await getList(tx, listId);
    const earlier = await getVersion(tx, listId, number);
    const current = await latestVersion(tx, listId);
    if (current?.contentHash === earlier.contentHash) {
      throw new Refusal(
        'lists/same-content',
        409,
        `Version ${number} says what the current version says.`,
        'Choose a version that differs from it.',
      );
    }
    const now = ctx.clock();
    const [row] = await tx.select().from(listVersions).where(eq(listVersions.id, earlier.versionId));
    const id = await copyDraft(ctx, tx, row!, now);
    await recordSuccessions(tx, current!.id, id);
    await tx.insert(draftReviews).values({ versionId: id, revertsTo: number });
    const details = { draftId: id, to: number, from: current!.number };
    await recordAudit(tx, { at: now, actor: ctx.actor, action: 'draft.reverts', subject: listId, details });
    return getDraft(tx, id);
  });
}
