import { createHmac, createPublicKey, verify } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { audit, targetSecrets } from '../../src/db/schema/index.ts';
import { openVault } from '../../src/exchange/targets/vault.ts';
import { openWebhookKey, webhookHeaders } from '../../src/exchange/webhooks/sign.ts';
import { openApp, temporaryFolder, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** What a receiver does by the specification, written from it alone. */
function checkHmac(headers: Record<string, unknown>, body: string, secret: string): boolean {
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const expected = `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}
function checkEd25519(headers: Record<string, unknown>, body: string, publicKey: string): boolean {
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return String(headers['webhook-signature'])
    .split(' ')
    .filter((mark) => mark.startsWith('v1a,'))
    .some((mark) => verify(null, Buffer.from(content), key, Buffer.from(mark.slice(4), 'base64')));
}

describe('signatures of webhooks', () => {
  it('are those of the vector that Svix publishes', async () => {
    // https://docs.svix.com/receiving/verifying-payloads/how-manual
    const headers = webhookHeaders(
      'msg_loFOjxBNrRLzqYUf',
      new Date(1_731_705_121_000),
      Buffer.from('{"event_type":"ping","data":{"success":true}}'),
      { secrets: ['whsec_plJ3nmyCDGBKInavdOK15jsl'], key: openWebhookKey(folder.path) },
    );
    expect(headers['webhook-signature']).toMatch(/^v1,rAvfW3dJ\/X\/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0= v1a,/);
  });

  it('are made with one key for all processes of a folder', async () => {
    const [a, b] = [openWebhookKey(folder.path), openWebhookKey(folder.path)];
    expect(a.publicKey).toBe(b.publicKey);
    expect(a.publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
  });
});

describe('the vault', () => {
  it('opens what it sealed, for what it was sealed, and nothing else', async () => {
    const vault = openVault(folder.path);
    const sealed = vault.seal('a secret', 'tgt_1');
    expect(Buffer.from(sealed).toString('latin1')).not.toContain('secret');
    expect(openVault(folder.path).open(sealed, 'tgt_1')).toBe('a secret');
    expect(() => vault.open(sealed, 'tgt_2')).toThrow(/authenticate/);
    expect(() => vault.open(sealed.with(20, sealed[20]! ^ 1), 'tgt_1')).toThrow(/authenticate/);
  });
});

interface Received {
  headers: Record<string, unknown>;
  body: string;
}

describe.each(databases)('webhooks on $name', ({ open }) => {
  let app: TestApp;
  let receiver: Server;
  let url: string;
  const received: Received[] = [];
  let answer: { status: number; headers?: Record<string, string> } = { status: 204 };

  beforeAll(async () => {
    app = await openApp(open, { outboundAllow: ['127.0.0.1/32'] });
    receiver = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        response.writeHead(answer.status, answer.headers).end();
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => receiver.once('listening', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    const keys = await (await app.get('/api/v1/keys')).json();
    await app.staff('PUT', '/api/v1/partners/EU', { name: 'EU', keys });
  });
  afterAll(async () => {
    receiver.closeAllConnections();
    receiver.close();
    await app.close();
  });
  interface Made {
    target: { id: string };
    secret: string;
    webhookKey: string;
    code: string;
  }
  const add = (more: object = {}) =>
    app.staff<Made>('POST', '/api/v1/delivery-targets', { partner: 'EU', kind: 'webhook', url, ...more });
  const ping = async (id: string): Promise<string> => {
    const put = await app.staff<{ delivery: string }>('POST', `/api/v1/delivery-targets/${id}/ping`);
    expect(put.status).toBe(202);
    return put.body.delivery;
  };
  const standing = async (delivery: string) =>
    (
      await app.staff<{
        delivery: { state: string; attempts: number; dueAt: string };
        tries: { outcome: string; status?: number; detail: string }[];
      }>('GET', `/api/v1/deliveries/${delivery}`)
    ).body;

  it('are told of a publication by an event signed both ways, with a secret that is shown once', async () => {
    const { status, body: made } = await add({ lists: ['cn-fr'] });
    expect(status).toBe(201);
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const again = await app.staff<{ targets: object[] }>('GET', '/api/v1/delivery-targets');
    expect(JSON.stringify(again.body)).not.toContain(made.secret.slice(6));
    const kept = await app.database.db.select().from(targetSecrets);
    expect(Buffer.from(kept[0]!.sealed).toString('latin1')).not.toContain(made.secret.slice(6));

    const csv = await (await app.get('/api/v1/lists/cn-fr/FR/document?format=csv')).text();
    const changed = csv.replace('Bordeaux [fr]', 'Bordeaux [fr] | Bordeaux wine [en]');
    await app.get('/api/v1/lists/cn-fr/FR/imports?fileName=fr.csv&mode=full', {
      method: 'POST',
      headers: { authorization: 'Bearer the-staff-token-of-these-tests', 'content-type': 'text/csv' },
      body: changed,
    });
    const published = await app.staff<{ number: number }>('POST', '/api/v1/lists/cn-fr/FR/publications', {});
    expect(published).toMatchObject({ status: 200, body: { number: 2 } });
    expect(await app.deliverer.drain()).toBe(1);
    const [event] = received.splice(0);
    expect(JSON.parse(event!.body)).toMatchObject({
      type: 'list.published',
      data: { office: 'CN', subject: 'cn-fr/FR', number: 2 },
    });
    expect(checkHmac(event!.headers, event!.body, made.secret)).toBe(true);
    expect(checkEd25519(event!.headers, event!.body, made.webhookKey)).toBe(true);
    expect(checkHmac(event!.headers, `${event!.body} `, made.secret)).toBe(false);
  });

  it('are signed with the old secret too while it overlaps, and then no more', async () => {
    const { body: made } = await add({ topics: ['decision'] });
    const { id } = made.target;
    const rotated = await app.staff<{ secret: string }>('POST', `/api/v1/delivery-targets/${id}/secrets`, {
      overlapHours: 1,
    });
    expect(rotated.body.secret).not.toBe(made.secret);
    await ping(id);
    await app.deliverer.drain();
    const [during] = received.splice(0);
    expect(checkHmac(during!.headers, during!.body, made.secret)).toBe(true);
    expect(checkHmac(during!.headers, during!.body, rotated.body.secret)).toBe(true);
    app.advance(3_600_000);
    await ping(id);
    await app.deliverer.drain();
    const [after] = received.splice(0);
    expect(checkHmac(after!.headers, after!.body, made.secret)).toBe(false);
    expect(checkHmac(after!.headers, after!.body, rotated.body.secret)).toBe(true);
  });

  it('are tried again with the same id and a new timestamp, no sooner than they ask', async () => {
    const { body: made } = await add({ topics: ['decision'] });
    const delivery = await ping(made.target.id);
    answer = { status: 503, headers: { 'retry-after': '60' } };
    await app.deliverer.drain();
    app.advance(30_000);
    expect(await app.deliverer.drain()).toBe(0);
    answer = { status: 200 };
    app.advance(60_000);
    expect(await app.deliverer.drain()).toBe(1);
    const [first, second] = received.splice(0);
    expect(second!.headers['webhook-id']).toBe(delivery);
    expect(first!.headers['webhook-id']).toBe(delivery);
    expect(second!.body).toBe(first!.body);
    expect(Number(second!.headers['webhook-timestamp'])).toBeGreaterThanOrEqual(
      Number(first!.headers['webhook-timestamp']) + 60,
    );
    expect(await standing(delivery)).toMatchObject({
      delivery: { state: 'delivered', attempts: 2 },
      tries: [
        { outcome: 'failed', status: 503 },
        { outcome: 'delivered', status: 200 },
      ],
    });
  });

  it('count a redirect as a failure, and are out of use once they are gone', async () => {
    const { body: made } = await add({ topics: ['decision'] });
    const { id } = made.target;
    answer = { status: 302, headers: { location: 'https://elsewhere.example/' } };
    const delivery = await ping(id);
    await app.deliverer.drain();
    expect((await standing(delivery)).tries[0]).toMatchObject({
      outcome: 'failed',
      detail: expect.stringContaining('outbound/redirected') as string,
    });
    answer = { status: 410 };
    await ping(id);
    await app.deliverer.drain();
    received.splice(0);
    const refused = await app.staff<{ code: string }>('POST', `/api/v1/delivery-targets/${id}/ping`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'outbox/not-possible' } });
    const rows = await app.database.db.select().from(audit).where(eq(audit.action, 'target.disabled'));
    expect(rows).toMatchObject([{ actor: 'system', subject: 'EU', details: { target: id } }]);
    const enabled = await app.staff('PUT', `/api/v1/delivery-targets/${id}/state`, { enabled: true });
    expect(enabled).toMatchObject({ status: 200 });
    answer = { status: 200 };
    await ping(id);
    await app.deliverer.drain();
    expect(received.splice(0)).toHaveLength(1);
  });

  it('share their list with gateways, whose key is shown to nobody', async () => {
    const made = await add({ kind: 'messages', bearer: 'gik_the_partners_key', topics: ['decision'] });
    expect(made.status).toBe(201);
    expect(made.body).not.toHaveProperty('secret');
    const { body } = await app.staff<{ targets: object[] }>('GET', '/api/v1/delivery-targets');
    expect(JSON.stringify(body)).not.toContain('gik_the_partners_key');
    const pinged = await app.staff('POST', `/api/v1/delivery-targets/${made.body.target.id}/ping`);
    expect(pinged).toMatchObject({ status: 409, body: { code: 'outbox/not-possible' } });
  });

  it('are never where the operator has not allowed', async () => {
    for (const inside of ['https://169.254.169.254/', 'https://[::ffff:127.0.0.1]/', 'http://10.0.0.1/'])
      expect(await add({ url: inside })).toMatchObject({
        status: 422,
        body: { code: 'outbound/forbidden-address' },
      });
  });

  it('are for staff, are on record as added, and belong to a partner on record', async () => {
    for (const path of ['/api/v1/delivery-targets', '/api/v1/deliveries', '/api/v1/deliveries/x'])
      expect((await app.get(path)).status, path).toBe(401);
    for (const path of [
      '/api/v1/delivery-targets',
      '/api/v1/delivery-targets/x/ping',
      '/api/v1/delivery-targets/x/secrets',
      '/api/v1/deliveries/x/replay',
      '/api/v1/deliveries/x/discard',
    ])
      expect((await app.get(path, { method: 'POST' })).status, path).toBe(401);
    expect(await add({ partner: 'XX' })).toMatchObject({ status: 404, body: { code: 'not-found/partner' } });
    expect(await add({ kind: 'messages' })).toMatchObject({ status: 422, body: { code: 'outbox/no-key' } });
    expect(await app.staff('POST', '/api/v1/delivery-targets/x/ping')).toMatchObject({
      status: 404,
      body: { code: 'not-found/target' },
    });
    expect(await app.staff('POST', '/api/v1/deliveries/x/replay')).toMatchObject({
      status: 404,
      body: { code: 'not-found/delivery' },
    });
    const added = await app.database.db.select().from(audit).where(eq(audit.action, 'target.added'));
    expect(added.length).toBeGreaterThan(0);
    expect(added[0]).toMatchObject({ actor: 'local:tester', subject: 'EU' });
    expect(JSON.stringify(added)).not.toContain('whsec_');
    const listed = await app.staff<{ deliveries: object[]; next?: string }>(
      'GET',
      '/api/v1/deliveries?limit=2&partner=EU',
    );
    expect(listed.body.deliveries).toHaveLength(2);
    const rest = await app.staff<{ deliveries: object[] }>(
      'GET',
      `/api/v1/deliveries?limit=100&cursor=${listed.body.next}`,
    );
    expect(rest.body.deliveries.length).toBeGreaterThan(2);
  });
});
