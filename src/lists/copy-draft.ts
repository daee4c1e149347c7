import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { listVersions } from '../db/schema/index.ts';
import { newId } from '../platform/ids.ts';
import type { Context } from './context.ts';
import { latestVersion } from './versions.ts';

type VersionRow = typeof listVersions.$inferSelect;

/**
 * Makes a draft that says exactly what a published version of its list says, corrections included, compared with the
 * newest version.
 * @returns its id
 */
export async function copyDraft(ctx: Context, tx: Db, version: VersionRow, now: Date): Promise<string> {
  const id = newId('ver', now);
  const { listId, contentHash, entryCount, verifiedCount } = version;
  const current = await latestVersion(tx, listId);
  await tx.insert(listVersions).values({
    id,
    listId,
    state: 'draft',
    baseNumber: current!.number,
    contentHash,
    entryCount,
    verifiedCount,
    createdAt: now,
    createdBy: ctx.actor,
  });
  await tx.execute(sql`
    insert into version_entries (version_id, key, hash, gi_id, linked_by, import_id, place)
    select ${id}, key, hash, gi_id, linked_by, import_id, place from version_entries where version_id = ${version.id}`);
  await tx.execute(sql`
    insert into version_corrections (version_id, correction_id, outcome)
    select ${id}, correction_id, outcome from version_corrections
    where version_id = ${version.id} and outcome = 'applied'`);
  return id;
}
