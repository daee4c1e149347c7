import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { verifyEvidence } from '../../src/client/evidence.ts';
import { imports, messages } from '../../src/db/schema/index.ts';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

describe.each(databases)('a publication delivered to another gateway, on $name', ({ open }) => {
  let cn: TestApp;
  let eu: TestApp;
  let server: Server;
  /** What stands between the two: may spoil a request on its way, or its answer on the way back. */
  let between: (request: Request) => Response | Promise<Response>;

  const introduce = async (here: TestApp, code: string, there: TestApp): Promise<void> => {
    const keys = await (await there.get('/api/v1/keys')).json();
    expect((await here.staff('PUT', `/api/v1/partners/${code}`, { name: code, keys })).status).toBe(200);
  };
  const asIs = (request: Request): Promise<Response> =>
    request
      .arrayBuffer()
      .then((body) =>
        eu.get(new URL(request.url).pathname, { method: 'POST', headers: request.headers, body }),
      );

  beforeAll(async () => {
    cn = await openApp(open, { officeCode: 'CN', outboundAllow: ['127.0.0.1/32'] });
    eu = await openApp(open, { officeCode: 'EU' });
    await introduce(cn, 'EU', eu);
    await introduce(eu, 'CN', cn);
    between = asIs;
    server = serve({ fetch: (request) => between(request), port: 0, hostname: '127.0.0.1' }) as Server;
    await once(server, 'listening');
    const key = await eu.staff<{ key: string }>('POST', '/api/v1/partners/CN/keys', {
      name: 'deliveries',
      scopes: ['messages:write'],
    });
    await cn.staff('POST', '/api/v1/delivery-targets', {
      partner: 'EU',
      kind: 'messages',
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/messages`,
      lists: ['cn-eu'],
      bearer: key.body.key,
    });
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await cn.close();
    await eu.close();
  });

  let edition = 0;
  const publish = async (): Promise<string> => {
    const csv = await (await cn.get('/api/v1/lists/cn-eu/III/document?format=csv')).text();
    edition++;
    await cn.get('/api/v1/lists/cn-eu/III/imports?fileName=annex.csv&mode=full', {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}`, 'content-type': 'text/csv' },
      body: csv.replace('安吉白茶 [zh]', `安吉白茶 [zh] | An Ji Bai Cha ${edition} [en]`),
    });
    const published = await cn.staff('POST', '/api/v1/lists/cn-eu/III/publications', {});
    expect(published).toMatchObject({ status: 200 });
    const outbox = await cn.staff<{ deliveries: { id: string }[] }>('GET', '/api/v1/deliveries?limit=1');
    return outbox.body.deliveries[0]!.id;
  };
  const standing = async (id: string) =>
    (
      await cn.staff<{
        delivery: { id: string; state: string };
        tries: { outcome: string; detail: string }[];
      }>('GET', `/api/v1/deliveries/${id}`)
    ).body;
  const importsOf = async () =>
    (await eu.database.db.select().from(imports).where(eq(imports.startedBy, 'partner:CN'))).length;
  const sent = async (id: string) =>
    (
      await cn.database.db
        .select()
        .from(messages)
        .where(and(eq(messages.direction, 'out'), eq(messages.messageId, id)))
    )[0]!;

  it('arrives signed, becomes a draft there, and its receipt is checked and kept here', async () => {
    const id = await publish();
    expect(await cn.deliverer.drain()).toBe(1);
    expect(await standing(id)).toMatchObject({
      delivery: { state: 'delivered' },
      tries: [{ outcome: 'delivered', detail: 'receipt: accepted' }],
    });
    const message = await sent(id);
    expect(JSON.parse(message.receipt!)).toMatchObject({
      messageId: id,
      messageSha256: message.sha256,
      outcome: 'accepted',
      changes: { changed: 1 },
    });
    const drafts = await eu.staff<{ drafts: { listId: string }[] }>('GET', '/api/v1/drafts');
    expect(drafts.body.drafts).toMatchObject([{ listId: 'cn-eu/III' }]);
  });

  it('is done once there and receipted here, though the answer was lost on the way', async () => {
    const before = await importsOf();
    const id = await publish();
    between = async (request) => {
      await asIs(request);
      return new Response('lost', { status: 502 });
    };
    await cn.deliverer.drain();
    expect((await standing(id)).tries).toMatchObject([{ outcome: 'failed' }]);
    const first = await sent(id);
    between = asIs;
    cn.advance(10_000);
    await cn.deliverer.drain();
    expect((await standing(id)).delivery.state).toBe('delivered');
    const second = await sent(id);
    expect(Buffer.from(second.body).equals(Buffer.from(first.body))).toBe(true);
    expect(second.receipt).not.toBeNull();
    expect(await importsOf()).toBe(before + 1);
  });

  it('takes no receipt that is forged or speaks of another message', async () => {
    const id = await publish();
    const other = await sent(
      (await cn.staff<{ deliveries: { id: string }[] }>('GET', '/api/v1/deliveries?state=delivered&limit=1'))
        .body.deliveries[0]!.id,
    );
    const stale = { body: Buffer.from(other.receipt!).toString('base64'), signature: other.receiptSignature };
    const about = other.receipt!.replaceAll(other.messageId, id);
    const forged = { ...stale, body: Buffer.from(about).toString('base64') };
    for (const [answer, detail] of [
      [stale, 'another message'],
      [forged, 'exchange/bad-signature'],
      [{ ok: true }, 'without a receipt'],
    ] as const) {
      between = () => Response.json(answer);
      cn.advance(86_400_000);
      await cn.deliverer.drain();
      expect((await standing(id)).tries.at(-1)).toMatchObject({
        outcome: 'failed',
        detail: expect.stringContaining(detail) as string,
      });
    }
    expect((await sent(id)).receipt).toBeNull();
    between = asIs;
    cn.advance(86_400_000);
    eu.advance(4 * 86_400_000);
    await cn.deliverer.drain();
    expect((await standing(id)).delivery.state).toBe('delivered');
  });

  it('is dead at once where the partner refuses it for good, and holds up the next until somebody decides', async () => {
    between = () => Response.json({ code: 'exchange/not-agreed', detail: 'No.' }, { status: 422 });
    const refused = await publish();
    const next = await publish();
    await cn.deliverer.drain();
    expect(await standing(refused)).toMatchObject({
      delivery: { state: 'dead' },
      tries: [{ outcome: 'refused', detail: 'exchange/not-agreed: No.' }],
    });
    between = asIs;
    cn.advance(86_400_000);
    eu.advance(86_400_000);
    expect(await cn.deliverer.drain()).toBe(0);
    expect((await standing(next)).delivery.state).toBe('pending');
    expect((await cn.staff('POST', `/api/v1/deliveries/${refused}/replay`)).status).toBe(200);
    expect(await cn.deliverer.drain()).toBe(2);
    expect((await standing(next)).delivery.state).toBe('delivered');
  });

  it('may be sent again on request, and so may a notice, both with receipts', async () => {
    const order = (body: object) =>
      cn.staff<{ deliveries: string[]; code: string }>('POST', '/api/v1/lists/cn-eu/III/deliveries', body);
    const list = await order({ recipient: 'EU' });
    const notice = { entry: 'anji-bai-cha', on: '2026-11-20', text: 'Nobody opposed.', outcome: 'protected' };
    const decision = await order({ recipient: 'EU', notice: { type: 'decision', notice } });
    expect([list.status, decision.status]).toEqual([202, 202]);
    expect(await cn.deliverer.drain()).toBe(2);
    for (const { body } of [list, decision])
      expect((await standing(body.deliveries[0]!)).delivery.state).toBe('delivered');
    expect(await sent(decision.body.deliveries[0]!)).toMatchObject({ type: 'decision' });
    expect(await order({ recipient: 'FR' })).toMatchObject({ status: 404 });
    const elsewhere = await cn.staff<{ code: string }>('POST', '/api/v1/lists/cn-fr/FR/deliveries', {
      recipient: 'EU',
    });
    expect(elsewhere).toMatchObject({ status: 409, body: { code: 'outbox/no-target' } });
  });

  it('is proven by the logs of both', async () => {
    for (const app of [cn, eu]) {
      const headers = { authorization: `Bearer ${staffToken}`, 'x-actor': 'tester' };
      const lines = (await (await app.get('/api/v1/evidence', { headers })).text()).trimEnd().split('\n');
      expect(await verifyEvidence(lines, { keys: app.signer.publicKeys() })).toMatchObject({ sound: true });
      const kinds = lines.map((line) => /"kind":"([^"]+)"/.exec(line)?.[1]);
      const wanted =
        app === cn ? ['message.sent', 'receipt.received'] : ['message.received', 'receipt.given'];
      for (const kind of wanted) expect(kinds.filter((k) => k === kind)).toHaveLength(7);
    }
  });

  it('goes with a token where the partner wants one, used until it ends and asked for anew', async () => {
    const client = (
      await eu.staff<{ id: string; secret: string }>('POST', '/api/v1/partners/CN/keys', {
        name: 'client',
        scopes: ['messages:write'],
      })
    ).body;
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const wanted = {
      partner: 'EU',
      kind: 'messages',
      url: `${base}/api/v1/messages`,
      lists: ['cn-eu-pilot/CN'],
      oauth: { tokenUrl: `${base}/oauth/token`, clientId: client.id, scope: 'messages:write' },
    };
    const add = (more: object) =>
      cn.staff<{ target: { id: string }; code: string }>('POST', '/api/v1/delivery-targets', {
        ...wanted,
        ...more,
      });
    expect(await add({})).toMatchObject({ status: 422, body: { code: 'outbox/no-key' } });
    const elsewhere = { oauth: { ...wanted.oauth, tokenUrl: 'https://10.0.0.1/token' }, bearer: 'x' };
    expect((await add(elsewhere)).body.code).toBe('outbound/forbidden-address');
    const made = await add({ bearer: client.secret });
    expect(made).toMatchObject({ status: 201, body: { target: { oauth: wanted.oauth } } });
    expect(JSON.stringify(made.body)).not.toContain(client.secret);
    const paths: string[] = [];
    between = (request) => {
      paths.push(new URL(request.url).pathname);
      return asIs(request);
    };
    const deliver = async () => {
      const sent = await cn.staff<{ deliveries: string[] }>(
        'POST',
        '/api/v1/lists/cn-eu-pilot/CN/deliveries',
        {
          recipient: 'EU',
        },
      );
      expect(sent.status).toBe(202);
      await cn.deliverer.drain();
      return standing(sent.body.deliveries[0]!);
    };
    expect((await deliver()).delivery.state).toBe('delivered');
    expect((await deliver()).delivery.state).toBe('delivered');
    expect(paths).toEqual(['/oauth/token', '/api/v1/messages', '/api/v1/messages']);
    await eu.staff('DELETE', `/api/v1/partners/CN/keys/${client.id}`);
    const refused = await deliver();
    expect(refused.tries[0]).toMatchObject({ outcome: 'failed', status: 401 });
    cn.advance(60_000);
    await cn.deliverer.drain();
    expect((await standing(refused.delivery.id)).tries[1]?.detail).toContain('outbound/token-refused');
    await cn.staff('POST', `/api/v1/deliveries/${refused.delivery.id}/discard`);
    between = asIs;
  });
});
