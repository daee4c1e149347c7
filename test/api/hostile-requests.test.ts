import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';
import { addKey, addPartner, bearer } from '../support/partners.ts';

const up = ['..', '..%2f..%2fetc%2fpasswd', '%2e%2e%5cwindows', '..%00', 'a%2fb', '%F0%9F%92%A9'];

describe.each(databases)('names that are meant as ways out, on $name', ({ open }) => {
  let app: TestApp;
  let key: string;
  beforeAll(async () => {
    app = await openApp(open);
    await addPartner(app, 'EU');
    ({ key } = await addKey(app, 'EU'));
  });
  afterAll(() => app.close());

  it.each(up)('lead nowhere as part of an address: %s', async (name) => {
    for (const path of [
      `/api/v1/messages/${name}`,
      `/api/v1/messages/${name}/receipt`,
      `/api/v1/gis/${name}`,
    ]) {
      const response = await app.get(path, { headers: bearer(key) });
      expect([400, 404], path).toContain(response.status);
      expect(await response.text(), path).not.toContain('root:');
    }
    const list = await app.get(`/api/v1/lists/${name}/III/document?format=csv`);
    expect([400, 404]).toContain(list.status);
  });

  it('are refused in a body too, where they hold what no text can', async () => {
    const wanted = { name: 'night\u0000job', scopes: ['lists:read'] };
    const made = await app.staff('POST', '/api/v1/partners/EU/keys', wanted);
    expect(made).toMatchObject({ status: 400, body: { code: 'request/invalid' } });
  });

  it.each(['../../etc/passwd', 'C:\\list.csv', 'a/b.csv', '..', 'list\u0000.csv', 'list\n.csv'])(
    'are refused as the name of a file: %j',
    async (fileName) => {
      const response = await app.get(`/api/v1/lists/cn-eu/III/imports?${new URLSearchParams({ fileName })}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${staffToken}` },
        body: 'key\n',
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        code: 'request/invalid',
        problems: [{ place: { field: 'fileName' } }],
      });
    },
  );
});
