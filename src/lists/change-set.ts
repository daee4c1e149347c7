import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import type { Entry } from '../gi/entry.ts';
import { canonicalJson } from '../gi/content-hash.ts';
import { nameFormKey } from '../gi/name-form.ts';

/** One field of an entry before and after; absent on the side where it is not there. Values are JSON. */
export interface FieldChange {
  /** `status`, `dates.protected`, `names[original|zh|龙井茶]`, … */
  field: string;
  before?: unknown;
  after?: unknown;
}

export type EntryChange =
  | { change: 'added'; key: string; after: Entry }
  | { change: 'removed'; key: string; before: Entry }
  | { change: 'changed'; key: string; before: Entry; after: Entry; fields: FieldChange[] };

export interface ChangeCounts {
  added: number;
  removed: number;
  changed: number;
}

/** An entry as flat fields: name forms stand under their identity, so that their order is no change. */
export function fieldsOf(entry: Entry): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  const { names, dates, product, ...rest } = entry;
  for (const n of names) fields.set(`names[${nameFormKey(n)}]`, n);
  for (const [k, v] of Object.entries(dates)) fields.set(`dates.${k}`, v);
  for (const [k, v] of Object.entries(product)) fields.set(`product.${k}`, v);
  for (const [k, v] of Object.entries(rest)) fields.set(k, v);
  return fields;
}

/** Field by field difference of two entries, in order of field; empty when they say the same. */
export function compareEntries(before: Entry, after: Entry): FieldChange[] {
  const a = fieldsOf(before);
  const b = fieldsOf(after);
  const changes: FieldChange[] = [];
  for (const field of [...new Set([...a.keys(), ...b.keys()])].sort()) {
    const x = a.get(field);
    const y = b.get(field);
    if (canonicalJson(x) === canonicalJson(y)) continue;
    changes.push({ field, ...(x !== undefined && { before: x }), ...(y !== undefined && { after: y }) });
  }
  return changes;
}

/** The rows in which two versions differ; without `from`, every row of `to` is new. */
export function differences(from: string | undefined, to: string) {
  return sql`
    with a as (select key, hash from version_entries where version_id = ${from ?? ''}),
         b as (select key, hash from version_entries where version_id = ${to}),
         d as (select coalesce(a.key, b.key) as key, a.hash as old, b.hash as new
               from a full outer join b on a.key = b.key where a.hash is distinct from b.hash)`;
}

/** How many entries were added, removed and changed between two versions of a list. */
export async function countChanges(db: Db, from: string | undefined, to: string): Promise<ChangeCounts> {
  const result = await db.execute(sql`${differences(from, to)}
    select count(*) filter (where old is null)::int as added, count(*) filter (where new is null)::int as removed,
           count(*) filter (where old is not null and new is not null)::int as changed from d`);
  return rowsOf<ChangeCounts>(result)[0]!;
}

/**
 * A page of the change set between two versions of a list, in key order. Only entries that differ are read, so its
 * cost is that of the changes and not of the list.
 */
export async function changesBetween(
  db: Db,
  from: string | undefined,
  to: string,
  page: { after: string; limit: number },
): Promise<EntryChange[]> {
  const result = await db.execute(sql`${differences(from, to)}
    select d.key, x.data as before, y.data as after from d
    left join entry_revisions x on x.hash = d.old
    left join entry_revisions y on y.hash = d.new
    where d.key > ${page.after} order by d.key limit ${page.limit}`);
  return rowsOf<{ key: string; before: Entry | null; after: Entry | null }>(result).map(toChange);
}

/** The change that an entry before and after make; one of the two is there. */
export function toChange(row: { key: string; before: Entry | null; after: Entry | null }): EntryChange {
  const { key, before, after } = row;
  if (before && after)
    return { change: 'changed', key, before, after, fields: compareEntries(before, after) };
  return before ? { change: 'removed', key, before } : { change: 'added', key, after: after! };
}
