import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import { sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import * as schema from './schema/index.ts';

/** A Drizzle database or a transaction of it, whichever of the two databases stands behind. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>;

export interface Database {
  db: Db;
  kind: 'embedded' | 'postgresql';
  close(): Promise<void>;
}

/** Any fixed number: one migrator at a time holds this advisory lock. */
const MIGRATION_LOCK = 4_701_226;

/**
 * Opens the embedded database, creating and migrating it.
 * @param folder where it lives, or nothing for one in memory (tests). The caller holds the folder's lock.
 */
export async function openEmbedded(folder: string | undefined, migrations: string): Promise<Database> {
  const { PGlite } = await import('@electric-sql/pglite');
  const client = await PGlite.create(folder);
  const db = drizzlePglite(client, { schema });
  await migratePglite(db, { migrationsFolder: migrations });
  return { db: db as unknown as Db, kind: 'embedded', close: () => client.close() };
}

/**
 * Connects to PostgreSQL and migrates it; several gateways may start at once, one migrates and the others wait.
 * @param options.poolSize connections for queries, 10 unless told.
 */
export async function openPostgres(
  url: string,
  migrations: string,
  options: { poolSize?: number } = {},
): Promise<Database> {
  const { default: postgres } = await import('postgres');
  const migrator = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const single = drizzlePostgres(migrator);
    await single.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`);
    await migratePostgres(single, { migrationsFolder: migrations });
  } finally {
    await migrator.end();
  }
  const client = postgres(url, { max: options.poolSize ?? 10, onnotice: () => {} });
  const db = drizzlePostgres(client, { schema });
  return { db: db as unknown as Db, kind: 'postgresql', close: () => client.end({ timeout: 5 }) };
}
