import { and, eq, inArray, isNull, lt, notInArray, or } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import { importProblems, imports, listVersions } from '../db/schema/index.ts';
import type { Problem } from '../gi/problem.ts';
import type { Context } from './context.ts';

const interrupted: Problem = {
  code: 'import/interrupted',
  severity: 'error',
  message: 'The gateway stopped while it read this file.',
  remedy:
    'Resume the import, or import the file again; what was received is kept, and nothing of the half-read file was published.',
  place: {},
};

/** A running import that has not said for so long how far it is has died with its process, in milliseconds. */
const SILENT_MS = 5 * 60 * 1000;

/** Whether an import is recorded as running though nobody runs it any more. */
export function isSilent(
  run: Pick<typeof imports.$inferSelect, 'state' | 'beatAt' | 'startedAt'>,
  now: Date,
): boolean {
  const beat = run.beatAt ?? run.startedAt;
  return run.state === 'running' && now.getTime() - beat.getTime() > SILENT_MS;
}

/** The instant before which the last word of a run must lie for `isSilent` to hold. */
export function silentBefore(now: Date): Date {
  return new Date(now.getTime() - SILENT_MS);
}

/**
 * Closes what a killed process left open: imports that have not said anything since an instant end as interrupted, and
 * versions half built by then are discarded. Kept files stay, so each import can be resumed.
 * @returns how many imports were closed
 */
export async function recoverImports(ctx: Context, before: Date): Promise<number> {
  return ctx.db.transaction(async (tx) => {
    const silent = or(lt(imports.beatAt, before), and(isNull(imports.beatAt), lt(imports.startedAt, before)));
    const open = await tx
      .select({ id: imports.id, listId: imports.listId })
      .from(imports)
      .where(and(eq(imports.state, 'running'), silent))
      .for('update');
    const alive = tx.select({ id: imports.id }).from(imports).where(eq(imports.state, 'running'));
    const at = ctx.clock();
    const ids = open.map((i) => i.id);
    if (ids.length > 0)
      await tx.update(imports).set({ state: 'interrupted', endedAt: at }).where(inArray(imports.id, ids));
    await tx
      .update(listVersions)
      .set({ state: 'discarded' })
      .where(
        and(
          eq(listVersions.state, 'building'),
          lt(listVersions.createdAt, before),
          or(isNull(listVersions.importId), notInArray(listVersions.importId, alive)),
        ),
      );
    if (ids.length === 0) return 0;
    await tx.insert(importProblems).values(ids.map((importId) => ({ importId, ordinal: 0, ...interrupted })));
    for (const { id, listId } of open) {
      const details = { importId: id, code: interrupted.code };
      await recordAudit(tx, { at, actor: ctx.actor, action: 'import.interrupted', subject: listId, details });
    }
    return open.length;
  });
}
