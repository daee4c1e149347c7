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
import { alertView } from '../../src/watch/alerts.ts';
import { AFTER_LOOSENING } from '../../src/watch/loosened.ts';
import { rescreenMarks, rescreens } from '../../src/watch/rescreen.ts';
import { watchMarksFile } from '../../src/watch/run.ts';
import { previewNoise, setNoise } from '../../src/watch/set-noise.ts';
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

  describe('after a rule of the watch was loosened', () => {
    const rule = (scope: string, alertAt?: number) =>
      setNoise(ctx(), { scope, ...(alertAt !== undefined && { alertAt }), reason: 'as the team said' });
    const preview = async (scope: string, alertAt?: number): Promise<number> =>
      (await previewNoise(database.db, { scope, alertAt }, '2026-03-01')).marksToCompare;
    const tea = (number: string, classes: number[]): SampleMark => ({
      number,
      text: 'Anji Baicha',
      classes,
      published: '2026-02-02',
    });
    const found = async () => (await alerts()).map((a) => [a.markId, a.status]);

    it('raises what the rule of a class kept from being raised, and nothing twice', async () => {
      await rule('class:30', 0);
      await take([tea('1', [30]), tea('2', [30, 32]), tea('3', [32])]);
      expect(await found()).toEqual([
        ['EM:2', 'new'],
        ['EM:3', 'new'],
      ]);
      // A mark with a class that has no rule was never silenced.
      expect(await preview('class:30')).toBe(1);
      expect([await preview('class:30', 0), await preview('class:32', 0)]).toEqual([0, 0]);
      expect(await rule('class:30')).toEqual({ quietened: 0, reopened: 0, marksToCompare: 1 });
      const [done] = await rescreenMarks(ctx(), watch);
      expect(done).toMatchObject({ cause: 'rule', state: 'done', marks: 1, alerts: 1 });
      expect((await found())[0]).toEqual(['EM:1', 'new']);
      const [raised, other] = await alerts();
      expect(await alertView(database.db, raised!.id)).toMatchObject({
        foundBy: 'rule',
        rescreenId: done!.id,
      });
      expect((await alertView(database.db, other!.id)).foundBy).toBeUndefined();
      expect(await rescreenMarks(ctx(), watch)).toEqual([]);
      expect(await found()).toHaveLength(3);
    });

    it('takes all open marks for an agreement or the general rule, and none where it is no louder', async () => {
      await rule('all', 0);
      await take([
        tea('1', [30]),
        { ...tea('2', [30]), published: '2025-11-01' },
        { ...tea('3', [30]), published: '2023-05-01' },
        { ...tea('4', [30]), status: 'withdrawn' },
      ]);
      expect(await found()).toEqual([]);
      expect(await preview('all', 0)).toBe(0);
      expect(await preview(`agreement:${agreement.id}`, 1)).toBe(2);
      expect(await rule(`agreement:${agreement.id}`, 0)).toMatchObject({ marksToCompare: 0 });
      expect(await rescreenMarks(ctx(), watch)).toEqual([]);
      expect(await rule(`agreement:${agreement.id}`)).toMatchObject({ marksToCompare: 0 });
      expect(await rule('all')).toMatchObject({ marksToCompare: 2 });
      await rescreenMarks(ctx(), watch);
      // The second can no longer be opposed.
      expect(await found()).toEqual([['EM:1', 'new']]);
    });

    it('leaves what people settled, respects rulings, and opens what was quiet once', async () => {
      await take([tea('1', [30]), tea('2', [30]), { ...tea('3', [30]), text: 'Anji Baicha Original' }]);
      const [one, two, three] = await alerts();
      await decideAlerts(ctx(), { ids: [three!.id], status: 'dismissed', reason: 'the makers' });
      await rule('class:30', 0);
      await take([{ ...tea('4', [30]), text: 'Anji Baicha Original' }], 'more.csv');
      expect(await rule('class:30')).toMatchObject({ reopened: 2, marksToCompare: 4 });
      expect(await rescreenMarks(ctx(), watch)).toMatchObject([{ marks: 4, alerts: 0 }]);
      expect((await alerts()).map((a) => [a.id, a.status, a.rescreenId])).toEqual([
        [one!.id, 'new', null],
        [two!.id, 'new', null],
        [three!.id, 'dismissed', null],
      ]);
    });

    it('goes on where it was stopped, also beside names that came meanwhile', async () => {
      await rule('class:30', 0);
      await take([tea('1', [30]), { ...open_, number: '2' }]);
      await rule('class:30');
      const state = await database.db.select().from(watchMarks);
      expect(state.map((mark) => mark.screenedAt)).toEqual([AFTER_LOOSENING, AFTER_LOOSENING]);
      await publishEntries([anEntry(), rice()]);
      const done = await rescreenMarks(ctx(), watch);
      expect(done).toMatchObject([{ cause: 'rule', marks: 2, alerts: 2 }]);
      expect(await rescreenMarks(ctx(), watch)).toEqual([]);
    });

    it('misses nothing where a rule is loosened while marks are screened or compared', async () => {
      class Meanwhile extends Watch {
        loosen = true;
        override async ready() {
          const ready = await super.ready();
          if (!this.loosen) return ready;
          this.loosen = false;
          const { screener } = ready;
          const screen: typeof screener.screen = async (signs) => {
            const findings = await screener.screen(signs);
            await rule('class:30');
            return findings;
          };
          return { ...ready, screener: { ...screener, screen } };
        }
      }
      await rule('class:30', 0);
      const input = bytes(csv([tea('1', [30])]));
      await watchMarksFile(ctx(), new Meanwhile(database.db), { fileName: 'm.csv', input });
      expect(await found()).toEqual([]);
      expect(await rescreenMarks(ctx(), watch)).toMatchObject([{ cause: 'rule', alerts: 1 }]);

      await rule('class:30', 0);
      await take([tea('2', [30])], 'two.csv');
      // Compared again for a rule that does not let them through yet.
      expect(await rule(`agreement:${agreement.id}`, 3)).toMatchObject({ marksToCompare: 2 });
      expect(await rescreenMarks(ctx(), new Meanwhile(database.db))).toMatchObject([{ marks: 2, alerts: 1 }]);
      expect(await found()).toEqual([
        ['EM:1', 'new'],
        ['EM:2', 'new'],
      ]);
    });
  });
});
