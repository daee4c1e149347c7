import { desc, eq, lt, and } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { sourceFiles, watchRuns } from '../db/schema/index.ts';
import { Refusal } from '../platform/errors.ts';
import type { WatchRun } from './run.ts';

/** A run with the file it read. */
export interface RunView extends WatchRun {
  file: { name: string; sha256: string; size: number };
}

const columns = {
  run: watchRuns,
  name: sourceFiles.name,
  sha256: sourceFiles.sha256,
  size: sourceFiles.size,
};

function toView(row: { run: WatchRun; name: string; sha256: string | null; size: number | null }): RunView {
  return { ...row.run, file: { name: row.name, sha256: row.sha256 ?? '', size: row.size ?? 0 } };
}

/** Runs, newest first, without their problems. @param before id of the run that the page continues after */
export async function watchRunPage(
  db: Db,
  page: { before?: string | undefined; limit: number },
): Promise<{ runs: RunView[]; next?: string }> {
  const rows = await db
    .select(columns)
    .from(watchRuns)
    .innerJoin(sourceFiles, eq(sourceFiles.id, watchRuns.fileId))
    .where(and(...(page.before ? [lt(watchRuns.id, page.before)] : [])))
    .orderBy(desc(watchRuns.id))
    .limit(page.limit + 1);
  const runs = rows.slice(0, page.limit).map((row) => ({ ...toView(row), problems: [] }));
  const last = rows.length > page.limit ? runs.at(-1) : undefined;
  return { runs, ...(last && { next: last.id }) };
}

/** @throws Refusal not-found/watch-run */
export async function watchRunView(db: Db, id: string): Promise<RunView> {
  const [row] = await db
    .select(columns)
    .from(watchRuns)
    .innerJoin(sourceFiles, eq(sourceFiles.id, watchRuns.fileId))
    .where(eq(watchRuns.id, id));
  if (!row)
    throw new Refusal(
      'not-found/watch-run',
      404,
      `There is no watch run ${id}.`,
      'Look at the list of runs.',
    );
  return toView(row);
}
