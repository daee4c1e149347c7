import { and, desc, eq } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { imports, listVersions, sourceFiles, type ImportState } from '../db/schema/index.ts';
import { Refusal } from '../platform/errors.ts';
import { reviewedProblems, type ReviewedProblem } from './review/problems.ts';

/** One run of reading a file towards a list. */
export interface ImportRun {
  id: string;
  listId: string;
  file: { name: string; sha256: string; size: number };
  /** Absent until it is known what the file is. */
  format?: string;
  mode: 'full' | 'partial';
  state: ImportState;
  records: number;
  startedAt: string;
  startedBy: string;
}

export interface ImportView extends ImportRun {
  problems: ReviewedProblem[];
  /** The draft it left, open or not; absent when the file changed nothing or could not be used. */
  draftId?: string;
  draftOpen: boolean;
}

const columns = { run: imports, file: sourceFiles };

function toRun({
  run,
  file,
}: {
  run: typeof imports.$inferSelect;
  file: typeof sourceFiles.$inferSelect;
}): ImportRun {
  const { id, listId, format, mode, state, records, startedBy } = run;
  return {
    id,
    listId,
    ...(format && { format }),
    mode,
    state,
    records,
    startedBy,
    startedAt: run.startedAt.toISOString(),
    file: { name: file.name, sha256: file.sha256 ?? '', size: file.size ?? 0 },
  };
}

/** @throws Refusal not-found/import */
export async function importView(db: Db, id: string): Promise<ImportView> {
  const [row] = await db
    .select(columns)
    .from(imports)
    .innerJoin(sourceFiles, eq(sourceFiles.id, imports.fileId))
    .where(eq(imports.id, id));
  if (!row)
    throw new Refusal('not-found/import', 404, 'There is no such import.', 'Choose one from the staff desk.');
  const [draft] = await db
    .select({ id: listVersions.id, state: listVersions.state })
    .from(listVersions)
    .where(and(eq(listVersions.importId, id)))
    .orderBy(listVersions.createdAt)
    .limit(1);
  return {
    ...toRun(row),
    problems: await reviewedProblems(db, id),
    ...(draft && { draftId: draft.id }),
    draftOpen: draft?.state === 'draft',
  };
}

/** Lists whose newest file could not be used at all, newest first. */
export async function failedImports(db: Db): Promise<ImportRun[]> {
  const newest = db
    .selectDistinctOn([imports.listId], { id: imports.id })
    .from(imports)
    .orderBy(imports.listId, desc(imports.startedAt), desc(imports.id))
    .as('newest');
  const rows = await db
    .select(columns)
    .from(imports)
    .innerJoin(newest, eq(newest.id, imports.id))
    .innerJoin(sourceFiles, eq(sourceFiles.id, imports.fileId))
    .where(eq(imports.state, 'failed'))
    .orderBy(desc(imports.startedAt));
  return rows.map(toRun);
}
