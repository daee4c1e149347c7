import type { Hono } from 'hono';
import { draftScreen } from '../../src/conflicts/draft-screen.ts';
import { NameRegistry } from '../../src/conflicts/name-registry.ts';
import { openEmbedded, type Database } from '../../src/db/database.ts';
import { loadBundled } from '../../src/lists/bundled.ts';
import { Screenings } from '../../src/lists/review/screenings.ts';
import { recordNotifications } from '../../src/madrid/docket/record.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { packagePath } from '../../src/platform/paths.ts';
import { createSite, siteDeps } from '../../src/site/site.tsx';
import { Watch } from '../../src/watch/watch.ts';
import { bytes } from '../formats/support.ts';
import { romarin } from '../madrid/samples.ts';
import { openExchangeMeans } from './exchange-means.ts';
import type { ConsoleExchange } from '../../src/site/console/exchange.ts';

export interface TestSite {
  site: Hono;
  database: Database;
  clock: Clock;
  exchange: ConsoleExchange;
  /** Errors the site reported as its own fault. */
  faults: unknown[];
  close: Database['close'];
}

/** The site over the bundled lists and one international registration in a database of its own, on 1 June 2026. */
export async function openTestSite(): Promise<TestSite> {
  const database = await openEmbedded(undefined, packagePath('src/db/migrations'));
  const { db } = database;
  const clock = (): Date => new Date('2026-06-01T12:00:00Z');
  const ctx = { db, clock, actor: 'system' };
  await loadBundled(ctx, packagePath('fixtures'));
  await recordNotifications(ctx, { fileName: 'romarin.xml', input: bytes(romarin()) });
  const faults: unknown[] = [];
  const names = new NameRegistry(db);
  const onError = (error: unknown): void => void faults.push(error);
  const screenings = new Screenings({ db, clock }, draftScreen(db, names), onError);
  const { exchange, remove } = await openExchangeMeans();
  const deps = siteDeps({
    db,
    names,
    screenings,
    clock,
    exchange,
    markWatch: new Watch(db),
    notices: { webhookKey: Buffer.from('a key of the tests'), publicUrl: 'https://gi.example' },
    onError,
  });
  const close = async (): Promise<void> => {
    await database.close();
    remove();
  };
  return { site: createSite(deps), database, clock, exchange, faults, close };
}
