import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { jsonRows, jsonTexts } from '../db/json-rows.ts';
import { rowsOf } from '../db/rows.ts';
import type { LinkReason } from '../db/schema/index.ts';
import type { Entry } from '../gi/entry.ts';
import { wishedGiId } from './gi-id.ts';
import { mayBeOne, type Identity } from './identity.ts';

export interface Link {
  giId: string;
  by: LinkReason;
}

/** An entry with what it can be recognised by. */
export interface Identified {
  entry: Entry;
  identity: Identity;
}

type Profile = Pick<Identity, 'fileNumbers' | 'productGroup'>;

async function gisBy(
  db: Db,
  kind: 'file-number' | 'name',
  values: Set<string>,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (values.size === 0) return found;
  const result = await db.execute(
    sql`select value, gi_id from gi_identifiers where kind = ${kind} and value in ${jsonTexts(values)} order by gi_id`,
  );
  for (const row of rowsOf<{ value: string; gi_id: string }>(result)) {
    found.set(row.value, [...(found.get(row.value) ?? []), row.gi_id]);
  }
  return found;
}

async function profiles(db: Db, giIds: Set<string>): Promise<Map<string, Profile>> {
  if (giIds.size === 0) return new Map();
  const result = await db.execute(sql`
    select g.id, g.product_group, array_remove(array_agg(i.value), null) as numbers
    from gis g left join gi_identifiers i on i.gi_id = g.id and i.kind = 'file-number'
    where g.id in ${jsonTexts(giIds)} group by g.id`);
  const rows = rowsOf<{ id: string; product_group: string; numbers: string[] }>(result);
  return new Map(rows.map((r) => [r.id, { productGroup: r.product_group, fileNumbers: r.numbers }]));
}

/**
 * Recognises GIs already held among entries of a list: by file number, then by original name where nothing speaks
 * against it and only one fits. Entries that match nothing are left out of the answer.
 */
export async function recognise(db: Db, entries: Identified[]): Promise<Map<Entry, Link>> {
  const byNumber = await gisBy(db, 'file-number', new Set(entries.flatMap((e) => e.identity.fileNumbers)));
  const byName = await gisBy(db, 'name', new Set(entries.flatMap((e) => e.identity.names)));
  const known = await profiles(db, new Set([...byName.values()].flat()));
  const links = new Map<Entry, Link>();
  for (const { entry, identity } of entries) {
    const numbered = identity.fileNumbers.flatMap((n) => byNumber.get(n) ?? [])[0];
    if (numbered) {
      links.set(entry, { giId: numbered, by: 'file-number' });
      continue;
    }
    const named = new Set(identity.names.flatMap((n) => byName.get(n) ?? []));
    const fitting = [...named].filter((id) => mayBeOne(identity, known.get(id)!));
    if (fitting.length === 1) links.set(entry, { giId: fitting[0] as string, by: 'name' });
  }
  return links;
}

/**
 * Gives GIs that matched nothing their permanent ids. A taken id gets the next free number; safe when two imports wish
 * for the same one at once.
 */
export async function createGis(tx: Db, entries: Identified[], now: Date): Promise<Map<Entry, string>> {
  const given = new Map<Entry, string>();
  let waiting = entries.map(({ entry, identity }) => ({ entry, identity, wished: wishedGiId(entry) }));
  for (let n = 1; waiting.length > 0; n++) {
    const tries = new Map<string, Identified>();
    for (const { wished, ...identified } of waiting) {
      const id = n === 1 ? wished : `${wished}-${n}`;
      if (!tries.has(id)) tries.set(id, identified);
    }
    const rows = [...tries].map(([id, { identity }]) => ({ id, product: identity.productGroup }));
    const result = await tx.execute(sql`
      insert into gis (id, product_group, created_at)
      select id, product, ${now.toISOString()}::timestamptz from jsonb_to_recordset(${jsonRows(rows)}) as r(id text, product text)
      on conflict do nothing returning id`);
    for (const { id } of rowsOf<{ id: string }>(result)) given.set(tries.get(id)!.entry, id);
    waiting = waiting.filter((w) => !given.has(w.entry));
  }
  return given;
}

/** Remembers what GIs can be recognised by from now on. */
export async function rememberIdentities(
  tx: Db,
  pairs: { giId: string; identity: Identity }[],
): Promise<void> {
  const rows = pairs.flatMap(({ giId, identity }) => [
    ...identity.fileNumbers.map((value) => ({ kind: 'file-number', value, gi: giId })),
    ...identity.names.map((value) => ({ kind: 'name', value, gi: giId })),
  ]);
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into gi_identifiers (kind, value, gi_id)
    select kind, value, gi from jsonb_to_recordset(${jsonRows(rows)}) as r(kind text, value text, gi text)
    on conflict do nothing`);
}
