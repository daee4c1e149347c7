import { and, eq, inArray, lt } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import { importProblems, imports, listVersions } from '../db/schema/index.ts';
import type { Problem } from '../gi/problem.ts';
import type { Context } from './context.ts';

const interrupted: Problem = {
  code: 'import/interrupted',
  severity: 'error',
  message: 'The gateway stopped while it read this file.',
  remedy:
    'Import the file again; what was received is kept, and nothing of the half-read file was published.',
  place: {},
};

/**
 * Closes what a killed process left open before an instant: half-built versions are discarded, their imports end as
 * failed. Kept files stay, so each import can be repeated.
 * @returns how many imports were closed
 */
export async function recoverImports(ctx: Context, before: Date): Promise<number> {
  return ctx.db.transaction(async (tx) => {
    await tx
      .update(listVersions)
      .set({ state: 'discarded' })
      .where(and(eq(listVersions.state, 'building'), lt(listVersions.createdAt, before)));
    const open = await tx
      .select({ id: imports.id, listId: imports.listId })
      .from(imports)
      .where(and(eq(imports.state, 'running'), lt(imports.startedAt, before)));
    if (open.length === 0) return 0;
    const at = ctx.clock();
    const ids = open.map((i) => i.id);
    await tx.update(imports).set({ state: 'failed', endedAt: at }).where(inArray(imports.id, ids));
    await tx.insert(importProblems).values(ids.map((importId) => ({ importId, ordinal: 0, ...interrupted })));
    for (const { id, listId } of open) {
      const details = { importId: id, code: interrupted.code };
      await recordAudit(tx, { at, actor: ctx.actor, action: 'import.failed', subject: listId, details });
    }
    return open.length;
  });
}
