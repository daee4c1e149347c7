import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../src/db/schema/index.ts';
import { desc } from 'drizzle-orm';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

interface Gi {
  id: string;
  name: string;
  names: { text: string; evidence: { level: string } }[];
  occurrences: { list: { id: string } }[];
  protection: { jurisdiction: string; state: string; since?: string }[];
}

describe.each(databases)('the API over the bundled lists, on $name', ({ open }) => {
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
  const problem = async (path: string, init?: RequestInit) => {
    const response = await app.get(path, init);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const body = (await response.json()) as {
      status: number;
      code: string;
      remedy: string;
      problems?: { place: { field: string } }[];
    };
    expect(body.status).toBe(response.status);
    expect(body.remedy).not.toBe('');
    return body;
  };

  it.each([
    ['香槟', 'fr-champagne'],
    ['champagne', 'fr-champagne'],
    ['CHAMPAGNE', 'fr-champagne'],
    ['龙井', 'cn-longjing-cha'],
    ['龍井', 'cn-longjing-cha'],
    ['Longjing', 'cn-longjing-cha'],
    ['กาแฟดอยช้าง', 'th-kafae-doi-chaang'],
    ['กาแฟดอยตช้าง', 'th-kafae-doi-chaang'],
  ])('finds %s first as %s', async (q, id) => {
    const { gis } = await json<{ gis: Gi[] }>(`/api/v1/gis?q=${encodeURIComponent(q)}`);
    expect(gis[0]!.id).toBe(id);
  });

  it('finds every Thai rice by its beginning', async () => {
    const { gis } = await json<{ gis: Gi[] }>(`/api/v1/gis?q=${encodeURIComponent('ข้าวหอมมะลิ')}`);
    expect(gis.map((g) => g.name)).toContain('ข้าวหอมมะลิทุ่งกุลาร้องไห้');
  });

  it('answers one GI with spellings, evidence, lists and protection', async () => {
    const gi = await json<Gi>('/api/v1/gis/cn-longjing-cha');
    expect(gi.occurrences.map((o) => o.list.id)).toEqual(['register/cn', 'register/eu', 'cn-eu-pilot/CN']);
    expect(gi.protection.map((p) => [p.jurisdiction, p.state, p.since])).toEqual([
      ['CN', 'protected', undefined],
      ['EU', 'protected', '2011-05-11'],
      ['FR', 'protected', '2011-05-11'],
      ['TH', 'unknown', undefined],
    ]);
  });

  it('never shows a recalled membership of annex IV as better than unverified', async () => {
    const { gis } = await json<{ gis: Gi[] }>('/api/v1/gis?q=Asiago&in=CN');
    expect(gis[0]!.protection.find((p) => p.jurisdiction === 'CN')).toMatchObject({
      via: [{ evidence: { level: 'unverified' } }],
    });
  });

  it('answers as of an earlier day', async () => {
    const answer = await json<{ matches: Gi[] }>(
      '/api/v1/protection?name=Longjing%20cha&in=EU&asOf=2011-05-10',
    );
    expect(answer.matches[0]!.protection).toMatchObject([{ jurisdiction: 'EU', state: 'not-yet' }]);
  });

  it('offers similar names where no name is the same', async () => {
    const answer = await json<{ matches: Gi[]; similar: { id: string }[] }>(
      '/api/v1/protection?name=Champagner',
    );
    expect(answer.matches).toEqual([]);
    expect(answer.similar.map((s) => s.id)).toContain('fr-champagne');
  });

  it('pages through all GIs exactly once', async () => {
    const seen: string[] = [];
    let path = '/api/v1/gis?limit=50&origin=CN';
    for (;;) {
      const response = await app.get(path);
      const { gis, next } = (await response.json()) as { gis: Gi[]; next?: string };
      seen.push(...gis.map((g) => g.id));
      if (!next) break;
      path = /^<(.+)>; rel="next"$/.exec(response.headers.get('link')!)![1]!;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(100);
  });

  it('tells how much of each list is held', async () => {
    const { lists } = await json<{ lists: { list: { id: string }; coverage: object }[] }>('/api/v1/lists');
    const annexIII = lists.find((l) => l.list.id === 'cn-eu/III');
    expect(annexIII!.coverage).toEqual({ listId: 'cn-eu/III', held: 54, verified: 48, expected: 100 });
  });

  it('gives a list as ST.96 XML to who accepts XML, and as JSON to others', async () => {
    const xml = await app.get('/api/v1/lists/cn-eu/III', { headers: { accept: 'application/xml' } });
    expect(xml.headers.get('content-type')).toContain('application/xml');
    expect(await xml.text()).toContain('<gin:GITransaction');
    const view = await json<{ versions: object[] }>('/api/v1/lists/cn-eu/III');
    expect(view.versions).toHaveLength(1);
  });

  it.each(['st96', 'json', 'ndjson', 'csv', 'xlsx', 'bundle'])(
    'writes a list as %s that reads back without a change',
    async (format) => {
      const document = await app.get(`/api/v1/lists/cn-eu/III/document?format=${format}`);
      expect(document.status).toBe(200);
      const report = await app.get(`/api/v1/lists/cn-eu/III/imports?fileName=x&format=${format}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${staffToken}` },
        body: await document.arrayBuffer(),
      });
      expect(await report.json()).toMatchObject({
        changes: { added: 0, changed: 0, removed: 0 },
        problems: [],
      });
    },
  );

  it('screens names and says per name why one cannot be compared', async () => {
    const response = await app.get('/api/v1/screenings', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        names: [
          { id: 'a', name: 'Champagne' },
          { id: 'b', name: '' },
        ],
      }),
    });
    const { results } = (await response.json()) as {
      results: {
        findings: { group: string; alert: boolean; kind: string }[];
        problems?: { code: string }[];
      }[];
    };
    expect(results[0]!.findings[0]).toMatchObject({ group: 'fr-champagne', kind: 'identical', alert: true });
    expect(results[1]).toMatchObject({ findings: [], problems: [{ code: 'names/empty' }] });
  });

  it.each([
    ['text/csv', 'id,name\na,香宾\nb,\nc,d,e\nf,香宾', 'csv/cell-count'],
    [
      'application/x-ndjson',
      '{"id":"a","name":"香宾"}\n{"id":"b","name":""}\n{broken\n{"id":"f","name":"香宾"}',
      'screen/ndjson',
    ],
  ])(
    'screens a stream of %s line by line; a line that cannot be read costs itself',
    async (type, body, code) => {
      const response = await app.get('/api/v1/screenings/batch?topK=1', {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      });
      const lines = (await response.text())
        .trim()
        .split('\n')
        .map((l) => JSON.parse(l) as object);
      expect(lines).toMatchObject([
        { id: 'a', findings: [{ rank: 1, group: 'fr-champagne' }] },
        { id: 'b', findings: [], problems: [{ code: 'names/empty' }] },
        {
          findings: [],
          problems: [{ code, severity: 'error', place: { line: type === 'text/csv' ? 4 : 3 } }],
        },
        { id: 'f', findings: [{ rank: 1, group: 'fr-champagne' }] },
      ]);
    },
  );

  it.each([
    ['application/x-ndjson', '{"id":"a","name":"x"}\n{"id":"b","na', 'screen/ndjson'],
    ['text/csv', 'id,name\na,x\nb', 'screen/csv'],
    ['text/csv', 'id,name\na,x\nb,"x\n', 'screen/csv'],
  ])('ends a stream of %s that breaks off with the line that is at fault: %j', async (type, body, code) => {
    const headers = { 'content-type': type };
    const text = await (await app.get('/api/v1/screenings/batch', { method: 'POST', headers, body })).text();
    expect(JSON.parse(text.trim().split('\n').at(-1)!)).toMatchObject({
      error: { code, problems: [{ place: { line: type === 'text/csv' ? 3 : 2 } }] },
    });
  });

  it('shows a settled pair with its ruling and raises it no more', async () => {
    const ruled = await app.staff('POST', '/api/v1/decisions', {
      nameA: 'Champagne',
      nameB: 'CHAMPAGNE',
      ruling: 'coexist',
      reason: 'test',
    });
    expect(ruled.status).toBe(200);
    const { body } = await app.staff<{ results: { findings: object[] }[] }>('POST', '/api/v1/screenings', {
      names: [{ name: 'champagne' }],
    });
    expect(body.results[0]!.findings[0]).toMatchObject({
      alert: false,
      decision: { ruling: 'coexist', decidedBy: 'local:tester' },
    });
  });

  it('prepares a Madrid application and says what is missing', async () => {
    const { status, body } = await app.staff<{ xml: string; missing: { place: { field: string } }[] }>(
      'POST',
      '/api/v1/madrid/applications',
      {
        giId: 'cn-xi-hu-long-jing',
        designations: ['EM', 'TH'],
      },
    );
    expect(status).toBe(200);
    expect(body.xml).toContain('<tmk:MadridApplication>');
    expect(body.missing.map((m) => m.place.field)).toContain('holder.address');
  });

  it.each([
    ['/api/v1/gis/nothing', 404, 'not-found/gi'],
    ['/api/v1/lists/cn-eu/X', 404, 'not-found/list'],
    ['/api/v1/lists/cn-eu/VI/document', 404, 'not-found/version'],
    ['/api/v1/lists/cn-eu/III/document?version=9', 404, 'not-found/version'],
    ['/api/v1/agreements/xx', 404, 'not-found/agreement'],
    ['/api/v1/nowhere', 404, 'not-found/route'],
    ['/api/v1/gis?asOf=2023-02-30', 400, 'request/invalid'],
    ['/api/v1/gis?limit=1000', 400, 'request/invalid'],
    ['/api/v1/gis?in=ZZ', 400, 'request/invalid'],
    ['/api/v1/protection', 400, 'request/invalid'],
    ['/api/v1/lists/cn-eu/III/document?format=pdf', 400, 'request/invalid'],
    ['/api/v1/lists/cn-eu/III/document?version=x', 400, 'request/invalid'],
    ['/api/v1/partners', 401, 'request/unauthorised'],
    ['/api/v1/drafts/x/changes', 401, 'request/unauthorised'],
  ])('answers %s with %i %s', async (path, status, code) => {
    expect(await problem(path)).toMatchObject({ status, code });
  });

  it.each([
    ['/api/v1/lists/cn-eu/III/imports?fileName=x'],
    ['/api/v1/lists/cn-eu/III/publications'],
    ['/api/v1/lists/cn-eu/III/messages'],
    ['/api/v1/messages'],
    ['/api/v1/receipts'],
    ['/api/v1/decisions'],
  ])('lets nobody post to %s without the token', async (path) => {
    const wrong = {
      method: 'POST',
      body: '{}',
      headers: { authorization: 'Bearer guess', 'content-type': 'application/json' },
    };
    expect(await problem(path, { ...wrong, headers: { 'content-type': 'application/json' } })).toMatchObject({
      status: 401,
    });
    expect(await problem(path, wrong)).toMatchObject({ status: 401 });
  });

  it('names the field of a request that is at fault', async () => {
    const body = await problem('/api/v1/gis?limit=x');
    expect(body.problems![0]!.place.field).toBe('limit');
  });

  it('imports, shows the change set and publishes, all on the audit trail', async () => {
    const csv = await (await app.get('/api/v1/lists/cn-fr/FR/document?format=csv')).text();
    const changed = csv.replace('Bordeaux [fr]', 'Bordeaux [fr] | Bordeaux wine [en]');
    const imported = await app.get(
      '/api/v1/lists/cn-fr/FR/imports?fileName=fr.csv&evidence=official&source=OJ',
      {
        method: 'POST',
        headers: { authorization: `Bearer ${staffToken}`, 'x-actor': 'lin' },
        body: changed,
      },
    );
    const report = (await imported.json()) as { draftId: string; changes: object };
    expect(report.changes).toEqual({ added: 0, changed: 1, removed: 0 });
    const { body: draft } = await app.staff<{ changes: { key: string; fields: { field: string }[] }[] }>(
      'GET',
      `/api/v1/drafts/${report.draftId}/changes`,
    );
    expect(draft.changes.map((c) => c.key)).toEqual(['bordeaux']);
    const { body: published } = await app.staff<{ number: number }>(
      'POST',
      '/api/v1/lists/cn-fr/FR/publications',
      {},
    );
    expect(published.number).toBe(2);
    const diff = await json<{ counts: object }>('/api/v1/lists/cn-fr/FR/changes?from=1&to=2');
    expect(diff.counts).toEqual({ added: 0, changed: 1, removed: 0 });
    const [row] = await app.database.db.select().from(audit).orderBy(desc(audit.id)).limit(1);
    expect(row).toMatchObject({ action: 'list.published', actor: 'local:tester', subject: 'cn-fr/FR' });
  });

  it('streams progress and the report of an import line by line', async () => {
    const csv = await (await app.get('/api/v1/lists/cn-th/TH/document?format=csv')).text();
    const headers = { authorization: `Bearer ${staffToken}`, accept: 'application/x-ndjson' };
    const response = await app.get('/api/v1/lists/cn-th/TH/imports?fileName=th.csv', {
      method: 'POST',
      headers,
      body: csv,
    });
    const lines = (await response.text())
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l) as object);
    expect(lines.findLast((line) => 'progress' in line)).toMatchObject({ progress: { records: 3 } });
    expect(lines.at(-1)).toMatchObject({ report: { records: 3 } });
    const broken = await app.get('/api/v1/lists/cn-th/TH/imports?fileName=th.csv', {
      method: 'POST',
      headers,
      body: '<x',
    });
    const last = (await broken.text()).trim().split('\n').at(-1)!;
    expect(JSON.parse(last)).toMatchObject({ error: { status: 422 } });
  });

  it('says it is alive and ready', async () => {
    expect(await json('/healthz')).toEqual({ status: 'ok' });
    expect(await json<{ status: string }>('/readyz')).toMatchObject({ status: 'ready' });
  });

  it('sends secure headers and a request id', async () => {
    const response = await app.get('/healthz');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-request-id')).toMatch(/.{8,}/);
  });
});

describe('limits', () => {
  it('refuses a file larger than allowed, keeping nothing of it', async () => {
    const app = await openApp(databases[0]!.open, { maxBodyBytes: 1000 });
    try {
      const response = await app.get('/api/v1/lists/cn-fr/FR/imports?fileName=x', {
        method: 'POST',
        headers: { authorization: `Bearer ${staffToken}`, 'content-length': '2000' },
        body: 'x'.repeat(2000),
      });
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ code: 'request/too-large' });
    } finally {
      await app.close();
    }
  });
});
