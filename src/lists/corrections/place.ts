import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import {
  changeDecisions,
  draftConflicts,
  draftScreenings,
  draftStatements,
  entryRevisions,
  listVersions,
  versionEntries,
} from '../../db/schema/index.ts';
import { entryHash } from '../../gi/content-hash.ts';
import type { Entry } from '../../gi/entry.ts';
import { identityOf } from '../identity.ts';
import { rememberIdentities } from '../link.ts';
import { summarise, writeRevisions } from '../revisions.ts';

/** The entry a version holds under a key. */
export async function entryIn(db: Db, versionId: string, key: string): Promise<Entry | undefined> {
  const [row] = await db
    .select({ entry: entryRevisions.data })
    .from(versionEntries)
    .innerJoin(entryRevisions, eq(entryRevisions.hash, versionEntries.hash))
    .where(and(eq(versionEntries.versionId, versionId), eq(versionEntries.key, key)));
  return row?.entry;
}

/** Puts other content in an entry's line of a version that is not published yet. */
export async function placeEntry(tx: Db, versionId: string, key: string, entry: Entry): Promise<void> {
  const hash = entryHash(entry);
  await writeRevisions(tx, [{ hash, data: entry }]);
  const [line] = await tx
    .update(versionEntries)
    .set({ hash })
    .where(and(eq(versionEntries.versionId, versionId), eq(versionEntries.key, key)))
    .returning();
  await rememberIdentities(tx, [{ giId: line!.giId, identity: identityOf(entry) }]);
}

/**
 * Puts other content in a line of a draft: what was decided of it was decided of something else.
 * @param actor whose words they are
 */
export async function redraft(
  tx: Db,
  versionId: string,
  actor: string,
  { key, entry }: { key: string; entry: Entry },
): Promise<void> {
  await placeEntry(tx, versionId, key, entry);
  await tx.insert(draftStatements).values({ versionId, key, actor }).onConflictDoNothing();
  await tx
    .delete(changeDecisions)
    .where(and(eq(changeDecisions.versionId, versionId), eq(changeDecisions.key, key)));
  // Its names are to be screened again; what was found of the ones before is no longer so.
  await tx.update(draftScreenings).set({ state: 'due' }).where(eq(draftScreenings.versionId, versionId));
  await tx
    .delete(draftConflicts)
    .where(
      and(
        eq(draftConflicts.versionId, versionId),
        eq(draftConflicts.key, key),
        isNull(draftConflicts.ruling),
      ),
    );
  await tx
    .update(listVersions)
    .set(await summarise(tx, versionId))
    .where(eq(listVersions.id, versionId));
}
