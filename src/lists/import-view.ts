import { and, desc, eq, inArray, notInArray } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import {
  imports,
  listVersions,
  sourceFiles,
  type ImportStage,
  type ImportState,
} from '../db/schema/index.ts';
import { Refusal } from '../platform/errors.ts';
import { isSilent } from './recover.ts';

/** One run of reading a file towards a list, and how far it is. */
export interface ImportView {
  id: string;
  listId: string;
  /** Hash and size once all of the file is here. */
  file: { name: string; sha256?: string; size?: number };
  /** Absent until it is known what the file is. */
  format?: string;
  mode: 'full' | 'partial';
  /** `interrupted` also where the gateway that ran it has not been heard of for minutes. */
  state: ImportState;
  stage: ImportStage;
  records: number;
  bytes: number;
  totalBytes?: number;
  problemCount: number;
  startedAt: string;
  startedBy: string;
  endedAt?: string;
  /** The interrupted run whose file this one reads again. */
  resumes?: string;
  /** True when it was interrupted with the whole file here. */
  resumable: boolean;
  /** The draft it left, open or not; absent when the file changed nothing or could not be used. */
  draftId?: string;
  draftOpen: boolean;
}

const columns = { run: imports, file: sourceFiles };

type Row = { run: typeof imports.$inferSelect; file: typeof sourceFiles.$inferSelect };

function toView({ run, file }: Row, now: Date): Omit<ImportView, 'draftOpen'> {
  const { id, listId, format, mode, stage, records, startedBy, bytesTotal, endedAt, resumes } = run;
  const state = isSilent(run, now) ? 'interrupted' : run.state;
  return {
    id,
    listId,
    ...(format && { format }),
    mode,
    state,
    stage,
    records,
    bytes: run.bytesDone,
    ...(bytesTotal !== null && { totalBytes: bytesTotal }),
    problemCount: run.problems,
    startedBy,
    startedAt: run.startedAt.toISOString(),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
    ...(resumes && { resumes }),
    resumable: state === 'interrupted' && file.size !== null,
    file: {
      name: file.name,
      ...(file.sha256 !== null && { sha256: file.sha256 }),
      ...(file.size !== null && { size: file.size }),
    },
  };
}

/** @throws Refusal not-found/import */
export async function importView(db: Db, id: string, now: Date): Promise<ImportView> {
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
    .where(and(eq(listVersions.importId, id), notInArray(listVersions.state, ['building'])))
    .orderBy(listVersions.createdAt)
    .limit(1);
  return {
    ...toView(row, now),
    ...(draft && { draftId: draft.id }),
    draftOpen: draft?.state === 'draft',
  };
}

/** Lists whose newest file could not be used at all or was not read to its end, newest first. */
export async function failedImports(db: Db, now: Date): Promise<Omit<ImportView, 'draftOpen'>[]> {
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
    .where(inArray(imports.state, ['failed', 'interrupted']))
    .orderBy(desc(imports.startedAt));
  return rows.map((row) => toView(row, now));
}
