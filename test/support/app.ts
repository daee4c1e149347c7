import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi } from '../../src/api/api.ts';
import { draftScreen } from '../../src/conflicts/draft-screen.ts';
import { NameRegistry } from '../../src/conflicts/name-registry.ts';
import type { Database } from '../../src/db/database.ts';
import { createDeliverer, openDeliveryMeans } from '../../src/exchange/delivery.ts';
import { openSigner, type Signer } from '../../src/exchange/signing.ts';
import type { Deliverer } from '../../src/exchange/outbox/deliverer.ts';
import { loadExamples } from '../../src/disputes/bundled.ts';
import { loadBundled } from '../../src/lists/bundled.ts';
import { Screenings } from '../../src/lists/review/screenings.ts';
import { createLog } from '../../src/platform/log.ts';
import { packagePath } from '../../src/platform/paths.ts';
import type { Senders } from '../../src/watch/deliver.ts';
import { Watch } from '../../src/watch/watch.ts';

export const staffToken = 'the-staff-token-of-these-tests';

/** A folder that is gone after the test. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'gi-gateway-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface TestApp {
  database: Database;
  signer: Signer;
  /** Where drop folders lie. */
  dropDir: string;
  /** Not started; `drain` delivers what is due. */
  deliverer: Deliverer;
  /** A request as anybody. */
  get(path: string, init?: RequestInit, connection?: object): Promise<Response>;
  /** Lets time pass. */
  advance(ms: number): void;
  /** A request with the staff token, JSON in and out. */
  staff<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  close(): Promise<void>;
}

/** The API over a database with the bundled lists, from a fixed time on. */
export async function openApp(
  open: () => Promise<Database>,
  options: {
    officeCode?: string;
    now?: string;
    maxBodyBytes?: number;
    outboundAllow?: string[];
    senders?: Senders;
  } = {},
): Promise<TestApp> {
  const folder = temporaryFolder();
  const database = await open();
  // A clock that moves on with every look, as a real one does, from the same moment in every run.
  let ticks = Date.parse(options.now ?? '2026-11-22T12:00:00Z');
  const clock = (): Date => new Date(ticks++);
  await loadBundled({ db: database.db, clock, actor: 'system' }, packagePath('fixtures'));
  await loadExamples(
    { db: database.db, clock, actor: 'system' },
    packagePath('fixtures/disputes/examples.json'),
  );
  const signer = openSigner(folder.path, clock);
  const names = new NameRegistry(database.db);
  const screenings = new Screenings({ db: database.db, clock }, draftScreen(database.db, names));
  const delivery = openDeliveryMeans(folder.path, { allow: options.outboundAllow ?? [] });
  const api = createApi({
    database,
    clock,
    log: createLog('silent'),
    names,
    screenings,
    markWatch: new Watch(database.db),
    notices: {
      senders: options.senders ?? { email: async () => {}, webhook: async () => {} },
      webhookKey: Buffer.from('the webhook key of these tests'),
      publicUrl: 'https://gi.example',
    },
    signer,
    delivery,
    dropDir: join(folder.path, 'drop'),
    officeCode: options.officeCode ?? 'CN',
    contactEmail: 'gi@example.org',
    staffToken,
    maxBodyBytes: options.maxBodyBytes ?? 1 << 30,
  });
  const get = async (path: string, init?: RequestInit, connection: object = {}): Promise<Response> =>
    api.request(path, init, connection);
  return {
    database,
    signer,
    dropDir: join(folder.path, 'drop'),
    deliverer: createDeliverer(delivery, {
      db: database.db,
      clock,
      log: createLog('silent'),
      signer,
      officeCode: options.officeCode ?? 'CN',
    }),
    get,
    advance: (ms) => void (ticks += ms),
    async staff<T>(method: string, path: string, body?: unknown) {
      const headers = {
        authorization: `Bearer ${staffToken}`,
        'content-type': 'application/json',
        'x-actor': 'tester',
      };
      const response = await get(path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as T };
    },
    async close() {
      await screenings.close();
      await database.close();
      folder.remove();
    },
  };
}
