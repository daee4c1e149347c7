import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import type { Db } from '../db/database.ts';
import { watchMarks, watchRescreens, type RescreenCause } from '../db/schema/index.ts';
import type { Day } from '../madrid/rules/calendar.ts';
import { isoDate } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { engineScreener } from './engine-screener.ts';
import { markId, type WatchedMark } from './marks/mark.ts';
import { markOf, type MarkRow } from './marks/row.ts';
import { Noise, noiseRules } from './noise.ts';
import { mayBeOpposed, windowsOf } from './opposition.ts';
import { protectedNames, type ProtectedNames } from './protected-names.ts';
import { marksAtOnce } from './marks/batches.ts';
import { AFTER_LOOSENING, mayBeOpen } from './loosened.ts';
import { heldNoise } from './quiet.ts';
import { concernsOf, signsOf } from './screening.ts';
import type { Screener } from './screener.ts';
import type { Watch } from './watch.ts';
import { writeLateAlerts } from './write-alerts.ts';

/**
 * How much louder the sieve is than the watch. It knows the new names alone, so that it cannot tell how common their
 * words are; what it lets through is judged by the whole engine.
 */
const SIEVE = 30;

export type Rescreen = typeof watchRescreens.$inferSelect;

/** Names that are watched now and were not before, or whose GI is protected in more places or by more agreements. */
function freshNames(now: ProtectedNames, before: ProtectedNames): ProtectedNames['records'] {
  const key = (names: ProtectedNames, { name, group = '' }: ProtectedNames['records'][number]): string => {
    const gi = names.gis.get(group);
    return [
      group,
      name,
      ...(gi?.agreements ?? []).toSorted(),
      '',
      ...(gi?.protectedIn ?? []).toSorted(),
    ].join('\n');
  };
  const known = new Set(before.records.map((record) => key(before, record)));
  return now.records.filter((record) => !known.has(key(now, record)));
}

/** Marks whose opposition may still be open and that were last compared with the names of an earlier publication. */
const stale = (publication: number, today: Day) =>
  and(lt(watchMarks.screenedAt, publication), mayBeOpen(today));

async function staleSince(db: Db, publication: number, today: Day): Promise<number[]> {
  const rows = await db
    .selectDistinct({ at: watchMarks.screenedAt })
    .from(watchMarks)
    .where(stale(publication, today))
    .orderBy(asc(watchMarks.screenedAt));
  return rows.map((row) => row.at);
}

interface Comparison {
  names: ProtectedNames;
  screener: Screener;
  publication: number;
  noise: Noise;
  /** GIs with fresh names, and what finds them; absent where every name is fresh and the engine finds them as well. */
  fresh: ReadonlySet<string>;
  sieve: Screener | undefined;
  today: Day;
}

/** The marks that the sieve lets through. */
async function sieved(
  db: Db,
  noise: Noise,
  marks: WatchedMark[],
  sieve: Screener | undefined,
): Promise<WatchedMark[]> {
  if (!sieve) return marks;
  const signs = await signsOf(db, noise, marks);
  const near = await sieve.screen(signs.map((sign) => ({ ...sign, alertAt: sign.alertAt * SIEVE })));
  return marks.filter((_, i) => (near[i] ?? []).length > 0);
}

/** Of these marks the ones that may come close to a fresh name and may still be opposed, with what they concern. */
async function lateConcerns(db: Db, rows: MarkRow[], with_: Comparison) {
  const { names, screener, noise, fresh, sieve, today } = with_;
  const open = rows.filter((row) => {
    const windows = windowsOf(markOf(row), () => true);
    return mayBeOpposed(windows, row.publishedOn ?? isoDate(row.seenAt), today);
  });
  const marks = open.map(markOf);
  const concerns = await concernsOf(db, names, screener, noise, await sieved(db, noise, marks, sieve));
  const runs = new Map(open.map((row) => [row.id, row.runId]));
  return concerns
    .filter((concern) => fresh.has(concern.gi.id))
    .map((concern) => ({ ...concern, runId: runs.get(markId(concern.mark))! }));
}

async function begin(
  ctx: Context,
  publication: number,
  names: number,
  cause: RescreenCause,
): Promise<Rescreen> {
  const at = ctx.clock();
  const row = { id: newId('rsc', at), publication, names, cause, startedAt: at, startedBy: ctx.actor };
  return ctx.db.transaction(async (tx) => {
    const [made] = await tx
      .insert(watchRescreens)
      .values({ ...row, state: 'running', marks: 0, alerts: 0 })
      .returning();
    const details = { publication, names, cause };
    await recordAudit(tx, {
      at,
      actor: ctx.actor,
      action: 'watch.rescreen-started',
      subject: row.id,
      details,
    });
    return made!;
  });
}

async function end(ctx: Context, id: string): Promise<Rescreen> {
  return ctx.db.transaction(async (tx) => {
    const at = ctx.clock();
    const [ended] = await tx
      .update(watchRescreens)
      .set({ state: 'done', endedAt: at })
      .where(eq(watchRescreens.id, id))
      .returning();
    const { marks, alerts } = ended!;
    const details = { marks, alerts };
    await recordAudit(tx, { at, actor: ctx.actor, action: 'watch.rescreen-done', subject: id, details });
    return ended!;
  });
}

/**
 * Compares a batch and writes what came of it; the marks are then up to date, whatever stops the next batch. Where rules
 * were set meanwhile nothing is written, since others may let more through: the batch is to be compared by them.
 * @returns the rules as they are now
 */
async function compare(ctx: Context, id: string, rows: MarkRow[], with_: Comparison): Promise<Noise> {
  const concerns = await lateConcerns(ctx.db, rows, with_);
  return ctx.db.transaction(async (tx) => {
    const noise = await heldNoise(tx);
    if (!noise.equals(with_.noise)) return noise;
    const hand = { at: ctx.clock(), actor: ctx.actor };
    // Marks that another process compared, or a file told of anew, meanwhile are left to it.
    const own = await tx
      .update(watchMarks)
      .set({ screenedAt: with_.publication })
      .where(
        and(
          inArray(
            watchMarks.id,
            rows.map((row) => row.id),
          ),
          eq(watchMarks.screenedAt, rows[0]!.screenedAt),
        ),
      )
      .returning({ id: watchMarks.id });
    const ids = new Set(own.map((row) => row.id));
    const mine = concerns.filter((concern) => ids.has(markId(concern.mark)));
    const alerts = await writeLateAlerts(tx, mine, id, hand);
    await tx
      .update(watchRescreens)
      .set({
        marks: sql`${watchRescreens.marks} + ${own.length}`,
        alerts: sql`${watchRescreens.alerts} + ${alerts}`,
      })
      .where(eq(watchRescreens.id, id));
    const details = { marks: own.length, alerts };
    await recordAudit(tx, { ...hand, action: 'watch.batch-rescreened', subject: id, details });
    return noise;
  });
}

async function compareGroup(
  ctx: Context,
  since: number,
  watch: Watch,
  today: Day,
): Promise<Rescreen | undefined> {
  const { db } = ctx;
  const { names, screener, publication } = await watch.ready();
  const records = freshNames(names, await protectedNames(db, since));
  const group = and(stale(publication, today), eq(watchMarks.screenedAt, since));
  if (records.length === 0) {
    await db.update(watchMarks).set({ screenedAt: publication }).where(group);
    return undefined;
  }
  let comparison: Comparison = {
    names,
    screener,
    publication,
    noise: new Noise(await noiseRules(db)),
    fresh: new Set(records.map((record) => record.group ?? '')),
    sieve: records.length === names.records.length ? undefined : await engineScreener(records),
    today,
  };
  const cause = since === AFTER_LOOSENING ? 'rule' : 'names';
  const { id } = await begin(ctx, publication, records.length, cause);
  for (;;) {
    const rows = await db
      .select()
      .from(watchMarks)
      .where(group)
      .orderBy(asc(watchMarks.id))
      .limit(marksAtOnce);
    if (rows.length === 0) return end(ctx, id);
    comparison = { ...comparison, noise: await compare(ctx, id, rows, comparison) };
  }
}

/**
 * Compares marks that were screened before, and may still be opposed, with names that are protected only since, or with
 * every name where a rule was loosened that may have kept an alert from being raised. Pairs
 * that people ruled on are respected, and no mark and GI has a second alert. Once all is compared it costs one question
 * to the database.
 * @returns one comparison for each earlier state of the names that marks were last compared with
 */
export async function rescreenMarks(ctx: Context, watch: Watch): Promise<Rescreen[]> {
  const today = isoDate(ctx.clock());
  const done: Rescreen[] = [];
  for (const since of await staleSince(ctx.db, await watch.publication(), today)) {
    const rescreen = await compareGroup(ctx, since, watch, today);
    if (rescreen) done.push(rescreen);
  }
  return done;
}

/** The last comparisons, newest first. */
export async function rescreens(db: Db, limit = 20): Promise<Rescreen[]> {
  return db.select().from(watchRescreens).orderBy(desc(watchRescreens.id)).limit(limit);
}
