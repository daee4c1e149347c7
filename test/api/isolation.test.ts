import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';
import { addKey, addPartner, bearer } from '../support/partners.ts';

interface Operation {
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; schema: { example?: unknown } }[];
}

describe.each(databases)('what one office exchanged is not there for another, on $name', ({ open }) => {
  let app: TestApp;
  let cn: TestApp;
  let thKey: string;
  let routes: { method: string; path: string; operation: Operation }[];
  /** What only the Chinese office and the staff may see. */
  const secrets: Record<string, string> = {};

  beforeAll(async () => {
    app = await openApp(open, { officeCode: 'EU' });
    cn = await openApp(databases[0]!.open, { officeCode: 'CN' });
    await addPartner(app, 'CN', { keys: cn.signer.publicKeys(), contacts: [{ name: 'Secret Contact' }] });
    await addPartner(cn, 'EU', { keys: app.signer.publicKeys() });
    await addPartner(app, 'TH');
    thKey = (await addKey(app, 'TH')).key;
    const cnKey = await addKey(app, 'CN');
    const made = await cn.staff<{ messageId: string; body: string; signature: string; sha256: string }>(
      'POST',
      '/api/v1/lists/cn-eu/III/messages',
      { recipient: 'EU' },
    );
    const value = Buffer.from(made.body.body, 'base64').toString().replace('安吉白茶', '安吉秘茶');
    const given = await app.staff<{ id: string; signature: string }>('POST', '/api/v1/messages', {
      body: Buffer.from(value).toString('base64'),
      signature: await cn.signer.sign(Buffer.from(value)),
    });
    const sent = await app.staff<{ id: string }>('POST', '/api/v1/lists/cn-eu/IV/messages', {
      recipient: 'CN',
    });
    const drafts = await app.staff<{ drafts: { versionId: string }[] }>('GET', '/api/v1/drafts');
    Object.assign(secrets, {
      message: given.body.id,
      messageId: made.body.messageId,
      receipt: given.body.signature,
      sent: sent.body.id,
      key: cnKey.id,
      draft: drafts.body.drafts[0]!.versionId,
      content: '安吉秘茶',
      contact: 'Secret Contact',
    });
    const document = (await (await app.get('/openapi.json')).json()) as {
      paths: Record<string, Record<string, Operation>>;
    };
    routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
    );
  });
  afterAll(async () => {
    await app.close();
    await cn.close();
  });

  /** Every address of a route that could lead to the other office's things. */
  function addresses({ path, operation }: { path: string; operation: Operation }): string[] {
    const ids = /\{(?:id|draftId|keyId)\}/.test(path) ? Object.values(secrets) : [''];
    return ids.map((id) => {
      const query = new URLSearchParams({ partner: 'CN' });
      let target = path.replace('{code}', 'CN').replace('{agreement}', 'cn-eu').replace('{annex}', 'III');
      target = target.replace(/\{(?:id|draftId|keyId)\}/g, encodeURIComponent(id));
      for (const { name, in: place, schema, required } of operation.parameters ?? []) {
        const example = String(schema.example ?? 1);
        if (place === 'path') target = target.replace(`{${name}}`, encodeURIComponent(example));
        else if (required) query.set(name, example);
      }
      return `${target}?${query}`;
    });
  }

  it('on any route, whatever the key asks for', async () => {
    expect(routes.length).toBeGreaterThan(40);
    let refused = 0;
    for (const route of routes) {
      const { security } = route.operation;
      const staffOnly = security?.length === 1 && 'staff' in security[0]!;
      for (const address of addresses(route)) {
        const where = `${route.method} ${address}`;
        const response = await app.get(address, {
          method: route.method.toUpperCase(),
          headers: { ...bearer(thKey), 'content-type': 'application/json' },
          ...(['post', 'put', 'patch'].includes(route.method) && { body: '{}' }),
        });
        const said = await response.text();
        expect(response.status, where).not.toBe(500);
        if (staffOnly) {
          expect(response.status, where).toBe(401);
          refused++;
        } else if (/\/messages\/\{id\}/.test(route.path)) expect(response.status, where).toBe(404);
        for (const [what, secret] of Object.entries(secrets)) {
          // What was asked for by its id may be named again in the refusal of it.
          if (!address.includes(encodeURIComponent(secret)))
            expect(said, `${where} tells the ${what}`).not.toContain(secret);
        }
      }
    }
    expect(refused).toBeGreaterThan(25);
  });

  it('and is not told apart from what was never there', async () => {
    for (const end of ['', '/receipt']) {
      const ask = async (id: string) => {
        const response = await app.get(`/api/v1/messages/${id}${end}`, { headers: bearer(thKey) });
        const { instance: _instance, ...rest } = (await response.json()) as Record<string, unknown>;
        return { status: response.status, rest };
      };
      expect(await ask(secrets['message']!)).toEqual(await ask('in_0000000000000000000000'));
      expect(await ask(secrets['messageId']!)).toEqual(await ask('nothing'));
    }
  });

  it('and nothing of it is there for those without a key', async () => {
    for (const route of routes.filter((r) => r.operation.security)) {
      const [address] = addresses(route);
      const response = await app.get(address!, { method: route.method.toUpperCase() });
      expect(response.status, `${route.method} ${address}`).toBe(401);
    }
  });
});
