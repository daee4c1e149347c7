import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// First: it readies zod for the shapes of the API.
import { openApp, type TestApp } from '../support/app.ts';
import { audit } from '../../src/db/schema/index.ts';
import { alertView } from '../../src/watch/alerts.ts';
import { Noise } from '../../src/watch/noise.ts';
import { watchMarksFile } from '../../src/watch/run.ts';
import { setNoise } from '../../src/watch/set-noise.ts';
import { Watch } from '../../src/watch/watch.ts';
import { databases } from '../support/databases.ts';
import { csv, type SampleMark } from './samples.ts';

interface Alert {
  id: string;
  mark: { id: string; text: string };
  candidate: string;
  status: string;
  quietedBy?: string;
}
interface Page {
  total: number;
  counts: Record<string, number>;
  alerts: Alert[];
}

describe.each(databases)('rules of the watch and alerts that are there, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open);
    await screen([
      { number: '1', text: 'Champagne', classes: [42] },
      { number: '2', text: 'Cognac', classes: [42] },
      { number: '3', text: 'Roquefort', classes: [42] },
      { number: '4', text: 'Champagne', classes: [33, 42] },
    ]);
  });
  afterAll(() => app.close());

  const ctx = () => ({
    db: app.database.db,
    clock: () => new Date('2026-11-22T13:00:00Z'),
    actor: 'local:lin',
  });
  const screen = (marks: SampleMark[], watch = new Watch(app.database.db)) =>
    watchMarksFile(ctx(), watch, { fileName: 'm.csv', input: [Buffer.from(csv(marks))] as never });
  const alerts = async (query = 'status=all&limit=200'): Promise<Page> =>
    (await app.staff<Page>('GET', `/api/v1/watch/alerts?${query}`)).body;
  const of = async (mark: string): Promise<Alert[]> =>
    (await alerts()).alerts.filter((alert) => alert.mark.id === `EM:${mark}`);
  const statuses = async (mark: string): Promise<string[]> => [
    ...new Set((await of(mark)).map((alert) => alert.status)),
  ];
  const set = (body: object) =>
    app.staff<{ quietened: number; reopened: number; code?: string }>('PUT', '/api/v1/watch/noise', body);
  const settle = (body: object) => app.staff('POST', '/api/v1/watch/alerts/decisions', body);

  it('says what a rule would silence, and changes nothing', async () => {
    const before = await alerts();
    const preview = (body: object) =>
      app.staff<{ quietens: number; reopens: number; examples: Alert[]; code?: string }>(
        'POST',
        '/api/v1/watch/noise/preview',
        body,
      );
    const told = await preview({ scope: 'class:42', alertAt: 0 });
    const meant = before.alerts.filter((alert) => ['EM:1', 'EM:2', 'EM:3'].includes(alert.mark.id));
    expect(told).toMatchObject({
      status: 200,
      body: { quietens: meant.length, reopens: 0, marksToCompare: 0 },
    });
    expect(told.body.examples.length).toBe(Math.min(5, meant.length));
    expect(await alerts()).toEqual(before);
    expect((await preview({ scope: 'agreement:cn-xx', alertAt: 0 })).body.code).toBe('not-found/agreement');
    expect((await preview({ scope: 'class:99', alertAt: 0 })).status).toBe(400);
    expect((await app.get('/api/v1/watch/noise/preview', { method: 'POST' })).status).toBe(401);
  });

  it('quietens what nobody touched, by the rule, and leaves what somebody did', async () => {
    const [seen] = await of('2');
    await settle({ ids: (await of('2')).map((alert) => alert.id), status: 'seen' });
    const untouched = [...(await of('1')), ...(await of('3'))];
    const told = await set({ scope: 'class:42', alertAt: 0, reason: 'services' });
    expect(told).toMatchObject({ status: 200, body: { quietened: untouched.length, reopened: 0 } });
    expect([await statuses('1'), await statuses('2'), await statuses('3'), await statuses('4')]).toEqual([
      ['quiet'],
      ['seen'],
      ['quiet'],
      ['new'],
    ]);
    const open_ = await alerts('');
    expect(open_.alerts.map((alert) => alert.mark.id)).not.toContain('EM:1');
    expect(open_.counts['quiet']).toBe(untouched.length);
    expect((await alerts('status=quiet')).total).toBe(untouched.length);
    const view = await alertView(app.database.db, untouched[0]!.id);
    expect(view).toMatchObject({
      quietedBy: 'class:42',
      rule: { reason: 'services' },
      history: [{ action: 'watch.alert-quiet', actor: 'local:tester', details: { scope: 'class:42' } }],
    });
    expect((await alertView(app.database.db, seen!.id)).quietedBy).toBeUndefined();
    const rows = await app.database.db.select().from(audit);
    expect(rows.findLast((row) => row.action === 'watch.noise-set')?.details).toMatchObject({
      quietened: untouched.length,
      reopened: 0,
    });
  });

  it('keeps them quiet when the mark is told again, and closes them when it goes', async () => {
    await screen([
      { number: '2', text: 'Cognac', classes: [42], published: '2026-11-03' },
      { number: '3', text: 'Roquefort', classes: [42], published: '2026-11-03' },
      { number: '4', text: 'Champagne', classes: [42], published: '2026-11-02' },
    ]);
    // What somebody dealt with is no business of the rule; a mark that comes under it is.
    expect([await statuses('2'), await statuses('3'), await statuses('4')]).toEqual([
      ['seen'],
      ['quiet'],
      ['quiet'],
    ]);
    await screen([{ number: '4', text: 'Champagne', classes: [33, 42], published: '2026-11-02' }]);
    expect(await statuses('4')).toEqual(['new']);
    await screen([{ number: '2', text: 'Zorblax', classes: [42], published: '2026-11-03' }]);
    expect(await statuses('2')).toEqual(['closed']);
    await screen([{ number: '3', text: 'Roquefort', classes: [29, 42], published: '2026-11-03' }]);
    expect((await of('3')).map((alert) => alert.quietedBy)).toEqual((await of('3')).map(() => undefined));
    expect(await statuses('3')).toContain('new');
    await screen([{ number: '3', text: 'Roquefort', classes: [42], status: 'withdrawn' }]);
    expect(await statuses('3')).toEqual(['closed']);
  });

  it('names the rule that silences, and opens what no rule silences any more', async () => {
    const quiet = await of('1');
    await set({ scope: 'all', alertAt: 0, reason: 'holidays' });
    expect((await of('1')).map((alert) => alert.quietedBy)).toEqual(quiet.map(() => 'class:42'));
    expect((await of('4')).map((alert) => alert.quietedBy)).toEqual((await of('4')).map(() => 'all'));
    expect((await set({ scope: 'class:42', reason: 'no more' })).body).toMatchObject({ reopened: 0 });
    expect((await of('1')).map((alert) => alert.quietedBy)).toEqual(quiet.map(() => 'all'));
    const [taken] = await of('4');
    await settle({ ids: [taken!.id], status: 'assigned', assignee: 'Lin' });
    const back = await set({ scope: 'all', reason: 'back' });
    expect(back.body).toEqual({
      rules: [],
      quietened: 0,
      reopened: quiet.length + (await of('4')).length - 1,
      marksToCompare: 3,
    });
    expect(await statuses('1')).toEqual(['new']);
    expect((await of('4')).find((alert) => alert.id === taken!.id)).toMatchObject({ status: 'assigned' });
    expect((await of('4')).some((alert) => alert.quietedBy !== undefined)).toBe(false);
  });

  it('never silences a pair that was ruled to conflict', async () => {
    const [one] = await of('1');
    await settle({ ids: [one!.id], status: 'opposing' });
    await screen([{ number: '5', text: 'Champagne', classes: [42] }]);
    await set({ scope: 'class:42', alertAt: 0, reason: 'services' });
    const five = (await of('5')).find((alert) => alert.candidate === one!.candidate);
    expect(five?.status).toBe('new');
    await set({ scope: 'class:42', reason: 'back' });
  });

  it('holds for what is screened while it is set', async () => {
    class Late extends Watch {
      override async ready() {
        await setNoise(ctx(), { scope: 'class:41', alertAt: 0, reason: 'meanwhile' });
        return super.ready();
      }
    }
    const watch = new Late(app.database.db);
    const marks = [{ number: '6', text: 'Gorgonzola', classes: [41] }];
    const { run } = await screen(marks, watch);
    expect(run.alerts).toBeGreaterThan(0);
    expect(await statuses('6')).toEqual(['quiet']);
  });

  it('is set by an approver only', async () => {
    await expect(
      setNoise({ ...ctx(), actor: 'user:nobody' }, { scope: 'all', alertAt: 0, reason: 'x' }),
    ).rejects.toMatchObject({ code: 'accounts/not-allowed' });
  });
});

describe('which rule decides', () => {
  const noise = (rules: Record<string, number>) =>
    new Noise(Object.entries(rules).map(([scope, alertAt]) => ({ scope, alertAt })));

  it.each([
    [{}, ['cn-eu'], [33], 'default'],
    [{ all: 3 }, ['cn-eu'], [33], 'all'],
    [{ all: 3, 'agreement:cn-eu': 5 }, ['cn-fr', 'cn-eu'], [33], 'agreement:cn-eu'],
    [{ 'agreement:cn-eu': 0 }, ['cn-eu', 'cn-fr'], [33], 'default'],
    [{ 'class:33': 0 }, ['cn-eu'], [33, 42], 'default'],
    [{ 'class:33': 0, 'class:42': 1 }, ['cn-eu'], [33, 42], 'class:42'],
    [{ 'class:33': 9 }, ['cn-eu'], [33], 'default'],
  ])('%j, of %j in %j: %s', (rules, agreements, classes, scope) => {
    expect(noise(rules).ruling(agreements, classes).scope).toBe(scope);
  });
});
