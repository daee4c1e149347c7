import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueue } from '../../src/db/outbox.ts';
import { deliveryTargets, evidence, outbox } from '../../src/db/schema/index.ts';
import { verifyEvidence } from '../../src/client/evidence.ts';
import { takeReceipt } from '../../src/exchange/messages/take-receipt.ts';
import { getDelivery, listDeliveries } from '../../src/exchange/outbox/manage.ts';
import { partnerDetails, savePartner } from '../../src/exchange/partners.ts';
import { sendList, type ExchangeContext } from '../../src/exchange/send.ts';
import { openExchangeMeans } from './exchange-means.ts';
import { openTestDesk, type TestDesk } from './console-desk.ts';

describe('the exchange with partners at the desk', () => {
  let desk: TestDesk;
  /** The partner's side, on the same lists. */
  let france: ExchangeContext;
  let remove: () => void;
  const db = () => desk.gateway.database.db;
  beforeAll(async () => {
    desk = await openTestDesk();
    const { clock, exchange } = desk.gateway;
    const theirs = await openExchangeMeans();
    ({ remove } = theirs);
    const ctx = { db: db(), clock, actor: 'test' };
    const { signer } = theirs.exchange;
    france = { ...ctx, signer, officeCode: 'FR' };
    for (const [code, keys] of [
      ['FR', signer.publicKeys()],
      ['CN', exchange.signer.publicKeys()],
    ] as const)
      await savePartner(ctx, code, partnerDetails.parse({ name: code, keys }));
    await db().insert(deliveryTargets).values({
      id: 'tgt_1',
      partner: 'FR',
      kind: 'messages',
      url: 'https://gi.example.fr/api/v1/messages',
      topics: [],
      lists: [],
      addedAt: clock(),
      addedBy: 'test',
    });
  }, 120_000);
  afterAll(async () => {
    await desk.gateway.close();
    remove();
  });

  const file = (bytes: Uint8Array | string, name: string): File =>
    new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], name);
  const receive = (form: Record<string, string | File>) =>
    desk.post('editor', '/en/console/messages/receive', form);
  const bytesAt = async (path: string): Promise<Buffer> => {
    const { status, response } = await desk.get('viewer', path);
    expect(status, path).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    return Buffer.from(await response.arrayBuffer());
  };
  /** A delivery that was given up, with what came of its try. */
  const deadLetter = async (): Promise<string> => {
    const at = desk.gateway.clock();
    const payload = { listId: 'cn-fr/FR', number: 1 };
    const [id] = await enqueue(db(), {
      at,
      actor: 'system',
      topic: 'list.published',
      subject: 'cn-fr/FR',
      orderKey: 'cn-fr/FR',
      payload,
    });
    await db().update(outbox).set({ state: 'dead', attempts: 1, settledAt: at }).where(eq(outbox.id, id!));
    return id!;
  };

  it.each(['json', 'xml'] as const)(
    'takes a signed file in %s in and gives the receipt to send back, once',
    async (format) => {
      const sent = await sendList(france, { listId: 'cn-fr/FR', recipient: 'CN', format });
      const form = {
        what: 'message',
        file: file(sent.body, `${sent.messageId}.${format}`),
        ...(format === 'json' && { signature: file(sent.signature, 'x.jws') }),
      };
      const taken = await receive(form);
      const [path, done] = taken.headers.get('location')!.split('?');
      expect(done).toBe('done=message-received');
      const { html } = await desk.get('viewer', `${path}?${done}`);
      expect(html).toContain(sent.sha256);
      expect(html).toContain('accepted');
      expect(html).toContain('/console/imports/imp_');
      expect(await bytesAt(`${path}/file`)).toEqual(Buffer.from(sent.body));
      const receipt = await bytesAt(`${path}/receipt`);
      const signature = (await bytesAt(`${path}/receipt-signature`)).toString().trim();
      expect(await takeReceipt(france, receipt, signature)).toMatchObject({
        outcome: 'accepted',
        messageSha256: sent.sha256,
      });
      const again = await receive(form);
      expect(again.headers.get('location')).toBe(`${path}?done=message-repeated`);
      const signed = await desk.get('viewer', `${path}/signature`);
      expect(signed.status).toBe(format === 'json' ? 200 : 404);
    },
  );

  it('says what is wrong with a file, and takes nothing in', async () => {
    const sent = await sendList(france, { listId: 'cn-fr/FR', recipient: 'CN' });
    const broken = await receive({
      what: 'message',
      file: file('{}', 'a.json'),
      signature: file('a..b', 'x'),
    });
    expect(broken.status).toBe(422);
    expect(await broken.text()).toContain('The message is not usable');
    const bare = await receive({ what: 'message', file: file(sent.body, 'a.json') });
    expect(await bare.text()).toContain('exchange/unsigned');
    const forged = await receive({
      what: 'message',
      file: file(Buffer.from(sent.body).toString().replace('Bordeaux', 'Bordeauz'), 'a.json'),
      signature: file(sent.signature, 'x'),
    });
    expect(forged.status).toBe(422);
    expect(await forged.text()).toContain('exchange/bad-signature');
    expect((await receive({ what: 'message' })).status).toBe(400);
  });

  it('writes a list as a signed file, and keeps the receipt that comes back', async () => {
    const made = await desk.post('editor', '/en/console/messages/send', {
      list: 'cn-fr/FR',
      partner: 'FR',
      format: 'json',
      do: 'file',
    });
    const path = made.headers.get('location')!.split('?')[0]!;
    const body = await bytesAt(`${path}/file`);
    const { id: messageId } = JSON.parse(body.toString()) as { id: string };
    const receipt = {
      format: 'gi-gateway/receipt@1',
      messageId,
      messageSha256: (await desk.get('viewer', path)).html.match(/[0-9a-f]{64}/)![0],
      sender: 'FR',
      recipient: 'CN',
      receivedAt: '2026-06-01T12:00:00Z',
      outcome: 'refused',
      list: 'cn-fr/FR',
      records: 1,
      changes: { added: 0, changed: 0, removed: 0 },
      problems: [
        {
          code: 'value/unknown',
          severity: 'error',
          message: 'The class is none we know.',
          remedy: 'Write another.',
          place: { record: 0, field: 'product' },
        },
      ],
    };
    const bytes = new TextEncoder().encode(JSON.stringify(receipt));
    const signature = file(await france.signer.sign(bytes), 'r.jws');
    const kept = await receive({ what: 'receipt', file: file(bytes, 'r.json'), signature });
    expect(kept.headers.get('location')).toBe(`/en/console/messages/${messageId}?done=receipt-kept`);
    const { html } = await desk.get('viewer', path);
    expect(html).toContain('The class is none we know.');
    expect(html).toContain('refused');
    const listed = await desk.get('viewer', '/fr/console/messages?partner=FR&direction=out');
    expect(listed.html).toContain(messageId);
    expect(listed.html).not.toMatch(/exchange:|message\.outcome/);
  });

  it('orders a delivery, shows a dead letter loudly, and sends it again or gives it up', async () => {
    const ordered = await desk.post('editor', '/en/console/messages/send', {
      list: 'cn-fr/FR',
      partner: 'FR',
      do: 'deliver',
    });
    expect(ordered.headers.get('location')).toMatch(/\/outbox\/msg_\w+\?done=ordered$/);
    const id = await deadLetter();
    const today = await desk.get('viewer', '/en/console');
    expect(today.html).toContain('Could not be delivered');
    expect(today.html).toContain(`/en/console/outbox/${id}`);
    const page = await desk.get('viewer', `/en/console/outbox/${id}`);
    expect(page.html).toContain('waits behind it');
    expect(page.html).not.toContain('value="replay"');
    const path = `/en/console/outbox/${id}`;
    expect((await desk.post('editor', path, { do: 'replay' })).headers.get('location')).toBe(
      `${path}?done=delivery-replayed`,
    );
    expect((await getDelivery(db(), id)).delivery.state).toBe('pending');
    expect((await desk.post('editor', path, { do: 'discard' })).status).toBe(303);
    expect((await desk.post('editor', path, { do: 'replay' })).status).toBe(409);
    expect((await desk.post('editor', path, { do: 'eat' })).status).toBe(400);
    const given = await desk.get('viewer', '/zh/console/outbox?state=discarded');
    expect(given.html).toContain(id);
    expect(await listDeliveries(db(), { state: 'dead' }, 10)).toEqual([]);
  });

  it('looks at a drop folder now and shows what came of it', async () => {
    const form = {
      list: 'cn-fr/FR',
      kind: 'folder',
      location: 'fr-list',
      mode: 'full',
      hours: '24',
      partner: 'FR',
    };
    const added = await desk.post('admin', '/en/console/sync', form);
    const path = added.headers.get('location')!.split('?')[0]!;
    const folder = join(desk.gateway.exchange.dropDir, 'fr-list');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'bad.csv'), 'nothing\nof the kind\n');
    // Long enough ago to be written to its end.
    const written = new Date('2026-06-01T11:00:00Z');
    utimesSync(join(folder, 'bad.csv'), written, written);
    const looked = await desk.post('editor', path, { do: 'run' });
    expect(looked.headers.get('location')).toBe(`${path}?done=source-looked`);
    const { html } = await desk.get('viewer', path);
    expect(html).toContain('bad.csv');
    expect(html).toContain('1 failure in a row');
    expect((await desk.get('viewer', '/en/console')).html).toContain('Sources that fail');
    expect((await desk.post('editor', path, { do: 'disable' })).status).toBe(403);
    expect((await desk.post('admin', path, { do: 'disable' })).status).toBe(303);
    expect((await desk.get('viewer', '/th/console/sync')).html).toContain('ปิดอยู่');
    expect((await desk.post('admin', '/en/console/sync', { ...form, location: '../keys' })).status).toBe(422);
    expect((await desk.post('admin', '/en/console/sync', { ...form, hours: '0' })).status).toBe(400);
    const inside = { ...form, kind: 'url', location: 'http://127.0.0.1/list.csv' };
    const refused = await desk.post('admin', '/en/console/sync', inside);
    expect(await refused.text()).toContain('outbound/forbidden-address');
  });

  it('checks the evidence log, gives it away whole, and names where it was tampered with', async () => {
    const checked = await desk.post('viewer', '/en/console/evidence', {});
    expect(await checked.text()).toContain('The log is sound');
    const { html } = await desk.get('viewer', '/en/console/evidence/export');
    const keys = desk.gateway.exchange.signer.publicKeys();
    expect(await verifyEvidence(html.trimEnd().split('\n'), { keys })).toMatchObject({ sound: true });
    expect((await desk.get('viewer', '/fr/console/evidence')).html).toContain('gi-gateway/checkpoint@1');
    await db().execute(sql`alter table evidence disable trigger all`);
    const record = sql`replace(record, 'message.sent', 'message.lost')`;
    await db().update(evidence).set({ record }).where(eq(evidence.kind, 'message.sent'));
    const broken = await (await desk.post('viewer', '/en/console/evidence', {})).text();
    expect(broken).toContain('record/altered');
    expect(broken).not.toContain('The log is sound');
  });

  it('is worked on by editors and administrators only, from pages of their own session', async () => {
    const id = await deadLetter();
    const forms: ['editor' | 'admin', string, Record<string, string>][] = [
      ['editor', '/messages/receive', { what: 'message' }],
      ['editor', '/messages/send', { list: 'cn-fr/FR', partner: 'FR', do: 'file' }],
      ['editor', '/messages/send', { list: 'cn-fr/FR', partner: 'FR', do: 'deliver' }],
      ['editor', `/outbox/${id}`, { do: 'replay' }],
      ['editor', `/outbox/${id}`, { do: 'discard' }],
      ['admin', '/sync', { list: 'cn-fr/FR', kind: 'folder', location: 'x', mode: 'full', hours: '1' }],
    ];
    for (const [least, path, form] of forms) {
      const under = least === 'editor' ? 'viewer' : 'approver';
      expect((await desk.post(under, `/en/console${path}`, form)).status, path).toBe(403);
      expect((await desk.send('admin', `/en/console${path}`, form)).status, path).toBe(403);
      const foreign = { origin: 'https://evil.example' };
      expect((await desk.send('admin', `/en/console${path}`, form, foreign)).status, path).toBe(403);
    }
    expect((await desk.send('viewer', '/en/console/evidence', {})).status).toBe(403);
    expect((await getDelivery(db(), id)).delivery.state).toBe('dead');
    for (const path of ['/messages/receive', '/messages/send'])
      expect((await desk.get('viewer', `/en/console${path}`)).status).toBe(403);
    for (const path of ['messages', 'messages/x/file', 'outbox', 'sync', 'evidence', 'evidence/export'])
      expect((await desk.get(undefined, `/en/console/${path}`)).status, path).toBe(303);
    for (const path of ['messages/x', 'messages/x/receipt', 'outbox/x', 'sync/x'])
      expect((await desk.get('viewer', `/en/console/${path}`)).status, path).toBe(404);
    expect(desk.gateway.faults).toEqual([]);
  });
});
