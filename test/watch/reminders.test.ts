import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// First: it readies zod for the shapes of the API.
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { audit, watchDeliveries } from '../../src/db/schema/index.ts';
import { deliverNotices, type Notice } from '../../src/watch/deliver.ts';
import { mailOf } from '../../src/watch/mail.ts';
import { leadOf, type Reminder } from '../../src/watch/reminders.ts';
import { mailLanguages } from '../../src/watch/subscriptions.ts';
import { romarin } from '../madrid/samples.ts';
import { databases } from '../support/databases.ts';
import { csv, gazette } from './samples.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describe.each(databases)('reminders of last days, on $name', ({ open }) => {
  let app: TestApp;
  let day = '2026-11-22';
  let failing = false;
  const mails: Notice[] = [];
  const take = async (notice: Notice): Promise<void> => {
    if (failing) throw new Error('451 try again later');
    mails.push(notice);
  };
  const senders = { email: take, webhook: take };

  beforeAll(async () => {
    app = await openApp(open, { now: `${day}T12:00:00Z`, senders });
    await subscribe({ name: 'desk', remindDays: [7, 30, 90, 30] });
    await subscribe({ name: 'no reminders' });
    await subscribe({ name: 'other', remindDays: [90], filter: { gi: 'fr-cognac' } });
    // This office may refuse it until 14 January 2027; it can be opposed here until 28 February.
    const inbound = romarin({ number: '1700001', origin: 'DE', basic: '30999', ennNotified: '20250714' });
    await send(
      '/madrid/notifications?fileName=a.xml',
      inbound.replaceAll('<DCPCD>TH</DCPCD>', '<DCPCD>CN</DCPCD>').replaceAll('LONGJING', 'SHAMPAGNE'),
    );
    await send('/watch/files?fileName=g.xml', gazette([{ number: '1700001', text: 'SHAMPAGNE' }], ['CN']));
  });
  afterAll(() => app.close());

  const subscribe = async (body: object): Promise<void> => {
    const target = 'desk@office.example';
    const made = await app.staff('POST', '/api/v1/watch/subscriptions', {
      channel: 'email',
      target,
      ...body,
    });
    expect(made.status).toBe(200);
  };
  const send = async (path: string, body: string): Promise<void> => {
    const headers = { authorization: `Bearer ${staffToken}` };
    expect((await app.get(`/api/v1${path}`, { method: 'POST', headers, body })).status).toBe(200);
  };
  const deliver = () => app.staff<object>('POST', '/api/v1/watch/deliveries');
  /** What the mails of a delivery on a day remind of. */
  const told = async (on: string, name = 'desk'): Promise<[string, string, number][]> => {
    app.advance(Date.parse(on) - Date.parse(day));
    day = on;
    mails.length = 0;
    await deliver();
    return mails
      .filter((mail) => mail.subscription.name === name)
      .flatMap((mail) => mail.reminders.map((r): [string, string, number] => [r.kind, r.on, r.daysLeft]));
  };
  const settle = async (status: string): Promise<void> => {
    const { body } = await app.staff<{ alerts: { id: string; mark: { id: string } }[] }>(
      'GET',
      '/api/v1/watch/alerts?status=all',
    );
    const ids = body.alerts.filter((a) => a.mark.id === 'WO:1700001').map((a) => a.id);
    const reason = 'the association itself';
    const settled = await app.staff('POST', '/api/v1/watch/alerts/decisions', { ids, status, reason });
    expect(settled.status).toBe(200);
  };

  it('come once for each lead, in one message with what is new', async () => {
    expect(await told('2026-11-22')).toEqual([['refuse', '2027-01-14', 53]]);
    const mail = mails.find((one) => one.subscription.name === 'desk')!;
    expect(mail.alerts.length).toBeGreaterThan(0);
    expect(mails.filter((one) => one.subscription.name === 'desk')).toHaveLength(1);
    expect(mails.flatMap((one) => (one.subscription.name === 'desk' ? [] : one.reminders))).toEqual([]);
    expect(await told('2026-11-22')).toEqual([]);
    expect(await told('2026-11-23')).toEqual([]);
    expect(await told('2026-12-01')).toEqual([['oppose', '2027-02-28', 89]]);
    expect(await told('2026-12-14')).toEqual([]);
  });

  it('come once where several processes plan at once', async () => {
    app.advance(DAY_MS);
    day = '2026-12-15';
    mails.length = 0;
    const ctx = { db: app.database.db, clock: () => new Date('2026-12-15T12:00:00Z'), actor: 'system' };
    const sender = { origin: 'https://gi.example', office: 'CN' };
    await Promise.all([1, 2, 3].map(() => deliverNotices(ctx, senders, sender)));
    expect(mails.map((mail) => mail.reminders.map((r) => [r.kind, r.daysLeft]))).toEqual([[['refuse', 30]]]);
    expect(mailOf(mails[0]!)).toMatchObject({ subject: '1 last day draws near – desk' });
    expect(mailOf(mails[0]!).text).toContain(
      '• This office may refuse “SHAMPAGNE” (1700001), beside Champagne, until 2027-01-14: 30 days left.',
    );
    const list = await app.staff<{ notices: { alerts: number; reminders: number }[] }>(
      'GET',
      '/api/v1/watch/deliveries',
    );
    expect(list.body.notices[0]).toMatchObject({ alerts: 0, reminders: 1 });
  });

  it('do not go out once somebody decided, though they were planned', async () => {
    failing = true;
    expect(await told('2027-01-07')).toEqual([]);
    failing = false;
    const waiting = await app.database.db.select().from(watchDeliveries);
    expect(waiting.filter((row) => row.state === 'due')).toHaveLength(1);
    await settle('dismissed');
    expect(await told('2027-01-08')).toEqual([]);
    expect(mails).toEqual([]);
    const left = await app.database.db.select().from(watchDeliveries);
    expect(left.some((row) => row.state === 'due')).toBe(false);
    const actions = (await app.database.db.select().from(audit)).map((row) => row.action);
    expect(actions.filter((action) => action === 'watch.notice-dropped')).toHaveLength(1);
    expect(await told('2027-01-31')).toEqual([]);
  });

  it('come again for what is taken up again, and stop when it is opposed', async () => {
    await settle('seen');
    expect(await told('2027-02-01')).toEqual([['oppose', '2027-02-28', 27]]);
    await settle('opposing');
    expect(await told('2027-02-25')).toEqual([]);
  });

  it('do not repeat what the notice of an alert has just told', async () => {
    await send(
      '/watch/files?fileName=m.csv',
      csv([{ number: '9', text: 'Cognac', published: '2027-02-20' }]),
    );
    expect(await told('2027-02-26')).toEqual([]);
    expect(await told('2027-04-21')).toEqual([['oppose', '2027-05-20', 29]]);
    expect(await told('2027-04-22', 'other')).toEqual([]);
  });

  it('are asked for in whole days, and never of a feed', async () => {
    const bad = { name: 'x', channel: 'email', target: 'a@b.example', remindDays: [-1] };
    expect((await app.staff('POST', '/api/v1/watch/subscriptions', bad)).status).toBe(400);
    await app.staff('POST', '/api/v1/watch/subscriptions', {
      name: 'feed',
      channel: 'feed',
      remindDays: [7],
    });
    const { body } = await app.staff<{ subscriptions: { name: string; remindDays: number[] }[] }>(
      'GET',
      '/api/v1/watch/subscriptions',
    );
    expect(body.subscriptions.map((s) => [s.name, s.remindDays])).toEqual([
      ['desk', [90, 30, 7]],
      ['no reminders', []],
      ['other', [90]],
      ['feed', []],
    ]);
  });
});

const reminder: Reminder = {
  kind: 'refuse',
  subject: 'refuse:1700001',
  on: '2027-01-14',
  office: 'CN',
  mark: 'SHAMPAGNE\r\nBcc: all@office.example',
  number: '1700001',
  near: 'Champagne',
  daysLeft: 1,
};

describe('a reminder', () => {
  it.each([
    [100, undefined],
    [90, 90],
    [31, 90],
    [30, 30],
    [8, 30],
    [7, 7],
    [0, 7],
  ])('%i days before is the one of %s', (daysLeft, lead) => {
    expect(leadOf({ ...reminder, daysLeft }, [90, 30, 7])).toBe(lead);
  });

  it.each([
    ['2026-12-14', 30],
    ['2026-12-15', undefined],
  ])('is left out where a notice told of it on %s', (toldOn, lead) => {
    expect(leadOf({ ...reminder, daysLeft: 30, toldOn }, [90, 30, 7])).toBe(lead);
  });

  it.each(mailLanguages)('is a line of its own in %s, with all its values', (language) => {
    const { subject, text } = mailOf({
      id: 'ntc_1',
      subscription: { id: 'sub_1', name: 'desk', language },
      target: 'a@office.example',
      stopUrl: 'https://gi.example/stop',
      alertsUrl: 'https://gi.example/alerts',
      designatedUrl: 'https://gi.example/designated',
      alerts: [],
      reminders: [reminder, { ...reminder, kind: 'oppose', alertId: 'alt_1', daysLeft: 0 }],
      at: new Date('2027-01-13T12:00:00Z'),
    });
    expect(subject).toContain('2');
    expect(text).not.toMatch(/\{\{|^Bcc:/m);
    for (const part of ['2027-01-14', 'Champagne', 'CN', '/designated', '/alerts/alt_1'])
      expect(text).toContain(part);
  });
});
