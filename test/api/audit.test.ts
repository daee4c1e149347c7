import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordAudit } from '../../src/db/audit.ts';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

interface Page {
  rows: { actor: string; subject: string; details: Record<string, unknown> }[];
  next?: string;
}

describe.each(databases)('the audit trail through the API, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open);
    for (let i = 0; i < 5; i++) {
      const at = new Date(`2020-01-0${i + 1}T12:00:00Z`);
      const details = { key: `tea-${i}` };
      await recordAudit(app.database.db, {
        at,
        actor: 'local:mei',
        action: 'test.done',
        subject: 'cn-eu/III',
        details,
      });
    }
  });
  afterAll(() => app.close());

  const search = async (query: string): Promise<Page> =>
    (await app.staff<Page>('GET', `/api/v1/audit?action=test.&${query}`)).body;
  const keys = (page: Page): unknown[] => page.rows.map((row) => row.details['key']);

  it('is searched, newest first, page by page', async () => {
    const first = await search('limit=2');
    expect(keys(first)).toEqual(['tea-4', 'tea-3']);
    const second = await search(`limit=2&cursor=${first.next}`);
    expect(keys(second)).toEqual(['tea-2', 'tea-1']);
    const last = await search(`limit=2&cursor=${second.next}`);
    expect([keys(last), last.next]).toEqual([['tea-0'], undefined]);
    expect(keys(await search('actor=mei&entity=tea-3'))).toEqual(['tea-3']);
    expect(keys(await search('from=2020-01-02&to=2020-01-03'))).toEqual(['tea-2', 'tea-1']);
    expect(keys(await search('subject=nothing'))).toEqual([]);
  });

  it('is given as CSV', async () => {
    const answer = await app.get('/api/v1/audit?action=test.', {
      headers: { authorization: `Bearer ${staffToken}`, accept: 'text/csv' },
    });
    const lines = (await answer.text()).trim().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[1]).toContain('local:mei,test.done,cn-eu/III,"{""key"":""tea-4""}"');
  });

  it('is for staff, and knows its cursors', async () => {
    expect((await app.get('/api/v1/audit')).status).toBe(401);
    expect(await app.staff('GET', '/api/v1/audit?cursor=x')).toMatchObject({
      status: 400,
      body: { code: 'request/bad-cursor' },
    });
  });
});
