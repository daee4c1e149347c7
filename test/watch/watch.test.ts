import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit, pairDecisions, watchAlerts, watchMarks, watchRuns } from '../../src/db/schema/index.ts';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';
import { csv, gazette, st66 } from './samples.ts';

interface Run {
  id: string;
  state: string;
  position: number;
  added: number;
  changed: number;
  withdrawn: number;
  refused: number;
  alerts: number;
  problems: { code: string; place: { line: number } }[];
}
interface Report {
  run: Run;
  repeated: boolean;
  resumedAt: number;
  problems?: { code: string }[];
}
interface Alert {
  id: string;
  mark: { id: string; text: string };
  gi: { id: string; name: string; agreements: string[] };
  candidate: string;
  kind: string;
  score: number;
  goodsRelation: string;
  office: string;
  deadline?: string;
  windows: { office: string; protectedThere: boolean; lastDay?: string }[];
  status: string;
  assignee?: string;
  explanation: { segments: { query: string; candidate: string }[] };
  decisions?: { ruling: string; reason: string }[];
  history?: { action: string; actor: string }[];
}
interface Page {
  total: number;
  counts: Record<string, number>;
  alerts: Alert[];
  next?: string;
}

describe.each(databases)('the watch on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open, { now: '2026-11-22T12:00:00Z' });
  });
  afterAll(() => app.close());

  const send = async (
    text: string,
    fileName = 'marks.csv',
    office?: string,
  ): Promise<{ status: number; body: Report }> => {
    const response = await app.get(
      `/api/v1/watch/files?fileName=${fileName}${office ? `&office=${office}` : ''}`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${staffToken}`, 'x-actor': 'tester' },
        body: text,
      },
    );
    return { status: response.status, body: (await response.json()) as Report };
  };
  const alerts = async (query = ''): Promise<Page> => {
    const { status, body } = await app.staff<Page>('GET', `/api/v1/watch/alerts?${query}`);
    expect(status, query).toBe(200);
    return body;
  };
  const settle = (body: object) =>
    app.staff<{ ids: string[]; code?: string }>('POST', '/api/v1/watch/alerts/decisions', body);
  const actions = async (): Promise<string[]> =>
    (await app.database.db.select().from(audit)).map((row) => row.action);

  it('raises alerts for marks that come close to a protected name, in any script', async () => {
    const { status, body } = await send(
      csv([
        { number: '1', text: '康涅克', classes: [33] },
        { number: '2', text: 'Shampagne Royale', classes: [33] },
        { number: '3', text: 'Zorblax', classes: [9] },
        { number: '4', text: 'Lung Ching', classes: [30] },
      ]),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      repeated: false,
      run: { state: 'done', position: 4, added: 4, refused: 0 },
    });
    const page = await alerts();
    const of = (id: string) => page.alerts.filter((a) => a.mark.id === id).map((a) => a.gi.id);
    expect(of('EM:1')).toContain('fr-cognac');
    expect(of('EM:2')).toContain('fr-champagne');
    expect(of('EM:3')).toEqual([]);
    expect(of('EM:4').some((id) => id.includes('long'))).toBe(true);
    expect(body.run.alerts).toBe(page.total);
    const cognac = page.alerts.find((a) => a.mark.id === 'EM:1');
    expect(cognac).toMatchObject({
      office: 'EM',
      deadline: '2027-02-02',
      status: 'new',
      goodsRelation: 'same',
    });
    expect(cognac?.explanation.segments.length).toBeGreaterThan(0);
    const written = await actions();
    for (const action of ['watch.run-started', 'watch.batch-screened', 'watch.run-done'])
      expect(written).toContain(action);
  });

  it('changes nothing when the same file comes twice, or the same marks in another file', async () => {
    const before = await alerts('status=all');
    const text = csv([{ number: '1', text: '康涅克', classes: [33] }]);
    expect((await send(text, 'again.csv')).body.run).toMatchObject({ added: 0, changed: 0, alerts: 0 });
    expect((await send(text, 'again.csv')).body.repeated).toBe(true);
    expect((await alerts('status=all')).total).toBe(before.total);
  });

  it('goes on where an interrupted run stopped', async () => {
    const { db } = app.database;
    const text = csv([
      { number: '21', text: 'Kognak', classes: [33] },
      { number: '22', text: 'Roqueford', classes: [29] },
    ]);
    const { body } = await send(text, 'long.csv');
    expect(body.run.alerts).toBeGreaterThanOrEqual(2);
    // As a kill after the first record would leave it.
    await db.delete(watchAlerts).where(eq(watchAlerts.markId, 'EM:22'));
    await db.delete(watchMarks).where(eq(watchMarks.id, 'EM:22'));
    await db.update(watchRuns).set({ state: 'running', position: 1 }).where(eq(watchRuns.id, body.run.id));
    const again = await send(text, 'long.csv');
    expect(again.body).toMatchObject({
      resumedAt: 1,
      repeated: false,
      run: { id: body.run.id, state: 'done', position: 2 },
    });
    expect((await alerts()).alerts.some((a) => a.mark.id === 'EM:22')).toBe(true);
  });

  it('names bad records with their lines, and refuses a file that is broken as a whole', async () => {
    const { body } = await send(
      'number,mark,classes\n31,Zorblax,33\n,Qwxyz,33\n33,Vlarp,120\n',
      'bad.csv',
      'EM',
    );
    expect(body.run).toMatchObject({ position: 3, added: 2, refused: 1 });
    expect(body.run.problems.map((p) => [p.code, p.place.line])).toEqual([
      ['marks/no-number', 3],
      ['marks/class', 4],
    ]);
    const runs = (await app.database.db.select().from(watchRuns)).length;
    const broken = await send(st66([{ number: '41', text: 'Champagner' }]).slice(0, -20), 'broken.xml');
    expect([broken.status, broken.body.problems?.[0]?.code]).toEqual([422, 'xml/not-well-formed']);
    expect((await app.database.db.select().from(watchRuns)).length).toBe(runs);
  });

  it('reads a file again whose records name no office, once the office is told', async () => {
    const text = 'number;mark;classes\n81;Kognak;33\n82;Roqueford;29\n';
    const first = await send(text, 'no-office.csv');
    expect(first.body.run).toMatchObject({ added: 0, refused: 2 });
    expect(first.body.run.problems.map((p) => [p.code, p.place.line])).toEqual([
      ['marks/no-office', 2],
      ['marks/no-office', 3],
    ]);
    expect((await send(text, 'no-office.csv')).body.repeated).toBe(true);
    const again = await send(text, 'no-office.csv', 'EM');
    expect(again.body).toMatchObject({
      repeated: false,
      run: { id: first.body.run.id, state: 'done', added: 2, refused: 0, problems: [] },
    });
    expect((await alerts('mark=Kognak')).alerts.map((a) => a.mark.id)).toContain('EM:81');
    expect((await send(text, 'no-office.csv', 'CN')).body.repeated).toBe(true);
    expect(await actions()).toContain('watch.run-again');
    const kept = csv([{ number: '83', text: 'Zorblax' }]);
    await send(kept, 'own-office.csv');
    expect((await send(kept, 'own-office.csv', 'CN')).body.repeated).toBe(true);
  });

  it('closes the alerts of a mark that is withdrawn, and opens them again when it comes back', async () => {
    const before = (await alerts('mark=Shampagne')).alerts[0]!;
    const { body } = await send(
      csv([{ number: '2', text: 'Shampagne Royale', status: 'withdrawn' }]),
      'week-2.csv',
    );
    expect(body.run).toMatchObject({ changed: 1, withdrawn: 1 });
    expect((await alerts('mark=Shampagne')).total).toBe(0);
    const refused = await settle({ ids: [before.id], status: 'seen' });
    expect([refused.status, refused.body.code]).toEqual([409, 'watch/closed']);
    await send(csv([{ number: '2', text: 'Shampagne Royale', status: 'published' }]), 'week-3.csv');
    expect((await alerts('mark=Shampagne')).alerts[0]).toMatchObject({ id: before.id, status: 'new' });
  });

  it('counts the deadline of an international registration office by office', async () => {
    await send(gazette([{ number: '1700001', text: 'KOGNAC' }], ['US', 'CN', 'EM']), 'gazette.xml');
    const found = (await alerts('gi=fr-cognac')).alerts.find((a) => a.mark.id === 'WO:1700001');
    expect(found?.windows.map((w) => [w.office, w.lastDay ?? null])).toEqual(
      expect.arrayContaining([
        ['CN', '2027-02-28'],
        ['EM', '2027-03-05'],
        ['US', null],
      ]),
    );
    expect(found).toMatchObject({ office: 'CN', deadline: '2027-02-28' });
  });

  it('shows the nearest deadline first, page by page, and filters', async () => {
    await send(
      csv([
        { number: '51', text: 'Konjak Cognac', published: '2026-09-01' },
        { number: '52', text: 'Cognac du Nord', published: '2020-01-01' },
      ]),
      'old.csv',
    );
    const all = (await alerts('limit=200')).alerts;
    const bucket = (a: Alert) => (a.deadline === undefined ? 1 : a.deadline < '2026-11-22' ? 2 : 0);
    const keys = all.map((a) => `${bucket(a)}${a.deadline ?? ''}`);
    expect(keys).toEqual(keys.toSorted());
    const first = await alerts('limit=2');
    const second = await alerts(`limit=2&cursor=${first.next}`);
    expect([...first.alerts, ...second.alerts].map((a) => a.id)).toEqual(all.slice(0, 4).map((a) => a.id));
    for (const [query, fits] of [
      ['origin=FR', (a: Alert) => a.gi.id.startsWith('fr-')],
      ['office=CN', (a: Alert) => a.windows.some((w) => w.office === 'CN')],
      ['class=30', (a: Alert) => a.mark.text === 'Lung Ching'],
      ['agreement=cn-fr', (a: Alert) => a.gi.agreements.includes('cn-fr')],
      ['minScore=0.9', (a: Alert) => a.score >= 0.9],
    ] as const) {
      const page = await alerts(query);
      expect(page.alerts.length, query).toBeGreaterThan(0);
      expect(page.alerts.every(fits), query).toBe(true);
    }
    expect((await app.staff('GET', '/api/v1/watch/alerts?status=nonsense')).status).toBe(400);
  });

  it('remembers what was dismissed: the pair raises no alert again', async () => {
    const found = (await alerts('mark=Lung')).alerts;
    const ids = found.map((a) => a.id);
    const bare = await settle({ ids, status: 'dismissed' });
    expect([bare.status, bare.body.code]).toEqual([400, 'watch/reason-missing']);
    expect(
      (await settle({ ids, status: 'dismissed', reason: 'the holder is the association itself' })).status,
    ).toBe(200);
    expect((await app.database.db.select().from(pairDecisions)).some((d) => d.ruling === 'coexist')).toBe(
      true,
    );
    const view = (await app.staff<Alert>('GET', `/api/v1/watch/alerts/${ids[0]}`)).body;
    expect(view).toMatchObject({
      status: 'dismissed',
      decisions: [{ ruling: 'coexist', reason: 'the holder is the association itself' }],
    });
    expect(view.history?.map((h) => [h.action, h.actor])).toEqual([
      ['watch.alert-dismissed', 'local:tester'],
    ]);
    await send(csv([{ number: '61', text: 'LUNG-CHING', classes: [30] }]), 'again-lung.csv');
    const again = (await alerts('mark=LUNG-CHING')).alerts.map((a) => a.candidate);
    expect(again.filter((candidate) => found.some((a) => a.candidate === candidate))).toEqual([]);
  });

  it('moves several alerts at once, all or none', async () => {
    const [a, b] = (await alerts('gi=fr-cognac')).alerts.map((x) => x.id) as [string, string];
    const none = await settle({ ids: [a, 'alt_nothing'], status: 'seen' });
    expect([none.status, none.body.code]).toEqual([404, 'not-found/alert']);
    expect((await settle({ ids: [a], status: 'assigned' })).status).toBe(400);
    expect((await settle({ ids: [a, b], status: 'assigned', assignee: 'Lin Hong' })).body.ids).toHaveLength(
      2,
    );
    expect((await alerts('status=assigned')).alerts.map((x) => x.assignee)).toEqual(['Lin Hong', 'Lin Hong']);
    await settle({ ids: [a], status: 'opposing' });
    expect((await alerts()).counts).toMatchObject({
      assigned: 1,
      opposing: 1,
      dismissed: expect.any(Number) as number,
    });
  });

  it('is as loud as it is told to be, per agreement and per class', async () => {
    const set = (body: object) => app.staff<{ code?: string }>('PUT', '/api/v1/watch/noise', body);
    expect((await set({ scope: 'class:42', alertAt: 0, reason: 'services' })).status).toBe(200);
    expect((await set({ scope: 'class:99', alertAt: 0, reason: 'x' })).status).toBe(400);
    expect((await set({ scope: 'agreement:cn-xx', alertAt: 9, reason: 'x' })).body.code).toBe(
      'not-found/agreement',
    );
    const quiet = await send(
      csv([
        { number: '71', text: 'Champagne', classes: [42] },
        { number: '72', text: 'Champagne', classes: [42, 33] },
      ]),
      'noise.csv',
    );
    expect(quiet.body.run).toMatchObject({ added: 2 });
    const found = new Set((await alerts('gi=fr-champagne')).alerts.map((a) => a.mark.id));
    expect([found.has('EM:71'), found.has('EM:72')]).toEqual([false, true]);
    const { candidate } = (await alerts('gi=fr-champagne')).alerts.find((x) => x.mark.id === 'EM:72')!;
    const ruled = { nameA: 'Champagnola', nameB: candidate, ruling: 'conflict', reason: 'decided in court' };
    expect((await app.staff('POST', '/api/v1/decisions', ruled)).status).toBe(200);
    await send(csv([{ number: '74', text: 'Champagnola', classes: [42] }]), 'ruled.csv');
    expect((await alerts('mark=Champagnola')).alerts.map((x) => x.candidate)).toContain(candidate);
    await set({ scope: 'class:42', reason: 'back to the usual' });
    await set({ scope: 'all', alertAt: 0, reason: 'holidays' });
    const silent = await send(csv([{ number: '73', text: 'Champagne' }]), 'silent.csv');
    expect(silent.body.run.alerts).toBe(0);
    await set({ scope: 'all', reason: 'back' });
    expect((await actions()).filter((x) => x === 'watch.noise-set')).toHaveLength(4);
  });

  it('is for staff; the periods are open to anybody', async () => {
    for (const path of ['/watch/alerts', '/watch/runs', '/watch/noise', '/watch/alerts/alt_x'])
      expect((await app.get(`/api/v1${path}`)).status, path).toBe(401);
    expect((await app.get('/api/v1/watch/files?fileName=x.csv', { method: 'POST', body: 'x' })).status).toBe(
      401,
    );
    const open = (await (await app.get('/api/v1/watch/opposition-periods')).json()) as {
      offices: { office: string }[];
    };
    expect(open.offices.map((o) => o.office)).toContain('TH');
    expect((await app.staff('GET', '/api/v1/watch/runs/run_x')).status).toBe(404);
    expect((await app.staff('GET', '/api/v1/watch/alerts/alt_x')).status).toBe(404);
    const { body } = await app.staff<{ runs: Run[] }>('GET', '/api/v1/watch/runs');
    expect(body.runs.length).toBeGreaterThan(5);
  });

  it('dismisses the other alerts of the same two names that nobody works on', async () => {
    const marks = ['SHAMPAGNE', 'Shampagne', 'shampagne', 'Shampagne Royal'];
    await send(csv(marks.map((text, i) => ({ number: `90${i}`, text }))), 'twins.csv');
    const { alerts: found } = await alerts('gi=fr-champagne&status=all');
    const [first, second, taken, other] = ['900', '901', '902', '903'].map((number) =>
      found.find((a) => a.mark.id === `EM:${number}`)!,
    );
    expect(new Set([first, second, taken].map((a) => a!.candidate)).size).toBe(1);
    await settle({ ids: [taken!.id], status: 'assigned', assignee: 'Ines' });
    const told = await settle({ ids: [first!.id], status: 'dismissed', reason: 'a family name' });
    expect(told.body).toEqual({ ids: [first!.id], followed: [second!.id] });
    const after = await alerts('gi=fr-champagne&status=all');
    const status = (alert: Alert | undefined) => after.alerts.find((a) => a.id === alert!.id)?.status;
    expect([first, second, taken, other].map(status)).toEqual(['dismissed', 'dismissed', 'assigned', 'new']);
    const { body } = await app.staff<Alert & { note?: string }>('GET', `/api/v1/watch/alerts/${second!.id}`);
    expect(body.note).toBe('a family name');
    expect(body.history).toMatchObject([
      { action: 'watch.alert-dismissed', details: { from: 'new', reason: 'a family name', with: first!.id } },
    ]);
  });

  it('shows and sorts the days of the office that is asked for', async () => {
    const marks = [{ number: '1700077', text: 'KOGNAC', published: '2026-11-12' }];
    await send(gazette(marks, ['CN', 'EM']), 'gazette.xml');
    await send(csv([{ number: '910', text: 'KOGNAC', published: '2026-11-20' }]), 'later.csv');
    const cognac = async (query: string) =>
      (await alerts(`mark=KOGNAC&gi=fr-cognac&${query}`)).alerts
        .filter(({ mark }) => ['EM:910', 'WO:1700077'].includes(mark.id))
        .map(({ mark, office, deadline }) => [mark.id, office, deadline]);
    expect(await cognac('')).toEqual([
      ['EM:910', 'EM', '2027-02-20'],
      ['WO:1700077', 'CN', '2027-02-28'],
    ]);
    expect(await cognac('office=EM')).toEqual([
      ['EM:910', 'EM', '2027-02-20'],
      ['WO:1700077', 'EM', '2027-03-12'],
    ]);
    expect(await cognac('office=EM&dueBy=2027-03-01')).toEqual([['EM:910', 'EM', '2027-02-20']]);
    expect(await cognac('office=CN')).toEqual([['WO:1700077', 'CN', '2027-02-28']]);
  });
});
