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
import { setTargetState } from '../../src/exchange/targets/targets.ts';
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

  it('takes no more of a form’s files than they may have', async () => {
    const big = await receive({
      what: 'message',
      file: file('{}', 'a.json'),
      signature: file('x'.repeat(65 << 10), 'a.jws'),
    });
    expect(big.status).toBe(413);
    expect(await big.text()).toContain('request/too-large');
  });

  it('writes notices about an entry, as a signed file and through the outbox, and says what is missing', async () => {
    const notice = {
      list: 'cn-fr/FR',
      partner: 'FR',
      entry: 'champagne',
      type: 'opposition',
      outcome: '',
      on: '2026-11-20',
      text: 'Prior rights.',
      reference: 'OPP 1',
      format: 'xml',
    };
    const post = (form: Record<string, string>, role: 'viewer' | 'editor' = 'editor') =>
      desk.post(role, '/en/console/messages/notice', form);
    const { html } = await desk.get('editor', '/en/console/messages/send?list=cn-fr/FR&entry=champagne');
    expect(html).toContain('value="champagne"');
    const made = await post({ ...notice, do: 'file' });
    const body = (await bytesAt(`${made.headers.get('location')!.split('?')[0]}/file`)).toString();
    expect(body).toMatch(/<g:Notice><g:Entry>champagne<\/g:Entry><g:On>2026-11-20<\/g:On>.*SignatureValue/s);
    const ordered = await post({ ...notice, type: 'decision', outcome: 'refused', do: 'deliver' });
    const [, id] = /outbox\/(msg_\w+)\?done=ordered/.exec(ordered.headers.get('location')!)!;
    const [row] = await db().select().from(outbox).where(eq(outbox.id, id!));
    expect(row).toMatchObject({ topic: 'decision', payload: { entry: 'champagne', outcome: 'refused' } });
    await db().delete(outbox).where(eq(outbox.id, id!));
    for (const [wrong, said] of [
      [{ type: 'decision' }, 'A decision says what was decided'],
      [{ outcome: 'protected' }, 'A decision says what was decided'],
      [{ on: '20 November' }, 'must be a day'],
      [{ text: '' }, 'text:'],
      [{ entry: 'nothing' }, 'has no entry'],
    ] as const) {
      const refused = await post({ ...notice, ...wrong, do: 'file' });
      expect(refused.status).toBe(422);
      const page = await refused.text();
      expect(page).toContain(said);
      expect(page).toContain('value="OPP 1"');
    }
    expect((await post({ ...notice, do: 'file' }, 'viewer')).status).toBe(403);
  });

  it('lets administrators say where a partner is told', async () => {
    const targets = '/en/console/partners/FR/targets';
    const webhook = { kind: 'webhook', url: 'https://93.184.216.34/hook', lists: 'cn-fr/FR, cn-eu' };
    expect((await desk.post('editor', targets, webhook)).status).toBe(403);
    const made = await desk.post('admin', targets, webhook);
    expect(made.status).toBe(201);
    expect(await made.text()).toMatch(/id="new-secret">\s*whsec_/);
    const [target] = await db().select().from(deliveryTargets).where(eq(deliveryTargets.kind, 'webhook'));
    expect(target).toMatchObject({ partner: 'FR', lists: ['cn-fr/FR', 'cn-eu'], disabledAt: null });
    const at = `${targets}/${target!.id}`;
    const pinged = await desk.post('admin', at, { do: 'ping' });
    expect(pinged.headers.get('location')).toMatch(/\/console\/outbox\/msg_\w+\?done=ordered/);
    expect(await (await desk.post('admin', at, { do: 'rotate' })).text()).toContain('whsec_');
    for (const [verb, off] of [
      ['disable', true],
      ['enable', false],
    ] as const) {
      const changed = await desk.post('admin', at, { do: verb });
      expect(changed.headers.get('location')).toBe('/en/console/partners/FR?done=target-changed');
      const [row] = await db().select().from(deliveryTargets).where(eq(deliveryTargets.id, target!.id));
      expect(row!.disabledAt !== null).toBe(off);
    }
    expect((await desk.get('admin', '/en/console/partners/FR')).html).toContain('Send a test event');
    expect((await desk.get('viewer', '/en/console/partners/FR')).html).not.toContain('Send a test event');
    const gateway = { kind: 'messages', url: 'https://93.184.216.34/api/v1/messages', secret: 'gik_secret' };
    const without = await desk.post('admin', targets, { ...gateway, secret: '' });
    expect([without.status, await without.text()]).toEqual([422, expect.stringContaining('outbox/no-key')]);
    const client = { tokenUrl: 'https://93.184.216.34/token', clientId: 'cnipa', scope: 'messages:write' };
    const half = await desk.post('admin', targets, { ...gateway, ...client, clientId: '' });
    expect(half.status).toBe(400);
    const within = { ...gateway, ...client, tokenUrl: 'https://10.0.0.1/token' };
    expect(await (await desk.post('admin', targets, within)).text()).toContain('outbound/forbidden-address');
    expect((await desk.post('admin', targets, { ...gateway, ...client })).status).toBe(303);
    const [tokens] = await db().select().from(deliveryTargets).where(eq(deliveryTargets.url, gateway.url));
    expect(tokens!.oauth).toEqual(client);
    const shown = (await desk.get('admin', '/en/console/partners/FR')).html;
    for (const value of Object.values(client)) expect(shown).toContain(value);
    expect(shown).not.toContain('gik_secret');
    const stop = await desk.post('admin', `${targets}/${tokens!.id}`, { do: 'disable' });
    expect(stop.status).toBe(303);
    for (const [language, words] of Object.entries({
      en: 'by hand',
      fr: 'à la main',
      zh: '人工停用',
      th: 'โดยเจ้าหน้าที่',
    }))
      expect((await desk.get('viewer', `/${language}/console/partners/FR`)).html).toContain(words);
    const inner = await desk.post('admin', targets, { ...gateway, url: 'https://10.0.0.1/' });
    expect(await inner.text()).toContain('outbound/forbidden-address');
    const elsewhere = await desk.post('admin', `/en/console/partners/CN/targets/${target!.id}`, {
      do: 'ping',
    });
    expect(elsewhere.status).toBe(404);
    await db().delete(outbox).where(eq(outbox.targetId, target!.id));
    await setTargetState({ db: db(), clock: desk.gateway.clock, actor: 'test' }, target!.id, {
      enabled: false,
    });
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
    const asked = { ...form, kind: 'url', location: 'https://93.184.216.34/list.csv', secret: 'sync secret' };
    const client = { tokenUrl: 'https://93.184.216.34/token', clientId: 'cn-sync' };
    const withTokens = await desk.post('admin', '/en/console/sync', { ...asked, ...client });
    const source = withTokens.headers.get('location')!.split('?')[0]!;
    const shown = (await desk.get('viewer', source)).html;
    for (const value of Object.values(client)) expect(shown).toContain(value);
    expect(shown).not.toContain('sync secret');
    expect((await desk.post('admin', source, { do: 'disable' })).status).toBe(303);
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

  it('shows the keys of this office, and puts new ones in their place for an administrator', async () => {
    const before = desk.gateway.exchange.signer.kid;
    const { html } = await desk.get('viewer', '/th/console/keys');
    expect(html).toContain(before);
    expect(html).not.toContain('overlapDays');
    const rotated = await desk.post('admin', '/en/console/keys', { overlapDays: '3' });
    expect(rotated.headers.get('location')).toBe('/en/console/keys?done=keys-rotated');
    const page = (await desk.get('admin', '/en/console/keys?done=keys-rotated')).html;
    expect(desk.gateway.exchange.signer.kid).not.toBe(before);
    for (const shown of [
      before,
      desk.gateway.exchange.signer.kid,
      'retired; what it signed',
      'Give partners',
    ])
      expect(page).toContain(shown);
    expect((await desk.get('viewer', `/en/console/audit?subject=${before}`)).status).toBe(200);
    expect((await desk.post('admin', '/en/console/keys', { overlapDays: '91' })).status).toBe(400);
  });

  it('is worked on by editors and administrators only, from pages of their own session', async () => {
    const id = await deadLetter();
    const forms: ['editor' | 'admin', string, Record<string, string>][] = [
      ['editor', '/messages/receive', { what: 'message' }],
      ['editor', '/messages/send', { list: 'cn-fr/FR', partner: 'FR', do: 'file' }],
      ['editor', '/messages/send', { list: 'cn-fr/FR', partner: 'FR', do: 'deliver' }],
      ['editor', `/outbox/${id}`, { do: 'replay' }],
      ['editor', `/outbox/${id}`, { do: 'discard' }],
      ['admin', '/keys', { overlapDays: '7' }],
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
    for (const path of [
      'messages',
      'messages/x/file',
      'outbox',
      'sync',
      'keys',
      'evidence',
      'evidence/export',
    ])
      expect((await desk.get(undefined, `/en/console/${path}`)).status, path).toBe(303);
    for (const path of ['messages/x', 'messages/x/receipt', 'outbox/x', 'sync/x'])
      expect((await desk.get('viewer', `/en/console/${path}`)).status, path).toBe(404);
    expect(desk.gateway.faults).toEqual([]);
  });
});
