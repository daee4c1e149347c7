import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { listVersions } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { summarise } from '../revisions.ts';
import { recordSuccessions } from '../succession.ts';
import type { Draft } from '../versions.ts';

/**
 * What a reviewed draft publishes: its lines, except that a rejected change keeps the line of the base version. It is
 * written as a version of its own; the draft stays what the file said.
 * @throws Refusal lists/nothing-to-publish when nothing differs from the base any more
 */
export async function withoutRejected(tx: Db, draft: Draft): Promise<typeof listVersions.$inferSelect> {
  const [row] = await tx.select().from(listVersions).where(eq(listVersions.id, draft.versionId));
  const id = newId('ver', row!.createdAt);
  await tx.insert(listVersions).values({ ...row!, id, state: 'building' });
  const rejected = sql`(select key from change_decisions where version_id = ${draft.versionId} and decision = 'rejected')`;
  await tx.execute(sql`
    insert into version_entries (version_id, key, hash, gi_id, linked_by, import_id, place)
    select ${id}, key, hash, gi_id, linked_by, import_id, place from version_entries
    where (version_id = ${draft.versionId} and key not in ${rejected})
       or (version_id = ${draft.baseId ?? ''} and key in ${rejected})`);
  await tx.execute(sql`
    insert into version_corrections (version_id, correction_id, outcome, seen, ruling, ruling_reason, ruled_at, ruled_by)
    select ${id}, v.correction_id, v.outcome, v.seen, v.ruling, v.ruling_reason, v.ruled_at, v.ruled_by
    from version_corrections v join corrections c on c.id = v.correction_id
    where (v.version_id = ${draft.versionId} and c.key not in ${rejected})
       or (v.version_id = ${draft.baseId ?? ''} and c.key in ${rejected} and v.outcome = 'applied')`);
  await recordSuccessions(tx, draft.baseId, id);
  const summary = await summarise(tx, id);
  const [base] = draft.baseId
    ? await tx.select().from(listVersions).where(eq(listVersions.id, draft.baseId))
    : [];
  if (summary.entryCount === 0 || base?.contentHash === summary.contentHash) {
    throw new Refusal(
      'lists/nothing-to-publish',
      409,
      'Every change of the draft was rejected.',
      'Discard the draft; the current version stays as it is.',
    );
  }
  const [version] = await tx.update(listVersions).set(summary).where(eq(listVersions.id, id)).returning();
  return version!;
}
