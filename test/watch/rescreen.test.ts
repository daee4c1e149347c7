import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decidePair } from '../../src/conflicts/decisions.ts';
import type { Database } from '../../src/db/database.ts';
import { audit, watchAlerts, watchMarks } from '../../src/db/schema/index.ts';
import type { Entry } from '../../src/gi/entry.ts';
import { registerCatalogue } from '../../src/lists/catalogue.ts';
import { importFile } from '../../src/lists/import.ts';
import { publish } from '../../src/lists/publish.ts';
import { decideAlerts } from '../../src/watch/decide.ts';
import { rescreenMarks, rescreens } from '../../src/watch/rescreen.ts';
import { watchMarksFile } from '../../src/watch/run.ts';
import { Watch } from '../../src/watch/watch.ts';
import { databases, reset } from '../support/databases.ts';
import { bundleOf, bytes } from '../support/bundles.ts';
import { agreement, aList, anEntry, jurisdictions, sourced } from '../support/entries.ts';
import { csv, gazette, type SampleMark } from './samples.ts';

const list = aList();
const rice = (change: Partial<Entry> = {}): Entry =>
  anEntry({
    key: 'panjin-da-mi',
    product: { class: 'cereal', classes: [] },
    names: [
      { text: '盘锦大米', language: 'zh', script: 'Hans', kind: 'original', evidence: sourced },
      {
        text: 'Panjin Da Mi',
        language: 'zh-Latn',
        script: 'Latn',
        kind: 'romanisation',
        scheme: 'pinyin',
        evidence: sourced,
      },
    ],
    ...change,
  });

describe.each(databases)('marks beside names that are published later, on $name', ({ open }) => {
  let database: Database;
  let now: Date;
  let watch: Watch;
  const ctx = () => ({ db: database.db, clock: () => now, actor: 'test' });

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    now = new Date('2026-03-01T10:00:00Z');
    await registerCatalogue(ctx(), { jurisdictions, agreements: [agreement], lists: [list] });
    await publishEntries([anEntry()]);
    watch = new Watch(database.db);
  });
  afterEach(() => reset(database));

  async function publishEntries(entries: Entry[]): Promise<void> {
    const input = bytes(await bundleOf(entries));
    const { draftId } = await importFile(ctx(), {
      listId: list.id,
      fileName: 'annex.json',
      input,
      mode: 'full',
    });
    await publish(ctx(), { listId: list.id, draftId: draftId! });
  }
  const take = (marks: SampleMark[], fileName = 'marks.csv') =>
    watchMarksFile(ctx(), watch, { fileName, input: bytes(csv(marks)) });
  const alerts = () => database.db.select().from(watchAlerts).orderBy(watchAlerts.markId);

  const open_: SampleMark = { number: '1', text: 'PAN JIN DAMI', classes: [30], published: '2026-02-02' };

  it('raises the alert that was not there when the mark came, with its day and its cause', async () => {
    const { run } = await take([open_, { number: '2', text: 'Zorblax', published: '2026-02-02' }]);
    expect(run.alerts).toBe(0);
    await publishEntries([anEntry(), rice()]);
    const [done] = await rescreenMarks(ctx(), watch);
    expect(done).toMatchObject({ state: 'done', names: 2, marks: 2, alerts: 1 });
    expect(await alerts()).toMatchObject([
      {
        markId: 'EM:1',
        giId: 'cn-panjin-da-mi',
        deadline: '2026-05-02',
        status: 'new',
        runId: run.id,
        rescreenId: done!.id,
      },
    ]);
    const actions = (await database.db.select().from(audit)).map((row) => row.action);
    for (const action of ['watch.rescreen-started', 'watch.batch-rescreened', 'watch.rescreen-done'])
      expect(actions).toContain(action);
  });

  it('does it once: nothing is left to compare, and no pair has two alerts', async () => {
    await take([open_, { number: '3', text: 'Anji Baicha', classes: [30], published: '2026-02-02' }]);
    expect(await alerts()).toHaveLength(1);
    await publishEntries([anEntry(), rice()]);
    await rescreenMarks(ctx(), watch);
    expect(await rescreenMarks(ctx(), watch)).toEqual([]);
    expect((await alerts()).map((a) => [a.markId, a.rescreenId !== null])).toEqual([
      ['EM:1', true],
      ['EM:3', false],
    ]);
    expect(await rescreens(database.db)).toHaveLength(1);
  });

  it('leaves out marks that are withdrawn or can no longer be opposed, and keeps those whose day is not known', async () => {
    await take([
      { ...open_, number: '1', published: '2025-11-01' },
      { ...open_, number: '2', published: '2025-12-01' },
      { ...open_, number: '3', status: 'withdrawn' },
      { ...open_, number: '4', published: '2023-05-01' },
    ]);
    const noRule = csv([{ ...open_, number: '5', published: '2025-01-01' }], 'KZ');
    await watchMarksFile(ctx(), watch, { fileName: 'kz.csv', input: bytes(noRule) });
    const world = gazette([{ ...open_, number: '1700001', published: '2025-06-05' }], ['TH']);
    await watchMarksFile(ctx(), watch, { fileName: 'world.xml', input: bytes(world) });
    await publishEntries([anEntry(), rice()]);
    await rescreenMarks(ctx(), watch);
    expect((await alerts()).map((a) => a.markId)).toEqual(['EM:2', 'KZ:5', 'WO:1700001']);
  });

  it('respects what people ruled on the pair, and what they made of an alert', async () => {
    await take([
      open_,
      { number: '3', text: 'Anji Baicha', classes: [30], published: '2026-02-02' },
      { number: '4', text: 'Panjin Rice Club Dami', classes: [30], published: '2026-02-02' },
    ]);
    await decidePair(ctx(), {
      nameA: 'PAN JIN DAMI',
      nameB: 'Panjin Da Mi',
      ruling: 'coexist',
      reason: 'the association itself',
    });
    const [tea] = await alerts();
    await decideAlerts(ctx(), { ids: [tea!.id], status: 'dismissed', reason: 'the association itself' });
    await publishEntries([
      anEntry({ product: { class: 'beverage', classes: [] } }),
      rice({ key: 'panjin-da-mi' }),
    ]);
    await rescreenMarks(ctx(), watch);
    const after = await alerts();
    expect(after.find((a) => a.id === tea!.id)).toMatchObject({
      status: 'dismissed',
      candidate: tea!.candidate,
    });
    expect(after.filter((a) => a.candidate === 'Panjin Da Mi' && a.markId === 'EM:1')).toEqual([]);
  });

  it('goes on where it was stopped', async () => {
    await take([open_, { ...open_, number: '2' }]);
    await publishEntries([anEntry(), rice()]);
    const before = await database.db.select().from(watchMarks).where(eq(watchMarks.id, 'EM:1'));
    await rescreenMarks(ctx(), watch);
    // As a kill between two batches would leave it.
    await database.db.delete(watchAlerts).where(eq(watchAlerts.markId, 'EM:2'));
    await database.db
      .update(watchMarks)
      .set({ screenedAt: before[0]!.screenedAt })
      .where(eq(watchMarks.id, 'EM:2'));
    const [again] = await rescreenMarks(ctx(), watch);
    expect(again).toMatchObject({ marks: 1, alerts: 1 });
    expect(await alerts()).toHaveLength(2);
  });

  it('looks at a pair anew where the name becomes protected in another place', async () => {
    await take([open_]);
    await publishEntries([anEntry(), rice({ status: 'published', dates: {} })]);
    await rescreenMarks(ctx(), watch);
    const [first] = await alerts();
    const there = (windows: object[]) => (windows as { protectedThere: boolean }[])[0]!.protectedThere;
    expect(there(first!.windows)).toBe(false);
    await publishEntries([anEntry(), rice()]);
    expect(await rescreenMarks(ctx(), watch)).toMatchObject([{ alerts: 0 }]);
    const [second] = await alerts();
    expect([second!.id, there(second!.windows)]).toEqual([first!.id, true]);
  });

  it('costs no comparison where a publication brings no new name', async () => {
    await take([open_]);
    await publishEntries([anEntry({ dates: { protected: '2021-04-01' } })]);
    expect(await rescreenMarks(ctx(), watch)).toEqual([]);
    const [mark] = await database.db.select().from(watchMarks);
    expect(mark!.screenedAt).toBe(await watch.publication());
  });
});
