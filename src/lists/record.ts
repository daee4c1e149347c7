import { eq, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { preparedOn } from '../db/prepared.ts';
import { recordState } from '../db/schema/index.ts';
import type { Clock } from '../platform/clock.ts';

/** How far what readers are shown has come: any publication or change of the catalogue makes a new revision. */
export interface RecordState {
  /** Grows with every change; 0 when nothing was ever published. */
  revision: number;
  /** When the last change was made. */
  changedAt: Date;
}

const ROW = 1;
const nothingYet: RecordState = { revision: 0, changedAt: new Date(0) };

/**
 * Takes the next revision for the change this transaction makes. The row stays locked until the transaction ends, so
 * revisions are committed in their order and whoever sees one sees all before it; a change rolled back leaves none.
 * @returns the revision, and an instant of change that is never before that of an earlier revision
 */
export async function advanceRecord(tx: Db, clock: Clock): Promise<RecordState> {
  await tx
    .insert(recordState)
    .values({ id: ROW, ...nothingYet })
    .onConflictDoNothing();
  await tx.select().from(recordState).where(eq(recordState.id, ROW)).for('update');
  // The clock is read only under the lock: who notes the time and then waits for this row misses nothing dated before.
  const now = clock().toISOString();
  const [row] = await tx
    .update(recordState)
    .set({
      revision: sql`${recordState.revision} + 1`,
      changedAt: sql`greatest(${recordState.changedAt}, ${now}::timestamptz)`,
    })
    .where(eq(recordState.id, ROW))
    .returning();
  return { revision: row!.revision, changedAt: row!.changedAt };
}

const newestRow = preparedOn((db) =>
  db.select().from(recordState).where(eq(recordState.id, ROW)).prepare('newest_revision'),
);

/** The newest revision committed. */
export async function currentRecord(db: Db): Promise<RecordState> {
  const [row] = await newestRow(db).execute();
  return row ? { revision: row.revision, changedAt: row.changedAt } : nothingYet;
}

/**
 * The newest revision once every change begun has ended: with a time noted before, whatever is dated before it is in.
 */
export async function settledRecord(db: Db): Promise<RecordState> {
  const [row] = await db.select().from(recordState).where(eq(recordState.id, ROW)).for('share');
  return row ? { revision: row.revision, changedAt: row.changedAt } : nothingYet;
}
