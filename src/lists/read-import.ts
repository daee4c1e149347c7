import type { Db } from '../db/database.ts';
import type { Succession } from '../db/schema/index.ts';
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
import type { ImportOrder, ImportRun } from './import-progress.ts';
import type { DecodedBatch, PreparedRow } from './prepare.ts';
import { readFile, type StoredFile } from './source-file.ts';
import { latestVersion } from './versions.ts';

const HEAD_BYTES = 4096;
/** Files from this size on are decoded in a thread of their own; for smaller ones starting it takes longer than they do. */
const THREAD_BYTES = 4 << 20;

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

/** @throws Refusal request/unknown-format */
export function namedFormat(id: string): Format {
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

/** How a file is read, beside what is kept of the order. */
export interface Reading {
  /** Decode in a thread of its own or not, whatever the file's size. */
  thread?: boolean;
  /** Asked last, in the transaction that makes the draft; when it throws, there is none and the import has failed. */
  beforeDraft?: (tx: Db) => Promise<void>;
}

/**
 * Reads a kept file into a draft; closes the run, whatever becomes of it. The draft, its report and its audit row are
 * there together or not at all.
 */
export async function readImport(
  ctx: Context,
  run: ImportRun,
  file: StoredFile,
  order: ImportOrder,
  { thread, beforeDraft }: Reading = {},
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
      !ceiling && (thread ?? file.size >= THREAD_BYTES)
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
    const day = isoDate(ctx.clock());
    outcome.problems.push(...(await checkAgainstHome(db, list, builder.versionId, { day })));
    const base = await latestVersion(db, list.id);
    const changes = await countChanges(db, base?.id, builder.versionId);
    const draft = await builder.finish(async (tx) => {
      await run.close('done', { ...outcome, file }, tx);
      await beforeDraft?.(tx);
    });
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

function nothingInside(format: Format): Problem {
  return {
    code: 'import/no-records',
    severity: 'error',
    message: `The file holds no record that ${format.title} describes.`,
    remedy: 'Check that this is the right file, or name its format with --format.',
    place: {},
  };
}
