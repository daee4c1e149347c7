import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient, GatewayError, type Change } from '../../src/client/client.ts';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

describe.each(databases)('the client, against a gateway on $name', ({ open }) => {
  let app: TestApp;
  const statuses: number[] = [];
  let client: GatewayClient;
  beforeAll(async () => {
    app = await openApp(open);
    client = new GatewayClient('http://localhost/', {
      fetch: async (url, init) => {
        const response = await app.get(url.slice('http://localhost'.length), init);
        statuses.push(response.status);
        return response;
      },
    });
  });
  afterAll(() => app.close());
  const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
    const found: T[] = [];
    for await (const item of items) found.push(item);
    return found;
  };

  it('gives a list, and the second time from what it kept', async () => {
    const first = await client.list('cn-eu/III');
    expect(first.version).toMatchObject({ number: 1, entryCount: 54 });
    statuses.length = 0;
    expect(await client.list('cn-eu/III')).toEqual(first);
    expect(statuses).toEqual([304]);
  });

  it('finds names through all pages, and stops asking when the reader stops', async () => {
    const chinese = await all(client.search({ origin: 'CN' }));
    expect(chinese.length).toBeGreaterThan(100);
    expect(new Set(chinese.map((g) => g.id)).size).toBe(chinese.length);
    statuses.length = 0;
    for await (const gi of client.search({ q: '香槟' })) {
      expect(gi).toMatchObject({ id: 'fr-champagne', match: { kind: 'identical' } });
      break;
    }
    expect(statuses).toEqual([200]);
  });

  it('says whether a name is protected', async () => {
    const answer = await client.protection('Longjing cha', { in: 'EU', asOf: '2026-01-31' });
    expect(answer.matches[0]!.protection).toMatchObject([{ jurisdiction: 'EU', state: 'protected' }]);
  });

  it('follows the changes, so that a copy stays what the gateway has', async () => {
    const copy = new Map<string, Change>();
    let since: string | undefined;
    const follow = async (): Promise<void> => {
      for await (const change of client.changes({
        list: 'cn-fr/FR',
        ...(since !== undefined && { since }),
      })) {
        if (change.change === 'removed') copy.delete(change.key);
        else copy.set(change.key, change);
        since = change.cursor;
      }
    };
    await follow();
    expect([...copy.keys()].sort()).toContain('bordeaux');
    const csv = await (await app.get('/api/v1/lists/cn-fr/FR/document?format=csv')).text();
    await app.get('/api/v1/lists/cn-fr/FR/imports?fileName=x.csv', {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}` },
      body: csv.replace(/^bordeaux,.*\r?\n/m, '').replace('Cognac [fr]', 'Cognac [fr] | Cognac brandy [en]'),
    });
    await app.staff('POST', '/api/v1/lists/cn-fr/FR/publications', {});
    await follow();
    const lines = (await (await app.get('/api/v1/lists/cn-fr/FR/document?format=bundle')).json()) as {
      entries: { key: string }[];
    };
    const held = Object.fromEntries([...copy].map(([key, { entry }]) => [key, entry]));
    expect(held).toEqual(Object.fromEntries(lines.entries.map((e) => [e.key, e])));
  });

  it('throws the gateway’s refusals with their code', async () => {
    const refused = await client.list('cn-eu/X').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(GatewayError);
    expect(refused).toMatchObject({ status: 404, code: 'not-found/list' });
  });
});

describe('the client', () => {
  const busy = () =>
    new Response('{"code":"request/too-many"}', { status: 429, headers: { 'retry-after': '7' } });

  it('waits as long as it is told, and no oftener than it may', async () => {
    const waits: number[] = [];
    const answers = [busy(), busy(), Response.json({ list: {} }), busy(), busy(), busy()];
    const client = new GatewayClient('http://gateway', {
      fetch: () => answers.shift()!,
      sleep: async (ms) => void waits.push(ms),
      retries: 2,
    });
    await client.list('cn-eu/III');
    expect(waits).toEqual([7000, 7000]);
    await expect(client.list('cn-eu/III')).rejects.toMatchObject({ status: 429, code: 'request/too-many' });
  });

  it('does not take the page of something else for an answer', async () => {
    const client = new GatewayClient('http://gateway', {
      fetch: () => new Response('<html>', { status: 502 }),
    });
    await expect(client.protection('x')).rejects.toMatchObject({ status: 502, code: 'unknown' });
  });
});
