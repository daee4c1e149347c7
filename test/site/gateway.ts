import type { Hono } from 'hono';
import { NameRegistry } from '../../src/conflicts/name-registry.ts';
import { openEmbedded, type Database } from '../../src/db/database.ts';
import { loadBundled } from '../../src/lists/bundled.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { packagePath } from '../../src/platform/paths.ts';
import { createSite, siteDeps } from '../../src/site/site.tsx';

export interface TestSite {
  site: Hono;
  database: Database;
  clock: Clock;
  /** Errors the site reported as its own fault. */
  faults: unknown[];
  close: Database['close'];
}

/** The site over the bundled lists in a database of its own, on 1 June 2026. */
export async function openTestSite(): Promise<TestSite> {
  const database = await openEmbedded(undefined, packagePath('src/db/migrations'));
  const { db } = database;
  const clock = (): Date => new Date('2026-06-01T12:00:00Z');
  await loadBundled({ db, clock, actor: 'system' }, packagePath('fixtures'));
  const faults: unknown[] = [];
  const deps = siteDeps({ db, names: new NameRegistry(db), clock, onError: (error) => faults.push(error) });
  return { site: createSite(deps), database, clock, faults, close: database.close };
}
