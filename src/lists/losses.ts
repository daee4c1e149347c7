import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import type { Format } from '../formats/format.ts';
import { listDocument } from './export.ts';

/** What a format does not carry of a list, field by field. */
export interface Loss {
  field: string;
  message: string;
  /** How many entries it concerns, and the keys of the first of them. */
  entries: number;
  keys: string[];
}

export interface LossReport {
  list: string;
  version: number;
  format: Format['id'];
  /** Entries of the version. */
  entries: number;
  losses: Loss[];
}

const NAMED = 20;

/** Entries whose GI people linked to another one: rulings about GIs stand on no list. */
async function linkedKeys(db: Db, listId: string, number: number): Promise<string[]> {
  const result = await db.execute(sql`
    select e.key from list_versions v join version_entries e on e.version_id = v.id
    where v.list_id = ${listId} and v.number = ${number} and exists (
      select 1 from gi_links l where l.ended_at is null and e.gi_id in (l.from_gi, l.to_gi))
    order by e.key`);
  return rowsOf<{ key: string }>(result).map((row) => row.key);
}

/**
 * What a reader of a list in some format does not get. The gateway's own reader loses nothing of an entry: what the
 * format cannot say stands in companion data, which other readers pass over.
 * @throws Refusal not-found/list, not-found/version
 */
export async function lossReport(
  db: Db,
  listId: string,
  format: Format,
  which: Parameters<typeof listDocument>[2],
): Promise<LossReport> {
  const document = await listDocument(db, listId, which);
  const losses = new Map<string, Loss>();
  let entries = 0;
  for await (const entry of document.entries) {
    entries++;
    for (const { place, message } of format.losses?.(entry) ?? []) {
      const field = place.field ?? '';
      const loss = losses.get(field) ?? { field, message, entries: 0, keys: [] };
      loss.entries++;
      if (loss.keys.length < NAMED) loss.keys.push(entry.key);
      losses.set(field, loss);
    }
  }
  const linked = await linkedKeys(db, listId, document.version.number);
  if (linked.length > 0)
    losses.set('links', {
      field: 'links',
      message:
        'Links to a parent, a sub-appellation or the same thing under another name are rulings about GIs, not part of a list; they are at /api/v1/gi-links',
      entries: linked.length,
      keys: linked.slice(0, NAMED),
    });
  return {
    list: listId,
    version: document.version.number,
    format: format.id,
    entries,
    losses: [...losses.values()].sort((a, b) => (a.field < b.field ? -1 : 1)),
  };
}
