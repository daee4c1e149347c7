import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import { watchRuns } from '../db/schema/index.ts';

type WatchRun = typeof watchRuns.$inferSelect;

/** Whether a file that was read to its end says more now: records of it named no office, and one is named for them. */
export function worthReadingAgain(run: WatchRun, office: string | undefined): boolean {
  return run.state === 'done' && run.office === null && run.refused > 0 && office !== undefined;
}

/**
 * Has a file read again from its start with an office for the records that name none. Marks it told of before say
 * nothing new and are left as they are.
 * @returns the run, or undefined where somebody else was first
 */
export async function readAgain(ctx: Context, run: WatchRun, office: string): Promise<WatchRun | undefined> {
  return ctx.db.transaction(async (tx) => {
    const [again] = await tx
      .update(watchRuns)
      .set({ state: 'running', office, position: 0, refused: 0, problems: [], endedAt: null })
      .where(and(eq(watchRuns.id, run.id), eq(watchRuns.state, 'done'), isNull(watchRuns.office)))
      .returning();
    if (!again) return undefined;
    const at = ctx.clock();
    const details = { fileId: run.fileId, office };
    await recordAudit(tx, { at, actor: ctx.actor, action: 'watch.run-again', subject: run.id, details });
    return again;
  });
}
