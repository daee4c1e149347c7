import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { imports } from '../../src/db/schema/index.ts';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';
import { aList, anEntry } from '../support/entries.ts';

const MIB = 1 << 20;
const headers = { authorization: `Bearer ${staffToken}`, 'x-actor': 'tester' };

const bundle = (note: string): string =>
  JSON.stringify({
    format: 'gi-gateway/list@1',
    list: aList(),
    effectiveOn: '2021-03-01',
    entries: [anEntry({ notes: [note] })],
  });

interface Run {
  state: string;
  records: number;
  bytes: number;
  totalBytes: number;
  draftId?: string;
  resumable: boolean;
  resumes?: string;
}

describe.each(databases)('imports as a resource, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open, { maxBodyBytes: 4 * MIB });
  });
  afterAll(() => app.close());

  const send = (
    body: string | ReadableStream<Uint8Array>,
    more: Record<string, string> = {},
  ): Promise<Response> =>
    app.get('/api/v1/lists/cn-eu/III/imports?fileName=a.json&mode=partial', {
      method: 'POST',
      headers: { ...headers, ...more },
      body,
      duplex: 'half',
    } as RequestInit);

  const ended = async (path: string): Promise<Run> => {
    for (;;) {
      const run = (await (await app.get(path, { headers })).json()) as Run;
      if (run.state !== 'running') return run;
      await sleep(10);
    }
  };

  it('answers at once when asked to, and tells how far the import is at its own address', async () => {
    const text = bundle('async');
    const response = await send(text, { prefer: 'respond-async' });
    expect(response.status).toBe(202);
    const path = response.headers.get('location')!;
    const run = await ended(path);
    expect(run).toMatchObject({
      state: 'done',
      records: 1,
      bytes: Buffer.byteLength(text),
      totalBytes: Buffer.byteLength(text),
    });
    expect(run.draftId).toMatch(/^ver_/);
  });

  it('tells why a file could not be used at the same address', async () => {
    const response = await send('{"format": "gi-gateway/list@1", ', { prefer: 'respond-async' });
    const path = response.headers.get('location')!;
    expect(await ended(path)).toMatchObject({ state: 'failed', records: 0, resumable: false });
    const problems = await (await app.get(`${path}/problems`, { headers })).json();
    expect(problems).toMatchObject({ problems: [{ code: 'json/not-well-formed' }] });
  });

  it('resumes what was interrupted, and nothing else', async () => {
    const path = (await send(bundle('resumed'), { prefer: 'respond-async' })).headers.get('location')!;
    await ended(path);
    const id = path.split('/').at(-1)!;
    expect(await app.staff('POST', `${path}/resumption`, {})).toMatchObject({
      status: 409,
      body: { code: 'lists/not-resumable' },
    });
    await app.database.db.update(imports).set({ state: 'interrupted' }).where(eq(imports.id, id));
    expect(await ended(path)).toMatchObject({ resumable: true });
    const resumed = await app.staff<{ importId: string }>('POST', `${path}/resumption`, {});
    expect(resumed.status).toBe(202);
    expect(await ended(`/api/v1/imports/${resumed.body.importId}`)).toMatchObject({
      state: 'done',
      records: 1,
      resumes: id,
    });
  });

  it('shows imports to staff alone', async () => {
    expect((await app.get('/api/v1/imports/imp_1')).status).toBe(401);
    expect((await app.get('/api/v1/imports/imp_1', { headers })).status).toBe(404);
  });

  it('stops a file at the limit as it arrives, long before all of it is here', async () => {
    let handed = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        handed += MIB;
        if (handed > 64 * MIB) controller.close();
        else controller.enqueue(Buffer.alloc(MIB, ' '));
      },
    });
    const response = await send(body);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'request/too-large' });
    expect(handed).toBeLessThan(10 * MIB);
  });
});
