import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { and, eq, like } from 'drizzle-orm';
// First of ours: the API extends zod, which must come before any schema is made.
import { openApp, type TestApp } from '../support/app.ts';
import { audit, listVersions, syncSources } from '../../src/db/schema/index.ts';
import { openDeliveryMeans, type DeliveryMeans } from '../../src/exchange/delivery.ts';
import { takeSource, SYNC_LEASE_MS } from '../../src/exchange/sync/lease.ts';
import { runDue, type SyncContext } from '../../src/exchange/sync/run.ts';
import { databases } from '../support/databases.ts';

interface Source {
  id: string;
  nextAt: string;
  failures: number;
  running: boolean;
  enabled: boolean;
  lastRun?: Run;
  code?: string;
}
interface Run {
  outcome: string;
  detail: string;
  draftId?: string;
  code?: string;
}

describe.each(databases)('lists that come by themselves, on $name', ({ open }) => {
  let app: TestApp;
  let server: Server;
  let base: string;
  let now = Date.parse('2026-11-22T12:05:00Z');
  const clock = (): Date => new Date(now++);
  let answer: { status: number; headers?: Record<string, string>; body?: string };
  const asked: IncomingHttpHeaders[] = [];
  let csv: string;

  let means: DeliveryMeans;
  const context = (): SyncContext => ({
    db: app.database.db,
    clock,
    actor: 'sync',
    ...means,
    dropDir: app.dropDir,
    random: () => 0,
  });
  const due = (): Promise<Run | undefined> => runDue(context(), new AbortController().signal);
  const add = (wanted: object) =>
    app.staff<Source>('POST', '/api/v1/syncs', { listId: 'cn-fr/FR', everySeconds: 3600, ...wanted });
  const sourceOf = async (id: string): Promise<Source> =>
    (await app.staff<{ sources: Source[] }>('GET', '/api/v1/syncs')).body.sources.find((s) => s.id === id)!;
  const renamed = (to: string): string => csv.replace('Bordeaux [fr]', `Bordeaux [fr] | ${to} [en]`);

  beforeAll(async () => {
    app = await openApp(open, { outboundAllow: ['127.0.0.1/32'] });
    // The folder of the application, so that what it sealed opens here.
    means = openDeliveryMeans(dirname(app.dropDir), { allow: ['127.0.0.1/32'] });
    csv = await (await app.get('/api/v1/lists/cn-fr/FR/document?format=csv')).text();
    server = createServer((request, response) => {
      asked.push(request.headers);
      const known = answer.headers?.['etag'];
      if (known && request.headers['if-none-match'] === known) response.writeHead(304).end();
      else response.writeHead(answer.status, answer.headers).end(answer.body);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await app.close();
  });
  beforeEach(async () => {
    asked.splice(0);
    await app.database.db.update(syncSources).set({ enabled: false });
  });

  describe('from a URL', () => {
    it('become a draft, never a version, and are asked for again only by what they said of themselves', async () => {
      answer = { status: 200, headers: { etag: '"one"' }, body: renamed('Bordeaux wine') };
      const { status, body: source } = await add({
        kind: 'url',
        location: `${base}/fr.csv`,
        partner: undefined,
      });
      expect(status).toBe(201);
      const run = await due();
      expect(run).toMatchObject({
        outcome: 'draft',
        file: 'fr.csv',
        detail: expect.stringContaining('1 changed'),
      });
      expect((await due())?.outcome).toBeUndefined();
      const [draft] = await app.database.db
        .select()
        .from(listVersions)
        .where(eq(listVersions.id, run!.draftId!));
      expect(draft).toMatchObject({ state: 'draft', createdBy: 'sync' });
      expect(await sourceOf(source.id)).toMatchObject({
        running: false,
        failures: 0,
        lastRun: { outcome: 'draft' },
      });
      now += 3_600_000;
      expect(await due()).toMatchObject({ outcome: 'unchanged' });
      expect(asked.map((headers) => headers['if-none-match'])).toEqual([undefined, '"one"']);
      const rows = await app.database.db
        .select()
        .from(audit)
        .where(and(eq(audit.subject, 'cn-fr/FR'), like(audit.action, 'sync.%')));
      expect(rows.map((row) => row.action)).toEqual(['sync.added', 'sync.draft']);
    });

    it('that fail are looked at sooner, count their failures, and remember nothing of a spoilt answer', async () => {
      answer = { status: 503 };
      const { body: source } = await add({ kind: 'url', location: `${base}/later.csv` });
      expect(await due()).toMatchObject({ outcome: 'failed', detail: 'answered 503' });
      answer = { status: 200, headers: { etag: '"bad"' }, body: 'a,b\n1,2\n' };
      now += 15 * 60_000;
      expect(await due()).toMatchObject({
        outcome: 'failed',
        detail: expect.stringContaining('format/unknown'),
      });
      expect(await sourceOf(source.id)).toMatchObject({ failures: 2 });
      now += 15 * 60_000;
      answer = { status: 200, headers: { etag: '"bad"' }, body: csv };
      expect(await due()).toMatchObject({ outcome: 'same' });
      expect(asked.at(-1)!['if-none-match']).toBeUndefined();
      expect(await sourceOf(source.id)).toMatchObject({ failures: 0 });
    });

    it('are never pulled from where the operator has not allowed, not even by a redirect', async () => {
      expect(await add({ kind: 'url', location: 'http://169.254.169.254/' })).toMatchObject({
        status: 422,
        body: { code: 'outbound/forbidden-address' },
      });
      answer = { status: 302, headers: { location: 'http://169.254.169.254/latest/' } };
      const { body: source } = await add({ kind: 'url', location: `${base}/moved.csv` });
      const run = await app.staff<Run>('POST', `/api/v1/syncs/${source.id}/runs`);
      expect(run.body).toMatchObject({
        outcome: 'failed',
        detail: expect.stringContaining('outbound/forbidden-address'),
      });
    });
  });

  it('are looked at by one process at a time, and taken over from one that died', async () => {
    const { body: source } = await add({ kind: 'url', location: `${base}/one.csv` });
    const at = new Date(now + 1_000_000);
    const taken = await Promise.all(Array.from({ length: 4 }, () => takeSource(app.database.db, at)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    now = at.getTime() + 1;
    await app.database.db
      .update(syncSources)
      .set({ leaseUntil: new Date(Date.parse('2030-01-01')) })
      .where(eq(syncSources.id, source.id));
    const busy = await app.staff<Run>('POST', `/api/v1/syncs/${source.id}/runs`);
    expect(busy).toMatchObject({ status: 409, body: { code: 'sync/busy' } });
    await app.database.db
      .update(syncSources)
      .set({ leaseUntil: new Date(now) })
      .where(eq(syncSources.id, source.id));
    const later = new Date(now + SYNC_LEASE_MS);
    expect(await takeSource(app.database.db, later)).toMatchObject({ source: { id: source.id } });
  });

  describe('from a drop folder', () => {
    const folder = 'fr-annex';
    const path = (...parts: string[]): string => join(app.dropDir, folder, ...parts);
    const drop = (name: string, content: string, age = 60): void => {
      writeFileSync(path(name), content);
      const when = now / 1000 - age;
      utimesSync(path(name), when, when);
    };
    beforeAll(async () => {
      mkdirSync(path(), { recursive: true });
    });
    const watched = async (): Promise<string> =>
      (await add({ kind: 'folder', location: folder, everySeconds: 30 })).body.id;

    it('become drafts, oldest first, and are moved away with a report', async () => {
      await watched();
      drop('second.csv', renamed('Bordeaux two'), 50);
      drop('first.csv', renamed('Bordeaux one'), 60);
      expect(await due()).toMatchObject({ outcome: 'draft', file: 'first.csv' });
      now += 2000;
      expect(await due()).toMatchObject({ outcome: 'draft', file: 'second.csv' });
      now += 2000;
      expect(await due()).toMatchObject({ outcome: 'unchanged' });
      const done = readdirSync(path('done'));
      expect(done.filter((name) => name.endsWith('-first.csv'))).toHaveLength(1);
      const report = done.find((name) => name.endsWith('-first.csv.report.json'))!;
      expect(JSON.parse(readFileSync(path('done', report), 'utf8'))).toMatchObject({
        file: 'first.csv',
        list: 'cn-fr/FR',
        outcome: 'draft',
        draftId: expect.stringMatching(/^ver_/),
      });
    });

    it('are left alone until they are whole', async () => {
      await watched();
      drop('growing.csv', csv.slice(0, 100), 1);
      drop('upload.csv.part', csv.slice(0, 100));
      drop('.hidden.csv', csv);
      expect(await due()).toMatchObject({ outcome: 'unchanged' });
      for (const name of ['growing.csv', 'upload.csv.part', '.hidden.csv'])
        expect(existsSync(path(name))).toBe(true);
      drop('growing.csv', csv);
      now += 40_000;
      expect(await due()).toMatchObject({ outcome: 'same', file: 'growing.csv' });
    });

    it('that cannot be used go to failed, and hold up nothing behind them', async () => {
      await watched();
      drop('broken.csv', 'a,b\n1,2\n', 90);
      drop('good.csv', csv, 60);
      expect(await due()).toMatchObject({ outcome: 'failed', file: 'broken.csv' });
      now += 2000;
      expect(await due()).toMatchObject({ outcome: 'same', file: 'good.csv' });
      expect(readdirSync(path('failed')).some((name) => name.endsWith('-broken.csv.report.json'))).toBe(true);
    });

    it('lead nowhere else: no links, no folders, no names that climb', async () => {
      await watched();
      const outside = join(app.dropDir, 'secret.csv');
      writeFileSync(outside, renamed('Secret'));
      symlinkSync(outside, path('link.csv'));
      mkdirSync(path('nested.csv'));
      drop('a\u202e\nb.csv', csv);
      expect(await due()).toMatchObject({ outcome: 'same', file: 'a_b.csv' });
      now += 2000;
      expect(await due()).toMatchObject({ outcome: 'unchanged' });
      expect(readFileSync(outside, 'utf8')).toContain('Secret');
      for (const location of ['../x', '/etc', 'a/b', 'A', '..', 'a\u0000'])
        expect(await add({ kind: 'folder', location })).toMatchObject({
          status: 422,
          body: { code: 'sync/bad-folder' },
        });
    });
  });

  it('are for staff to arrange, on or off, with their runs to see', async () => {
    for (const [method, path] of [
      ['GET', '/api/v1/syncs'],
      ['POST', '/api/v1/syncs'],
      ['GET', '/api/v1/syncs/x/runs'],
      ['POST', '/api/v1/syncs/x/runs'],
      ['PUT', '/api/v1/syncs/x/state'],
    ] as const)
      expect((await app.get(path, { method })).status, path).toBe(401);
    expect(await app.staff('POST', '/api/v1/syncs/x/runs')).toMatchObject({
      status: 404,
      body: { code: 'not-found/sync' },
    });
    expect(await add({ kind: 'url', location: `${base}/x`, listId: 'no/list' })).toMatchObject({
      status: 404,
    });
    const { body: source } = await add({ kind: 'url', location: `${base}/off.csv` });
    const off = await app.staff<Source>('PUT', `/api/v1/syncs/${source.id}/state`, { enabled: false });
    expect(off.body).toMatchObject({ enabled: false });
    expect(off.body).not.toHaveProperty('nextAt');
    expect(await due()).toBeUndefined();
    answer = { status: 200, body: csv };
    expect((await app.staff<Run>('POST', `/api/v1/syncs/${source.id}/runs`)).body.outcome).toBe('same');
    const { body } = await app.staff<{ runs: Run[] }>('GET', `/api/v1/syncs/${source.id}/runs`);
    expect(body.runs).toMatchObject([{ outcome: 'same', startedBy: 'local:tester' }]);
  });

  it('shows an address the key its owner gave, which is kept sealed', async () => {
    answer = { status: 200, headers: { etag: '"keyed"' }, body: csv };
    const wanted = { kind: 'url', location: `${base}/keyed.csv`, bearer: 'gik_the-secret' };
    const made = await add(wanted);
    expect(made).toMatchObject({ status: 201, body: { keyed: true } });
    await app.staff('POST', `/api/v1/syncs/${made.body.id}/runs`);
    expect(asked.at(-1)).toMatchObject({ authorization: 'Bearer gik_the-secret' });
    const [row] = await app.database.db.select().from(syncSources).where(eq(syncSources.id, made.body.id));
    const told = await app.database.db.select().from(audit).where(eq(audit.action, 'sync.added'));
    expect(JSON.stringify([made, row, told, Buffer.from(row!.sealed!).toString()])).not.toContain(
      'the-secret',
    );
    const oauth = { tokenUrl: `${base}/token`, clientId: 'cn' };
    const without = await add({ ...wanted, bearer: undefined, oauth });
    expect(without).toMatchObject({ status: 422, body: { code: 'outbox/no-key' } });
    await app.staff('PUT', `/api/v1/syncs/${made.body.id}/state`, { enabled: false });
  });
});
