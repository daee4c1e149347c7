import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { inject } from 'vitest';
import { openEmbedded, openPostgres, type Database } from '../../src/db/database.ts';
import { packagePath } from '../../src/platform/paths.ts';

const migrations = packagePath('src/db/migrations');

/** A fresh, empty, uniquely named database in the run's PostgreSQL. */
export async function freshPostgresUrl(): Promise<string> {
  const admin = postgres(`${inject('postgresUrl')}/postgres`, { max: 1, onnotice: () => {} });
  const name = `t_${randomBytes(8).toString('hex')}`;
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  return `${inject('postgresUrl')}/${name}`;
}

/** The two databases every behaviour must be the same on. */
export const databases: { name: string; open(): Promise<Database> }[] = [
  { name: 'PGlite', open: () => openEmbedded(undefined, migrations) },
  {
    name: 'PostgreSQL',
    open: async () => openPostgres(await freshPostgresUrl(), migrations, { poolSize: 4 }),
  },
];

/** Empties every table, those that refuse it too: much quicker than a new database for each test. */
export async function reset({ db }: Database): Promise<void> {
  await db.execute(sql`do $$ begin
    perform set_config('session_replication_role', 'replica', true);
    execute (select 'truncate ' || string_agg(quote_ident(tablename), ', ') || ' cascade' from pg_tables where schemaname = 'public');
  end $$`);
}
