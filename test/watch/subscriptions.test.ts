import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { audit, watchDeliveries, watchSubscriptions } from '../../src/db/schema/index.ts';
import type { Notice } from '../../src/watch/deliver.ts';
import { mailOf, mailSender } from '../../src/watch/mail.ts';
import type { NoticeView } from '../../src/watch/notices.ts';
import { signWebhook, webhookSecret, webhookSender } from '../../src/watch/webhook.ts';
import { openApp, staffToken, temporaryFolder, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';
import { openSmtpServer, type SmtpServer } from '../support/smtp-server.ts';
import { csv } from './samples.ts';

interface Made {
  id: string;
  token?: string;
  feeds?: { atom: string; json: string; ics: string };
  secret?: string;
  code?: string;
}

describe.each(databases)('telling of alerts on $name', ({ open }) => {
  let app: TestApp;
  const mails: Notice[] = [];
  const hooks: Notice[] = [];
  let failing = false;
  let marks = 0;
  beforeAll(async () => {
    const take = (list: Notice[]) => async (notice: Notice) => {
      if (failing) throw new Error('451 try again later');
      list.push(notice);
    };
    app = await openApp(open, {
      now: '2026-11-22T12:00:00Z',
      senders: { email: take(mails), webhook: take(hooks) },
    });
  });
  afterAll(() => app.close());
  afterEach(async () => {
    failing = false;
    mails.length = 0;
    hooks.length = 0;
    await app.database.db.update(watchSubscriptions).set({ stoppedAt: new Date() });
  });

  const subscribe = async (body: object): Promise<Made> => {
    const made = await app.staff<Made>('POST', '/api/v1/watch/subscriptions', { name: 'INAO', ...body });
    expect(made.status).toBe(200);
    return made.body;
  };
  /** A new mark beside a protected name. */
  const alertFor = async (text: string, published?: string): Promise<void> => {
    const number = `S${++marks}`;
    const response = await app.get(`/api/v1/watch/files?fileName=${number}.csv`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}` },
      body: csv([{ number, text: `${text} ${number}`, ...(published && { published }) }]),
    });
    expect(response.status).toBe(200);
  };
  const deliver = async () =>
    (await app.staff<{ planned: number; sent: number; failed: number }>('POST', '/api/v1/watch/deliveries'))
      .body;
  const later = async (minutes: number): Promise<void> => {
    const { db } = app.database;
    for (const row of await db.select().from(watchDeliveries))
      await db
        .update(watchDeliveries)
        .set({ nextAt: new Date(row.nextAt.getTime() - minutes * 60_000) })
        .where(eq(watchDeliveries.id, row.id));
  };

  it('tells what came after the subscription, once', async () => {
    await alertFor('Champagne');
    const { id } = await subscribe({ channel: 'email', target: 'veille@inao.example', language: 'fr' });
    expect(await deliver()).toEqual({ planned: 0, sent: 0, failed: 0 });
    await alertFor('Champagne');
    expect(await deliver()).toEqual({ planned: 1, sent: 1, failed: 0 });
    expect(await deliver()).toEqual({ planned: 0, sent: 0, failed: 0 });
    expect(mails.map((m) => [m.target, m.subscription.id, m.alerts.map((a) => a.gi.id)])).toEqual([
      ['veille@inao.example', id, ['fr-champagne']],
    ]);
    const actions = (await app.database.db.select().from(audit)).map((row) => row.action);
    for (const action of ['watch.subscribed', 'watch.notice-planned', 'watch.notice-sent'])
      expect(actions).toContain(action);
  });

  it('tries again with the same id, and gives up after eight tries', async () => {
    await subscribe({ channel: 'webhook', target: 'https://hooks.example/gi' });
    await alertFor('Cognac');
    failing = true;
    expect(await deliver()).toEqual({ planned: 1, sent: 0, failed: 1 });
    expect(await deliver()).toEqual({ planned: 0, sent: 0, failed: 0 });
    const list = await app.staff<{ subscriptions: { due: number; lastError?: string }[] }>(
      'GET',
      '/api/v1/watch/subscriptions',
    );
    expect(list.body.subscriptions).toMatchObject([{ due: 1, failed: 0, lastError: '451 try again later' }]);
    failing = false;
    await later(2);
    expect(await deliver()).toEqual({ planned: 0, sent: 1, failed: 0 });
    expect(hooks).toHaveLength(1);

    await alertFor('Cognac');
    failing = true;
    for (let i = 0; i < 8; i++) {
      expect((await deliver()).failed).toBe(1);
      await later(60 * 24 * 30);
    }
    expect(await deliver()).toEqual({ planned: 0, sent: 0, failed: 0 });
    const given = await app.staff<{ subscriptions: object[] }>('GET', '/api/v1/watch/subscriptions');
    expect(given.body.subscriptions).toMatchObject([{ due: 0, failed: 1 }]);
  });

  it('tells only what the filter asks for, and once a day where that is asked', async () => {
    await subscribe({ channel: 'email', target: 'a@office.example', filter: { gi: 'fr-cognac' } });
    await subscribe({ channel: 'email', target: 'b@office.example', pace: 'daily' });
    await alertFor('Champagne');
    await deliver();
    await alertFor('Cognac');
    await deliver();
    expect(mails.map((m) => [m.target, m.alerts.length])).toEqual([
      ['b@office.example', 1],
      ['a@office.example', 1],
    ]);
  });

  it('tells the nearest deadline first', async () => {
    await subscribe({ channel: 'email', target: 'a@office.example' });
    for (const day of ['2026-11-20', '2026-11-02', '2026-11-11']) await alertFor('Champagne', day);
    await deliver();
    expect(mails.map((mail) => mail.alerts.map((a) => a.deadline))).toEqual([
      ['2027-02-02', '2027-02-11', '2027-02-20'],
    ]);
  });

  it('opens a feed with its token, and with nothing else', async () => {
    const { id, token, feeds } = await subscribe({
      channel: 'feed',
      name: 'Feed & Co',
      filter: { gi: 'fr-champagne' },
    });
    await alertFor('Champagne');
    await alertFor('Cognac');
    const path = (form: string, given = token) => `/api/v1/watch/feeds/${id}/${form}?token=${given}`;
    expect(feeds).toEqual({
      atom: `https://gi.example${path('atom')}`,
      json: `https://gi.example${path('json')}`,
      ics: `https://gi.example${path('ics')}`,
    });
    const atom = await app.get(path('atom'));
    expect(atom.headers.get('content-type')).toContain('application/atom+xml');
    const xml = await atom.text();
    expect(xml).toContain('<title>Feed &amp; Co</title>');
    expect(xml).toMatch(/<entry>.*Champagne/);
    expect(xml).not.toContain('fr-cognac');
    expect(xml).not.toContain(token);
    const json = (await (await app.get(path('json'))).json()) as {
      version: string;
      items: { _gi_gateway: { gi: { id: string } } }[];
    };
    expect(json.version).toBe('https://jsonfeed.org/version/1.1');
    expect(new Set(json.items.map((i) => i._gi_gateway.gi.id))).toEqual(new Set(['fr-champagne']));
    const calendar = await (await app.get(path('ics'))).text();
    expect(calendar).toContain('PRODID:-//GI gateway//Feed & Co//EN');
    expect(calendar).toContain('END:VCALENDAR');
    expect(calendar).not.toContain('Cognac');
    for (const form of ['atom', 'ics']) expect((await app.get(path(form, 'wrong'))).status).toBe(404);
    expect((await app.get(`/api/v1/watch/feeds/${id}/atom`)).status).toBe(401);
    expect((await app.staff('DELETE', `/api/v1/watch/subscriptions/${id}`)).status).toBe(200);
    expect((await app.get(path('atom'))).status).toBe(404);
    expect((await app.staff('DELETE', `/api/v1/watch/subscriptions/${id}`)).status).toBe(404);
  });

  it('keeps the token only as a digest, and asks for an address that fits', async () => {
    const { id, token } = await subscribe({ channel: 'feed' });
    const [row] = await app.database.db
      .select()
      .from(watchSubscriptions)
      .where(eq(watchSubscriptions.id, id));
    expect(JSON.stringify(row)).not.toContain(token);
    for (const body of [
      { channel: 'email', target: 'not an address' },
      { channel: 'email' },
      { channel: 'webhook', target: 'ftp://x.example' },
    ]) {
      const refused = await app.staff<Made>('POST', '/api/v1/watch/subscriptions', { name: 'x', ...body });
      expect([refused.status, refused.body.code]).toEqual([400, 'watch/target-missing']);
    }
    expect((await app.get('/api/v1/watch/subscriptions')).status).toBe(401);
    expect((await app.get('/api/v1/watch/deliveries', { method: 'POST' })).status).toBe(401);
  });
});

describe.each(databases)('notices by a real mail server, on $name', ({ open }) => {
  let app: TestApp;
  let smtp: SmtpServer;
  beforeAll(async () => {
    smtp = await openSmtpServer();
    const email = mailSender({ smtpUrl: smtp.url, from: 'gi@office.example', folder: '' });
    app = await openApp(open, { now: '2026-11-22T12:00:00Z', senders: { email, webhook: async () => {} } });
  });
  afterAll(async () => {
    await app.close();
    await smtp.close();
  });

  const told = async (query = '') =>
    (await app.staff<{ notices: NoticeView[] }>('GET', `/api/v1/watch/deliveries?${query}`)).body.notices;
  const deliver = async () => (await app.staff<object>('POST', '/api/v1/watch/deliveries')).body;
  const retry = (id: string) => app.staff<{ code?: string }>('POST', `/api/v1/watch/deliveries/${id}/retry`);

  it('shows a failure with its reason and its next try, and arrives whole when tried again', async () => {
    const subscription = { name: 'INAO', channel: 'email', target: 'veille@inao.example', language: 'zh' };
    await app.staff('POST', '/api/v1/watch/subscriptions', subscription);
    await app.get('/api/v1/watch/files?fileName=a.csv', {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}` },
      body: csv([
        { number: '1', text: '香宾' },
        { number: '2', text: '.Cognac' },
      ]),
    });
    smtp.refuseWith.push('451 4.7.1 greylisted, come back later');
    expect(await deliver()).toEqual({ planned: 1, sent: 0, failed: 1 });
    const [waiting] = await told('troubled=true');
    expect(waiting).toMatchObject({
      state: 'due',
      attempts: 1,
      subscription: { target: 'veille@inao.example' },
    });
    expect(waiting!.lastError).toContain('greylisted');
    // A minute after the first try.
    const wait = Date.parse(waiting!.nextAt!) - Date.parse('2026-11-22T12:00:00Z');
    expect(Math.round(wait / 60_000)).toBe(1);
    expect(await deliver()).toEqual({ planned: 0, sent: 0, failed: 0 });

    expect((await retry(waiting!.id)).status).toBe(200);
    expect(await deliver()).toEqual({ planned: 0, sent: 1, failed: 0 });
    expect(await told('troubled=true')).toEqual([]);
    expect(await told()).toMatchObject([{ id: waiting!.id, state: 'sent' }]);
    expect((await retry(waiting!.id)).body.code).toBe('watch/notice-settled');
    expect((await retry('ntc_none')).body.code).toBe('not-found/notice');

    const [mail, ...others] = smtp.arrived;
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ from: 'gi@office.example', to: ['veille@inao.example'] });
    expect(mail!.text).toContain(`Message-ID: <${waiting!.id}@gi-gateway>`);
    expect(mail!.text).toMatch(/^List-Unsubscribe:\s+<https:\/\/gi\.example\/zh\/unsubscribe\/sub_/m);
    const body = mail!.text.slice(mail!.text.indexOf('\r\n\r\n') + 4);
    const text = /quoted-printable/i.test(mail!.text)
      ? decodeURIComponent(
          body
            .replace(/=\r\n/g, '')
            .replace(/%/g, '%25')
            .replace(/=([0-9A-F]{2})/g, '%$1'),
        )
      : Buffer.from(body, 'base64').toString();
    expect(text).toContain('香宾');
    expect(text).toContain('.Cognac');
    expect(smtp.credentials).toContain('watch secret');
    const actions = (await app.database.db.select().from(audit)).map((row) => row.action);
    for (const action of ['watch.notice-failed', 'watch.notice-retried', 'watch.notice-sent'])
      expect(actions).toContain(action);
  });

  it('keeps a notice when no server answers', async () => {
    const gone = mailSender({ smtpUrl: 'smtp://127.0.0.1:9', from: 'gi@office.example', folder: '' });
    await expect(gone(notice)).rejects.toThrow('ECONNREFUSED');
  });
});

const notice: Notice = {
  id: 'ntc_1',
  subscription: { id: 'sub_1', name: 'INAO', language: 'fr' },
  target: 'veille@inao.example',
  stopUrl: 'https://gi.example/fr/unsubscribe/sub_1?token=t',
  alertsUrl: 'https://gi.example/fr/console/alerts',
  designatedUrl: 'https://gi.example/fr/console/madrid/designated',
  reminders: [],
  at: new Date('2026-11-22T12:00:00Z'),
  alerts: [
    {
      id: 'alt_1',
      mark: { id: 'EM:1', text: 'Champagner\r\nBcc: all@office.example', office: 'EM' },
      candidate: 'Champagne',
      kind: 'look-alike',
      gi: { id: 'fr-champagne' },
      office: 'EM',
      deadline: '2027-02-02',
    },
  ] as unknown as Notice['alerts'],
};

describe('a notice', () => {
  it('is written in the subscriber’s language, and lets no mark break out of its line', () => {
    const { subject, text } = mailOf(notice);
    expect(subject).toBe('1 marque approche d’un nom protégé – INAO');
    expect(text).toContain('Opposition jusqu’au 2027-02-02 auprès de EM.');
    expect(text).toContain('  Motif : Graphie voisine.\n');
    expect(text).not.toMatch(/^Bcc:/m);
    expect(text).toContain('https://gi.example/fr/unsubscribe/sub_1?token=t');
  });

  it('becomes a file where no server is configured, with the headers to unsubscribe', async () => {
    const folder = temporaryFolder();
    const send = mailSender({ smtpUrl: undefined, from: 'gi@office.example', folder: folder.path });
    await send(notice);
    await send(notice);
    expect(readdirSync(folder.path)).toEqual(['ntc_1.eml']);
    const text = readFileSync(join(folder.path, 'ntc_1.eml'), 'utf8');
    expect(text).toMatch(/^To: veille@inao\.example\r$/m);
    expect(text).toMatch(/^Message-ID: <ntc_1@gi-gateway>\r$/m);
    expect(text).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    folder.remove();
  });

  it('is signed after Standard Webhooks, and anything but 2xx is a failure', async () => {
    const key = Buffer.from('a key');
    const sent: { headers?: Record<string, string>; body?: Uint8Array }[] = [];
    let status = 204;
    const outbound = {
      check: async () => {},
      request: async (request: (typeof sent)[0]) => {
        sent.push(request);
        return { url: '', status, headers: {}, body: (async function* () {})(), discard: () => {} };
      },
    };
    const send = webhookSender(outbound, key);
    await send(notice);
    const { headers, body } = sent[0]!;
    expect(headers).toMatchObject({ 'webhook-id': 'ntc_1', 'webhook-timestamp': '1795348800' });
    const secret = webhookSecret(key, 'sub_1');
    expect(headers?.['webhook-signature']).toBe(
      signWebhook(secret, 'ntc_1', 1795348800, Buffer.from(body!).toString()),
    );
    status = 500;
    await expect(send(notice)).rejects.toThrow('answered 500');
  });

  it('has the signature of the example in the specification of Standard Webhooks', () => {
    expect(
      signWebhook(
        'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
        'msg_p5jXN8AQM9LWM0D4loKWxJek',
        1614265330,
        '{"test": 2432232314}',
      ),
    ).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
});
