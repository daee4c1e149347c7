import { randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { rowsOf } from '../../db/rows.ts';
import { syncSources } from '../../db/schema/index.ts';
import { sourceRow, type SourceRow } from './sources.ts';

/** How long a process that looks at a source is believed to be alive without saying so. */
export const SYNC_LEASE_MS = 60_000;

/** A source that one process looks at, and nobody else meanwhile. */
export interface Held {
  source: SourceRow;
  token: string;
}

/**
 * Takes a source to look at: the one named, or the one due for longest. One at a time, whatever number of processes.
 * @returns nothing when none is due, or the one named is being looked at
 */
export async function takeSource(db: Db, now: Date, id?: string): Promise<Held | undefined> {
  const token = randomUUID();
  const at = now.toISOString();
  const until = new Date(now.getTime() + SYNC_LEASE_MS).toISOString();
  const which = id === undefined ? sql`enabled and next_at <= ${at}::timestamptz` : sql`id = ${id}`;
  const result = await db.execute(sql`
    update sync_sources set lease_until = ${until}::timestamptz, lease_by = ${token}
    where id = (
      select id from sync_sources
      where ${which} and (lease_until is null or lease_until < ${at}::timestamptz)
      order by next_at limit 1 for update skip locked)
    returning id`);
  const [taken] = rowsOf<{ id: string }>(result);
  return taken && { source: await sourceRow(db, taken.id), token };
}

/** The condition that a source is still held. */
export const stillHeld = ({ source, token }: Held) =>
  and(eq(syncSources.id, source.id), eq(syncSources.leaseBy, token));

/** Says that the look goes on. */
export async function renew(db: Db, held: Held, now: Date): Promise<void> {
  const leaseUntil = new Date(now.getTime() + SYNC_LEASE_MS);
  await db.update(syncSources).set({ leaseUntil }).where(stillHeld(held));
}
