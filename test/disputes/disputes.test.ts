import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../src/db/schema/index.ts';
import { loadExamples } from '../../src/disputes/bundled.ts';
import { recordStep } from '../../src/disputes/record.ts';
import { packagePath } from '../../src/platform/paths.ts';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';
import { addPerson } from '../support/people.ts';

interface Summary {
  dispute: { id: string; title: string; open: boolean; giId?: string };
  state: { stage: string; outcome?: string; deadlines: { id: string; overdue: boolean }[] };
}
interface Whole extends Summary {
  code?: string;
  problems?: { code: string; place: { field?: string } }[];
  stepId: string;
  steps: { id: string; kind: string; file?: { id: string; name: string } }[];
  like: {
    cases: (Summary & { inCommon: string[] })[];
    experience: { action: string; cases: number; endings: Record<string, number> }[];
  };
}

const newCase = {
  giId: 'cn-longjing-cha',
  giName: '龙井茶',
  title: 'LUNG CHING filed in Korea',
  sign: 'LUNG CHING',
  conflict: 'transliteration',
  product: 'tea',
  action: 'opposition',
  jurisdiction: 'KR',
  facts: {
    forum: { kind: 'trade-mark-office', name: 'Korean Intellectual Property Office' },
    parties: [{ role: 'other-side', name: 'Ábel Squatter Ltd.', country: 'KR' }],
    marks: [{ office: 'KR', number: '40-2026-1', niceClasses: [30] }],
    sources: [],
    evidence: { level: 'official', source: 'gazette' },
  },
};

describe.each(databases)('disputes on $name', ({ open }) => {
  let app: TestApp;
  let again: number;
  const clock = (): Date => new Date('2026-11-22T13:00:00Z');
  beforeAll(async () => {
    app = await openApp(open);
    const ctx = { db: app.database.db, clock, actor: 'system' };
    again = await loadExamples(ctx, packagePath('fixtures/disputes/examples.json'));
  });
  afterAll(() => app.close());

  const get = async <T>(path: string, status = 200): Promise<T> => {
    const response = await app.get(`/api/v1${path}`);
    expect(response.status, path).toBe(status);
    return (await response.json()) as T;
  };
  const opened = async (change: object = {}): Promise<Whole> => {
    const { status, body } = await app.staff<Whole>('POST', '/api/v1/disputes', { ...newCase, ...change });
    expect(status).toBe(201);
    return body;
  };
  const take = (id: string, step: object): Promise<{ status: number; body: Whole }> =>
    app.staff<Whole>('POST', `/api/v1/disputes/${id}/steps`, { on: '2026-11-20', text: 'as said', ...step });

  it('ships public cases with their sources, once, linked to the names that are held', async () => {
    expect(again).toBe(0);
    const { disputes } = await get<{ disputes: Summary[] }>('/disputes');
    expect(disputes.map((d) => d.dispute.id)).toContain('example-champanillo');
    const champanillo = await get<Whole>('/disputes/example-champanillo');
    expect(champanillo.dispute.giId).toBe('fr-champagne');
    expect(champanillo.state).toMatchObject({ stage: 'closed', outcome: 'won', deadlines: [] });
    expect(champanillo.dispute).toHaveProperty('facts.sources.0.uri');
  });

  it('finds cases by words in any script, marks or parties, and by how they stand', async () => {
    const ids = async (query: string): Promise<string[]> =>
      (await get<{ disputes: Summary[] }>(`/disputes?${query}`)).disputes.map((d) => d.dispute.id);
    expect(await ids(`q=${encodeURIComponent('香槟人生')}`)).toEqual(['example-champagne-life']);
    expect(await ids('q=kaserei+champignon')).toEqual(['example-cambozola']);
    expect(await ids('q=5612284')).toEqual(['example-longjing-changzhou']);
    expect(await ids('jurisdiction=KR&outcome=won')).toEqual(['example-zhenjiang-vinegar-kr']);
    expect(await ids('stage=noticed')).toEqual(['example-zhenjiang-vinegar-hk']);
    expect(await ids('q=100%25')).toEqual([]);
    const first = await get<{ disputes: Summary[]; next: string }>('/disputes?limit=3');
    const rest = await get<{ disputes: Summary[]; next?: string }>(
      `/disputes?limit=100&cursor=${first.next}`,
    );
    expect([...first.disputes, ...rest.disputes]).toHaveLength(9);
    expect(rest.next).toBeUndefined();
  });

  it('finds the cases that came from an alert of the watch', async () => {
    const marks = 'number,office,mark,classes,published_on\n1,EM,Champagne,33,2026-11-02\n';
    const headers = { authorization: `Bearer ${staffToken}` };
    await app.get('/api/v1/watch/files?fileName=marks.csv', { method: 'POST', headers, body: marks });
    const found = await app.staff<{ alerts: { id: string }[] }>('GET', '/api/v1/watch/alerts');
    const alertId = found.body.alerts[0]!.id;
    const { dispute } = await opened({ facts: { ...newCase.facts, alertId } });
    const { body } = await app.staff<{ disputes: Summary[] }>('GET', `/api/v1/disputes?alert=${alertId}`);
    expect(body.disputes.map((d) => d.dispute.id)).toEqual([dispute.id]);
    expect(
      (await app.staff<{ disputes: Summary[] }>('GET', '/api/v1/disputes?alert=alt_none')).body.disputes,
    ).toEqual([]);
  });

  it('keeps the office’s own cases from visitors, in every route', async () => {
    const { dispute } = await opened();
    const file = await app.get(`/api/v1/disputes/${dispute.id}/documents?fileName=a.txt`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}` },
      body: 'secret',
    });
    const { steps } = (await file.json()) as Whole;
    expect(await get(`/disputes/${dispute.id}`, 404)).toMatchObject({ code: 'not-found/dispute' });
    await get(`/disputes/${dispute.id}/documents/${steps[0]!.file!.id}`, 401);
    expect(JSON.stringify(await get('/disputes?q=LUNG'))).not.toContain(dispute.id);
    expect(JSON.stringify(await get('/disputes/overview'))).not.toContain('squatter');
    expect(JSON.stringify(await get('/disputes/example-zhenjiang-vinegar-kr'))).not.toContain(dispute.id);
    for (const path of ['', `/${dispute.id}/steps`, `/${dispute.id}/documents?fileName=x`]) {
      const response = await app.get(`/api/v1/disputes${path}`, { method: 'POST', body: '{}' });
      expect(response.status, path).toBe(401);
    }
  });

  it('follows a case from notice over a deadline and an appeal to its end, each step audited', async () => {
    const { dispute } = await opened();
    const deadline = (await take(dispute.id, { kind: 'deadline', details: { dueOn: '2026-11-21' } })).body;
    expect(deadline.state.deadlines).toMatchObject([{ id: deadline.stepId, overdue: true }]);
    const met = await take(dispute.id, { kind: 'deadline-met', details: { meets: deadline.stepId } });
    expect(met.body.state.deadlines).toEqual([]);
    await take(dispute.id, { kind: 'filed' });
    expect((await take(dispute.id, { kind: 'appeal' })).body.code).toBe('disputes/out-of-order');
    await take(dispute.id, { kind: 'decision', details: { ruling: 'lost' }, on: '2026-11-21' });
    await take(dispute.id, { kind: 'appeal', on: '2026-11-21' });
    const end = await take(dispute.id, {
      kind: 'decision',
      details: { ruling: 'won', final: true },
      on: '2026-11-22',
    });
    expect(end.body.state).toMatchObject({ stage: 'closed', outcome: 'won' });
    const after = await take(dispute.id, { kind: 'filed', on: '2026-11-22' });
    expect([after.status, after.body.code]).toEqual([409, 'disputes/out-of-order']);
    expect((await take(dispute.id, { kind: 'note', on: '2026-11-22' })).status).toBe(201);
    const rows = await app.database.db.select().from(audit).where(eq(audit.subject, dispute.id));
    expect(rows.map((r) => r.action).sort()).toEqual([
      'dispute.appeal',
      'dispute.deadline',
      'dispute.deadline-met',
      'dispute.decision',
      'dispute.decision',
      'dispute.filed',
      'dispute.note',
      'dispute.opened',
    ]);
  });

  it.each([
    ['a deadline without its day', { kind: 'deadline' }, 'details.dueOn'],
    ['a decision without its ruling', { kind: 'decision' }, 'details.ruling'],
    ['a withdrawal by nobody', { kind: 'withdrawal' }, 'details.by'],
    ['a day to come', { kind: 'note', on: '2027-01-01' }, 'on'],
    ['a deadline of another case', { kind: 'deadline-met', details: { meets: 'dst_x' } }, 'details.meets'],
  ])('refuses %s, naming the field', async (_, step, field) => {
    const { dispute, steps } = await opened();
    const { status, body } = await take(dispute.id, step);
    expect(status).toBe(422);
    expect(body.problems).toMatchObject([{ code: 'disputes/invalid', place: { field } }]);
    expect(await app.staff<Whole>('GET', `/api/v1/disputes/${dispute.id}`)).toMatchObject({
      body: { steps },
    });
  });

  it('refuses a case over a name that is not held, and writes nothing', async () => {
    const before = await app.database.db.select().from(audit).orderBy(desc(audit.id)).limit(1);
    const { status, body } = await app.staff<Whole>('POST', '/api/v1/disputes', {
      ...newCase,
      giId: 'xx-no',
    });
    expect([status, body.code]).toEqual([404, 'not-found/gi']);
    expect(await app.database.db.select().from(audit).orderBy(desc(audit.id)).limit(1)).toEqual(before);
  });

  it('lets nobody record without the role', async () => {
    const { actor } = await addPerson(app.database.db, 'Onlooker', 'viewer');
    const ctx = { db: app.database.db, clock, actor };
    const step = { on: '2026-11-20', kind: 'note' as const, text: 'x' };
    await expect(recordStep(ctx, 'example-cambozola', step)).rejects.toMatchObject({
      code: 'accounts/not-allowed',
    });
  });

  it('gives a document back byte for byte, as a file and never as a page', async () => {
    const { dispute } = await opened();
    const bytes = new Uint8Array([0, 255, 60, 104, 49, 62]);
    const sent = await app.get(
      `/api/v1/disputes/${dispute.id}/documents?fileName=${encodeURIComponent('通知.html')}`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${staffToken}`, 'content-type': 'application/octet-stream' },
        body: bytes,
      },
    );
    expect(sent.status).toBe(201);
    const file = ((await sent.json()) as Whole).steps[0]!.file!;
    expect(file.name).toBe('通知.html');
    const back = await app.get(`/api/v1/disputes/${dispute.id}/documents/${file.id}`, {
      headers: { authorization: `Bearer ${staffToken}` },
    });
    expect(new Uint8Array(await back.arrayBuffer())).toEqual(bytes);
    expect(back.headers.get('content-type')).toBe('application/octet-stream');
    expect(back.headers.get('content-disposition')).toMatch(/^attachment/);
    const others = await app.get(`/api/v1/disputes/example-cambozola/documents/${file.id}`, {
      headers: { authorization: `Bearer ${staffToken}` },
    });
    expect(others.status).toBe(404);
  });

  it('says what worked before in like cases', async () => {
    const parties = [{ role: 'other-side', name: 'Somebody new' }];
    const facts = { ...newCase.facts, parties };
    const { like } = await opened({ title: 'new', conflict: 'identical', product: 'condiment', facts });
    expect(like.cases[0]).toMatchObject({
      dispute: { id: 'example-zhenjiang-vinegar-kr' },
      inCommon: ['jurisdiction', 'conflict', 'product', 'action'],
    });
    const oppositions = like.experience.find((e) => e.action === 'opposition')!;
    expect(oppositions.endings['won']).toBe(oppositions.cases);
    expect(like.cases.map((c) => c.dispute.id)).not.toContain('example-zhenjiang-vinegar-hk');
  });

  it('warns early: deadlines, names and opponents that come back', async () => {
    const { dispute } = await opened({ title: 'urgent' });
    await take(dispute.id, { kind: 'deadline', details: { dueOn: '2027-01-15' } });
    const of = async (days: number) => {
      const { body } = await app.staff<{
        deadlines: { disputeId: string }[];
        repeaters: { value: string; all: number }[];
        names: { value: string }[];
      }>('GET', `/api/v1/disputes/overview?days=${days}`);
      return body;
    };
    expect((await of(90)).deadlines.map((d) => d.disputeId)).toContain(dispute.id);
    expect((await of(10)).deadlines.map((d) => d.disputeId)).not.toContain(dispute.id);
    expect((await of(90)).repeaters[0]!.value).toBe('Ábel Squatter Ltd.');
    expect((await of(90)).names.map((n) => n.value)).toContain('镇江香醋');
  });
});
