import { asc, eq } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { recordAudit } from '../db/audit.ts';
import { requireRole } from '../db/roles.ts';
import { importProblems, imports, type Succession } from '../db/schema/index.ts';
import type { DecodedRecord, Format } from '../formats/format.ts';
import { detectFormat, formatById } from '../formats/registry.ts';
import type { Entry } from '../gi/entry.ts';
import type { Evidence } from '../gi/evidence.ts';
import { InputError, type Problem } from '../gi/problem.ts';
import { isoDate } from '../platform/clock.ts';
import { Refusal } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { getAgreement, getList } from './catalogue.ts';
import { underCeiling, type Ceiling } from './ceiling.ts';
import { countChanges, type ChangeCounts } from './change-set.ts';
import type { Context } from './context.ts';
import { DraftBuilder } from './draft.ts';
import { latestVersion } from './versions.ts';
import { checkAgainstHome } from './home-check.ts';
import { checkProcedures } from './procedure/check.ts';
import { readFile, storeFile, type StoredFile } from './source-file.ts';

const BATCH = 1000;
const HEAD_BYTES = 4096;

export interface ImportRequest {
  listId: string;
  fileName: string;
  input: AsyncIterable<Uint8Array>;
  /** Format id; detected from the file's beginning when absent. */
  format?: string;
  /** `full`: the file is the whole list, what it leaves out is removed. `partial`: what it leaves out stays. */
  mode: 'full' | 'partial';
  /** How far the file may be trusted; `public-source` under the format's title unless a person says more. */
  evidence?: Evidence;
  effectiveOn?: string;
  /** Evidence the file claims beyond this counts as this much. */
  ceiling?: Ceiling;
  /** Id of the import, for callers that must know it beforehand. */
  importId?: string;
  /** Called now and then with what was read so far. */
  onProgress?: (progress: { records: number; bytes: number; totalBytes: number }) => void;
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

async function head(db: Db, fileId: string): Promise<Uint8Array> {
  for await (const piece of readFile(db, fileId)) return piece.subarray(0, HEAD_BYTES);
  return new Uint8Array();
}

async function formatFor(db: Db, fileId: string, named: string | undefined): Promise<Format> {
  const format = named ? formatById(named) : detectFormat(await head(db, fileId));
  if (format?.decode) return format;
  throw new Refusal(
    'request/unknown-format',
    400,
    `There is no format "${named ?? format?.id}" to read from.`,
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

/**
 * Feeds decoded records into the draft in batches, and gathers their problems in file order. One batch is written
 * while the next is decoded.
 */
async function fill(
  builder: DraftBuilder,
  records: AsyncIterable<DecodedRecord>,
  progress: (records: number) => void,
): Promise<{ records: number; problems: Problem[] }> {
  const problems: Problem[] = [];
  let count = 0;
  let batch: DecodedRecord[] = [];
  let writing: Promise<void> = Promise.resolve();
  const write = async (records: DecodedRecord[], upTo: number): Promise<void> => {
    const usable = records.filter((r): r is DecodedRecord & { entry: Entry } => r.entry !== undefined);
    const refused = await builder.add(usable);
    for (const record of records) {
      problems.push(...record.problems);
      const problem = record.entry && refused.get(record.entry);
      if (problem) problems.push({ ...problem, place: { ...record.place, ...problem.place } });
    }
    progress(upTo);
  };
  const flush = async (): Promise<void> => {
    await writing;
    writing = write(batch, count);
    // A failure shows at the next await; until then it must not count as unhandled.
    writing.catch(() => {});
    batch = [];
  };
  try {
    for await (const record of records) {
      count++;
      batch.push(record);
      if (batch.length >= BATCH) await flush();
    }
    await flush();
  } finally {
    await writing;
  }
  return { records: count, problems };
}

/**
 * Reads a partner's file towards a list: keeps its bytes, decodes them, recognises what is held, and leaves a draft
 * with its change set. Nothing is published. A file that cannot be used as a whole leaves the kept bytes, a failed
 * import with its problems, and no draft.
 * @throws InputError with places when the file as a whole cannot be used
 * @throws Refusal not-found/list, request/unknown-format, accounts/not-allowed
 */
export async function importFile(ctx: Context, request: ImportRequest): Promise<ImportReport> {
  const { db } = ctx;
  await requireRole(db, ctx.actor, 'editor');
  const list = await getList(db, request.listId);
  const file = await storeFile(ctx, request.fileName, request.input);
  const format = await formatFor(db, file.id, request.format);
  const importId = request.importId ?? newId('imp', ctx.clock());
  const evidence: Evidence = request.evidence ?? { level: 'public-source', source: format.title };
  await db.transaction(async (tx) => {
    const { listId, mode } = request;
    const startedAt = ctx.clock();
    await tx.insert(imports).values({
      id: importId,
      listId,
      fileId: file.id,
      format: format.id,
      mode,
      state: 'running',
      startedAt,
      startedBy: ctx.actor,
    });
    await recordAudit(tx, {
      at: startedAt,
      actor: ctx.actor,
      action: 'import.started',
      subject: listId,
      details: { importId, file, format: format.id, mode },
    });
  });
  const builder = await DraftBuilder.begin(ctx, {
    listId: list.id,
    importId,
    fileEvidence: evidence,
    ...(request.effectiveOn && { effectiveOn: request.effectiveOn }),
  });
  try {
    let bytes = 0;
    const input = counting(readFile(db, file.id), (n) => (bytes += n));
    const agreement = await getAgreement(db, list.agreementId);
    const said = format.decode!(input, { list, evidence });
    const read = request.ceiling ? underCeiling(db, list.id, said, request.ceiling) : said;
    const decoded = checkProcedures(read, { list, agreement });
    const outcome = await fill(builder, decoded, (records) =>
      request.onProgress?.({ records, bytes, totalBytes: file.size }),
    );
    if (outcome.records === 0) throw new InputError([nothingInside(format)]);
    // What a partial file leaves out has not gone, so nothing can have taken its place.
    const successions = request.mode === 'full' ? await builder.recogniseSuccessions() : [];
    if (request.mode === 'partial') await builder.keepRest();
    outcome.problems.push(...(await builder.applyCorrections()));
    const draft = await builder.finish();
    const day = isoDate(ctx.clock());
    outcome.problems.push(...(await checkAgainstHome(db, list, builder.versionId, { day })));
    await close(ctx, importId, list.id, 'done', outcome);
    const base = await latestVersion(db, list.id);
    return {
      importId,
      listId: list.id,
      file,
      format: format.id,
      ...outcome,
      ...(draft.changed && { draftId: builder.versionId }),
      ...(base?.number && { baseNumber: base.number }),
      changes: await countChanges(db, base?.id, builder.versionId),
      successions,
    };
  } catch (error) {
    await builder.abandon();
    const problems = error instanceof InputError ? error.problems : [];
    await close(ctx, importId, list.id, 'failed', { records: 0, problems });
    throw error;
  }
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

async function close(
  ctx: Context,
  importId: string,
  listId: string,
  state: 'done' | 'failed',
  outcome: { records: number; problems: Problem[] },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const at = ctx.clock();
    await tx
      .update(imports)
      .set({ state, records: outcome.records, endedAt: at })
      .where(eq(imports.id, importId));
    const rows = outcome.problems.map((p, ordinal) => ({ importId, ordinal, ...p }));
    for (let i = 0; i < rows.length; i += 500) await tx.insert(importProblems).values(rows.slice(i, i + 500));
    const errors = outcome.problems.filter((p) => p.severity === 'error').length;
    const details = { importId, records: outcome.records, errors, warnings: rows.length - errors };
    await recordAudit(tx, { at, actor: ctx.actor, action: `import.${state}`, subject: listId, details });
  });
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
