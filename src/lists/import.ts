import { asc, eq } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { requireRole } from '../db/roles.ts';
import { importProblems, imports, sourceFiles, type Succession } from '../db/schema/index.ts';
import type { Format } from '../formats/format.ts';
import { detectFormat, formatById } from '../formats/registry.ts';
import type { Evidence } from '../gi/evidence.ts';
import { InputError, type Problem } from '../gi/problem.ts';
import { isoDate } from '../platform/clock.ts';
import { Refusal } from '../platform/errors.ts';
import { getAgreement, getList } from './catalogue.ts';
import { underCeiling } from './ceiling.ts';
import { countChanges, type ChangeCounts } from './change-set.ts';
import type { Context } from './context.ts';
import { decodeBatches } from './decode-batches.ts';
import { decodeInThread } from './decode-thread.ts';
import { DraftBuilder } from './draft.ts';
import { checkAgainstHome } from './home-check.ts';
import { ImportRun, type ImportOrder, type ImportProgress } from './import-progress.ts';
import type { DecodedBatch, PreparedRow } from './prepare.ts';
import { openFile, readFile, fillFile, type StoredFile } from './source-file.ts';
import { isSilent } from './recover.ts';
import { latestVersion } from './versions.ts';

const HEAD_BYTES = 4096;
/** Files from this size on are decoded in a thread of their own; for smaller ones starting it takes longer than they do. */
const THREAD_BYTES = 4 << 20;
/** How many pieces of a file are taken in between two notes of how far it is. */
const PIECES_A_NOTE = 4;

export interface ImportRequest extends ImportOrder {
  fileName: string;
  input: AsyncIterable<Uint8Array>;
  /** Size of the file in bytes, as far as its sender says. */
  totalBytes?: number | undefined;
  /** Called now and then with how far the import is. */
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Decode in a thread of its own or not, whatever the file's size. */
  thread?: boolean;
  /** Id of the import, for callers that must know it beforehand. */
  importId?: string;
}

export interface ImportReport {
  importId: string;
  listId: string;
  file: StoredFile;
  format: string;
  records: number;
  problems: Problem[];
  /** Absent when the file says exactly what the current version says. */
  draftId?: string;
  baseNumber?: number;
  changes: ChangeCounts;
  /** Entries renumbered, merged or split against the current version. */
  successions: Succession[];
}

/** An import whose file is received and kept; reading it goes on by itself. */
export interface StartedImport {
  importId: string;
  file: StoredFile;
  /** What came of it; fails as `importFile` does. */
  report: Promise<ImportReport>;
}

async function head(db: Db, fileId: string): Promise<Uint8Array> {
  for await (const piece of readFile(db, fileId)) return piece.subarray(0, HEAD_BYTES);
  return new Uint8Array();
}

/** @throws Refusal request/unknown-format */
function namedFormat(id: string): Format {
  const format = formatById(id);
  if (format?.decode) return format;
  throw new Refusal(
    'request/unknown-format',
    400,
    `There is no format "${id}" to read from.`,
    'See `gi-gateway import --help` for the formats that can be read.',
  );
}

async function* counting(
  input: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncIterable<Uint8Array> {
  for await (const piece of input) {
    count(piece.length);
    yield piece;
  }
}

/** A batch's problems and those of its entries that were refused, in file order. */
function problemsIn(batch: DecodedBatch, refused: Map<number, Problem>): Problem[] {
  if (refused.size === 0) return batch.problems.map((p) => p.problem);
  const rows = JSON.parse(batch.entries.rows) as PreparedRow[];
  const found = [...batch.problems];
  for (const [i, problem] of refused) {
    const place = { ...rows[i]!.p, ...problem.place };
    found.push({ record: batch.recordOf[i]!, problem: { ...problem, place } });
  }
  return found.sort((a, b) => a.record - b.record).map((p) => p.problem);
}

/** Feeds batches into the draft and gathers their problems in file order. One batch is written while the next is decoded. */
async function fill(
  run: ImportRun,
  builder: DraftBuilder,
  batches: AsyncIterable<DecodedBatch>,
  bytes: () => number,
): Promise<{ records: number; problems: Problem[] }> {
  const problems: Problem[] = [];
  let records = 0;
  let writing: Promise<void> = Promise.resolve();
  const write = async (batch: DecodedBatch, soFar: number): Promise<void> => {
    await builder.place(batch.entries, async (tx, refused) => {
      problems.push(...problemsIn(batch, refused));
      await run.tell({ records: soFar, bytes: bytes(), problems: problems.length }, tx);
    });
  };
  try {
    for await (const batch of batches) {
      await writing;
      records += batch.records;
      writing = write(batch, records);
      // A failure shows at the next await; until then it must not count as unhandled.
      writing.catch(() => {});
    }
  } finally {
    await writing;
  }
  return { records, problems };
}

/** Reads a kept file into a draft; closes the run, whatever becomes of it. */
async function read(
  ctx: Context,
  run: ImportRun,
  file: StoredFile,
  order: ImportOrder,
  inThread?: boolean,
): Promise<ImportReport> {
  const { db } = ctx;
  let builder: DraftBuilder | undefined;
  try {
    await run.tell({ stage: 'reading', bytes: 0, totalBytes: file.size });
    const list = await getList(db, order.listId);
    const format = order.format ? namedFormat(order.format) : detectFormat(await head(db, file.id));
    await run.isOf(format.id);
    const evidence: Evidence = order.evidence ?? { level: 'public-source', source: format.title };
    builder = await DraftBuilder.begin(ctx, {
      listId: list.id,
      importId: run.id,
      fileEvidence: evidence,
      ...(order.effectiveOn && { effectiveOn: order.effectiveOn }),
    });
    let bytes = 0;
    const input = counting(readFile(db, file.id), (n) => (bytes += n));
    const agreement = await getAgreement(db, list.agreementId);
    const job = { format: format.id, context: { list, evidence }, agreement };
    const { ceiling } = order;
    const batches =
      !ceiling && (inThread ?? file.size >= THREAD_BYTES)
        ? decodeInThread(job, input)
        : decodeBatches(job, input, (said) => (ceiling ? underCeiling(db, list.id, said, ceiling) : said));
    const outcome = await fill(run, builder, batches, () => bytes);
    if (outcome.records === 0) throw new InputError([nothingInside(format)]);
    await run.tell({ stage: 'comparing', bytes: file.size });
    await builder.gatherStatistics();
    // What a partial file leaves out has not gone, so nothing can have taken its place.
    const successions = order.mode === 'full' ? await builder.recogniseSuccessions() : [];
    if (order.mode === 'partial') await builder.keepRest();
    outcome.problems.push(...(await builder.applyCorrections()));
    const draft = await builder.finish();
    const day = isoDate(ctx.clock());
    outcome.problems.push(...(await checkAgainstHome(db, list, builder.versionId, { day })));
    const base = await latestVersion(db, list.id);
    const changes = await countChanges(db, base?.id, builder.versionId);
    await run.close('done', { ...outcome, file });
    return {
      importId: run.id,
      listId: list.id,
      file,
      format: format.id,
      ...outcome,
      ...(draft.changed && { draftId: builder.versionId }),
      ...(base?.number && { baseNumber: base.number }),
      changes,
      successions,
    };
  } catch (error) {
    await builder?.abandon();
    const problems = error instanceof InputError ? error.problems : [];
    await run.close('failed', { records: 0, problems, file });
    throw error;
  }
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
  return going(run, file, read(ctx, run, file, request, request.thread));
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
  return going(run, file, read(ctx, run, file, order));
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

function nothingInside(format: Format): Problem {
  return {
    code: 'import/no-records',
    severity: 'error',
    message: `The file holds no record that ${format.title} describes.`,
    remedy: 'Check that this is the right file, or name its format with --format.',
    place: {},
  };
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
