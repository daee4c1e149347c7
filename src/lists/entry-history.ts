import { and, asc, eq } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { entryRevisions, listVersions, versionEntries } from '../db/schema/index.ts';
import type { CorrectionNote } from '../gi/correction-note.ts';
import type { Entry } from '../gi/entry.ts';
import type { VersionRef } from '../gi/protection.ts';
import { Refusal } from '../platform/errors.ts';
import { getList } from './catalogue.ts';
import { compareEntries, type FieldChange } from './change-set.ts';
import { findEntry } from './entry-lookup.ts';
import { correctionsAt, type Frame } from './queries.ts';

/** An entry as one version of its list has it. */
export interface HeldEntry {
  listId: string;
  key: string;
  giId: string;
  version: VersionRef;
  entry: Entry;
  /** What of the entry is not the partner's own word. */
  corrections: CorrectionNote[];
}

/** What one version did to an entry. */
export type HistoryEvent = {
  /** Number of the version. */
  version: number;
  effectiveOn: string;
  publishedAt: string;
} & (
  | { change: 'added'; entry: Entry }
  | { change: 'changed'; fields: FieldChange[] }
  | { change: 'removed' }
);

function noEntry(listId: string, key: string, when: string): Refusal {
  return new Refusal(
    'not-found/entry',
    404,
    `List ${listId} has no entry "${key}"${when}.`,
    `See /api/v1/lists/${listId}/document for the entries it has.`,
  );
}

/**
 * One entry of the version that applies in a frame.
 * @throws Refusal not-found/list, not-found/entry
 */
export async function entryAt(db: Db, frame: Frame, listId: string, key: string): Promise<HeldEntry> {
  if (!frame.lists.some((l) => l.id === listId)) await getList(db, listId);
  const version = frame.versions.find((v) => v.list.id === listId)?.version;
  const found = version && (await findEntry(db, version.versionId, key));
  if (!version || !found) throw noEntry(listId, key, ` as of ${frame.at.day}`);
  const corrections = correctionsAt(frame, version.versionId, key);
  return { listId, key, giId: found.giId, version, entry: found.entry, corrections };
}

/**
 * What the versions of a list did to one entry, oldest first; versions that left it alone are not told.
 * @throws Refusal not-found/list, not-found/entry when no version ever had it
 */
export async function entryHistory(
  db: Db,
  listId: string,
  key: string,
): Promise<{ giId: string; history: HistoryEvent[] }> {
  await getList(db, listId);
  const rows = await db
    .select({
      version: listVersions.number,
      effectiveOn: listVersions.effectiveOn,
      publishedAt: listVersions.publishedAt,
      giId: versionEntries.giId,
      entry: entryRevisions.data,
    })
    .from(listVersions)
    .leftJoin(versionEntries, and(eq(versionEntries.versionId, listVersions.id), eq(versionEntries.key, key)))
    .leftJoin(entryRevisions, eq(entryRevisions.hash, versionEntries.hash))
    .where(and(eq(listVersions.listId, listId), eq(listVersions.state, 'published')))
    .orderBy(asc(listVersions.number));
  const history: HistoryEvent[] = [];
  let giId: string | undefined;
  let before: Entry | null = null;
  for (const row of rows) {
    const after = row.entry;
    const event = {
      version: row.version!,
      effectiveOn: row.effectiveOn!,
      publishedAt: row.publishedAt!.toISOString(),
    };
    if (!before && after) history.push({ ...event, change: 'added', entry: after });
    else if (before && !after) history.push({ ...event, change: 'removed' });
    else if (before && after) {
      const fields = compareEntries(before, after);
      if (fields.length > 0) history.push({ ...event, change: 'changed', fields });
    }
    before = after;
    giId = row.giId ?? giId;
  }
  if (giId === undefined) throw noEntry(listId, key, ' in any version');
  return { giId, history };
}
