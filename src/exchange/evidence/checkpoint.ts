import { desc, eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { evidenceCheckpoints, evidenceHead } from '../../db/schema/index.ts';
import { canonicalJson } from '../../gi/content-hash.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Signer } from '../signing.ts';

/** What a checkpoint needs: where, when, and who signs for which office. */
export interface CheckpointContext {
  db: Db;
  clock: Clock;
  signer: Signer;
  officeCode: string;
}

/** A signed statement of how far the log had come. */
export interface Checkpoint {
  /** Exact text signed: canonical JSON of format, log, office, seq, hash and at. */
  checkpoint: string;
  /** Detached JWS over it. */
  signature: string;
  seq: number;
}

/** When a checkpoint is due without anybody asking for one. */
export const checkpointEvery = { records: 1000, milliseconds: 24 * 60 * 60 * 1000 };

async function newest(db: Db): Promise<typeof evidenceCheckpoints.$inferSelect | undefined> {
  const [row] = await db.select().from(evidenceCheckpoints).orderBy(desc(evidenceCheckpoints.seq)).limit(1);
  return row;
}

/**
 * Signs where the log ends now. A log that has not grown since is answered with the checkpoint it has.
 * @returns nothing for an empty log
 */
export async function makeCheckpoint(ctx: CheckpointContext): Promise<Checkpoint | undefined> {
  const [head] = await ctx.db.select().from(evidenceHead).where(eq(evidenceHead.id, 1));
  if (!head || head.seq === 0) return undefined;
  const last = await newest(ctx.db);
  if (last?.seq === head.seq) return last;
  const now = ctx.clock();
  const at = now > head.at ? now : head.at;
  const { log, seq, hash } = head;
  const checkpoint = canonicalJson({
    format: 'gi-gateway/checkpoint@1',
    log,
    office: ctx.officeCode,
    seq,
    hash,
    at: at.toISOString(),
  });
  const signature = await ctx.signer.sign(new TextEncoder().encode(checkpoint));
  await ctx.db.insert(evidenceCheckpoints).values({ seq, at, checkpoint, signature }).onConflictDoNothing();
  const [kept] = await ctx.db.select().from(evidenceCheckpoints).where(eq(evidenceCheckpoints.seq, seq));
  return kept!;
}

/** Makes a checkpoint when many records, or a day, have passed since the last one. */
export async function makeDueCheckpoint(ctx: CheckpointContext): Promise<Checkpoint | undefined> {
  const [head] = await ctx.db.select().from(evidenceHead).where(eq(evidenceHead.id, 1));
  const last = await newest(ctx.db);
  if (!head || head.seq === (last?.seq ?? 0)) return undefined;
  const records = head.seq - (last?.seq ?? 0);
  const age = ctx.clock().getTime() - (last?.at.getTime() ?? 0);
  const due = records >= checkpointEvery.records || age >= checkpointEvery.milliseconds;
  return due ? makeCheckpoint(ctx) : undefined;
}
