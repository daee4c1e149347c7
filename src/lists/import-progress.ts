import { eq } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import { importProblems, imports, type ImportStage } from '../db/schema/index.ts';
import type { Evidence } from '../gi/evidence.ts';
import type { Problem } from '../gi/problem.ts';
import { newId } from '../platform/ids.ts';
import type { Ceiling } from './ceiling.ts';
import type { Context } from './context.ts';
import type { StoredFile } from './source-file.ts';

/** How far an import is; what the API, the page and the terminal show. */
export interface ImportProgress {
  importId: string;
  stage: ImportStage;
  /** Bytes received, then bytes read. */
  bytes: number;
  /** Size of the file; while it is received, what its sender announced, if anything. */
  totalBytes?: number;
  records: number;
  problems: number;
}

/** What an import is to do, as far as it is kept with the run. */
export interface ImportOrder {
  listId: string;
  mode: 'full' | 'partial';
  /** Format id; detected from the file's beginning when absent. */
  format?: string;
  /** How far the file may be trusted; `public-source` under the format's title unless a person says more. */
  evidence?: Evidence;
  effectiveOn?: string;
  /** Evidence the file claims beyond this counts as this much. */
  ceiling?: Ceiling;
}

/** One run of an import in the database: opened before the first byte is taken in, closed whatever becomes of it. */
export class ImportRun {
  readonly id: string;
  readonly #ctx: Context;
  readonly #order: ImportOrder;
  readonly #onProgress: ((progress: ImportProgress) => void) | undefined;
  #progress: ImportProgress;

  private constructor(
    ctx: Context,
    id: string,
    order: ImportOrder,
    onProgress: ((progress: ImportProgress) => void) | undefined,
  ) {
    this.#ctx = ctx;
    this.id = id;
    this.#order = order;
    this.#onProgress = onProgress;
    this.#progress = { importId: id, stage: 'receiving', bytes: 0, records: 0, problems: 0 };
  }

  static async open(
    ctx: Context,
    order: ImportOrder,
    start: {
      /** Given one when absent. */
      importId?: string | undefined;
      fileId: string;
      fileName: string;
      totalBytes?: number | undefined;
      resumes?: string;
      onProgress?: ((progress: ImportProgress) => void) | undefined;
    },
  ): Promise<ImportRun> {
    const startedAt = ctx.clock();
    const run = new ImportRun(ctx, start.importId ?? newId('imp', startedAt), order, start.onProgress);
    const { listId, mode, format, evidence, effectiveOn, ceiling } = order;
    const { fileId, fileName, totalBytes, resumes } = start;
    await ctx.db.transaction(async (tx) => {
      await tx.insert(imports).values({
        id: run.id,
        listId,
        fileId,
        mode,
        format: format ?? null,
        evidence: evidence ?? null,
        effectiveOn: effectiveOn ?? null,
        ceiling: ceiling ?? null,
        state: 'running',
        stage: 'receiving',
        bytesTotal: totalBytes ?? null,
        resumes: resumes ?? null,
        startedAt,
        beatAt: startedAt,
        startedBy: ctx.actor,
      });
      await recordAudit(tx, {
        at: startedAt,
        actor: ctx.actor,
        action: 'import.started',
        subject: listId,
        details: { importId: run.id, fileName, mode, ...(format && { format }), ...(resumes && { resumes }) },
      });
    });
    if (totalBytes !== undefined) run.#progress.totalBytes = totalBytes;
    return run;
  }

  /** Keeps how far the run is, with the transaction of what it has done so far where there is one. */
  async tell(now: Partial<Omit<ImportProgress, 'importId'>>, db: Db = this.#ctx.db): Promise<void> {
    this.#progress = { ...this.#progress, ...now };
    const { stage, bytes, totalBytes, records, problems } = this.#progress;
    await db
      .update(imports)
      .set({
        stage,
        records,
        problems,
        bytesDone: bytes,
        ...(totalBytes !== undefined && { bytesTotal: totalBytes }),
        beatAt: this.#ctx.clock(),
      })
      .where(eq(imports.id, this.id));
    this.#onProgress?.(this.#progress);
  }

  /** Keeps what the file turned out to be. */
  async isOf(format: string): Promise<void> {
    await this.#ctx.db.update(imports).set({ format }).where(eq(imports.id, this.id));
  }

  /** Writes down what came of the run, with the transaction of the draft where there is one. */
  async close(
    state: 'done' | 'failed',
    outcome: { records: number; problems: Problem[]; file?: StoredFile | undefined },
    db: Db = this.#ctx.db,
  ): Promise<void> {
    const { records, problems, file } = outcome;
    await db.transaction(async (tx) => {
      const at = this.#ctx.clock();
      await tx
        .update(imports)
        .set({ state, records, problems: problems.length, endedAt: at, beatAt: at })
        .where(eq(imports.id, this.id));
      const rows = problems.map((p, ordinal) => ({ importId: this.id, ordinal, ...p }));
      for (let i = 0; i < rows.length; i += 500)
        await tx.insert(importProblems).values(rows.slice(i, i + 500));
      const errors = problems.filter((p) => p.severity === 'error').length;
      await recordAudit(tx, {
        at,
        actor: this.#ctx.actor,
        action: `import.${state}`,
        subject: this.#order.listId,
        details: { importId: this.id, file, records, errors, warnings: rows.length - errors },
      });
    });
  }
}
