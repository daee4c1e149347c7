import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit, internationalRegistrations, madridRefusals, outbox } from '../../src/db/schema/index.ts';
import { validateSt96 } from '../../src/formats/xml/validate.ts';
import { alertView } from '../../src/watch/alerts.ts';
import { hasShared, schemaFolder, whyNotShared } from '../formats/support.ts';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';
import { gazette } from '../watch/samples.ts';
import { fromOffice, grant, refusal, romarin } from './samples.ts';

interface Mark {
  number: string;
  mark?: string;
  state: string;
  limit?: string;
  alerts: { id: string; giId: string; candidate: string; status: string }[];
  refusals: { id: string; sentOn?: string }[];
}
interface Written {
  id: string;
  xml: string;
  alertId?: string;
  alerts?: { id: string; status: string; moved: boolean }[];
  advice?: { code: string; place: { field?: string } }[];
  sent?: { how: string; on: string; by: string; deliveries: string[] };
  code?: string;
}
interface Queue {
  total: number;
  waiting: { id: string; event: { registration?: string } }[];
}

/** A registration of a German office that designates China, notified on 14 July 2025 unless told otherwise. */
const towardsChina = (number: string, ennNotified = '20250714'): string =>
  romarin({ number, origin: 'DE', basic: '30999', ennNotified }).replaceAll(
    '<DCPCD>TH</DCPCD>',
    '<DCPCD>CN</DCPCD>',
  );

describe.each(databases)('marks that designate this office, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open, { now: '2026-11-22T12:00:00Z', outboundAllow: ['127.0.0.0/8'] });
  });
  afterAll(() => app.close());

  const send = async (path: string, body: string): Promise<void> => {
    const headers = { authorization: `Bearer ${staffToken}`, 'x-actor': 'tester' };
    const response = await app.get(`/api/v1${path}`, { method: 'POST', headers, body });
    expect(response.status, path).toBe(200);
  };
  const record = (xml: string, name: string) => send(`/madrid/notifications?fileName=${name}`, xml);
  const designated = async (query = ''): Promise<Mark[]> =>
    (await app.staff<{ marks: Mark[] }>('GET', `/api/v1/madrid/designated?${query}`)).body.marks;
  const post = <T>(path: string, body: object) => app.staff<T>('POST', `/api/v1/madrid${path}`, body);
  const queue = async (): Promise<Queue> => (await (await app.get('/api/v1/madrid/queue')).json()) as Queue;

  it('are no work of the queue; each has the last day to refuse', async () => {
    await record(towardsChina('1700001'), 'a.xml');
    await record(towardsChina('1700002', '20250301'), 'b.xml');
    expect((await queue()).total).toBe(0);
    expect((await designated('all=true')).map((m) => [m.number, m.state, m.limit])).toEqual([
      ['1700001', 'open', '2027-01-14'],
      ['1700002', 'passed', '2026-09-01'],
    ]);
    // Nothing near a protected name: nobody has to look.
    expect(await designated()).toEqual([]);
  });

  it('show what the watch found, also where no notification tells the day', async () => {
    await send(
      '/watch/files?fileName=gazette.xml',
      gazette(
        [
          { number: '1700001', text: 'SHAMPAGNE ROYALE' },
          { number: '1700009', text: 'KOGNAC' },
        ],
        ['CN', 'EM'],
      ),
    );
    const marks = await designated();
    expect(marks.map((m) => [m.number, m.state, m.limit ?? null])).toEqual([
      ['1700001', 'open', '2027-01-14'],
      ['1700009', 'day-unknown', null],
    ]);
    expect(marks[0]!.alerts.map((a) => a.giId)).toContain('fr-champagne');
    expect((await designated('number=1700009')).map((m) => m.mark)).toEqual(['KOGNAC']);
  });

  const limits = async (days?: number) => {
    const path = `/api/v1/madrid/designated/limits${days === undefined ? '' : `?days=${days}`}`;
    const { body } = await app.staff<{ limits: { number: string; on: string; state: string }[] }>(
      'GET',
      path,
    );
    return body.limits.map(({ number, on, state }) => [number, on, state]);
  };

  it('remind of the last day, in a list and in calendars', async () => {
    expect(await limits()).toEqual([['1700001', '2027-01-14', 'open']]);
    expect(await limits(53)).toHaveLength(1);
    expect(await limits(52)).toEqual([]);
    expect((await app.get('/api/v1/madrid/designated/limits')).status).toBe(401);
    expect((await app.get('/api/v1/madrid/designated.ics')).status).toBe(401);
    const headers = { authorization: `Bearer ${staffToken}` };
    const own = await app.get('/api/v1/madrid/designated.ics', { headers });
    expect(own.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const unfolded = (text: string): string => text.replaceAll('\r\n ', '');
    const text = unfolded(await own.text());
    expect(text).toContain('UID:1700001.refusal-limit-declared.own.CN@madrid.gi-gateway');
    expect(text).toContain('DTSTART;VALUE=DATE:20270114');
    expect(text).toMatch(/SUMMARY:Last day for this office to refuse 1700001 LONGJING \(Champagne/);
    const feed = async (filter: object): Promise<string> => {
      const made = await app.staff<{ feeds: { ics: string } }>('POST', '/api/v1/watch/subscriptions', {
        name: 'Deadlines; of the desk',
        channel: 'feed',
        filter,
      });
      const { pathname, search } = new URL(made.body.feeds.ics);
      expect((await app.get(pathname)).status).toBe(401);
      const answer = await app.get(`${pathname}${search}`);
      expect(answer.status).toBe(200);
      return unfolded(await answer.text());
    };
    const all = await feed({});
    expect(all).toContain('X-WR-CALNAME:Deadlines\\; of the desk');
    expect(all).toContain('own.CN@madrid.gi-gateway');
    expect(all).toMatch(/SUMMARY:Last day to oppose SHAMPAGNE ROYALE/);
    expect(await feed({ gi: 'fr-cognac' })).not.toContain('own.CN@madrid.gi-gateway');
  });

  it('are refused from the alert to the sent document, once', async () => {
    const [found] = await designated();
    const alert = found!.alerts.find((a) => a.giId === 'fr-champagne')!;
    await app.staff('POST', '/api/v1/watch/alerts/decisions', { ids: [alert.id], status: 'opposing' });
    expect((await designated())[0]!.state).toBe('to-refuse');
    const { status, body } = await post<Written>('/refusals', {
      number: '1700001',
      giId: alert.giId,
      alertId: alert.id,
      goods: [{ classNumber: 33, text: 'Sparkling wine' }],
      notifiedOn: '2025-07-14',
      provisions: 'Trademark Law of the People’s Republic of China, Article 16.',
      review: 'Fifteen days from receipt; China National Intellectual Property Administration.',
    });
    expect(status).toBe(200);
    expect(body.alertId).toBe(alert.id);
    // It had been moved on by hand.
    expect(body.alerts).toEqual([{ id: alert.id, status: 'opposing', moved: false }]);
    // Who holds the mark, and its words, the alert tells.
    const [kept] = await app.database.db.select().from(madridRefusals);
    for (const told of ['Acme GmbH', 'SHAMPAGNE ROYALE']) expect(JSON.stringify(kept!.form)).toContain(told);
    const { body: unknown } = await post<Written>('/refusals', {
      number: '1700001',
      giId: alert.giId,
      alertId: 'alt_x',
    });
    expect(unknown.code).toBe('not-found/alert');
    const elsewhere = await post<Written>('/refusals', {
      number: '1700002',
      giId: alert.giId,
      alertId: (await designated('number=1700009'))[0]!.alerts[0]!.id,
    });
    // An alert on another mark is none that this answers.
    expect([elsewhere.status, elsewhere.body.alerts]).toEqual([200, []]);
    expect(body.xml).toContain('Article 16');
    // Under the Protocol: eighteen months, which twelve would have missed.
    expect(body.advice!.map((a) => a.code)).not.toContain('madrid/refusal-late');
    expect(body.advice!.map((a) => a.place.field)).not.toContain('provisions');
    expect((await designated())[0]!.state).toBe('written');
    expect(await limits()).toEqual([['1700001', '2027-01-14', 'written']]);

    const pdf = await app.get(`/api/v1/madrid/refusals/${body.id}`, {
      headers: { authorization: `Bearer ${staffToken}`, accept: 'application/pdf' },
    });
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');

    const path = `/refusals/${body.id}/transmission`;
    expect((await post<Written>(path, { how: 'outbox' })).body.code).toBe('outbox/no-target');
    const sent = await post<Written>(path, { how: 'file', on: '2026-11-20', note: 'MECA 4711' });
    expect(sent.body.sent).toMatchObject({ how: 'file', on: '2026-11-20', by: 'local:tester' });
    expect((await post<Written>(path, { how: 'file' })).body.code).toBe('docket/refusal-sent');
    expect(await limits()).toEqual([]);
    expect((await designated())[0]).toMatchObject({ state: 'sent', refusals: [{ sentOn: '2026-11-20' }] });
    const actions = (await app.database.db.select().from(audit)).map((row) => row.action);
    for (const action of ['madrid.refusal-written', 'madrid.refusal-sent']) expect(actions).toContain(action);
  });

  it('are refused through the outbox where the Bureau has a webhook', async () => {
    const keys = await (await app.get('/api/v1/keys')).json();
    const partner = await app.staff('PUT', '/api/v1/partners/WO', { name: 'International Bureau', keys });
    expect(partner.status).toBe(200);
    const received: { type: string; data: { number: string; xml: string } }[] = [];
    const bureau = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      request.on('end', () => {
        received.push(JSON.parse(text) as (typeof received)[number]);
        response.writeHead(204).end();
      });
    }).listen(0, '127.0.0.1');
    await once(bureau, 'listening');
    const url = `http://127.0.0.1:${(bureau.address() as AddressInfo).port}/hooks`;
    const target = await app.staff('POST', '/api/v1/delivery-targets', {
      partner: 'WO',
      kind: 'webhook',
      url,
      topics: ['madrid.refusal'],
    });
    expect(target.status).toBe(201);
    const [mark] = await designated('number=1700009');
    const alert = mark!.alerts.find((a) => a.giId === 'fr-cognac')!;
    expect(alert.status).toBe('new');
    const { body } = await post<Written>('/refusals', { number: '1700009', giId: 'fr-cognac' });
    // Nobody named the alert: it is the one on this registration and GI.
    expect(body).toMatchObject({
      alertId: alert.id,
      alerts: [{ id: alert.id, status: 'opposing', moved: true }],
    });
    expect(await alertView(app.database.db, alert.id)).toMatchObject({
      status: 'opposing',
      note: `${body.id}: 1700009`,
      decisions: [{ ruling: 'conflict' }],
      history: [{ action: 'watch.alert-opposing' }],
    });
    const sent = await post<Written>(`/refusals/${body.id}/transmission`, { how: 'outbox' });
    expect(sent.body.sent).toMatchObject({ how: 'outbox', on: '2026-11-22' });
    await app.deliverer.drain();
    expect(received).toMatchObject([{ type: 'madrid.refusal', data: { number: '1700009', xml: body.xml } }]);
    const [delivery] = await app.database.db.select().from(outbox);
    expect(delivery).toMatchObject({ id: sent.body.sent!.deliveries[0], partner: 'WO', state: 'delivered' });
    bureau.closeAllConnections();
    bureau.close();
  });

  it.runIf(hasShared)(`are refused in ST.96 that validates${whyNotShared}`, async () => {
    const { refusals } = (await app.staff<{ refusals: Written[] }>('GET', '/api/v1/madrid/refusals')).body;
    expect(refusals).toHaveLength(3);
    for (const { xml } of refusals)
      expect(validateSt96(xml, 'madrid-office-to-ib', schemaFolder)).toEqual([]);
  });

  describe('the queue of what waits', () => {
    const waitingOf = async (number: string): Promise<string[]> =>
      (await queue()).waiting.filter((w) => w.event.registration === number).map((w) => w.id);
    const act = (body: object) =>
      post<{ events: number; registrations: string[]; code?: string }>('/queue/actions', body);

    it('moves several at once, all of them or none', async () => {
      await record(
        fromOffice(
          'TH',
          '2026-05-02',
          refusal('1500001', '2026-04-30'),
          grant('1500001'),
          grant('1500002'),
          grant('1500003'),
        ),
        'th.xml',
      );
      const [first] = await waitingOf('1500001');
      const [second] = await waitingOf('1500002');
      const bad = await act({ action: 'set-aside', ids: [first, 'ffffffffffff'], reason: 'others' });
      expect([bad.status, bad.body.code, (await queue()).total]).toEqual([404, 'not-found/event', 4]);
      const gi = 'cn-xi-hu-long-jing';
      const nobody = await act({ action: 'assign', ids: [first], giId: 'no-such' });
      expect(nobody.body.code).toBe('not-found/gi');
      const both = await waitingOf('1500001');
      const done = await act({ action: 'assign', ids: [...both, second], giId: gi });
      expect(done.body).toEqual({ events: 3, registrations: ['1500001', '1500002'] });
      const [third] = await waitingOf('1500003');
      expect((await act({ action: 'set-aside', ids: [third], reason: ' ' })).status).toBe(400);
      expect(
        (await act({ action: 'set-aside', ids: [third], reason: 'of another holder' })).body.events,
      ).toBe(1);
      expect((await queue()).total).toBe(0);
      const rows = await app.database.db.select().from(audit);
      expect(rows.filter((row) => row.action === 'madrid.event-set-aside')).toHaveLength(1);
      expect(rows.filter((row) => row.action === 'madrid.registration-docketed')).toHaveLength(2);
    });

    it('looks for a place again, as after a list was published', async () => {
      await record(fromOffice('JP', '2026-06-02', grant('1500004')), 'jp.xml');
      expect((await act({ action: 'rematch' })).body).toEqual({ events: 0, registrations: [] });
      const { db } = app.database;
      const at = new Date('2026-11-22T12:00:00Z');
      await db.insert(internationalRegistrations).values({
        number: '1500004',
        giId: 'cn-xi-hu-long-jing',
        addedAt: at,
        addedBy: 'tester',
        changedAt: at,
      });
      expect((await act({ action: 'rematch' })).body).toEqual({ events: 1, registrations: [] });
      expect((await queue()).total).toBe(0);
      const rows = await db.select().from(audit);
      expect(rows.filter((row) => row.action === 'madrid.queue-rematched')).toHaveLength(2);
    });

    it('is moved by staff alone', async () => {
      for (const path of ['/queue/actions', '/refusals/ref_x/transmission', '/designated'])
        expect(
          (await app.get(`/api/v1/madrid${path}`, { method: path === '/designated' ? 'GET' : 'POST' }))
            .status,
        ).toBe(401);
    });
  });
});
