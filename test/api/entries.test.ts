import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

interface Facets {
  origin: { value: string; count: number }[];
  product: { value: string; count: number }[];
  protection: { jurisdiction: string; states: { value: string; count: number }[] }[];
}
interface Gi {
  origin: string[];
  occurrences: { entry: { product: { class: string } } }[];
  protection: { jurisdiction: string; state: string }[];
}

describe.each(databases)('one entry, its history, and facets, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open);
  });
  afterAll(() => app.close());
  const json = async <T>(path: string): Promise<T> => {
    const response = await app.get(path);
    expect(response.status, path).toBe(200);
    return (await response.json()) as T;
  };
  const republish = async (change: (csv: string) => string): Promise<void> => {
    const csv = await (await app.get('/api/v1/lists/cn-fr/FR/document?format=csv')).text();
    await app.get('/api/v1/lists/cn-fr/FR/imports?fileName=fr.csv', {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}` },
      body: change(csv),
    });
    await app.staff('POST', '/api/v1/lists/cn-fr/FR/publications', {});
  };

  it('gives many who ask at once each its own entry, and says which are not there', async () => {
    const lists = ['cn-eu/III', 'cn-eu/IV'];
    const asked = await Promise.all(
      lists.map(async (list) => {
        const { entries } = await json<{ entries: { key: string }[] }>(
          `/api/v1/lists/${list}/document?format=bundle`,
        );
        return entries.map(({ key }) => ({ list, key }));
      }),
    );
    const keys = [...asked.flat(), ...lists.map((list) => ({ list, key: 'none of these' }))];
    const answers = await Promise.all(
      keys.map(async ({ list, key }) => {
        const response = await app.get(`/api/v1/lists/${list}/entries/${encodeURIComponent(key)}`);
        const { listId, entry, code } = (await response.json()) as Record<string, { key: string }>;
        return code ? { code, tag: response.headers.get('etag') } : { list: listId, key: entry!.key };
      }),
    );
    expect(answers).toEqual(
      keys.map((asked) => (asked.key === 'none of these' ? { code: 'not-found/entry', tag: null } : asked)),
    );
  });

  it('gives one entry with its version and GI', async () => {
    expect(await json('/api/v1/lists/cn-fr/FR/entries/champagne')).toMatchObject({
      listId: 'cn-fr/FR',
      giId: 'fr-champagne',
      version: { number: 1 },
      entry: { key: 'champagne', origin: ['FR'] },
    });
  });

  it('tells what each version did to an entry, field by field, and is silent about the others', async () => {
    await republish((csv) => csv.replace('Cognac [fr]', 'Cognac [fr] | Cognac brandy [en]'));
    await republish((csv) => csv.replace('Bordeaux [fr]', 'Bordeaux [fr] | Bordeaux wine [en]'));
    await republish((csv) => csv.replace(/^cognac,.*\r?\n/m, ''));
    const told = await json<{ giId: string; history: object[] }>(
      '/api/v1/lists/cn-fr/FR/entries/cognac/history',
    );
    expect(told.giId).toBe('fr-cognac');
    expect(told.history).toMatchObject([
      { version: 1, change: 'added', entry: { key: 'cognac' } },
      { version: 2, change: 'changed', fields: [{ after: { text: 'Cognac brandy' } }] },
      { version: 4, change: 'removed' },
    ]);
    expect(told.history).toHaveLength(3);
    const gone = await app.get('/api/v1/lists/cn-fr/FR/entries/cognac');
    expect(await gone.json()).toMatchObject({ status: 404, code: 'not-found/entry' });
  });

  it.each(['entries/nothing', 'entries/nothing/history'])('has no %s', async (path) => {
    const response = await app.get(`/api/v1/lists/cn-eu/III/${path}`);
    expect(await response.json()).toMatchObject({ status: 404, code: 'not-found/entry' });
  });

  it.each(['q=cha', 'origin=CN', 'in=EU', 'q=champagne&in=CN', ''])(
    'counts all that ?%s finds, as paging through it would',
    async (query) => {
      const { facets } = await json<{ facets: Facets }>(`/api/v1/gis?${query}&facets=true&limit=1`);
      const origin = new Map<string, number>();
      const product = new Map<string, number>();
      const inEu = new Map<string, number>();
      const count = (map: Map<string, number>, value: string) => map.set(value, (map.get(value) ?? 0) + 1);
      for (let cursor = '', first = true; first || cursor; first = false) {
        const at = cursor ? `&cursor=${cursor}` : '';
        const page = await json<{ gis: Gi[]; next?: string }>(`/api/v1/gis?${query}&limit=100${at}`);
        for (const gi of page.gis) {
          gi.origin.forEach((o) => count(origin, o));
          count(product, gi.occurrences[0]!.entry.product.class);
          count(inEu, gi.protection.find((p) => p.jurisdiction === 'EU')!.state);
        }
        cursor = page.next ?? '';
      }
      const mapped = (counts: { value: string; count: number }[]) =>
        new Map(counts.map((c) => [c.value, c.count]));
      expect(origin.size).toBeGreaterThan(0);
      expect(mapped(facets.origin)).toEqual(origin);
      expect(mapped(facets.product)).toEqual(product);
      expect(mapped(facets.protection.find((p) => p.jurisdiction === 'EU')!.states)).toEqual(inEu);
    },
  );

  it('counts nothing unasked', async () => {
    expect(await json('/api/v1/gis?q=champagne')).not.toHaveProperty('facets');
  });
});
