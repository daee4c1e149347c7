import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { audit, listVersions } from '../../src/db/schema/index.ts';
import type { Entry } from '../../src/gi/entry.ts';
import { registerCatalogue } from '../../src/lists/catalogue.ts';
import { importFile } from '../../src/lists/import.ts';
import { publish } from '../../src/lists/publish.ts';
import { approve, isApproved, withdrawApproval } from '../../src/lists/review/approve.ts';
import { assign, comment, commentsOn, discard } from '../../src/lists/review/care.ts';
import {
  changedFields,
  countMatching,
  reviewedChanges,
  type ChangeFilter,
} from '../../src/lists/review/changes.ts';
import { decide } from '../../src/lists/review/decide.ts';
import { draftReview, openDrafts } from '../../src/lists/review/overview.ts';
import { decideProblems, reviewedProblems } from '../../src/lists/review/problems.ts';
import { revert } from '../../src/lists/review/revert.ts';
import { entriesOf, getDraft, versionsOf } from '../../src/lists/versions.ts';
import { bundleOf, bytes } from '../support/bundles.ts';
import { databases, reset } from '../support/databases.ts';
import { agreement, aList, anEntry, jurisdictions, sourced } from '../support/entries.ts';
import { addPerson } from '../support/people.ts';

const list = aList();
const named = (key: string, text: string, change: Partial<Entry> = {}): Entry =>
  anEntry({
    key,
    names: [{ text, language: 'zh', script: 'Hans', kind: 'original', evidence: sourced }],
    ...change,
  });
const tea = anEntry();
const rice = named('panjin-da-mi', '盘锦大米', { product: { class: 'cereal', classes: [] } });
const honey = named('raohe', '饶河蜂蜜', { product: { class: 'food', classes: [] } });
const vinegar = named('zhenjiang', '镇江香醋', { status: 'applied', dates: {} });
const endedTea = { ...tea, status: 'ended' as const, dates: { ...tea.dates, ended: '2026-01-01' } };
const renamedVinegar = named('zhenjiang', '镇江醋', { status: 'protected', dates: {} });

describe.each(databases)('the review of a draft, on $name', ({ open }) => {
  let database: Database;
  let ticks: number;
  const clock = () => new Date(ticks++);
  const as = (actor: string) => ({ db: database.db, clock, actor });
  const machine = () => as('local:root');
  const [editor, second, chief] = [
    'user:editor@office.example',
    'user:second@office.example',
    'user:chief@office.example',
  ];

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    ticks = Date.parse('2026-03-01T10:00:00Z');
    await registerCatalogue(machine(), { jurisdictions, agreements: [agreement], lists: [list] });
  });
  afterEach(() => reset(database));

  const staff = async (): Promise<void> => {
    await addPerson(database.db, 'viewer', 'viewer');
    await addPerson(database.db, 'editor', 'editor');
    await addPerson(database.db, 'second', 'approver');
    await addPerson(database.db, 'chief', 'admin');
  };
  const importAs = async (actor: string, entries: Entry[], spoil = (text: string) => text) => {
    const input = bytes(spoil(await bundleOf(entries, list)));
    return importFile(as(actor), { listId: list.id, fileName: 'annex.json', input, mode: 'full' });
  };
  const publishAs = (actor: string, draftId: string) => publish(as(actor), { listId: list.id, draftId });
  /** Version 1 with tea, rice and vinegar; a draft by the editor: tea ends, rice goes, vinegar is renamed, honey comes. */
  const aDraft = async (): Promise<string> => {
    const first = await importAs('local:root', [tea, rice, vinegar]);
    await publishAs('local:root', first.draftId!);
    await staff();
    return (await importAs(editor, [endedTea, renamedVinegar, honey])).draftId!;
  };
  const decideAll = async (actor: string, draftId: string, decision: 'accepted' | 'rejected') => {
    const { total } = await countMatching(database.db, await getDraft(database.db, draftId));
    await decide(as(actor), { draftId, filter: {}, decision, expected: total });
  };
  const one = (actor: string, draftId: string, key: string, decision: 'accepted' | 'rejected' | 'pending') =>
    decide(as(actor), { draftId, filter: { keys: [key] }, decision, expected: 1 });
  const held = async (): Promise<Record<string, string>> => {
    const [newest] = await versionsOf(database.db, list.id);
    const found: Record<string, string> = {};
    for await (const { entry } of entriesOf(database.db, newest!.versionId))
      found[entry.key] = `${entry.names[0]!.text} ${entry.status}`;
    return found;
  };

  it('shows every change with its effect on protection, pending until decided', async () => {
    const draftId = await aDraft();
    const draft = await getDraft(database.db, draftId);
    const changes = await reviewedChanges(database.db, draft, {}, { after: '', limit: 10 });
    expect(changes.map((c) => [c.key, c.change, c.effect, c.decided])).toEqual([
      ['anji-bai-cha', 'changed', 'loses', undefined],
      ['panjin-da-mi', 'removed', 'loses', undefined],
      ['raohe', 'added', 'gains', undefined],
      ['zhenjiang', 'changed', 'gains', undefined],
    ]);
    expect(await draftReview(database.db, draftId)).toMatchObject({
      counts: { total: 4, pending: 4, loses: 2, gains: 2 },
      waiting: 'decisions',
      hands: [editor],
    });
    expect(await changedFields(database.db, draft)).toEqual(
      [
        { field: 'dates', count: 1 },
        { field: 'names', count: 1 },
        { field: 'status', count: 2 },
      ].sort((a, b) => b.count - a.count || (a.field < b.field ? -1 : 1)),
    );
  });

  it.each<[ChangeFilter, string[]]>([
    [{ change: 'changed' }, ['anji-bai-cha', 'zhenjiang']],
    [{ effect: 'loses' }, ['anji-bai-cha', 'panjin-da-mi']],
    [{ field: 'names', change: 'changed' }, ['zhenjiang']],
    [{ field: 'dates', change: 'changed' }, ['anji-bai-cha']],
    [{ text: '香醋' }, ['zhenjiang']],
    [{ text: 'ANJI B' }, ['anji-bai-cha']],
    [{ text: '%' }, []],
    [{ state: 'accepted' }, ['raohe']],
    [{ state: 'pending', change: 'removed' }, ['panjin-da-mi']],
  ])('filters by %j', async (filter, keys) => {
    const draftId = await aDraft();
    await one(editor, draftId, 'raohe', 'accepted');
    const draft = await getDraft(database.db, draftId);
    const found = await reviewedChanges(database.db, draft, filter, { after: '', limit: 10 });
    expect(found.map((c) => c.key)).toEqual(keys);
    expect((await countMatching(database.db, draft, filter)).total).toBe(keys.length);
  });

  it('decides one change with a comment, again otherwise, and takes it back', async () => {
    const draftId = await aDraft();
    await decide(as(editor), {
      draftId,
      filter: { keys: ['raohe'] },
      decision: 'rejected',
      comment: 'not on our copy',
      expected: 1,
    });
    const draft = await getDraft(database.db, draftId);
    const [change] = await reviewedChanges(database.db, draft, { keys: ['raohe'] }, { after: '', limit: 1 });
    expect(change!.decided).toMatchObject({ decision: 'rejected', comment: 'not on our copy', by: editor });
    await one(second, draftId, 'raohe', 'accepted');
    expect((await countMatching(database.db, draft)).accepted).toBe(1);
    await one(editor, draftId, 'raohe', 'pending');
    expect((await countMatching(database.db, draft)).pending).toBe(4);
    await expect(one(editor, draftId, 'nothing', 'accepted')).rejects.toMatchObject({
      code: 'lists/not-a-change',
    });
  });

  it('decides in bulk exactly the number that was previewed', async () => {
    const draftId = await aDraft();
    const bulk = { draftId, filter: { effect: 'loses' as const }, decision: 'rejected' as const };
    await expect(decide(as(editor), { ...bulk, expected: 3 })).rejects.toMatchObject({
      code: 'lists/selection-changed',
    });
    expect(await decide(as(editor), { ...bulk, expected: 2 })).toBe(2);
    expect((await draftReview(database.db, draftId)).counts).toMatchObject({
      rejected: 2,
      pending: 2,
      loses: 0,
    });
  });

  it('publishes accepted changes and keeps the base version’s line for rejected ones', async () => {
    const draftId = await aDraft();
    await decideAll(editor, draftId, 'accepted');
    await decide(as(editor), { draftId, filter: { effect: 'loses' }, decision: 'rejected', expected: 2 });
    const before = await draftReview(database.db, draftId);
    await approve(as(second), draftId);
    const published = await publishAs(second, draftId);
    expect(published).toMatchObject({ number: 2, entryCount: 4 });
    expect(await held()).toEqual({
      'anji-bai-cha': '安吉白茶 protected',
      'panjin-da-mi': '盘锦大米 protected',
      raohe: '饶河蜂蜜 protected',
      zhenjiang: '镇江醋 protected',
    });
    const after = await getDraft(database.db, draftId);
    expect([after.state, after.entryCount]).toEqual(['discarded', before.entryCount]);
    const again = await importAs(editor, [tea, rice, honey, renamedVinegar]);
    expect(again.draftId).toBeUndefined();
  });

  it('does not shout about entries that live on in one they are merged into', async () => {
    const [first, two] = [named('jia', '甲地茶'), named('yi', '乙地茶')];
    const merged = { ...first, key: 'jia-yi', names: [...first.names, ...two.names] };
    await publishAs('local:root', (await importAs('local:root', [tea, first, two])).draftId!);
    const { draftId, successions } = await importAs('local:root', [tea, merged]);
    expect(successions).toMatchObject([{ kind: 'merged' }]);
    const draft = await getDraft(database.db, draftId!);
    const changes = await reviewedChanges(database.db, draft, {}, { after: '', limit: 10 });
    expect(changes).toMatchObject([
      { key: 'jia', change: 'removed', effect: 'none', becomes: ['jia-yi'] },
      { key: 'jia-yi', change: 'added', effect: 'none', was: ['jia', 'yi'] },
      { key: 'yi', change: 'removed', effect: 'none', becomes: ['jia-yi'] },
    ]);
    await one('local:root', draftId!, 'jia-yi', 'rejected');
    expect((await countMatching(database.db, draft)).loses).toBe(2);
  });

  it('shows an undone merger as a split, and tells anew what lives on where part of it was rejected', async () => {
    const [first, two] = [named('jia', '甲地茶'), named('yi', '乙地茶')];
    const merged = { ...first, key: 'jia-yi', names: [...first.names, ...two.names] };
    await publishAs('local:root', (await importAs('local:root', [tea, first, two])).draftId!);
    const { draftId } = await importAs('local:root', [tea, merged]);
    await one('local:root', draftId!, 'jia', 'rejected');
    for (const key of ['jia-yi', 'yi']) await one('local:root', draftId!, key, 'accepted');
    const { versionId } = await publishAs('local:root', draftId!);
    const [derived] = await database.db.select().from(listVersions).where(eq(listVersions.id, versionId));
    expect(derived!.successions).toEqual([{ kind: 'renumbered', from: ['yi'], to: ['jia-yi'] }]);

    const whole = await importAs('local:root', [tea, merged]);
    await publishAs('local:root', whole.draftId!);
    const undo = await revert(machine(), { listId: list.id, number: 1 });
    const changes = await reviewedChanges(database.db, undo, {}, { after: '', limit: 10 });
    expect(changes).toMatchObject([
      { key: 'jia', change: 'added', effect: 'none', was: ['jia-yi'] },
      { key: 'jia-yi', change: 'removed', effect: 'none', becomes: ['jia', 'yi'] },
      { key: 'yi', change: 'added', effect: 'none', was: ['jia-yi'] },
    ]);
    expect((await countMatching(database.db, undo)).loses).toBe(0);
  });

  it('has nothing to publish when everything was rejected', async () => {
    const draftId = await aDraft();
    await decideAll(editor, draftId, 'rejected');
    await approve(as(second), draftId);
    await expect(publishAs(second, draftId)).rejects.toMatchObject({ code: 'lists/nothing-to-publish' });
    await discard(as(editor), draftId);
    await expect(one(editor, draftId, 'raohe', 'accepted')).rejects.toMatchObject({
      code: 'not-found/draft',
    });
    expect(await openDrafts(database.db)).toEqual([]);
  });

  it('once reviewed is published only when every change is decided, though nobody else could approve', async () => {
    await publishAs('local:root', (await importAs('local:root', [tea, rice])).draftId!);
    const { draftId } = await importAs('local:root', [endedTea]);
    await one('local:root', draftId!, 'anji-bai-cha', 'rejected');
    await expect(publishAs('local:root', draftId!)).rejects.toMatchObject({ code: 'lists/undecided' });
    await one('local:root', draftId!, 'panjin-da-mi', 'accepted');
    await publishAs('local:root', draftId!);
    expect(await held()).toEqual({ 'anji-bai-cha': '安吉白茶 protected' });
  });

  describe('four eyes', () => {
    it.each([
      { people: [], needed: false },
      { people: ['admin'], needed: false },
      { people: ['viewer', 'admin'], needed: false },
      { people: ['editor', 'editor'], needed: false },
      { people: ['editor', 'approver'], needed: true },
      { people: ['admin', 'admin'], needed: true },
    ] as const)('are needed with $people: $needed', async ({ people, needed }) => {
      for (const [i, role] of people.entries()) await addPerson(database.db, `p${i}`, role);
      const { draftId } = await importAs('local:root', [tea]);
      const ended = await publishAs('local:root', draftId!).catch((e: { code: string }) => e.code);
      if (needed) expect(ended).toBe('lists/needs-approval');
      else expect(ended).toMatchObject({ number: 1 });
    });

    it('cannot be the importer’s own, nor those of whoever decided anything, even when overruled', async () => {
      const draftId = await aDraft();
      await one(chief, draftId, 'raohe', 'rejected');
      await decideAll(editor, draftId, 'accepted');
      await expect(approve(as(editor), draftId)).rejects.toMatchObject({
        code: 'accounts/not-allowed',
        status: 403,
      });
      await expect(approve(as(chief), draftId)).rejects.toMatchObject({
        code: 'lists/self-approval',
        status: 403,
      });
      const own = await importAs(second, [tea, rice]);
      await decideAll(editor, own.draftId!, 'accepted');
      await expect(approve(as(second), own.draftId!)).rejects.toMatchObject({ code: 'lists/self-approval' });
      await expect(publishAs(second, own.draftId!)).rejects.toMatchObject({ code: 'lists/needs-approval' });
    });

    it('are taken back by a decision written behind the approval’s back', async () => {
      const draftId = await aDraft();
      await decideAll(editor, draftId, 'accepted');
      await approve(as(second), draftId);
      await database.db.execute(`insert into draft_hands values ('${draftId}', '${second}')`);
      expect(await isApproved(database.db, await getDraft(database.db, draftId))).toBe(false);
      await expect(publishAs(chief, draftId)).rejects.toMatchObject({ code: 'lists/needs-approval' });
    });

    it('see a draft that cannot change any more until the approval is withdrawn', async () => {
      const draftId = await aDraft();
      await expect(approve(as(second), draftId)).rejects.toMatchObject({ code: 'lists/undecided' });
      await decideAll(editor, draftId, 'accepted');
      await approve(as(second), draftId);
      await expect(one(editor, draftId, 'raohe', 'rejected')).rejects.toMatchObject({
        code: 'lists/approved',
      });
      await expect(approve(as(chief), draftId)).rejects.toMatchObject({ code: 'lists/approved' });
      await withdrawApproval(as(editor), draftId);
      await one(editor, draftId, 'raohe', 'rejected');
      await expect(publishAs(second, draftId)).rejects.toMatchObject({ code: 'lists/needs-approval' });
    });

    it('do not count when the approver’s account was closed or lowered since', async () => {
      const draftId = await aDraft();
      await decideAll(editor, draftId, 'accepted');
      await approve(as(second), draftId);
      await database.db.execute(`update users set role = 'editor' where email = 'second@office.example'`);
      await expect(publishAs(chief, draftId)).rejects.toMatchObject({ code: 'lists/needs-approval' });
    });

    it('hold when deciding, approving and publishing come at once', async () => {
      for (let round = 0; round < 4; round++) {
        const draftId = await aDraft();
        await decideAll(editor, draftId, 'accepted');
        const [decided, approved, published] = await Promise.allSettled([
          one(second, draftId, 'raohe', 'rejected'),
          approve(as(second), draftId),
          publishAs(chief, draftId),
        ]);
        // Whoever came first, the one who decided did not also approve.
        expect([decided.status, approved.status].filter((s) => s === 'fulfilled').length).toBeLessThanOrEqual(
          1,
        );
        if (published.status === 'fulfilled') expect(approved.status).toBe('fulfilled');
        const [newest] = await versionsOf(database.db, list.id);
        expect(newest!.number).toBe(published.status === 'fulfilled' ? 2 : 1);
        await reset(database);
        await registerCatalogue(machine(), { jurisdictions, agreements: [agreement], lists: [list] });
      }
    });

    it('publish once when two people press at once', async () => {
      const draftId = await aDraft();
      await decideAll(editor, draftId, 'accepted');
      await approve(as(second), draftId);
      const both = await Promise.allSettled([publishAs(second, draftId), publishAs(chief, draftId)]);
      expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await versionsOf(database.db, list.id)).toHaveLength(2);
    });
  });

  describe('errors of the file', () => {
    const spoil = (text: string) => text.replace('"giType":"GI"', '"giType":"XX"');
    const aSpoiltDraft = async () => {
      await staff();
      return importAs(editor, [tea, rice], spoil);
    };

    it('are excluded or accepted one by one or all at once, each with a reason', async () => {
      const { draftId, importId } = await aSpoiltDraft();
      expect((await draftReview(database.db, draftId!)).openErrors).toBe(1);
      const word = { draftId: draftId!, ordinals: 'all-open' as const, ruling: 'excluded' as const };
      await expect(decideProblems(as(editor), { ...word, reason: ' ' })).rejects.toMatchObject({
        problems: [{ place: { field: 'reason' } }],
      });
      await decideAll(editor, draftId!, 'accepted');
      await expect(approve(as(second), draftId!)).rejects.toMatchObject({ code: 'lists/undecided' });
      expect(await decideProblems(as(editor), { ...word, reason: 'the partner mends it' })).toBe(1);
      expect((await reviewedProblems(database.db, importId))[0]!.decided).toMatchObject({
        ruling: 'excluded',
        reason: 'the partner mends it',
        by: editor,
      });
      await approve(as(second), draftId!);
      await publishAs(second, draftId!);
      expect(await held()).toEqual({ 'panjin-da-mi': '盘锦大米 protected' });
    });

    it('make whoever rules on them unfit to approve', async () => {
      const { draftId } = await aSpoiltDraft();
      await decideAll(editor, draftId!, 'accepted');
      await decideProblems(as(second), {
        draftId: draftId!,
        ordinals: [0],
        ruling: 'accepted',
        reason: 'harmless',
      });
      await expect(approve(as(second), draftId!)).rejects.toMatchObject({ code: 'lists/self-approval' });
      await approve(as(chief), draftId!);
    });
  });

  it('brings an earlier version back as a draft of its own', async () => {
    await publishAs('local:root', (await importAs('local:root', [tea, rice])).draftId!);
    await publishAs('local:root', (await importAs('local:root', [endedTea])).draftId!);
    await expect(revert(machine(), { listId: list.id, number: 2 })).rejects.toMatchObject({
      code: 'lists/same-content',
    });
    await expect(revert(machine(), { listId: list.id, number: 9 })).rejects.toMatchObject({
      code: 'not-found/version',
    });
    const draft = await revert(machine(), { listId: list.id, number: 1 });
    expect(await draftReview(database.db, draft.versionId)).toMatchObject({
      revertsTo: 1,
      counts: { added: 1, changed: 1, removed: 0 },
    });
    const published = await publishAs('local:root', draft.versionId);
    const versions = await versionsOf(database.db, list.id);
    expect(versions.map((v) => v.number)).toEqual([3, 2, 1]);
    expect(published.contentHash).toBe(versions[2]!.contentHash);
  });

  it('takes remarks and a reviewer, and shows how far each open draft is', async () => {
    const draftId = await aDraft();
    await assign(as(editor), draftId, second);
    await comment(as(second), draftId, { text: 'please look at the vinegar', key: 'zhenjiang' });
    await comment(as(editor), draftId, { text: 'done' });
    await expect(comment(as(editor), draftId, { text: 'x', key: 'nothing' })).rejects.toMatchObject({
      code: 'lists/not-a-change',
    });
    expect(await commentsOn(database.db, draftId)).toMatchObject([
      { key: 'zhenjiang', by: second },
      { text: 'done', by: editor },
    ]);
    await decideAll(editor, draftId, 'accepted');
    expect(await openDrafts(database.db)).toMatchObject([
      { assignee: second, waiting: 'approval', stale: false },
    ]);
    await approve(as(second), draftId);
    expect(await openDrafts(database.db)).toMatchObject([
      { waiting: 'publication', approval: { by: second } },
    ]);
  });

  it.each([
    [
      'viewer',
      ['import', 'decide', 'comment', 'assign', 'discard', 'revert', 'problems', 'approve', 'publish'],
    ],
    ['editor', ['approve', 'publish']],
    ['second', []],
  ])('lets a %s not %j', async (name, refused) => {
    const draftId = await aDraft();
    const ctx = as(`user:${name}@office.example`);
    const attempts: Record<string, () => Promise<unknown>> = {
      import: () => importAs(ctx.actor, [rice]),
      decide: () => one(ctx.actor, draftId, 'raohe', 'accepted'),
      comment: () => comment(ctx, draftId, { text: 'x' }),
      assign: () => assign(ctx, draftId, undefined),
      problems: () => decideProblems(ctx, { draftId, ordinals: [], ruling: 'accepted', reason: 'x' }),
      revert: () => revert(ctx, { listId: list.id, number: 1 }),
      approve: () => approve(ctx, draftId),
      publish: () => publishAs(ctx.actor, draftId),
      discard: () => discard(ctx, draftId),
    };
    const outcomes = await Object.entries(attempts).reduce(
      async (before, [what, attempt]) => {
        const so = await before;
        const code = await attempt().then(
          () => '',
          (e: { code: string }) => e.code,
        );
        return code === 'accounts/not-allowed' ? [...so, what] : so;
      },
      Promise.resolve([] as string[]),
    );
    expect(outcomes.sort()).toEqual([...refused].sort());
  });

  it('leaves every step on the audit trail, a refused one none', async () => {
    const draftId = await aDraft();
    await decideAll(editor, draftId, 'accepted');
    await approve(as(editor), draftId).catch(() => {});
    await approve(as(second), draftId);
    await publishAs(second, draftId);
    const rows = await database.db.select().from(audit).where(eq(audit.subject, list.id)).orderBy(audit.id);
    expect(rows.slice(-5).map((r) => [r.action, r.actor])).toEqual([
      ['import.started', editor],
      ['import.done', editor],
      ['draft.decided', editor],
      ['draft.approved', second],
      ['list.published', second],
    ]);
    const states = await database.db.select({ state: listVersions.state }).from(listVersions);
    expect(states.filter((s) => s.state === 'building')).toEqual([]);
  });
});
