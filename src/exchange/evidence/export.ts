import { and, asc, desc, eq, gt, lte } from 'drizzle-orm';
import { logHeader } from '../../db/evidence.ts';
import type { Db } from '../../db/database.ts';
import { evidence, evidenceCheckpoints, evidenceHead } from '../../db/schema/index.ts';
import { makeCheckpoint, type CheckpointContext } from './checkpoint.ts';

/** Records read at once; an export of any length holds one such page in memory. */
const PAGE = 1000;

type CheckpointRow = typeof evidenceCheckpoints.$inferSelect;

// The texts go out exactly as they were hashed and signed; only the frame around them is made here.
const recordLine = (record: string, hash: string): string => `{"record":${record},"hash":"${hash}"}\n`;
const checkpointLine = ({ checkpoint, signature }: CheckpointRow): string =>
  `{"checkpoint":${checkpoint},"signature":${JSON.stringify(signature)}}\n`;

async function checkpoints(db: Db, after: number, upTo: number): Promise<CheckpointRow[]> {
  const { seq } = evidenceCheckpoints;
  return db
    .select()
    .from(evidenceCheckpoints)
    .where(and(gt(seq, after), lte(seq, upTo)))
    .orderBy(asc(seq));
}

/** Where an export may start: at the last checkpoint that lies before the record asked for. */
async function anchor(db: Db, from: number): Promise<CheckpointRow | undefined> {
  const [row] = await db
    .select()
    .from(evidenceCheckpoints)
    .where(lte(evidenceCheckpoints.seq, from - 1))
    .orderBy(desc(evidenceCheckpoints.seq))
    .limit(1);
  return row;
}

/**
 * The log as NDJSON: the header, the records with the checkpoints between them, and at the end a checkpoint made for
 * this export, so that its last record is signed for too. Read page by page; what is appended meanwhile is left out.
 * @param from first record wanted; the export begins at the last checkpoint before it, which vouches for what is left out
 */
export async function* exportEvidence(ctx: CheckpointContext, from = 1): AsyncGenerator<string> {
  const { db } = ctx;
  const [head] = await db.select().from(evidenceHead).where(eq(evidenceHead.id, 1));
  if (!head) return;
  const end = (await makeCheckpoint(ctx))?.seq ?? 0;
  yield `${logHeader(head.log)}\n`;
  const start = from > 1 ? await anchor(db, from) : undefined;
  if (start) yield checkpointLine(start);
  for (let seq = start?.seq ?? 0; seq < end;) {
    const page = await db
      .select({ seq: evidence.seq, record: evidence.record, hash: evidence.hash })
      .from(evidence)
      .where(and(gt(evidence.seq, seq), lte(evidence.seq, end)))
      .orderBy(asc(evidence.seq))
      .limit(PAGE);
    if (page.length === 0) return;
    const last = page.at(-1)!.seq;
    const signed = new Map((await checkpoints(db, seq, last)).map((row) => [row.seq, row]));
    for (const row of page) {
      const checkpoint = signed.get(row.seq);
      yield recordLine(row.record, row.hash) + (checkpoint ? checkpointLine(checkpoint) : '');
    }
    seq = last;
  }
}
