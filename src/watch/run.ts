import { and, eq, sql } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import type { Db } from '../db/database.ts';
import { jsonRows, jsonTexts } from '../db/json-rows.ts';
import { watchMarks, watchRuns } from '../db/schema/index.ts';
import { InputError } from '../gi/problem.ts';
import { readFile, storeFile, type StoredFile } from '../lists/source-file.ts';
import { newId } from '../platform/ids.ts';
import { Refusal } from '../platform/errors.ts';
import { batches, checkFile, formatOf, type Batch, type Told } from './marks/batches.ts';
import { decodeMarks, type MarkFormat } from './marks/decode.ts';
import { AFTER_LOOSENING } from './loosened.ts';
import { markId } from './marks/mark.ts';
import { Noise, noiseRules } from './noise.ts';
import { readAgain, worthReadingAgain } from './read-again.ts';
import { heldNoise, hushAlerts, silencedBy } from './quiet.ts';
import { concernsOf } from './screening.ts';
import type { Watch } from './watch.ts';
import { closeAlerts, closeVanished, writeAlerts } from './write-alerts.ts';

/** Problems kept with a run; a file with more is wrong as a whole. */
const MAX_PROBLEMS = 1000;

export type WatchRun = typeof watchRuns.$inferSelect;

/** What came of a file of marks. */
export interface WatchReport {
  run: WatchRun;
  file: StoredFile;
  /** The same bytes were read to their end before; nothing was changed. */
  repeated: boolean;
  /** Records that an earlier, interrupted reading of the file had done. */
  resumedAt: number;
}

/** Screens and writes the batches of one run. */
class RunWriter {
  readonly #ctx: Context;
  readonly #watch: Watch;
  #noise: Noise;
  run: WatchRun;

  constructor(ctx: Context, watch: Watch, noise: Noise, run: WatchRun) {
    this.#ctx = ctx;
    this.#watch = watch;
    this.#noise = noise;
    this.run = run;
  }

  async write(batch: Batch): Promise<void> {
    const { db } = this.#ctx;
    // Of two records of one mark in a batch the later one counts.
    const told = new Map(batch.told.map((t) => [markId(t.mark), t]));
    const known = new Map(
      (
        await db
          .select({ id: watchMarks.id, hash: watchMarks.hash, text: watchMarks.text })
          .from(watchMarks)
          .where(sql`${watchMarks.id} in ${jsonTexts(told.keys())}`)
      ).map((row) => [row.id, row]),
    );
    const news = [...told].filter(([id, { hash }]) => known.get(id)?.hash !== hash);
    const gone = news.filter(([, { mark }]) => mark.state === 'withdrawn');
    const living = news.filter(([, { mark }]) => mark.state !== 'withdrawn');
    const { names, screener, publication } = await this.#watch.ready();
    const concerns = await concernsOf(
      db,
      names,
      screener,
      this.#noise,
      living.map(([, { mark }]) => mark),
    );
    this.#noise = await db.transaction(async (tx) => {
      const noise = await heldNoise(tx);
      const hand = { at: this.#ctx.clock(), actor: this.#ctx.actor };
      // Rules that were set meanwhile may let through what was not asked for: such marks are compared again.
      const upTo = noise.equals(this.#noise) ? publication : AFTER_LOOSENING;
      await this.#writeMarks(tx, news, upTo, hand.at);
      const added = await writeAlerts(tx, concerns, this.run.id, hand);
      await closeAlerts(
        tx,
        gone.map(([id]) => id),
        'the mark was withdrawn',
        hand,
      );
      const retold = living.filter(([id]) => known.has(id));
      // Rules that were set while the batch was screened hold for it too, and others for marks that changed.
      const judged = noise.equals(this.#noise) ? retold : living;
      const marks = judged.map(([id]) => id);
      if (marks.length > 0) await hushAlerts(tx, noise, { marks }, hand);
      await closeVanished(
        tx,
        new Map(retold.map(([id, { mark }]) => [id, known.get(id)!.text !== mark.text])),
        concerns,
        (alert) => silencedBy(noise, alert) !== undefined,
        hand,
      );
      await this.#advance(tx, batch, {
        added: news.length - news.filter(([id]) => known.has(id)).length,
        changed: news.filter(([id]) => known.has(id)).length,
        withdrawn: gone.length,
        alerts: added,
        engine: screener.engine,
      });
      return noise;
    });
  }

  async #writeMarks(tx: Db, news: [string, Told][], publication: number, at: Date): Promise<void> {
    if (news.length === 0) return;
    const rows = news.map(([id, { mark, hash, place }]) => ({
      ...mark,
      id,
      hash,
      place,
      run_id: this.run.id,
      applied_on: mark.appliedOn ?? null,
      published_on: mark.publishedOn ?? null,
      seen_at: at.toISOString(),
      screened_at: publication,
    }));
    await tx.execute(sql`
      insert into watch_marks (id, office, number, text, language, classes, goods, holder, applied_on, published_on, state, designations, hash, run_id, place, seen_at, screened_at)
      select id, office, number, text, language, array(select jsonb_array_elements_text(classes)::int), goods, holder, applied_on, published_on,
        state, array(select jsonb_array_elements_text(designations)), hash, run_id, place, seen_at, screened_at
      from jsonb_to_recordset(${jsonRows(rows)}) as r(id text, office text, number text, text text, language text, classes jsonb, goods text, holder text,
        applied_on date, published_on date, state text, designations jsonb, hash text, run_id text, place jsonb, seen_at timestamptz, screened_at bigint)
      on conflict (id) do update set text = excluded.text, language = excluded.language, classes = excluded.classes, goods = excluded.goods,
        holder = excluded.holder, applied_on = excluded.applied_on, published_on = excluded.published_on, state = excluded.state,
        designations = excluded.designations, hash = excluded.hash, run_id = excluded.run_id, place = excluded.place, seen_at = excluded.seen_at,
        screened_at = excluded.screened_at`);
  }

  async #advance(
    tx: Db,
    batch: Batch,
    counts: Pick<WatchRun, 'added' | 'changed' | 'withdrawn' | 'alerts' | 'engine'>,
  ): Promise<void> {
    const { run } = this;
    const next = {
      position: batch.position,
      added: run.added + counts.added,
      changed: run.changed + counts.changed,
      withdrawn: run.withdrawn + counts.withdrawn,
      refused: run.refused + batch.refused,
      alerts: run.alerts + counts.alerts,
      problems: [...run.problems, ...batch.problems].slice(0, MAX_PROBLEMS),
      engine: counts.engine,
    };
    const moved = await tx
      .update(watchRuns)
      .set(next)
      .where(and(eq(watchRuns.id, run.id), eq(watchRuns.position, run.position)))
      .returning();
    // Another process reads the same file: whoever is second leaves it to the first.
    if (!moved[0]) throw alreadyRunning();
    await recordAudit(tx, {
      at: this.#ctx.clock(),
      actor: this.#ctx.actor,
      action: 'watch.batch-screened',
      subject: run.id,
      details: { position: batch.position, ...counts },
    });
    this.run = moved[0];
  }

  async end(state: 'done' | 'failed'): Promise<void> {
    const { db, clock, actor } = this.#ctx;
    await db.transaction(async (tx) => {
      const at = clock();
      const [ended] = await tx
        .update(watchRuns)
        .set({ state, endedAt: at })
        .where(eq(watchRuns.id, this.run.id))
        .returning();
      this.run = ended ?? this.run;
      const { added, changed, withdrawn, refused, alerts } = this.run;
      await recordAudit(tx, {
        at,
        actor,
        action: `watch.run-${state}`,
        subject: this.run.id,
        details: { fileId: this.run.fileId, added, changed, withdrawn, refused, alerts },
      });
    });
  }
}

function alreadyRunning(): Refusal {
  return new Refusal(
    'watch/running',
    409,
    'The file is being read by another process.',
    'Wait for that run to end.',
  );
}

/** The run of a file: a new one, or the one before, to be gone on with. */
async function openRun(
  ctx: Context,
  file: StoredFile,
  format: MarkFormat,
  office: string | undefined,
): Promise<WatchRun> {
  return ctx.db.transaction(async (tx) => {
    const at = ctx.clock();
    const [made] = await tx
      .insert(watchRuns)
      .values({
        id: newId('run', at),
        fileId: file.id,
        format,
        office: office ?? null,
        state: 'running',
        position: 0,
        added: 0,
        changed: 0,
        withdrawn: 0,
        refused: 0,
        alerts: 0,
        problems: [],
        engine: '',
        startedAt: at,
        startedBy: ctx.actor,
      })
      .onConflictDoNothing()
      .returning();
    if (made) {
      const details = { fileId: file.id, name: file.name, sha256: file.sha256, format };
      await recordAudit(tx, { at, actor: ctx.actor, action: 'watch.run-started', subject: made.id, details });
      return made;
    }
    const [before] = await tx.select().from(watchRuns).where(eq(watchRuns.fileId, file.id));
    if (!before) throw alreadyRunning();
    return before;
  });
}

/**
 * Takes in a file of new marks: keeps its bytes, decodes it, screens every mark that is new or says something new, and
 * writes alerts. The same file again changes nothing, unless an office is named now for records that name none; a
 * reading that was interrupted goes on where it stopped. Marks that are told to be withdrawn close their alerts.
 * @param request.office ST.3 code for records that name no office
 * @throws InputError with places when the file as a whole cannot be used; Refusal watch/running
 */
export async function watchMarksFile(
  ctx: Context,
  watch: Watch,
  request: { fileName: string; input: AsyncIterable<Uint8Array>; office?: string | undefined },
): Promise<WatchReport> {
  const { db } = ctx;
  const file = await storeFile(ctx, request.fileName, request.input);
  const format = await formatOf(db, file.id);
  const [before] = await db.select().from(watchRuns).where(eq(watchRuns.fileId, file.id));
  const anew = before && worthReadingAgain(before, request.office);
  if (before?.state === 'done' && !anew) return { run: before, file, repeated: true, resumedAt: 0 };
  const office = before?.office ?? request.office;
  if (!before) await checkFile(db, file.id, format, office);
  const run = anew ? await readAgain(ctx, before, office!) : await openRun(ctx, file, format, office);
  if (!run) throw alreadyRunning();
  const writer = new RunWriter(ctx, watch, new Noise(await noiseRules(db)), run);
  const resumedAt = run.position;
  try {
    for await (const batch of batches(decodeMarks(readFile(db, file.id), format, { office }), resumedAt))
      await writer.write(batch);
  } catch (error) {
    if (error instanceof InputError) await writer.end('failed');
    throw error;
  }
  await writer.end('done');
  return { run: writer.run, file, repeated: false, resumedAt };
}
