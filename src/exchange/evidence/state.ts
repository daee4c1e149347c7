import { desc, eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { evidenceCheckpoints, evidenceHead } from '../../db/schema/index.ts';

/** Where the evidence log ends, and what was signed for. */
export interface EvidenceState {
  /** Absent while nothing was recorded. */
  head?: { log: string; seq: number; hash: string; at: string };
  /** Newest first. */
  checkpoints: { seq: number; at: string; checkpoint: string; signature: string }[];
}

/** The log's end with its last checkpoints. */
export async function evidenceState(db: Db, limit: number): Promise<EvidenceState> {
  const [head] = await db.select().from(evidenceHead).where(eq(evidenceHead.id, 1));
  const signed = await db
    .select()
    .from(evidenceCheckpoints)
    .orderBy(desc(evidenceCheckpoints.seq))
    .limit(limit);
  return {
    ...(head && {
      head: { log: head.log, seq: head.seq, hash: head.hash, at: head.at.toISOString() },
    }),
    checkpoints: signed.map((row) => ({ ...row, at: row.at.toISOString() })),
  };
}
