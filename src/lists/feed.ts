import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { jsonTexts } from '../db/json-rows.ts';
import { rowsOf } from '../db/rows.ts';
import { listVersions } from '../db/schema/index.ts';
import type { Entry } from '../gi/entry.ts';

/** A place in the feed: after the entry `key` of the publication; with an empty key, before all its entries. */
export interface FeedPosition {
  publication: number;
  key: string;
}

/** One entry added to a list, changed on it or removed from it by a publication. */
export interface FeedChange {
  position: FeedPosition;
  listId: string;
  /** Number of the list's version that made the change. */
  version: number;
  change: 'added' | 'changed' | 'removed';
  key: string;
  giId: string;
  /** Hash of the entry as it now stands. */
  hash?: string;
  /** The entry as it now stands; absent for a removal. */
  entry?: Entry;
  /** Instant of publication, ISO 8601. */
  at: string;
}

export interface FeedPage {
  changes: FeedChange[];
  /** Where to go on, also when nothing has changed yet. */
  position: FeedPosition;
  /** True when more is on record already. */
  more: boolean;
}

export const feedStart: FeedPosition = { publication: 0, key: '' };

/** The place after everything a published version changed: where whoever holds that version goes on. */
export async function feedPositionAfter(db: Db, listId: string, version: number): Promise<FeedPosition> {
  const [row] = await db
    .select({ publication: listVersions.publication })
    .from(listVersions)
    .where(and(eq(listVersions.listId, listId), eq(listVersions.number, version)));
  return row?.publication ? { publication: row.publication + 1, key: '' } : feedStart;
}

/** Publications looked into by one statement. */
const PUBLICATIONS = 16;

interface Publication {
  id: string;
  list_id: string;
  number: number;
  publication: string | number;
  at: string;
  /** The version it replaced. */
  base: string | null;
}

/** Which changes are told. */
export interface FeedOptions {
  limit: number;
  /** Only those of these lists. */
  listIds?: string[];
  /** Only those of revisions up to this one. */
  upTo?: number;
  /** Only those published in these seconds, ISO instants, both inclusive. */
  from?: string;
  until?: string;
  /** Of each entry only the last change up to `upTo`. */
  latestOnly?: boolean;
}

async function publicationsFrom(db: Db, start: number, options: FeedOptions): Promise<Publication[]> {
  const { listIds, upTo, from, until } = options;
  const second = sql`date_trunc('second', v.published_at)`;
  const result = await db.execute(sql`
    select v.id, v.list_id, v.number, v.publication, b.id as base,
      to_char(v.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from list_versions v left join list_versions b on b.list_id = v.list_id and b.number = v.number - 1
    where v.publication >= ${start} ${listIds ? sql`and v.list_id in ${jsonTexts(listIds)}` : sql``}
      ${upTo === undefined ? sql`` : sql`and v.publication <= ${upTo}`}
      ${from === undefined ? sql`` : sql`and ${second} >= ${from}::timestamptz`}
      ${until === undefined ? sql`` : sql`and ${second} <= ${until}::timestamptz`}
    order by v.publication limit ${PUBLICATIONS}`);
  return rowsOf<Publication>(result);
}

interface Row {
  key: string;
  gi_id: string;
  old: string | null;
  new: string | null;
  data: Entry | null;
}

/** True for an entry that no later version up to a revision has otherwise than a publication left it. */
function lastWord(p: Publication, upTo: number, key: SQL, hash: SQL): SQL {
  return sql`and not exists (
    select 1 from list_versions l left join version_entries e on e.version_id = l.id and e.key = ${key}
    where l.list_id = ${p.list_id} and l.publication > ${p.publication} and l.publication <= ${upTo}
      and e.hash is distinct from ${hash})`;
}

/** What one publication changed, in key order; both sides are read by key, so a page costs what it holds. */
async function changesOf(db: Db, p: Publication, after: string, options: FeedOptions): Promise<FeedChange[]> {
  const base = p.base ?? '';
  const { limit, latestOnly, upTo = Number.MAX_SAFE_INTEGER } = options;
  const [standing, gone] = latestOnly
    ? [lastWord(p, upTo, sql`b.key`, sql`b.hash`), lastWord(p, upTo, sql`a.key`, sql`null::text`)]
    : [sql``, sql``];
  const result = await db.execute(sql`
    select d.key, d.gi_id, d.old, d.new, r.data from (
      (select b.key, b.gi_id, a.hash as old, b.hash as new
       from version_entries b left join version_entries a on a.version_id = ${base} and a.key = b.key
       where b.version_id = ${p.id} and b.key > ${after} and a.hash is distinct from b.hash ${standing}
       order by b.key limit ${limit})
      union all
      (select a.key, a.gi_id, a.hash, null
       from version_entries a left join version_entries b on b.version_id = ${p.id} and b.key = a.key
       where a.version_id = ${base} and a.key > ${after} and b.key is null ${gone}
       order by a.key limit ${limit})
    ) d left join entry_revisions r on r.hash = d.new order by d.key limit ${limit}`);
  return rowsOf<Row>(result).map((row) => ({
    position: { publication: Number(p.publication), key: row.key },
    listId: p.list_id,
    version: p.number,
    change: row.new === null ? 'removed' : row.old === null ? 'added' : 'changed',
    key: row.key,
    giId: row.gi_id,
    ...(row.new !== null && { hash: row.new }),
    ...(row.data !== null && { entry: row.data }),
    at: p.at,
  }));
}

/**
 * What was published after a place in the feed, over all lists or one: by publication, within it by key. Publications
 * are committed in the order of their numbers, so a reader who goes on from the last place misses none and sees none
 * twice, and who applies all changes from the start holds every current list exactly.
 */
export async function feedAfter(db: Db, from: FeedPosition, options: FeedOptions): Promise<FeedPage> {
  const changes: FeedChange[] = [];
  let position = from;
  for (;;) {
    const publications = await publicationsFrom(db, position.publication, options);
    for (const publication of publications) {
      const here = Number(publication.publication);
      const after = here === position.publication ? position.key : '';
      // One more than is wanted tells whether this page is the last.
      const wanted = options.limit - changes.length;
      const found = await changesOf(db, publication, after, { ...options, limit: wanted + 1 });
      changes.push(...found.slice(0, wanted));
      if (found.length > wanted) return { changes, position: changes.at(-1)!.position, more: true };
      position = { publication: here + 1, key: '' };
    }
    if (publications.length < PUBLICATIONS) return { changes, position, more: false };
  }
}
