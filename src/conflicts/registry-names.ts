import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import type { ProductClass } from '../gi/product.ts';
import type { NameRecord } from '../names/engine.ts';

interface NameRow {
  gi_id: string;
  text: string;
  language: string;
  classes: ProductClass[];
}

/** What the registry's names are as of: published versions never change, so their number and hash tell all. */
export interface RegistryState {
  /** The newest publication; 0 before the first. */
  publication: number;
  /** Hash over all versions published up to then. */
  hash: string;
}

/** The newest publication; 0 before the first. */
export async function newestPublication(db: Db): Promise<number> {
  const result = await db.execute(
    sql`select coalesce(max(publication), 0)::text as newest from list_versions where state = 'published'`,
  );
  return Number(rowsOf<{ newest: string }>(result)[0]?.newest ?? 0);
}

/** The state as of a publication. */
export async function registryState(db: Db, publication: number): Promise<RegistryState> {
  const result = await db.execute(sql`
    select md5(coalesce(string_agg(id || ' ' || coalesce(content_hash, ''), ',' order by publication), '')) as hash
    from list_versions where state = 'published' and publication <= ${publication}`);
  return { publication, hash: rowsOf<{ hash: string }>(result)[0]?.hash ?? '' };
}

/** GIs read at a time. */
const pageOf = 500;

/** The names of some GIs that versions have carried, in the order of the GIs. */
async function readNames(db: Db, gis: readonly string[], versions: SQL): Promise<NameRecord[]> {
  const result = await db.execute(sql`
    select e.gi_id, n.text, min(n.language) as language, array_agg(distinct r.data->'product'->>'class') as classes
    from (
      select distinct e.gi_id, e.hash
      from version_entries e join list_versions v on v.id = e.version_id
      where e.gi_id in ${gis} and v.state = 'published' and ${versions}
    ) e
    join entry_names n on n.hash = e.hash
    join entry_revisions r on r.hash = e.hash
    group by e.gi_id, n.text
    order by e.gi_id, n.text`);
  const counts = new Map<string, number>();
  return rowsOf<NameRow>(result).map((row) => {
    const ordinal = (counts.get(row.gi_id) ?? 0) + 1;
    counts.set(row.gi_id, ordinal);
    return {
      id: `${row.gi_id}#${ordinal}`,
      name: row.text,
      ...(row.language !== 'und' && { language: row.language }),
      goods: row.classes,
      group: row.gi_id,
    };
  });
}

/** Every name that any version published up to a publication has carried, page by page. */
export async function* namesEverPublished(db: Db, upTo: number): AsyncGenerator<NameRecord[]> {
  let after = '';
  for (;;) {
    const result = await db.execute(sql`select id from gis where id > ${after} order by id limit ${pageOf}`);
    const gis = rowsOf<{ id: string }>(result).map((row) => row.id);
    if (gis.length === 0) return;
    yield await readNames(db, gis, sql`v.publication <= ${upTo}`);
    after = gis.at(-1) as string;
  }
}

/** The same for some GIs only. */
export async function* namesOfGis(
  db: Db,
  gis: readonly string[],
  upTo: number,
): AsyncGenerator<NameRecord[]> {
  for (let at = 0; at < gis.length; at += pageOf)
    yield await readNames(db, gis.slice(at, at + pageOf), sql`v.publication <= ${upTo}`);
}

/** GIs of which a version published after one publication, up to another, says something new. */
export async function gisChanged(db: Db, after: number, upTo: number): Promise<string[]> {
  const result = await db.execute(sql`
    select distinct e.gi_id
    from list_versions v
    join version_entries e on e.version_id = v.id
    where v.state = 'published' and v.publication > ${after} and v.publication <= ${upTo}
      and not exists (
        select 1 from version_entries o join list_versions w on w.id = o.version_id
        where o.gi_id = e.gi_id and o.hash = e.hash and w.state = 'published' and w.publication <= ${after})
    order by e.gi_id`);
  return rowsOf<{ gi_id: string }>(result).map((row) => row.gi_id);
}

/** The newest version of a list; undefined when none has been published. */
export async function newestVersion(db: Db, listId: string): Promise<string | undefined> {
  const result = await db.execute(
    sql`select id from list_versions where list_id = ${listId} and state = 'published' order by number desc limit 1`,
  );
  return rowsOf<{ id: string }>(result)[0]?.id;
}

/** The names that one version carries, page by page. */
export async function* namesOfVersion(db: Db, versionId: string): AsyncGenerator<NameRecord[]> {
  let after = '';
  for (;;) {
    const result = await db.execute(
      sql`select distinct gi_id from version_entries where version_id = ${versionId} and gi_id > ${after} order by gi_id limit ${pageOf}`,
    );
    const gis = rowsOf<{ gi_id: string }>(result).map((row) => row.gi_id);
    if (gis.length === 0) return;
    yield await readNames(db, gis, sql`v.id = ${versionId}`);
    after = gis.at(-1) as string;
  }
}

/** The names of one list's newest version, one by one. */
export async function* namesOfList(db: Db, listId: string): AsyncGenerator<NameRecord> {
  const version = await newestVersion(db, listId);
  if (version !== undefined) for await (const page of namesOfVersion(db, version)) yield* page;
}

/** The names that stand now on lists other than one, page by page. */
export async function* namesOfOtherLists(db: Db, exceptList: string): AsyncGenerator<NameRecord[]> {
  const result = await db.execute(sql`
    select distinct on (list_id) id from list_versions where state = 'published' and list_id <> ${exceptList}
    order by list_id, number desc`);
  for (const { id } of rowsOf<{ id: string }>(result)) yield* namesOfVersion(db, id);
}
