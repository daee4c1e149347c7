import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

interface Page {
  changes: { cursor: string; list: string; version: number; change: string; key: string; entry?: object }[];
  cursor: string;
  more: boolean;
}

describe.each(databases)('/api/v1/changes over the bundled lists, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open);
  });
  afterAll(() => app.close());
  const page = async (query: string): Promise<Page> => {
    const response = await app.get(`/api/v1/changes?${query}`);
    expect(response.status, query).toBe(200);
    return (await response.json()) as Page;
  };

  it('tells every entry held, page by page along its Link header, and then nothing', async () => {
    const { lists } = (await (await app.get('/api/v1/lists')).json()) as {
      lists: { coverage: { held: number } }[];
    };
    const seen: string[] = [];
    let end = '';
    for (let path = '/api/v1/changes?limit=60'; path;) {
      const response = await app.get(path);
      const { changes, cursor } = (await response.json()) as Page;
      seen.push(...changes.map((c) => `${c.list} ${c.key} ${c.change}`));
      path = /^<(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1] ?? '';
      end = cursor;
    }
    expect(seen.length).toBe(lists.reduce((sum, l) => sum + l.coverage.held, 0));
    expect(new Set(seen).size).toBe(seen.length);
    expect(await page(`since=${end}`)).toEqual({ changes: [], cursor: end, more: false });
  });

  it('goes on after any change, within one list where asked', async () => {
    const whole = await page('list=cn-th/TH&limit=500');
    const rest = await page(`list=cn-th/TH&since=${whole.changes[0]!.cursor}`);
    expect(rest.changes).toEqual(whole.changes.slice(1));
    expect(whole.changes.every((c) => c.list === 'cn-th/TH')).toBe(true);
  });

  it('tells a removal by a publication', async () => {
    const { cursor } = await page('limit=500&list=cn-fr/FR');
    const csv = await (await app.get('/api/v1/lists/cn-fr/FR/document?format=csv')).text();
    const without = csv.replace(/^bordeaux,.*\r?\n/m, '');
    expect(without).not.toBe(csv);
    await app.get('/api/v1/lists/cn-fr/FR/imports?fileName=fr.csv', {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}` },
      body: without,
    });
    expect((await page(`since=${cursor}&list=cn-fr/FR`)).changes).toEqual([]);
    await app.staff('POST', '/api/v1/lists/cn-fr/FR/publications', {});
    const { changes } = await page(`since=${cursor}&list=cn-fr/FR`);
    expect(changes).toMatchObject([{ change: 'removed', key: 'bordeaux', version: 2 }]);
    expect(changes[0]!.entry).toBeUndefined();
  });

  it.each([
    ['since=nonsense', 400, 'request/bad-cursor'],
    [`since=${Buffer.from('999999/').toString('base64url')}`, 400, 'request/bad-cursor'],
    ['limit=0', 400, 'request/invalid'],
    ['list=cn-eu/X', 404, 'not-found/list'],
  ])('refuses %s with %i %s', async (query, status, code) => {
    const response = await app.get(`/api/v1/changes?${query}`);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });
});
