import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ParseOption, XmlDocument } from 'libxml2-wasm';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const views = [
  '/api/v1/agreements',
  '/api/v1/agreements/cn-eu',
  '/api/v1/lists',
  '/api/v1/lists/cn-eu/III',
  '/api/v1/lists/cn-eu/III/versions',
  '/api/v1/gis/cn-longjing-cha',
  '/api/v1/gis?q=champagne',
  '/api/v1/protection?name=Longjing%20cha&in=EU',
  '/api/v1/changes?limit=2',
];
const documents = ['st96', 'json', 'ndjson', 'csv', 'xlsx', 'bundle'].map(
  (format) => `/api/v1/lists/cn-eu/III/document?format=${format}`,
);

/** Imports a list's CSV changed by a function, and publishes it. */
async function republish(app: TestApp, list: string, change: (csv: string) => string): Promise<void> {
  const csv = await (await app.get(`/api/v1/lists/${list}/document?format=csv`)).text();
  await app.get(`/api/v1/lists/${list}/imports?fileName=list.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staffToken}` },
    body: change(csv),
  });
  expect((await app.staff('POST', `/api/v1/lists/${list}/publications`, {})).status).toBe(200);
}

describe.each(databases)('answers that a caller already holds, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open);
  });
  afterAll(() => app.close());
  const body = async (path: string, headers: Record<string, string> = {}): Promise<[string, Uint8Array]> => {
    const response = await app.get(path, { headers });
    expect(response.status, path).toBe(200);
    expect(response.headers.get('cache-control'), path).toBe('public, no-cache');
    const tag = response.headers.get('etag')!;
    expect(tag, path).toMatch(/^"[0-9a-f]{32}"$/);
    return [tag, new Uint8Array(await response.arrayBuffer())];
  };

  it.each([...views, ...documents])('%s has one tag for one body, and 304 for who holds it', async (path) => {
    const [tag, first] = await body(path);
    const [again, second] = await body(path);
    expect(again).toBe(tag);
    expect(second).toEqual(first);
    for (const header of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const response = await app.get(path, { headers: { 'if-none-match': header } });
      expect(response.status, header).toBe(304);
      expect(response.headers.get('etag')).toBe(tag);
      expect(await response.text()).toBe('');
    }
    const other = await app.get(path, { headers: { 'if-none-match': '"other"' } });
    expect(other.status).toBe(200);
    await other.body?.cancel();
  });

  it.each([...views, ...documents])('answers HEAD %s with the headers alone', async (path) => {
    const [tag] = await body(path);
    const head = await app.get(path, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.headers.get('etag')).toBe(tag);
    expect(await head.text()).toBe('');
  });

  it('has another tag for every representation of a list', async () => {
    const types = ['application/json', 'application/xml', 'text/csv', 'application/x-ndjson', XLSX];
    const tags = new Set<string>();
    for (const accept of types) {
      const path = '/api/v1/lists/cn-eu/III';
      const response = await app.get(path, { headers: { accept } });
      expect(response.headers.get('content-type')!.split(';')[0]).toBe(accept);
      expect(response.headers.get('vary')).toBe('Accept');
      tags.add(response.headers.get('etag')!);
      await response.body?.cancel();
    }
    expect(tags.size).toBe(types.length);
  });

  it('sends no longer 304 once a list is published, except for documents of other lists', async () => {
    const before = await Promise.all(
      [...views, ...documents].map(async (path) => ({ path, tag: (await body(path))[0] })),
    );
    await republish(app, 'cn-fr/FR', (csv) =>
      csv.replace('Bordeaux [fr]', 'Bordeaux [fr] | Bordeaux wine [en]'),
    );
    for (const { path, tag } of before) {
      const response = await app.get(path, { headers: { 'if-none-match': tag } });
      expect(response.status, path).toBe(documents.includes(path) ? 304 : 200);
    }
    const french = '/api/v1/lists/cn-fr/FR/document?format=ndjson';
    const [tag] = await body(french);
    await republish(app, 'cn-fr/FR', (csv) => csv.replace(' | Bordeaux wine [en]', ''));
    expect((await app.get(french, { headers: { 'if-none-match': tag } })).status).toBe(200);
    const old = '/api/v1/lists/cn-fr/FR/document?format=ndjson&version=2';
    expect((await body(old))[0]).toBe(tag);
  });

  it('gives a list’s document the place in the feed from which to go on', async () => {
    const response = await app.get('/api/v1/lists/cn-th/TH/document?format=csv');
    const cursor = response.headers.get('x-changes-cursor')!;
    const csv = await response.text();
    await republish(app, 'cn-th/TH', () => csv.split(/\r?\n/).slice(0, 2).join('\n'));
    const page = await (await app.get(`/api/v1/changes?list=cn-th/TH&since=${cursor}`)).json();
    expect(page).toMatchObject({ changes: [{ change: 'removed' }, { change: 'removed' }] });
  });

  it('lists the offers to a request that accepts none of them', async () => {
    for (const path of ['/api/v1/lists/cn-eu/III', '/api/v1/lists/cn-eu/III/document']) {
      const response = await app.get(path, { headers: { accept: 'application/pdf' } });
      expect(response.status).toBe(406);
      expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.json()).toMatchObject({
        code: 'request/not-acceptable',
        offers: expect.arrayContaining(['application/json', 'application/xml', 'text/csv', XLSX]) as unknown,
      });
    }
  });

  it('tells a refusal to an XML client as the error bag of ST.96', async () => {
    const refused = await app.get('/api/v1/gis?limit=x&in=<EU>', { headers: { accept: 'application/xml' } });
    expect(refused.status).toBe(400);
    expect(refused.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(refused.headers.get('vary')).toBe('Accept');
    using document = XmlDocument.fromString(await refused.text(), { option: ParseOption.XML_PARSE_NONET });
    const com = { com: 'http://www.wipo.int/standards/XMLSchema/ST96/Common' };
    expect(document.get('/com:TransactionErrorBag', com)).not.toBeNull();
    const errors = '/com:TransactionErrorBag/com:TransactionError';
    const codes = document.find(`${errors}/com:TransactionErrorCode`, com).map((n) => n.content);
    expect(codes).toEqual(['request/invalid', 'request/invalid', 'request/invalid']);
    expect(document.find(`${errors}/com:TransactionErrorText[@com:languageCode='en']`, com)).toHaveLength(3);
  });
});

describe('a gateway whose database is gone', () => {
  it('still says which answers have not changed', async () => {
    const app = await openApp(databases[0]!.open);
    const held: [string, string][] = [];
    for (const path of [...views, ...documents]) {
      const response = await app.get(path);
      held.push([path, response.headers.get('etag')!]);
      await response.arrayBuffer();
    }
    await app.close();
    for (const [path, tag] of held)
      expect((await app.get(path, { headers: { 'if-none-match': tag } })).status, path).toBe(304);
    // What was never asked is not held in memory either: the database is gone indeed.
    expect((await app.get('/api/v1/lists?asOf=2021-06-01')).status).toBe(500);
  });
});
