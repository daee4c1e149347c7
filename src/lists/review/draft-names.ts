import { sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { jsonTexts } from '../../db/json-rows.ts';
import { rowsOf } from '../../db/rows.ts';
import type { ProductClass } from '../../gi/product.ts';
import { allJurisdictions } from '../catalogue.ts';
import { differences } from '../change-set.ts';
import type { Draft } from '../versions.ts';

/** A spelling of an entry, with what tells whose it is. */
export interface NamedEntry {
  key: string;
  giId: string;
  name: string;
  language: string;
  goods: ProductClass[];
  /** Countries of origin and the unions they belong to: whoever shares one is of one side. */
  parties: string[];
}

/** A name of an indication that stands on a published list now. */
export interface HeldName extends NamedEntry {
  listId: string;
}

interface Row {
  key: string;
  gi_id: string;
  text: string;
  language: string;
  class: ProductClass;
  origin: string[];
  list_id?: string;
}

type Sides = (origin: string[]) => string[];

async function sides(db: Db): Promise<Sides> {
  const unions = new Map((await allJurisdictions(db)).map((j) => [j.code, j.memberOf]));
  return (origin) => [...new Set(origin.flatMap((c) => [c, ...(unions.get(c) ?? [])]))];
}

const toNamed = (row: Row, parties: Sides): NamedEntry => ({
  key: row.key,
  giId: row.gi_id,
  name: row.text,
  language: row.language,
  goods: [row.class],
  parties: parties(row.origin),
});

/** Entries that ended or were refused stand in nobody's way. */
const alive = sql`r.data->>'status' not in ('ended', 'refused')`;

const columns = sql`n.text, n.language, r.data->'product'->>'class' as class, r.data->'origin' as origin`;

/** The rows of a draft's names that readers were not shown yet: of new entries, and new spellings or goods of others. */
function newNames({ versionId, baseId }: Pick<Draft, 'versionId' | 'baseId'>) {
  return sql`${differences(baseId, versionId)},
    fresh as (select d.key, e.gi_id, d.new, n.ordinal, ${columns}
      from d join version_entries e on e.version_id = ${versionId} and e.key = d.key
      join entry_revisions r on r.hash = d.new join entry_names n on n.hash = d.new
      left join entry_revisions o on o.hash = d.old
      where d.new is not null and ${alive} and (o.hash is null
        or o.data->'product'->>'class' is distinct from r.data->'product'->>'class'
        or o.data->>'status' in ('ended', 'refused')
        or not exists (select 1 from entry_names b where b.hash = d.old and b.text = n.text)))`;
}

export async function countNewNames(db: Db, draft: Pick<Draft, 'versionId' | 'baseId'>): Promise<number> {
  const result = await db.execute(sql`${newNames(draft)} select count(*)::int as n from fresh`);
  return rowsOf<{ n: number }>(result)[0]!.n;
}

/** A page of a draft's new names: whole entries, in key order after a key. */
export async function newNamesAfter(
  db: Db,
  draft: Pick<Draft, 'versionId' | 'baseId'>,
  page: { after: string; entries: number },
): Promise<NamedEntry[]> {
  const parties = await sides(db);
  const result = await db.execute(sql`${newNames(draft)},
    page as (select distinct key from fresh where key > ${page.after} order by key limit ${page.entries})
    select f.* from fresh f join page p on p.key = f.key order by f.key, f.ordinal`);
  return rowsOf<Row>(result).map((row) => toNamed(row, parties));
}

/** The lines on which indications stand now, on lists other than one: by indication, with the names they carry. */
export async function heldNames(db: Db, exceptList: string, giIds: string[]): Promise<HeldName[]> {
  if (giIds.length === 0) return [];
  const parties = await sides(db);
  const result = await db.execute(sql`
    with newest as (select distinct on (list_id) id, list_id from list_versions where state = 'published'
      order by list_id, number desc)
    select v.list_id, e.key, e.gi_id, ${columns}
    from newest v join version_entries e on e.version_id = v.id
    join entry_revisions r on r.hash = e.hash join entry_names n on n.hash = e.hash
    where v.list_id <> ${exceptList} and e.gi_id in ${jsonTexts(giIds)} and ${alive}
    order by e.gi_id, v.list_id, n.ordinal`);
  return rowsOf<Row>(result).map((row) => ({ ...toNamed(row, parties), listId: row.list_id! }));
}
