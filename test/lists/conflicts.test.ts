import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decidePair } from '../../src/conflicts/decisions.ts';
import { draftScreen } from '../../src/conflicts/draft-screen.ts';
import { NameRegistry } from '../../src/conflicts/name-registry.ts';
import type { Database } from '../../src/db/database.ts';
import {
  audit,
  draftConflicts,
  draftScreenings,
  versionEntries,
  type PairRuling,
} from '../../src/db/schema/index.ts';
import type { Entry } from '../../src/gi/entry.ts';
import type { NameForm } from '../../src/gi/name-form.ts';
import { registerCatalogue } from '../../src/lists/catalogue.ts';
import { correctInDraft } from '../../src/lists/corrections/correct.ts';
import { linkGis } from '../../src/lists/gi-links.ts';
import { importFile } from '../../src/lists/import.ts';
import { publish } from '../../src/lists/publish.ts';
import { approve } from '../../src/lists/review/approve.ts';
import {
  conflictStatus,
  countConflicts,
  decideConflicts,
  draftConflictPage,
  type ConflictFilter,
  type DraftConflict,
} from '../../src/lists/review/conflicts.ts';
import { decide } from '../../src/lists/review/decide.ts';
import { draftReview } from '../../src/lists/review/overview.ts';
import { Screenings } from '../../src/lists/review/screenings.ts';
import { bundleOf, bytes } from '../support/bundles.ts';
import { databases, reset } from '../support/databases.ts';
import { agreement, aList, anEntry, jurisdictions, sourced } from '../support/entries.ts';
import { addPerson } from '../support/people.ts';

const china = aList();
const france = aList({ id: 'cn-fr/FR', protectedIn: 'CN', origin: 'FR' });
const europe = aList({ id: 'register/eu', kind: 'home-register', protectedIn: 'EU', origin: 'EU' });
const form = (text: string, language: string, script: string, kind: NameForm['kind']): NameForm => ({
  text,
  language,
  script,
  kind,
  evidence: sourced,
});
const entry = (key: string, origin: string, names: NameForm[], change: Partial<Entry> = {}): Entry =>
  anEntry({ key, origin: [origin], names, product: { class: 'wine', classes: [] }, ...change });
const champagne = entry('champagne', 'FR', [
  form('Champagne', 'fr', 'Latn', 'original'),
  form('香槟', 'zh', 'Hans', 'transcription'),
]);
const cognac = entry('cognac', 'FR', [form('Cognac', 'fr', 'Latn', 'original')], {
  product: { class: 'spirit', classes: [] },
});
const homophone = entry('xiang-bin', 'CN', [form('香宾', 'zh', 'Hans', 'original')]);
const longer = entry('rensheng', 'CN', [form('香槟人生', 'zh', 'Hans', 'original')]);
const tea = anEntry();

describe.each(databases)('the conflicts of a draft with names of other origins, on $name', ({ open }) => {
  let database: Database;
  let names: NameRegistry;
  let screenings: Screenings;
  let ticks: number;
  const clock = () => new Date(ticks++);
  const as = (actor: string) => ({ db: database.db, clock, actor });
  const root = () => as('local:root');

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    ticks = Date.parse('2026-03-01T10:00:00Z');
    await registerCatalogue(root(), {
      jurisdictions,
      agreements: [agreement],
      lists: [china, france, europe],
    });
    names = new NameRegistry(database.db);
    screenings = new Screenings({ db: database.db, clock }, draftScreen(database.db, names));
  });
  afterEach(async () => {
    await screenings.close();
    await names.close();
    await reset(database);
  });

  const importAs = async (actor: string, list: typeof china, entries: Entry[]): Promise<string> => {
    const input = bytes(await bundleOf(entries, list));
    const report = await importFile(as(actor), { listId: list.id, fileName: 'a.json', input, mode: 'full' });
    return report.draftId!;
  };
  const hold = async (list: typeof china, entries: Entry[]): Promise<void> => {
    const draftId = await importAs('local:root', list, entries);
    await publish(as('system'), { listId: list.id, draftId });
  };
  const publishDraft = (draftId: string, list = china) =>
    publish(root(), { listId: list.id, draftId, screened: true });
  const found = (filter: ConflictFilter = {}): Promise<DraftConflict[]> =>
    draftConflictPage(database.db, filter, { after: '', limit: 50 });
  const pairs = (conflicts: DraftConflict[]): string[] =>
    conflicts.map((c) => `${c.name} / ${c.heldName}`).sort();
  const rule = (draftId: string, ruling: PairRuling, filter: ConflictFilter = { state: 'open' }, more = {}) =>
    decideConflicts(
      root(),
      { draftId, filter, ruling, reason: 'looked at', expected: 1, ...more },
      decidePair,
    );
  /** Champagne and Cognac are held; a draft of Chinese names has a homophone of 香槟, and a tea. */
  const aDraft = async (): Promise<string> => {
    await hold(france, [champagne, cognac]);
    const draftId = await importAs('local:root', china, [homophone, tea]);
    await screenings.ensure(draftId);
    return draftId;
  };

  it('are found for new names, with the explanation, and kept from publication until decided', async () => {
    const draftId = await aDraft();
    const conflicts = await found();
    expect(conflicts).toMatchObject([
      {
        draftId,
        listId: china.id,
        key: 'xiang-bin',
        heldList: france.id,
        heldKey: 'champagne',
        name: '香宾',
        heldName: '香槟',
        kind: 'homophone',
        moot: false,
      },
    ]);
    expect(conflicts[0]!.pairs[0]).toMatchObject({ explanation: { rule: expect.any(String) } });
    expect(await conflictStatus(database.db, draftId)).toEqual({
      screening: 'done',
      names: 3,
      screened: 3,
      total: 1,
      open: 1,
    });
    expect((await draftReview(database.db, draftId)).waiting).toBe('decisions');
    await expect(publishDraft(draftId)).rejects.toMatchObject({ code: 'lists/open-conflicts', status: 409 });
    expect(await rule(draftId, 'coexist')).toBe(1);
    expect((await found())[0]!.decided).toMatchObject({ ruling: 'coexist', by: 'local:root' });
    expect(await publishDraft(draftId)).toMatchObject({ number: 1 });
    const rows = await database.db.select().from(audit).where(eq(audit.subject, china.id)).orderBy(audit.id);
    expect(rows.map((r) => r.action).slice(-3)).toEqual([
      'draft.screened',
      'draft.conflicts-decided',
      'list.published',
    ]);
    const remembered = await database.db.select().from(audit).where(eq(audit.action, 'pair.decided'));
    expect(remembered).toHaveLength(1);
  });

  it('are found where the held name holds the new one', async () => {
    await hold(china, [longer]);
    const draftId = await importAs('local:root', france, [champagne]);
    await screenings.ensure(draftId);
    expect(pairs(await found())).toEqual(['香槟 / 香槟人生']);
  });

  it('are not raised among names of one side, nor with what has ended', async () => {
    await hold(france, [champagne, { ...cognac, status: 'ended', dates: { ended: '2020-01-01' } }]);
    const eu = await importAs('local:root', europe, [
      entry('PDO-IT-1', 'IT', [form('Champagne', 'it', 'Latn', 'original')]),
    ]);
    const cn = await importAs('local:root', china, [
      entry('cognac-cn', 'CN', [form('Cognac', 'en', 'Latn', 'original')]),
    ]);
    await screenings.ensure(eu);
    await screenings.ensure(cn);
    // Italy is not known as a member of the union here, France is.
    expect(pairs(await found({ draftId: cn }))).toEqual([]);
    expect(pairs(await found({ draftId: eu }))).toEqual(['Champagne / Champagne']);
  });

  it('are not raised with what people ruled to be the same thing under another name', async () => {
    await aDraft();
    expect(await found()).toHaveLength(1);
    const line = async (key: string): Promise<string> => {
      const [row] = await database.db.select().from(versionEntries).where(eq(versionEntries.key, key));
      return row!.giId;
    };
    const [from, to] = [await line(homophone.key), await line(champagne.key)];
    await linkGis(root(), { kind: 'same-entity', from, to, reason: 'one thing' });
    const again = await importAs('local:root', china, [homophone, tea, longer]);
    await screenings.ensure(again);
    expect((await found({ draftId: again })).map((c) => c.key)).toEqual([longer.key]);
  });

  it('are not raised of names that readers are shown already', async () => {
    await hold(china, [homophone]);
    await hold(france, [champagne]);
    const draftId = await importAs('local:root', china, [{ ...homophone, notes: ['a remark'] }, tea]);
    await screenings.ensure(draftId);
    expect(await conflictStatus(database.db, draftId)).toMatchObject({ names: 2, total: 0 });
  });

  it.each<[PairRuling, number]>([
    ['coexist', 0],
    ['same-entity', 0],
    ['no-conflict', 0],
    ['conflict', 1],
  ])('once ruled %s are raised %i time(s) in the next draft', async (ruling, times) => {
    const draftId = await aDraft();
    await rule(draftId, ruling);
    await importAs('local:root', china, [homophone]).then((id) => screenings.ensure(id));
    expect((await countConflicts(database.db, { state: 'open' })).total).toBe(times);
  });

  it('of a rejected entry are nothing to decide; ruling may reject the entry at once', async () => {
    const draftId = await aDraft();
    await decide(root(), { draftId, filter: { keys: ['xiang-bin'] }, decision: 'rejected', expected: 1 });
    expect(await found({ state: 'open' })).toEqual([]);
    expect((await found())[0]).toMatchObject({ moot: true });
    await decide(root(), { draftId, filter: { keys: ['xiang-bin'] }, decision: 'pending', expected: 1 });
    await rule(draftId, 'conflict', { state: 'open' }, { reject: true });
    expect((await draftReview(database.db, draftId)).counts).toMatchObject({ rejected: 1, pending: 1 });
  });

  it('are decided in exactly the number that was previewed, with a reason', async () => {
    const draftId = await aDraft();
    await expect(rule(draftId, 'coexist', {}, { expected: 2 })).rejects.toMatchObject({
      code: 'lists/selection-changed',
    });
    await expect(rule(draftId, 'coexist', { ids: ['cnf_x'] })).rejects.toMatchObject({
      code: 'not-found/conflict',
    });
    await expect(rule(draftId, 'coexist', {}, { reason: ' ' })).rejects.toMatchObject({
      name: 'InputError',
    });
    expect(await found({ kind: 'identical' })).toEqual([]);
    expect(await found({ text: '香槟', state: 'open' })).toHaveLength(1);
    expect((await countConflicts(database.db)).kinds).toEqual([{ kind: 'homophone', count: 1 }]);
  });

  it('are found anew when the draft is corrected, or something else is published meanwhile', async () => {
    await hold(france, [cognac]);
    const draftId = await importAs('local:root', china, [homophone]);
    await screenings.ensure(draftId);
    expect(await found()).toEqual([]);
    await hold(france, [cognac, champagne]);
    await expect(publishDraft(draftId)).rejects.toMatchObject({ code: 'lists/not-screened' });
    await screenings.ensure(draftId);
    expect(await found()).toHaveLength(1);
    await correctInDraft(root(), draftId, {
      key: 'xiang-bin',
      field: 'names[original|zh|香宾]',
      value: '盘锦',
      reason: 'a slip',
    });
    expect(await found()).toEqual([]);
    await expect(publishDraft(draftId)).rejects.toMatchObject({ code: 'lists/not-screened' });
    await screenings.ensure(draftId);
    expect(await conflictStatus(database.db, draftId)).toMatchObject({ screening: 'done', total: 0 });
    expect(await publishDraft(draftId)).toMatchObject({ number: 1 });
  });

  it('let the process do other things while many names are screened, and tell how far it is', async () => {
    await hold(france, [champagne]);
    const many = Array.from({ length: 90 }, (_, i) => ({ ...tea, key: `tea-${i}`, notes: [`${i}`] }));
    const draftId = await importAs('local:root', china, many);
    const told: number[] = [];
    let turns = 0;
    let ended = false;
    const others = (function turn(): void {
      turns++;
      if (!ended) setImmediate(turn);
    })();
    expect(others).toBeUndefined();
    await Promise.all([
      screenings.ensure(draftId, ({ screened }) => told.push(screened)),
      screenings.ensure(draftId),
    ]);
    ended = true;
    expect(told).toEqual([80, 160, 180]);
    expect(turns).toBeGreaterThan(45);
  });

  it('begin again where a stop broke the screening off', async () => {
    await hold(france, [champagne]);
    const draftId = await importAs('local:root', china, [homophone]);
    const stopped = new Screenings({ db: database.db, clock }, draftScreen(database.db, names));
    await stopped.close();
    await expect(stopped.ensure(draftId)).rejects.toMatchObject({ name: 'AbortError' });
    expect((await conflictStatus(database.db, draftId)).screening).toBe('running');
    await expect(publishDraft(draftId)).rejects.toMatchObject({ code: 'lists/not-screened' });
    await screenings.ensure(draftId);
    expect(await found()).toHaveLength(1);
  });

  it('are looked for from where a stop broke the screening off', async () => {
    await hold(france, [champagne]);
    const many = Array.from({ length: 90 }, (_, i) => ({ ...tea, key: `tea-${i}`, notes: [`${i}`] }));
    const draftId = await importAs('local:root', china, [entry('a', 'CN', homophone.names), ...many]);
    const stopped = new Screenings({ db: database.db, clock }, draftScreen(database.db, names));
    await expect(stopped.ensure(draftId, () => void stopped.close())).rejects.toMatchObject({
      name: 'AbortError',
    });
    const { screened } = await conflictStatus(database.db, draftId);
    const told: number[] = [];
    await screenings.ensure(draftId, (progress) => told.push(progress.screened));
    expect([screened, told]).toEqual([79, [159, 181]]);
    expect(await found()).toHaveLength(1);
    expect((await conflictStatus(database.db, draftId)).screening).toBe('done');
  });

  it('are the same when they are looked for over all cores', async () => {
    await hold(france, [champagne, cognac]);
    const draftId = await importAs('local:root', china, [homophone, longer, tea]);
    await screenings.ensure(draftId);
    const here = await found();
    await database.db.delete(draftConflicts);
    await database.db.delete(draftScreenings);
    const inThreads = draftScreen(database.db, names, { threadsFrom: 1 });
    await new Screenings({ db: database.db, clock }, inThreads).ensure(draftId);
    const plain = (all: DraftConflict[]) =>
      all.map((c) => ({ ...c, id: '' })).sort((a, b) => (a.key + a.name < b.key + b.name ? -1 : 1));
    expect(plain(await found())).toEqual(plain(here));
    expect(here.length).toBeGreaterThan(0);
  });

  it('count as a hand in the draft, and stand still once it is approved', async () => {
    const { actor: editor } = await addPerson(database.db, 'editor', 'editor');
    const { actor: second } = await addPerson(database.db, 'second', 'approver');
    const { actor: viewer } = await addPerson(database.db, 'viewer', 'viewer');
    await hold(france, [champagne]);
    const draftId = await importAs(editor, china, [homophone]);
    await screenings.ensure(draftId);
    await decide(as(editor), { draftId, filter: {}, decision: 'accepted', expected: 1 });
    await expect(approve(as(second), draftId)).rejects.toMatchObject({ code: 'lists/open-conflicts' });
    const request = { draftId, filter: {}, ruling: 'coexist' as const, reason: 'both known', expected: 1 };
    await expect(decideConflicts(as(viewer), request, decidePair)).rejects.toMatchObject({
      code: 'accounts/not-allowed',
    });
    await decideConflicts(as(editor), request, decidePair);
    expect((await draftReview(database.db, draftId)).hands).toEqual([editor]);
    await approve(as(second), draftId);
    await expect(decideConflicts(as(editor), request, decidePair)).rejects.toMatchObject({
      code: 'lists/approved',
    });
  });
});
