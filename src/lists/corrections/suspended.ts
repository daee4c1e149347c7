import { sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { rowsOf } from '../../db/rows.ts';
import { Refusal } from '../../platform/errors.ts';

/** Suspended corrections of a draft: the partner now says something else again, and nobody has judged it. */
export async function countSuspended(db: Db, draftId: string): Promise<number> {
  const rows = await db.execute(sql`
    select count(*)::int as n from version_corrections v join corrections c on c.id = v.correction_id
    where v.version_id = ${draftId} and v.outcome = 'changed' and v.ruling is null and c.ended_at is null
      and not exists (select 1 from change_decisions d
        where d.version_id = v.version_id and d.key = c.key and d.decision = 'rejected')`);
  return rowsOf<{ n: number }>(rows)[0]!.n;
}

/** @throws Refusal lists/suspended-corrections */
export async function refuseSuspended(db: Db, draftId: string): Promise<void> {
  const suspended = await countSuspended(db, draftId);
  if (suspended === 0) return;
  throw new Refusal(
    'lists/suspended-corrections',
    409,
    `The partner changed ${suspended} corrected field(s) to something else again.`,
    'Decide for each whether the correction stays or the partner’s new word is taken.',
  );
}
