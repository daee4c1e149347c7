import { asc, eq } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { requireRole } from '../db/roles.ts';
import { importProblems, imports, sourceFiles } from '../db/schema/index.ts';
import type { Problem } from '../gi/problem.ts';
import { Refusal } from '../platform/errors.ts';
import { getList } from './catalogue.ts';
import type { Context } from './context.ts';
import { ImportRun, type ImportOrder, type ImportProgress } from './import-progress.ts';
import { namedFormat, readImport, type ImportReport, type Reading } from './read-import.ts';
import { isSilent } from './recover.ts';
import { fillFile, openFile, type StoredFile } from './source-file.ts';

/** How many pieces of a file are taken in between two notes of how far it is. */
const PIECES_A_NOTE = 4;

export interface ImportRequest extends ImportOrder, Reading {
  fileName: string;
  input: AsyncIterable<Uint8Array>;
  /** Size of the file in bytes, as far as its sender says. */
  totalBytes?: number | undefined;
  /** Called now and then with how far the import is. */
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Id of the import, for callers that must know it beforehand. */
  importId?: string;
}

/** An import whose file is received and kept; reading it goes on by itself. */
export interface StartedImport {
  importId: string;
  file: StoredFile;
  /** What came of it; fails as `importFile` does. */
  report: Promise<ImportReport>;
}

/**
 * Takes a partner's file in and keeps its bytes; reading it then goes on by itself, whoever waits for it or not.
 * @throws Refusal not-found/list, request/unknown-format, accounts/not-allowed
 * @throws whatever the input throws when the file does not arrive whole; the run then ends as failed
 */
export async function startImport(ctx: Context, request: ImportRequest): Promise<StartedImport> {
  const { db } = ctx;
  await requireRole(db, ctx.actor, 'editor');
  await getList(db, request.listId);
  if (request.format) namedFormat(request.format);
  const { fileName, totalBytes, onProgress } = request;
  const fileId = await openFile(ctx, fileName);
  const { importId } = request;
  const run = await ImportRun.open(ctx, request, { importId, fileId, fileName, totalBytes, onProgress });
  let file: StoredFile;
  try {
    let pieces = 0;
    file = await fillFile(ctx, fileId, request.fileName, request.input, async (bytes) => {
      if (++pieces % PIECES_A_NOTE === 0) await run.tell({ bytes });
    });
  } catch (error) {
    await run.close('failed', { records: 0, problems: [notWhole()] });
    throw error;
  }
  return going(run, file, readImport(ctx, run, file, request, request));
}

/**
 * Reads a file again whose import was interrupted: what was received is kept, so it need not be sent again.
 * @throws Refusal not-found/import, accounts/not-allowed, lists/not-resumable
 */
export async function resumeImport(ctx: Context, importId: string): Promise<StartedImport> {
  const { db } = ctx;
  await requireRole(db, ctx.actor, 'editor');
  const [row] = await db
    .select({ run: imports, file: sourceFiles })
    .from(imports)
    .innerJoin(sourceFiles, eq(sourceFiles.id, imports.fileId))
    .where(eq(imports.id, importId));
  if (!row)
    throw new Refusal('not-found/import', 404, 'There is no such import.', 'Choose one from the staff desk.');
  const { sha256, size, id, name } = row.file;
  const stopped = row.run.state === 'interrupted' || isSilent(row.run, ctx.clock());
  if (!stopped || sha256 === null || size === null) {
    throw new Refusal(
      'lists/not-resumable',
      409,
      stopped ? 'The file did not arrive whole.' : 'The import was not interrupted.',
      'Import the file again.',
    );
  }
  const { listId, mode, format, evidence, effectiveOn, ceiling } = row.run;
  const order: ImportOrder = {
    listId,
    mode,
    ...(format && { format }),
    ...(evidence && { evidence }),
    ...(effectiveOn && { effectiveOn }),
    ...(ceiling && { ceiling }),
  };
  const run = await ImportRun.open(ctx, order, {
    fileId: id,
    fileName: name,
    totalBytes: size,
    resumes: importId,
  });
  const file = { id, sha256, size, name };
  return going(run, file, readImport(ctx, run, file, order));
}

function going(run: ImportRun, file: StoredFile, report: Promise<ImportReport>): StartedImport {
  // Whoever only wanted it started need not look at the end; the run has it in the database.
  report.catch(() => {});
  return { importId: run.id, file, report };
}

/**
 * Reads a partner's file towards a list: keeps its bytes, decodes them, recognises what is held, and leaves a draft
 * with its change set. Nothing is published. A file that cannot be used as a whole leaves the kept bytes, a failed
 * import with its problems, and no draft.
 * @throws InputError with places when the file as a whole cannot be used
 * @throws Refusal not-found/list, request/unknown-format, accounts/not-allowed
 */
export async function importFile(ctx: Context, request: ImportRequest): Promise<ImportReport> {
  return (await startImport(ctx, request)).report;
}

function notWhole(): Problem {
  return {
    code: 'import/not-received',
    severity: 'error',
    message: 'The file did not arrive whole.',
    remedy: 'Send the file again; what arrived of it is of no use.',
    place: {},
  };
}

/** The problems an import met, in file order. */
export async function problemsOf(db: Db, importId: string): Promise<Problem[]> {
  const rows = await db
    .select()
    .from(importProblems)
    .where(eq(importProblems.importId, importId))
    .orderBy(asc(importProblems.ordinal));
  return rows.map(({ code, severity, message, remedy, place }) => ({
    code,
    severity,
    message,
    remedy,
    place,
  }));
}
