import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import {
  audit,
  internationalRegistrations,
  madridEvents,
  madridRefusals,
  sourceFiles,
} from '../../src/db/schema/index.ts';
import { validateSt96 } from '../../src/formats/xml/validate.ts';
import { hasShared, schemaFolder, whyNotShared } from '../formats/support.ts';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';
import { fromBureau, fromOffice, grant, opposition, refusal, romarin, termination } from './samples.ts';

interface Report {
  file: { id: string; sha256: string };
  format: string;
  records: number;
  newEvents: number;
  docketed: number;
  waiting: number;
  registrations: string[];
  problems: { code: string }[];
  repeated: boolean;
  code?: string;
}
interface Entry {
  number: string;
  gi: { id: string; name: string };
  dependency: string;
  designations: { office: string; state: string; refusal: { limit?: string } }[];
  dates: { rule: string; article: string; on: string; office?: string }[];
  events: { kind: string }[];
}
interface Queue {
  total: number;
  waiting: { id: string; event: { kind: string; registration?: string }; file: { name: string } }[];
  next?: string;
}

const gi = 'cn-xi-hu-long-jing';

describe.each(databases)('the docket on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open, { now: '2026-11-22T12:00:00Z' });
  });
  afterAll(() => app.close());

  const json = async <T>(path: string): Promise<T> => {
    const response = await app.get(`/api/v1/madrid${path}`);
    expect(response.status, path).toBe(200);
    return (await response.json()) as T;
  };
  const record = async (xml: string, fileName = 'weekly.xml'): Promise<{ status: number; body: Report }> => {
    const response = await app.get(`/api/v1/madrid/notifications?fileName=${fileName}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}`, 'x-actor': 'tester' },
      body: xml,
    });
    return { status: response.status, body: (await response.json()) as Report };
  };
  const entries = async (query = ''): Promise<Entry[]> =>
    (await json<{ registrations: Entry[] }>(`/docket?${query}`)).registrations;
  const counts = async (): Promise<number[]> => {
    const { db } = app.database;
    return Promise.all(
      [audit, madridEvents, internationalRegistrations, sourceFiles].map(
        async (table) => (await db.select().from(table)).length,
      ),
    );
  };

  it('lets what cannot be linked wait in the queue, with the file it came from', async () => {
    const { status, body } = await record(
      fromOffice('TH', '2026-05-02', refusal('1289218', '2026-04-30'), grant('1400000')),
      'th.xml',
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ format: 'st96-madrid', records: 2, newEvents: 2, docketed: 0, waiting: 2 });
    const queue = await json<Queue>('/queue');
    expect(queue.total).toBe(2);
    expect(queue.waiting.map((w) => [w.event.kind, w.event.registration, w.file.name]).sort()).toEqual([
      ['grant', '1400000', 'th.xml'],
      ['provisional-refusal', '1289218', 'th.xml'],
    ]);
    expect((await json<Queue>('/queue?number=1%20400%20000')).waiting).toHaveLength(1);
    const first = await json<Queue>('/queue?limit=1');
    const second = await json<Queue>(`/queue?limit=1&cursor=${first.next}`);
    expect(first.waiting[0]!.id < second.waiting[0]!.id).toBe(true);
  });

  it('finds the GI by its basic mark, and takes in what waited under the number', async () => {
    const { body } = await record(romarin(), 'romarin.xml');
    expect(body).toMatchObject({ format: 'romarin', newEvents: 1, docketed: 1, registrations: ['1289218'] });
    const [entry] = await entries(`gi=${gi}`);
    expect(entry).toMatchObject({
      number: '1289218',
      gi: { id: gi, name: '西湖龙井' },
      dependency: 'dependent',
    });
    expect(entry!.designations.map((d) => [d.office, d.state, d.refusal.limit])).toEqual([
      ['EM', 'pending', '2027-01-14'],
      ['FR', 'tacitly-accepted', '2026-07-14'],
      ['TH', 'refused-provisionally', '2027-01-14'],
    ]);
    expect(entry!.events.map((e) => e.kind)).toEqual(['registration', 'provisional-refusal']);
    expect((await json<Queue>('/queue')).total).toBe(1);
    const rows = await app.database.db.select().from(audit).where(eq(audit.subject, '1289218'));
    expect(rows.map((r) => [r.action, r.actor, r.details['matchedBy']])).toEqual([
      ['madrid.registration-docketed', 'local:tester', 'basic-mark'],
    ]);
  });

  it('changes nothing when the same file comes again, nor when another tells the same', async () => {
    const before = await counts();
    expect((await record(romarin(), 'again.xml')).body).toMatchObject({
      repeated: true,
      newEvents: 0,
      records: 1,
    });
    expect(await counts()).toEqual(before);
    const later = romarin({ records: '<GP18N REGRDAT="20261101" NOTDATE="20261105" INTOFF="EM"/>' });
    expect((await record(later)).body).toMatchObject({ repeated: false, newEvents: 1, docketed: 1 });
    const [entry] = await entries();
    expect(entry!.designations.find((d) => d.office === 'EM')!.state).toBe('granted');
  });

  it('keeps the bytes of a file it cannot use, and nothing else', async () => {
    const [audits, events, registrations, files] = await counts();
    const broken = `${fromOffice('TH', '2026-06-01', grant('1289218')).slice(0, -40)}`;
    expect(await record(broken, 'broken.xml')).toMatchObject({
      status: 422,
      body: { code: 'xml/not-well-formed' },
    });
    expect((await record('<!DOCTYPE a [<!ENTITY b "c">]><ROMARIN/>', 'hostile.xml')).body.code).toBe(
      'xml/doctype',
    );
    expect((await record('hello', 'text.txt')).body.code).toBe('madrid/root');
    expect(await counts()).toEqual([audits, events, registrations, files! + 3]);
  });

  it('does not take the mark of another office for ours', async () => {
    const { body } = await record(romarin({ number: '1500000', origin: 'CH' }));
    expect(body).toMatchObject({ docketed: 0, waiting: 1 });
    expect((await json<Queue>('/queue?origin=CH')).waiting.map((w) => w.event.registration)).toEqual([
      '1500000',
    ]);
  });

  it('lets a person assign what waits, and set aside what concerns nobody', async () => {
    const [grantWaiting] = (await json<Queue>('/queue?number=1400000')).waiting;
    const path = `/api/v1/madrid/queue/${grantWaiting!.id}/assignment`;
    expect((await app.staff('POST', path, { giId: 'no-such-gi' })).status).toBe(404);
    expect(await app.staff('POST', path, { giId: gi })).toMatchObject({
      status: 200,
      body: { number: '1400000', giId: gi, events: 1 },
    });
    expect((await app.staff<{ code: string }>('POST', path, { giId: gi })).body.code).toBe('not-found/event');
    const [entry] = await entries('number=1400000');
    expect(entry!.designations).toMatchObject([{ office: 'TH', state: 'granted' }]);

    const [swiss] = (await json<Queue>('/queue?origin=CH')).waiting;
    const aside = `/api/v1/madrid/queue/${swiss!.id}/set-aside`;
    expect((await app.staff('POST', aside, { reason: 'not ours' })).status).toBe(200);
    expect((await json<Queue>('/queue')).total).toBe(0);
    const [row] = await app.database.db
      .select()
      .from(audit)
      .where(eq(audit.action, 'madrid.event-set-aside'));
    expect(row).toMatchObject({ subject: '1500000', details: { reason: 'not ours' } });
  });

  it('follows a registration a person puts on it, also before anything was received', async () => {
    const put = (number: string, body: object) =>
      app.staff<{ code: string; number: string }>('PUT', `/api/v1/madrid/registrations/${number}`, body);
    expect((await put('nonsense', { giId: gi })).body.code).toBe('docket/bad-number');
    expect((await put('1600000', { giId: 'nobody' })).body.code).toBe('not-found/gi');
    expect(
      (await put('WO%201600000', { giId: gi, registeredOn: '2024-02-29', officeOfOrigin: 'CN' })).body.number,
    ).toBe('1600000');
    const [entry] = await entries('number=1600000');
    expect(entry!.dates.map((d) => [d.rule, d.on])).toEqual([
      ['independence', '2029-02-28'],
      ['renewal-reminder', '2033-08-28'],
      ['renewal', '2034-02-28'],
      ['renewal-grace', '2034-08-28'],
    ]);
    // What was set aside comes back when its number is followed after all.
    expect((await put('1500000', { giId: gi })).body).toMatchObject({ events: 1 });
    const page = await json<{ registrations: Entry[]; next: string }>('/docket?limit=2');
    expect(page.registrations).toHaveLength(2);
    expect(await entries(`limit=2&cursor=${page.next}`)).toHaveLength(2);
  });

  it('reminds of what is due, counted in days from a day', async () => {
    const due = async (query: string) =>
      (await json<{ due: { on: string; rule: string; number: string }[] }>(`/reminders?${query}`)).due;
    expect(await due('days=52')).toEqual([]);
    expect((await due('days=53')).map((d) => [d.on, d.rule])).toEqual([
      ['2027-01-14', 'refusal-limit-declared'],
      ['2027-01-14', 'refusal-limit-declared'],
    ]);
    await record(
      fromOffice('EM', '2026-10-01', opposition('1400000', '2026-10-01', '2027-01-01')),
      'opposition.xml',
    );
    await record(
      fromBureau(
        'CN',
        '2026-11-20',
        'Designation termination',
        termination('1600000', 'Total ceasing of effect', '2026-11-19'),
      ),
    );
    expect((await due('days=90')).slice(2)).toMatchObject([
      { on: '2027-02-19', rule: 'transformation', number: '1600000', article: 'Article 9quinquies' },
    ]);
    expect(await due('days=88')).toHaveLength(2);
    expect(await due('days=0&asOf=2027-02-19')).toHaveLength(1);
    expect(await due('days=5&asOf=2027-02-20')).toEqual([]);
  });

  it('gives a calendar that programs read', async () => {
    const response = await app.get('/api/v1/madrid/docket.ics');
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = await response.text();
    expect(text).toBe(await (await app.get('/api/v1/madrid/docket.ics')).text());
    expect(text).toContain('UID:1600000.transformation.all@madrid.gi-gateway\r\n');
    expect(text).toContain('DTSTART;VALUE=DATE:20270219\r\nDTEND;VALUE=DATE:20270220\r\n');
  });

  it('is read by anybody and written by staff', async () => {
    for (const [method, path] of [
      ['POST', '/notifications?fileName=x'],
      ['PUT', '/registrations/1'],
      ['POST', '/queue/x/assignment'],
      ['POST', '/queue/x/set-aside'],
      ['POST', '/refusals'],
      ['GET', '/refusals'],
    ] as const) {
      const response = await app.get(`/api/v1/madrid${path}`, { method });
      expect(response.status, path).toBe(401);
    }
  });

  it('says how long each office may take, and how well that is known', async () => {
    const { offices } = await json<{
      offices: { office: string; months: number; evidence: { level: string } }[];
    }>('/refusal-times');
    expect(offices.find((o) => o.office === 'EM')).toMatchObject({
      months: 18,
      evidence: { level: 'public-source' },
    });
    expect(offices.find((o) => o.office === 'TH')).toMatchObject({
      months: 18,
      evidence: { level: 'public-source' },
    });
    expect(offices.find((o) => o.office === 'IN')).toMatchObject({
      months: 18,
      evidence: { level: 'unverified' },
    });
    expect(offices.map((o) => o.office)).not.toContain('CN');
  });

  describe('a refusal because of a protected GI', () => {
    interface Made {
      xml: string;
      sha256: string;
      code: string;
      advice: { code: string }[];
    }
    const refuse = (body: object) => app.staff<Made>('POST', '/api/v1/madrid/refusals', body);

    it('names the lists that protect it and their legal basis, and is kept', async () => {
      const { status, body } = await refuse({
        number: '1 700 000',
        giId: 'fr-champagne',
        reference: 'CN-7',
        notifiedOn: '2025-01-10',
        officeOfOrigin: 'US',
      });
      expect(status).toBe(200);
      expect(body.xml).toContain('<com:IPOfficeCode>CN</com:IPOfficeCode>');
      expect(body.xml).toContain('<com:InternationalRegistrationNumber>1700000<');
      expect(body.xml).toContain('geographical indication Champagne');
      expect(body.xml).toMatch(/FactDecisionText com:languageCode="en">[^]*Article/);
      expect(body.advice.map((a) => a.code)).toContain('madrid/refusal-late');
      const [row] = await app.database.db.select().from(madridRefusals);
      expect(row).toMatchObject({ number: '1700000', giId: 'fr-champagne', sha256: body.sha256 });
      const rows = await app.database.db
        .select()
        .from(audit)
        .where(eq(audit.action, 'madrid.refusal-written'));
      expect(rows).toHaveLength(1);
      const { refusals } = (
        await app.staff<{ refusals: { xml: string }[] }>('GET', '/api/v1/madrid/refusals')
      ).body;
      expect(refusals.map((r) => r.xml)).toEqual([body.xml]);
    });

    it('is not written for a GI that is not protected here', async () => {
      expect((await refuse({ number: '1700000', giId: 'th-kafae-doi-chaang' })).body.code).toBe(
        'docket/not-protected',
      );
      expect((await refuse({ number: '1700000', giId: 'no-such' })).body.code).toBe('not-found/gi');
      expect((await refuse({ number: 'x', giId: 'fr-champagne' })).body.code).toBe('docket/bad-number');
    });

    it.runIf(hasShared)(`is valid against the schema, total or partial${whyNotShared}`, async () => {
      const goods = [
        { classNumber: 33, text: 'Sparkling <wine> & spirits \u0001' },
        { classNumber: 32, text: 'Beer' },
      ];
      for (const more of [{}, { goods }, { language: 'fr', reference: ' a  b ' }]) {
        const { body } = await refuse({ number: '1289218A', giId: 'fr-champagne', ...more });
        expect(validateSt96(body.xml, 'madrid-office-to-ib', schemaFolder)).toEqual([]);
      }
    });
  });
});
