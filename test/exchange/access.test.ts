import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desc } from 'drizzle-orm';
import { apiKeys, audit } from '../../src/db/schema/index.ts';
import { openApp, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';
import { addKey, addPartner, bearer, type MadeKey } from '../support/partners.ts';

const DAY = 86_400_000;
const LIST = '/api/v1/lists/cn-eu/III/versions';

describe.each(databases)('keys of partner offices, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open);
    await addPartner(app, 'EU');
    await addPartner(app, 'TH');
  });
  afterAll(() => app.close());

  const ask = async (key: string, path = LIST) => {
    const response = await app.get(path, { headers: bearer(key) });
    return { status: response.status, body: (await response.json()) as { code?: string }, response };
  };
  const opens = async (key: string): Promise<boolean> => (await ask(key)).status === 200;
  const lastAudit = async () =>
    (await app.database.db.select().from(audit).orderBy(desc(audit.id)).limit(1))[0];

  it('are shown once and kept as a hash', async () => {
    const made = await addKey(app, 'EU');
    expect(made.key).toBe(`${made.id}_${made.secret}`);
    expect(await lastAudit()).toMatchObject({ action: 'key.created', subject: 'EU', actor: 'local:tester' });
    const listed = await app.staff('GET', '/api/v1/partners/EU/keys');
    expect(JSON.stringify(listed.body)).toContain(made.id);
    for (const kept of [listed.body, await app.database.db.select().from(apiKeys), await lastAudit()])
      expect(JSON.stringify(kept)).not.toContain(made.secret);
    expect(await opens(made.key)).toBe(true);
  });

  it('say when they were last used, to the minute', async () => {
    const made = await addKey(app, 'EU');
    const used = async () => {
      const { body } = await app.staff<{ keys: { id: string; lastUsedAt?: string }[] }>(
        'GET',
        '/api/v1/partners/EU/keys',
      );
      return body.keys.find((k) => k.id === made.id)?.lastUsedAt;
    };
    expect(await used()).toBeUndefined();
    await ask(made.key);
    const first = await used();
    expect(first).toBeDefined();
    await ask(made.key);
    expect(await used()).toBe(first);
    app.advance(61_000);
    await ask(made.key);
    expect(Date.parse((await used())!)).toBeGreaterThan(Date.parse(first!));
  });

  it('open nothing once revoked, nor with another secret, nor for a suspended office', async () => {
    const made = await addKey(app, 'TH');
    const wrong = `${made.id}_${'A'.repeat(43)}`;
    expect(await ask(wrong)).toMatchObject({ status: 401, body: { code: 'access/bad-credentials' } });
    await addPartner(app, 'TH', { suspended: true });
    expect(await opens(made.key)).toBe(false);
    await addPartner(app, 'TH');
    expect(await opens(made.key)).toBe(true);
    const elsewhere = await app.staff('DELETE', `/api/v1/partners/EU/keys/${made.id}`);
    expect(elsewhere).toMatchObject({ status: 404, body: { code: 'not-found/key' } });
    for (let i = 0; i < 2; i++) {
      const ended = await app.staff<{ revokedAt: string }>('DELETE', `/api/v1/partners/TH/keys/${made.id}`);
      expect(ended.status).toBe(200);
      expect(await lastAudit()).toMatchObject({ action: 'key.revoked', details: { key: made.id } });
    }
    const { response, body } = await ask(made.key);
    expect(body.code).toBe('access/bad-credentials');
    expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it('expire, and work beside their successor for the overlap', async () => {
    const first = await addKey(app, 'EU');
    const path = `/api/v1/partners/EU/keys/${first.id}/rotation`;
    const second = await app.staff<MadeKey & { replaces: string }>('POST', path, {
      overlapDays: 2,
      days: 10,
    });
    expect(second).toMatchObject({ status: 201, body: { replaces: first.id } });
    app.advance(2 * DAY - 60_000);
    expect([await opens(first.key), await opens(second.body.key)]).toEqual([true, true]);
    app.advance(120_000);
    expect([await opens(first.key), await opens(second.body.key)]).toEqual([false, true]);
    expect(await app.staff('POST', path, {})).toMatchObject({
      status: 409,
      body: { code: 'access/key-ended' },
    });
    app.advance(8 * DAY);
    expect(await opens(second.body.key)).toBe(false);
  });

  it('are for what they are for', async () => {
    const { key } = await addKey(app, 'EU', ['messages:read']);
    for (const path of [LIST, '/oai?verb=Identify'])
      expect(await ask(key, path)).toMatchObject({ status: 403, body: { code: 'access/scope' } });
    const bad = await app.staff('POST', '/api/v1/partners/EU/keys', { name: 'x', scopes: ['staff'] });
    expect(bad).toMatchObject({ status: 400, body: { code: 'request/invalid' } });
  });

  it('are not tried out from one address', async () => {
    const { key } = await addKey(app, 'EU');
    const from = { incoming: { socket: { remoteAddress: '198.51.100.7' } } };
    const guess = () => app.get(LIST, { headers: bearer(`gik_${'0'.repeat(22)}_${'A'.repeat(43)}`) }, from);
    for (let i = 0; i < 30; i++) expect((await guess()).status).toBe(401);
    expect(await (await guess()).json()).toMatchObject({ status: 429, code: 'access/too-many-attempts' });
    expect((await app.get(LIST, { headers: bearer(key) }, from)).status).toBe(429);
    expect((await app.get(LIST, {}, from)).status).toBe(200);
    expect(await opens(key)).toBe(true);
  });
});

describe.each(databases)('access tokens (OAuth 2.0 client credentials), on $name', ({ open }) => {
  let app: TestApp;
  let made: MadeKey;
  beforeAll(async () => {
    app = await openApp(open);
    await addPartner(app, 'EU');
    made = await addKey(app, 'EU', ['lists:read', 'messages:read']);
  });
  afterAll(() => app.close());

  const token = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await app.get('/oauth/token', {
      method: 'POST',
      headers,
      body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
    return { response, status: response.status, body: (await response.json()) as Record<string, string> };
  };
  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
  });
  const status = async (bearerToken: string, path = LIST): Promise<number> =>
    (await app.get(path, { headers: bearer(bearerToken) })).status;

  it('are got by a client that knows the gateway’s address alone', async () => {
    const response = await app.get('/.well-known/oauth-authorization-server');
    expect(response.status).toBe(200);
    const found = (await response.json()) as Record<string, string | string[]>;
    expect(found).toMatchObject({
      issuer: 'https://gi.example',
      token_endpoint: 'https://gi.example/oauth/token',
      grant_types_supported: ['client_credentials'],
      scopes_supported: ['lists:read', 'messages:write', 'messages:read'],
    });
    for (const method of found['token_endpoint_auth_methods_supported']!)
      expect(
        method === 'client_secret_basic'
          ? await token({}, basic(made.id, made.secret))
          : await token({ client_id: made.id, client_secret: made.secret }),
      ).toMatchObject({ status: 200 });
  });

  it('are given for id and secret, in a header or in the form, and open what the key opens', async () => {
    const credentials = { client_id: made.id, client_secret: made.secret };
    for (const got of [await token({}, basic(made.id, made.secret)), await token(credentials)]) {
      expect(got).toMatchObject({
        status: 200,
        body: { token_type: 'Bearer', expires_in: 600, scope: 'lists:read messages:read' },
      });
      expect(await status(got.body['access_token']!)).toBe(200);
    }
    expect(await token({ ...credentials, client_secret: made.key })).toMatchObject({ status: 200 });
  });

  it('are narrower when asked to be, never wider', async () => {
    const narrow = await token({ scope: 'messages:read' }, basic(made.id, made.secret));
    expect(narrow.body['scope']).toBe('messages:read');
    expect(await status(narrow.body['access_token']!)).toBe(403);
    for (const scope of ['messages:write', 'lists:read messages:write', 'all', ''])
      expect(await token({ scope }, basic(made.id, made.secret))).toMatchObject({
        status: 400,
        body: { error: 'invalid_scope' },
      });
  });

  it('are refused as RFC 6749 says', async () => {
    const refused = await token({}, basic(made.id, 'no'));
    expect(refused).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(refused.response.headers.get('www-authenticate')).toMatch(/^Basic/);
    expect(await token({})).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(await token({ grant_type: 'password' }, basic(made.id, made.secret))).toMatchObject({
      status: 400,
      body: { error: 'unsupported_grant_type' },
    });
    expect(await token({ client_secret: made.secret }, basic(made.id, made.secret))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    const noForm = await app.get('/oauth/token', { method: 'POST', body: '{}' });
    expect(await noForm.json()).toMatchObject({ error: 'invalid_request' });
  });

  it('end after ten minutes, and at once with their key', async () => {
    const key = await addKey(app, 'EU', ['lists:read']);
    const got = async () => (await token({}, basic(key.id, key.secret))).body['access_token']!;
    const early = await got();
    app.advance(599_000);
    expect(await status(early)).toBe(200);
    app.advance(2000);
    expect(await status(early)).toBe(401);
    const late = await got();
    expect(await status(late)).toBe(200);
    await app.staff('DELETE', `/api/v1/partners/EU/keys/${key.id}`);
    expect(await status(late)).toBe(401);
    expect(await token({}, basic(key.id, key.secret))).toMatchObject({ body: { error: 'invalid_client' } });
  });

  it('cannot be altered, or made from another signature of the office', async () => {
    const good = (await token({}, basic(made.id, made.secret))).body['access_token']!;
    const [header, payload, mark] = good.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const wider = encode({ ...claims, scope: 'messages:write' });
    const detached = await app.signer.sign(Buffer.from(JSON.stringify(claims)));
    const asMessage = detached.split('..') as [string, string];
    for (const forged of [
      `${header}.${wider}.${mark}`,
      `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${asMessage[0]}.${encode(claims)}.${asMessage[1]}`,
    ])
      expect(await status(forged)).toBe(401);
  });
});
