/*
 * The API over HTTP on loopback, on PostgreSQL, beside a bare Hono route in the same process: `npm run bench -- api
 * [entries] [rows]`, `rows` a part of the names of those wanted. The load comes from a process of its own. Every figure
 * is of one run on one machine; compare ratios. `cpu` is the processor time of the gateway's process a request, which
 * other work on the machine changes least.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get as httpGet } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { sql } from 'drizzle-orm';
import { createApi } from '../src/api/api.ts';
import { draftScreen } from '../src/conflicts/draft-screen.ts';
import { NameRegistry } from '../src/conflicts/name-registry.ts';
import { Watch } from '../src/watch/watch.ts';
import { openPostgres, type Database } from '../src/db/database.ts';
import { rowsOf } from '../src/db/rows.ts';
import { openDeliveryMeans } from '../src/exchange/delivery.ts';
import { openSigner } from '../src/exchange/signing.ts';
import { Screenings } from '../src/lists/review/screenings.ts';
import { loadBundled } from '../src/lists/bundled.ts';
import { registerCatalogue } from '../src/lists/catalogue.ts';
import { DraftBuilder } from '../src/lists/draft.ts';
import { publish } from '../src/lists/publish.ts';
import { createLog } from '../src/platform/log.ts';
import { packagePath } from '../src/platform/paths.ts';
import { temporaryFolder } from '../test/support/app.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { entries, evidence, list } from './support/generated-list.ts';

const SECONDS = 4;
const CLIENTS = 200;

interface Load {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  statuses: Record<string, number>;
}

/** One request; its status and time once the whole body is here. */
function request(
  agent: Agent,
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; ms: number }> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    httpGet(url, { agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - start }));
      response.on('error', reject);
    }).on('error', reject);
  });
}

const syllables = 'an bao cha da feng gu hai jing kou long mei nan pu qing rui shan tang wu xi yun zhu'.split(
  ' ',
);

/** A name nobody has, another for each number. */
function spelling(n: number): string {
  const parts: string[] = [];
  for (let left = n + syllables.length ** 2; left > 0; left = Math.floor(left / syllables.length))
    parts.push(syllables[left % syllables.length]!);
  return parts.join(' ');
}

/**
 * As many requests as so many clients can make in the time, each the next when its last is answered; `{i}` in the
 * address counts and `{name}` is another spelling each time, so that no question is asked twice.
 */
async function load(url: string, headers: Record<string, string>): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  let asked = 0;
  const start = performance.now();
  const until = start + SECONDS * 1000;
  const client = async (): Promise<void> => {
    while (performance.now() < until) {
      const { status, ms } = await request(
        agent,
        url
          .replace('{i}', String(asked).padStart(6, '0'))
          .replace('{name}', encodeURIComponent(spelling(asked++))),
        headers,
      );
      statuses[status] = (statuses[status] ?? 0) + 1;
      times.push(ms);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = (performance.now() - start) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (q: number): number => times[Math.floor(times.length * q)] ?? 0;
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), statuses };
}

/** The load from a process of its own. */
async function loadOf(url: string, headers: Record<string, string> = {}): Promise<Load> {
  const self = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, ['--import', 'tsx', self, 'load', url, JSON.stringify(headers)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const [status] = (await once(child, 'close')) as [number];
  if (status !== 0) throw new Error(`the load on ${url} failed`);
  return JSON.parse(text) as Load;
}

async function fill(database: Database, count: number): Promise<void> {
  const ctx = { db: database.db, clock: () => new Date(), actor: 'bench' };
  await loadBundled(ctx, packagePath('fixtures'));
  const agreement = {
    id: list.agreementId,
    kind: 'agreement' as const,
    title: { en: 'Bench' },
    parties: ['CN', 'EU'],
    references: [],
    rules: {},
    evidence,
    notes: [],
  };
  await registerCatalogue(ctx, { jurisdictions: [], agreements: [agreement], lists: [list] });
  const builder = await DraftBuilder.begin(ctx, { listId: list.id, fileEvidence: evidence });
  let batch: { entry: ReturnType<typeof entries> extends Generator<infer E> ? E : never }[] = [];
  for (const entry of entries(count)) {
    batch.push({ entry });
    if (batch.length === 1000) {
      await builder.add(batch);
      batch = [];
    }
  }
  if (batch.length > 0) await builder.add(batch);
  await builder.finish();
  await publish(ctx, { listId: list.id, draftId: builder.versionId });
}

const LOOK_EVERY = 4 << 20;

/**
 * Reads a document to its end twice: for megabytes a second, and for the most memory that is held above what was used
 * before. What waits to be collected is not held, so it is collected before each look.
 */
async function exportOf(base: string, format: string): Promise<string> {
  const read = async (look: (bytes: number) => void): Promise<number> => {
    const response = await fetch(`${base}/api/v1/lists/${list.id}/document?format=${format}`);
    let bytes = 0;
    for await (const piece of response.body!) look((bytes += (piece as Uint8Array).length));
    return bytes;
  };
  const start = performance.now();
  const began = process.cpuUsage();
  const bytes = await read(() => {});
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(began);
  const held = (): number => {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  let peak = before;
  let next = LOOK_EVERY / 4;
  await read((soFar) => {
    if (soFar < next) return;
    next = soFar + LOOK_EVERY;
    peak = Math.max(peak, held());
  });
  const cpu = (bytes / (user + system)).toFixed(1);
  const speed = (bytes / 1e6 / seconds).toFixed(1);
  return `export ${format.padEnd(6)} ${(bytes / 1e6).toFixed(1).padStart(6)} MB  ${speed.padStart(6)} MB/s (${cpu} a second of the processor)  peak +${((peak - before) / 2 ** 20).toFixed(0)} MiB held`;
}

/** Transactions the database has finished; asked late, as idle connections report theirs up to 10 s later. */
async function transactions(database: Database): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  const result = await database.db.execute(
    sql`select xact_commit::int as n from pg_stat_database where datname = current_database()`,
  );
  return rowsOf<{ n: number }>(result)[0]!.n;
}

async function main(count: number, wanted: string): Promise<void> {
  const postgres = await startPostgres();
  const folder = temporaryFolder();
  const database = await openPostgres(`${postgres.url}/postgres`, packagePath('src/db/migrations'));
  try {
    await fill(database, count);
    const names = new NameRegistry(database.db);
    const api = createApi({
      database,
      clock: () => new Date(),
      log: createLog('silent'),
      names,
      screenings: new Screenings(
        { db: database.db, clock: () => new Date() },
        draftScreen(database.db, names),
      ),
      markWatch: new Watch(database.db),
      notices: {
        senders: { email: async () => {}, webhook: async () => {} },
        webhookKey: Buffer.alloc(32),
        publicUrl: 'http://localhost',
      },
      signer: await openSigner(folder.path),
      delivery: await openDeliveryMeans(folder.path, { allow: [] }),
      dropDir: folder.path,
      officeCode: 'CN',
      contactEmail: 'bench@example.org',
      staffToken: 'bench',
      maxBodyBytes: 1 << 20,
    });
    const bare = new Hono().get('/bare', (c) => c.json({ id: 'cn-longjing-cha' }));
    const server = serve({
      fetch: (r: Request) => (r.url.endsWith('/bare') ? bare.fetch(r) : api.fetch(r)),
      port: 0,
      hostname: '127.0.0.1',
    }) as Server;
    await once(server, 'listening');
    const address = server.address();
    const base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    console.log(
      `${count} entries beside the bundled lists, PostgreSQL, ${CLIENTS} clients at once, ${SECONDS} s each`,
    );
    const measure = async (path: string, headers: Record<string, string> = {}) => {
      const before = process.cpuUsage();
      const load = await loadOf(base + path, headers);
      const { user, system } = process.cpuUsage(before);
      const requests = Object.values(load.statuses).reduce((sum, n) => sum + n, 0);
      return { ...load, cpu: (user + system) / requests };
    };
    const reference = await measure('/bare');
    const row = (what: string, l: Load & { cpu: number }): void => {
      const ratio = (l.perSecond / reference.perSecond).toFixed(3);
      const speed = l.perSecond.toFixed(0).padStart(6);
      const said = JSON.stringify(l.statuses);
      console.log(
        `${what.padEnd(34)} ${speed} /s  ${ratio} of bare  p50 ${l.p50.toFixed(1)} ms  p99 ${l.p99.toFixed(1)} ms  cpu ${l.cpu.toFixed(0)} µs  ${said}`,
      );
    };
    row('bare Hono route', reference);
    const unchanged = async (): Promise<void> => {
      const path = '/api/v1/lists/cn-eu/III/document?format=st96';
      const held = await fetch(base + path);
      await held.arrayBuffer();
      const early = await transactions(database);
      await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
      const before = await transactions(database);
      const current = await measure(path, { 'if-none-match': held.headers.get('etag')! });
      const spent = (await transactions(database)) - before;
      row('304, a document that is held', current);
      const answers = current.statuses['304'] ?? 0;
      console.log(
        `  ${answers} answers of 304: ${spent} transactions of the database meanwhile, ${before - early} in as long a rest`,
      );
    };
    const questions: [string, string][] = [
      ['one GI', '/api/v1/gis/cn-longjing-cha'],
      ['one entry', '/api/v1/lists/cn-eu/III/entries/PGI-CN-2704'],
      ['one entry, another each time', `/api/v1/lists/${list.id}/entries/PGI-CN-{i}`],
      ['search, one spelling', '/api/v1/gis?q=champagne'],
      ['search, another spelling each time', '/api/v1/gis?q={name}'],
      ['protection', '/api/v1/protection?name=Longjing%20cha&in=EU'],
    ];
    for (const [what, path] of questions) {
      if (!what.includes(wanted)) continue;
      await (await fetch(base + path)).arrayBuffer();
      row(what, await measure(path));
    }
    if ('304'.includes(wanted)) await unchanged();
    for (const format of ['ndjson', 'st96', 'csv', 'json'])
      if (`export ${format}`.includes(wanted)) console.log(await exportOf(base, format));
    server.closeAllConnections();
    server.close();
  } finally {
    await database.close();
    await postgres.stop();
    folder.remove();
  }
}

const [first, second, headers] = process.argv.slice(2);
if (first === 'load') {
  console.log(JSON.stringify(await load(second!, JSON.parse(headers ?? '{}') as Record<string, string>)));
} else {
  await main(Number(first ?? 20_000), second ?? '');
}
