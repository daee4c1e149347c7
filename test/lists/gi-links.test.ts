import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { screenAll } from '../../src/conflicts/screen.ts';
import { audit } from '../../src/db/schema/index.ts';
import { createNameEngine } from '../../src/names/engine.ts';
import { openApp, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

interface Gi {
  id: string;
  related: { id: string; name?: string; relation: string }[];
  classes: { scheme: string; code: string; how: string }[];
  channels: { channel: string }[];
  knownAt: string;
}

describe.each(databases)('links between GIs, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open);
  }, 120_000);
  afterAll(() => app.close());

  const link = (kind: string, from: string, to: string) =>
    app.staff<{ id: string; code?: string }>('POST', '/api/v1/gi-links', { kind, from, to, reason: 'test' });
  const gi = async (id: string, more = ''): Promise<Gi> =>
    (await (await app.get(`/api/v1/gis/${id}${more}`)).json()) as Gi;
  async function ids(q: string): Promise<string[]> {
    const page = (await (await app.get(`/api/v1/gis?${q}&limit=100`)).json()) as { gis: Gi[] };
    return page.gis.map((g) => g.id);
  }
  let teas: string[] = [];

  it('make a group of one thing under several names, whatever the order', async () => {
    teas = (await ids('product=tea')).slice(0, 5);
    const [a, b, c] = teas as [string, string, string];
    const before = await gi(a);
    expect(before.related).toEqual([]);
    expect((await link('same-entity', b, a)).status).toBe(201);
    expect((await link('same-entity', c, b)).status).toBe(201);
    for (const [one, others] of [
      [a, [b, c]],
      [b, [a, c]],
      [c, [a, b]],
    ] as const) {
      const { related } = await gi(one);
      expect(related.map((r) => [r.relation, r.id]).sort()).toEqual(others.map((id) => ['same', id]).sort());
      expect(related.every((r) => r.name)).toBe(true);
    }
    expect((await gi(a, `?knownAt=${before.knownAt}`)).related).toEqual([]);
    expect((await link('same-entity', a, c)).body.code).toBe('links/exists');
    expect((await link('same-entity', a, a)).body.code).toBe('links/self');
    expect((await link('same-entity', a, 'nothing')).body.code).toBe('not-found/gi');
  });

  it('refuse circles of parents, also by way of names that are one', async () => {
    const [a, b, c, d, e] = teas as [string, string, string, string, string];
    expect((await link('parent', d, e)).status).toBe(201);
    expect((await gi(d)).related).toMatchObject([{ id: e, relation: 'parent' }]);
    expect((await gi(e)).related).toMatchObject([{ id: d, relation: 'child' }]);
    expect((await link('parent', d, e)).body.code).toBe('links/exists');
    expect((await link('parent', e, d)).body.code).toBe('links/cycle');
    expect((await link('parent', e, a)).status).toBe(201);
    // a, b and c are one: d stands below e, e below a, so c cannot stand below d.
    expect((await link('parent', c, d)).body.code).toBe('links/cycle');
    expect((await link('parent', a, b)).body.code).toBe('links/cycle');
    expect((await link('same-entity', d, b)).body.code).toBe('links/cycle');
  });

  it('are told, taken back and audited', async () => {
    const { links } = (await (await app.get('/api/v1/gi-links')).json()) as {
      links: { id: string; kind: string }[];
    };
    expect(links.map((l) => l.kind)).toEqual(['same-entity', 'same-entity', 'parent', 'parent']);
    const back = await app.staff('DELETE', `/api/v1/gi-links/${links[3]!.id}?reason=wrong`);
    expect(back.status).toBe(200);
    expect((await gi(teas[0]!)).related.some((r) => r.relation === 'child')).toBe(false);
    const again = await app.staff<{ code: string }>(
      'DELETE',
      `/api/v1/gi-links/${links[3]!.id}?reason=wrong`,
    );
    expect(again.body.code).toBe('not-found/link');
    const rows = await app.database.db.select().from(audit).orderBy(audit.id);
    expect(rows.filter((r) => r.action.startsWith('gi.')).map((r) => r.action)).toEqual([
      ...Array<string>(4).fill('gi.linked'),
      'gi.unlinked',
    ]);
    expect((await app.get('/api/v1/gi-links', { method: 'POST', body: '{}' })).status).toBe(401);
  });

  it('let names of one thing raise no conflict with each other', async () => {
    const [a, b, , d] = teas as [string, string, string, string];
    const engine = createNameEngine([a, b, d].map((group, i) => ({ id: `n${i}`, name: 'Halloumi', group })));
    async function* asked() {
      yield { name: 'Halloumi', group: a };
    }
    const groups: (string | undefined)[] = [];
    for await (const { findings } of screenAll(app.database.db, engine, asked()))
      groups.push(...findings.map((f) => f.group));
    expect(groups).toEqual([d]);
  });

  it('and searches by class and channel find what the answer shows', async () => {
    const tea = await gi(teas[0]!);
    expect(tea.classes).toEqual(
      expect.arrayContaining([expect.objectContaining({ scheme: 'HS', code: '0902' })]),
    );
    const byClass = await ids('class=HS:0902');
    expect(byClass).toContain(teas[0]);
    expect(byClass.sort()).toEqual((await ids('product=tea')).filter((id) => byClass.includes(id)).sort());
    const treaties = await ids('channel=treaty&product=wine');
    expect(treaties.length).toBeGreaterThan(0);
    const page = (await (await app.get('/api/v1/gis?facets=true&limit=1')).json()) as {
      facets: { class: { value: string; count: number }[]; channel: { value: string; count: number }[] };
    };
    expect(page.facets.class.find((f) => f.value === 'CNIPA:1')!.count).toBeGreaterThan(100);
    expect(page.facets.channel.map((f) => f.value)).toContain('treaty');
  });
});
