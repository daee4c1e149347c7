import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { jsonRows, jsonTexts } from '../db/json-rows.ts';
import { rowsOf } from '../db/rows.ts';
import type { LinkReason } from '../db/schema/index.ts';
import { mayBeOne, type Identity } from './identity.ts';

export interface Link {
  giId: string;
  by: LinkReason;
}

type Profile = Pick<Identity, 'fileNumbers' | 'productGroup'>;

/** GIs that carry an identifier, by it. Each is looked up by itself: with thousands asked for, a plan of its own choice reads them all. */
async function gisBy(
  db: Db,
  kind: 'file-number' | 'name',
  values: Set<string>,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (values.size === 0) return found;
  const result = await db.execute(sql`
    select w.value, i.gi_id from jsonb_array_elements_text(${JSON.stringify([...values])}::jsonb) as w(value)
    cross join lateral (select gi_id from gi_identifiers where kind = ${kind} and value = w.value offset 0) i
    order by i.gi_id`);
  for (const row of rowsOf<{ value: string; gi_id: string }>(result)) {
    const known = found.get(row.value);
    if (known) known.push(row.gi_id);
    else found.set(row.value, [row.gi_id]);
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
 * against it and only one fits. An entry that matches nothing has undefined in its place.
 */
export async function recognise(db: Db, identities: readonly Identity[]): Promise<(Link | undefined)[]> {
  const byNumber = await gisBy(db, 'file-number', new Set(identities.flatMap((i) => i.fileNumbers)));
  const links = identities.map((identity): Link | undefined => {
    const numbered = identity.fileNumbers.flatMap((n) => byNumber.get(n) ?? [])[0];
    return numbered ? { giId: numbered, by: 'file-number' } : undefined;
  });
  const unnumbered = identities.filter((_, i) => !links[i]);
  const byName = await gisBy(db, 'name', new Set(unnumbered.flatMap((i) => i.names)));
  const known = await profiles(db, new Set([...byName.values()].flat()));
  return identities.map((identity, i) => {
    if (links[i]) return links[i];
    const named = new Set(identity.names.flatMap((n) => byName.get(n) ?? []));
    const fitting = [...named].filter((id) => mayBeOne(identity, known.get(id)!));
    return fitting.length === 1 ? { giId: fitting[0] as string, by: 'name' } : undefined;
  });
}

/** A GI to be made: the id it would like and what it is. */
export interface Newcomer {
  wished: string;
  productGroup: string;
}

/**
 * Gives GIs that matched nothing their permanent ids. A taken id gets the next free number; safe when two imports wish
 * for the same one at once.
 * @returns the ids, in the order of the newcomers
 */
export async function createGis(tx: Db, newcomers: readonly Newcomer[], now: Date): Promise<string[]> {
  const given: string[] = [];
  let waiting = newcomers.map((newcomer, at) => ({ ...newcomer, at }));
  for (let n = 1; waiting.length > 0; n++) {
    const tries = new Map<string, (typeof waiting)[number]>();
    for (const newcomer of waiting) {
      const id = n === 1 ? newcomer.wished : `${newcomer.wished}-${n}`;
      if (!tries.has(id)) tries.set(id, newcomer);
    }
    const rows = [...tries].map(([id, { productGroup }]) => ({ id, product: productGroup }));
    const result = await tx.execute(sql`
      insert into gis (id, product_group, created_at)
      select id, product, ${now.toISOString()}::timestamptz from jsonb_to_recordset(${jsonRows(rows)}) as r(id text, product text)
      on conflict do nothing returning id`);
    for (const { id } of rowsOf<{ id: string }>(result)) given[tries.get(id)!.at] = id;
    waiting = waiting.filter((w) => given[w.at] === undefined);
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
