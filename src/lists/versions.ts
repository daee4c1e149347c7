import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { preparedOn } from '../db/prepared.ts';
import { rowsOf } from '../db/rows.ts';
import { entryRevisions, listVersions, versionEntries } from '../db/schema/index.ts';
import type { GiList } from '../gi/agreement.ts';
import type { Entry } from '../gi/entry.ts';
import type { VersionRef } from '../gi/protection.ts';
import { Refusal } from '../platform/errors.ts';
import { allLists } from './catalogue.ts';

/** The two axes of an answer: the day asked about, and what was on record at an instant. */
export interface AsOf {
  /** Calendar day of legal effect, `YYYY-MM-DD`. */
  day: string;
  /** Only versions published by then count; now when absent. */
  knownAt?: Date;
}

export interface SelectedVersion {
  list: GiList;
  version: VersionRef;
}

type Row = typeof listVersions.$inferSelect;

function toSummary(row: Row): VersionRef {
  return {
    versionId: row.id,
    listId: row.listId,
    number: row.number!,
    contentHash: row.contentHash!,
    effectiveOn: row.effectiveOn!,
    publishedAt: row.publishedAt!.toISOString(),
    entryCount: row.entryCount!,
    verifiedCount: row.verifiedCount!,
  };
}

/** The newest published version of a list, or nothing. */
export async function latestVersion(
  db: Db,
  listId: string,
): Promise<typeof listVersions.$inferSelect | undefined> {
  const [row] = await db
    .select()
    .from(listVersions)
    .where(and(eq(listVersions.listId, listId), eq(listVersions.state, 'published')))
    .orderBy(desc(listVersions.number))
    .limit(1);
  return row;
}

/** Published versions of a list, newest first. */
export async function versionsOf(db: Db, listId: string): Promise<VersionRef[]> {
  const rows = await db
    .select()
    .from(listVersions)
    .where(and(eq(listVersions.listId, listId), eq(listVersions.state, 'published')))
    .orderBy(desc(listVersions.number));
  return rows.map(toSummary);
}

/** @throws Refusal not-found/version */
export async function getVersion(db: Db, listId: string, number: number): Promise<VersionRef> {
  const [row] = await db
    .select()
    .from(listVersions)
    .where(
      and(
        eq(listVersions.listId, listId),
        eq(listVersions.number, number),
        eq(listVersions.state, 'published'),
      ),
    );
  if (row) return toSummary(row);
  throw new Refusal(
    'not-found/version',
    404,
    `List ${listId} has no version ${number}.`,
    `See /api/v1/lists/${listId}/versions for those it has.`,
  );
}

/** A draft and the published version it was compared with. */
export interface Draft {
  versionId: string;
  listId: string;
  state: 'draft' | 'discarded' | 'published' | 'building';
  baseId?: string;
  baseNumber?: number;
  entryCount: number;
  createdAt: string;
  createdBy: string;
  importId?: string;
}

/** @throws Refusal not-found/draft */
export async function getDraft(db: Db, id: string): Promise<Draft> {
  const [row] = await db.select().from(listVersions).where(eq(listVersions.id, id));
  if (!row)
    throw new Refusal('not-found/draft', 404, `There is no draft "${id}".`, 'Import a file to make one.');
  const base = row.baseNumber === null ? undefined : await getVersion(db, row.listId, row.baseNumber);
  return {
    versionId: row.id,
    listId: row.listId,
    state: row.state,
    ...(base && { baseId: base.versionId, baseNumber: base.number }),
    entryCount: row.entryCount ?? 0,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    ...(row.importId && { importId: row.importId }),
  };
}

/**
 * For each list the version that applied on a day: the newest one whose effect began by then; where all began later,
 * the oldest, whose entries' own dates then decide. Lists without a published version are left out.
 */
export async function versionsAt(db: Db, at: AsOf): Promise<SelectedVersion[]> {
  const known = at.knownAt ? sql`and published_at <= ${at.knownAt.toISOString()}` : sql``;
  const result = await db.execute(sql`
    select distinct on (list_id) id from list_versions
    where state = 'published' ${known}
    order by list_id, (effective_on <= ${at.day}) desc,
      case when effective_on <= ${at.day} then number else -number end desc`);
  const ids = rowsOf<{ id: string }>(result).map((r) => r.id);
  if (ids.length === 0) return [];
  const rows = await db.select().from(listVersions).where(inArray(listVersions.id, ids));
  const byId = new Map((await allLists(db)).map((l) => [l.id, l]));
  return rows
    .map((row) => ({ list: byId.get(row.listId)!, version: toSummary(row) }))
    .sort((a, b) => (a.list.id < b.list.id ? -1 : 1));
}

const PAGE = 500;
const pageAfter = preparedOn((db) =>
  db
    .select({
      key: versionEntries.key,
      giId: versionEntries.giId,
      hash: versionEntries.hash,
      entry: entryRevisions.data,
    })
    .from(versionEntries)
    .innerJoin(entryRevisions, eq(entryRevisions.hash, versionEntries.hash))
    .where(
      and(
        eq(versionEntries.versionId, sql.placeholder('versionId')),
        gt(versionEntries.key, sql.placeholder('after')),
      ),
    )
    .orderBy(asc(versionEntries.key))
    .limit(PAGE)
    .prepare('entries_after'),
);

/** Entries of a version in key order, read page by page: memory does not grow with the list. */
export async function* entriesOf(
  db: Db,
  versionId: string,
): AsyncIterable<{ entry: Entry; giId: string; hash: string }> {
  const read = pageAfter(db);
  let page = read.execute({ versionId, after: '' });
  for (;;) {
    const rows = await page;
    const last = rows.length === PAGE ? rows.at(-1) : undefined;
    if (last) {
      // The next page is read while this one is worked on; should nobody ask for it, its failure is nobody's.
      page = read.execute({ versionId, after: last.key });
      page.catch(() => {});
    }
    yield* rows;
    if (!last) return;
  }
}
