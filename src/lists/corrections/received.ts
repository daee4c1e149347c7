import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { entryRevisions, versionEntries } from '../../db/schema/index.ts';
import type { Entry } from '../../gi/entry.ts';
import { correctionsIn } from './correction.ts';
import { uncover } from './overlay.ts';

/** Entries of a version that corrections were laid over, by key, as the partner sent them. */
export async function receivedEntries(db: Db, versionId: string): Promise<Map<string, Entry>> {
  const laid = (await correctionsIn(db, [versionId])).map((l) => l.correction);
  if (laid.length === 0) return new Map();
  const keys = [...new Set(laid.map((c) => c.key))];
  const rows = await db
    .select({ key: versionEntries.key, entry: entryRevisions.data })
    .from(versionEntries)
    .innerJoin(entryRevisions, eq(entryRevisions.hash, versionEntries.hash))
    .where(and(eq(versionEntries.versionId, versionId), inArray(versionEntries.key, keys)));
  return new Map(
    rows.map(({ key, entry }) => [
      key,
      // What was laid last is taken off first.
      laid.filter((c) => c.key === key).reduceRight<Entry>((under, c) => uncover(under, c), entry),
    ]),
  );
}
