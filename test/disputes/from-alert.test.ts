import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// First: it readies zod for the shapes of the API.
import { openApp, type TestApp } from '../support/app.ts';
import { audit, disputes } from '../../src/db/schema/index.ts';
import { openDispute, type NewDispute } from '../../src/disputes/record.ts';
import { alertView } from '../../src/watch/alerts.ts';
import { watchMarksFile } from '../../src/watch/run.ts';
import { Watch } from '../../src/watch/watch.ts';
import { databases } from '../support/databases.ts';
import { addPerson } from '../support/people.ts';
import { csv, type SampleMark } from '../watch/samples.ts';

interface Opened {
  dispute: { id: string };
  alert?: { id: string; status: string; moved: boolean };
  code?: string;
}
interface Alert {
  id: string;
  candidate: string;
  mark: { id: string; text: string };
}

const caseOf = (alertId: string): NewDispute => ({
  giName: 'Champagne',
  title: 'CHAMPANGE in Alicante',
  sign: 'CHAMPANGE',
  conflict: 'homophone',
  product: 'wine',
  action: 'opposition',
  jurisdiction: 'EU',
  open: false,
  facts: {
    forum: { kind: 'trade-mark-office', name: 'EUIPO' },
    parties: [{ role: 'other-side', name: 'Acme' }],
    marks: [],
    alertId,
    sources: [],
    evidence: { level: 'unverified', source: '' },
  },
});

describe.each(databases)('cases that come from an alert, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open);
    await screen([
      { number: '1', text: 'Champagne' },
      { number: '2', text: 'Cognac' },
      { number: '3', text: 'Roquefort', classes: [29] },
      { number: '4', text: 'Gorgonzola', classes: [29] },
      { number: '5', text: 'Champagne Royale' },
    ]);
  });
  afterAll(() => app.close());

  const ctx = (actor = 'local:lin') => ({
    db: app.database.db,
    clock: () => new Date('2026-11-22T13:00:00Z'),
    actor,
  });
  const screen = (marks: SampleMark[]) =>
    watchMarksFile(ctx(), new Watch(app.database.db), {
      fileName: 'm.csv',
      input: [Buffer.from(csv(marks))] as never,
    });
  const alertOf = async (mark: string): Promise<Alert> => {
    const path = '/api/v1/watch/alerts?status=all&limit=200';
    const { alerts } = (await app.staff<{ alerts: Alert[] }>('GET', path)).body;
    return alerts.find((alert) => alert.mark.id === `EM:${mark}`)!;
  };
  const openCase = (alertId: string) => app.staff<Opened>('POST', '/api/v1/disputes', caseOf(alertId));
  const settle = (body: object) => app.staff('POST', '/api/v1/watch/alerts/decisions', body);
  const cases = async (): Promise<number> => (await app.database.db.select().from(disputes)).length;

  it('oppose it: its status, a note that names the case, the ruling on the pair, the audit trail', async () => {
    const alert = await alertOf('1');
    const { status, body } = await openCase(alert.id);
    expect([status, body.alert]).toEqual([201, { id: alert.id, status: 'opposing', moved: true }]);
    expect(await alertView(app.database.db, alert.id)).toMatchObject({
      status: 'opposing',
      note: `${body.dispute.id}: CHAMPANGE in Alicante`,
      changedBy: 'local:tester',
      decisions: [{ ruling: 'conflict', reason: `${body.dispute.id}: CHAMPANGE in Alicante` }],
      history: [{ action: 'watch.alert-opposing', actor: 'local:tester', details: { from: 'new' } }],
    });
    const waiting = await app.staff<{ alerts: Alert[] }>('GET', '/api/v1/watch/alerts?status=new&limit=200');
    expect(waiting.body.alerts.map((one) => one.id)).not.toContain(alert.id);
    // A second case from it changes nothing more.
    expect((await openCase(alert.id)).body.alert).toEqual({
      id: alert.id,
      status: 'opposing',
      moved: false,
    });
    expect((await alertView(app.database.db, alert.id)).note).toContain(body.dispute.id);
  });

  it('oppose one that a rule keeps quiet', async () => {
    const alert = await alertOf('2');
    const rule = { scope: 'all', alertAt: 0, reason: 'quiet days' };
    await app.staff('PUT', '/api/v1/watch/noise', rule);
    expect((await alertView(app.database.db, alert.id)).status).toBe('quiet');
    expect((await openCase(alert.id)).body.alert).toMatchObject({ status: 'opposing', moved: true });
    const view = await alertView(app.database.db, alert.id);
    expect([view.status, view.quietedBy]).toEqual(['opposing', undefined]);
    await app.staff('PUT', '/api/v1/watch/noise', { scope: 'all', reason: 'back' });
  });

  it('leave one that was settled or closed, and say so', async () => {
    const settled = await alertOf('3');
    await settle({ ids: [settled.id], status: 'dismissed', reason: 'the makers themselves' });
    const gone = await alertOf('4');
    await screen([{ number: '4', text: 'Gorgonzola', classes: [29], status: 'withdrawn' }]);
    for (const [id, status] of [
      [settled.id, 'dismissed'],
      [gone.id, 'closed'],
    ] as const) {
      const before = await alertView(app.database.db, id);
      expect((await openCase(id)).body.alert).toEqual({ id, status, moved: false });
      expect(await alertView(app.database.db, id)).toEqual(before);
    }
  });

  it('are not opened from an alert that is none, nor by who may not', async () => {
    const before = await cases();
    const none = await openCase('alt_none');
    expect([none.status, none.body.code]).toEqual([404, 'not-found/alert']);
    const alert = await alertOf('5');
    const { actor } = await addPerson(app.database.db, 'Viewer', 'viewer');
    await expect(openDispute(ctx(actor), caseOf(alert.id))).rejects.toMatchObject({
      code: 'accounts/not-allowed',
    });
    expect(await cases()).toBe(before);
    expect((await alertView(app.database.db, alert.id)).status).toBe('new');
    const rows = await app.database.db.select().from(audit).where(eq(audit.subject, alert.id));
    expect(rows.map((row) => row.action)).not.toContain('watch.alert-opposing');
  });
});
