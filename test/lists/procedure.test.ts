import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { audit } from '../../src/db/schema/index.ts';
import type { ProcedureEvent } from '../../src/gi/procedure-event.ts';
import { statedEntry } from '../../src/lists/amend.ts';
import { registerCatalogue } from '../../src/lists/catalogue.ts';
import { importFile } from '../../src/lists/import.ts';
import { dueDesk } from '../../src/lists/procedure/due.ts';
import { recordEvent, setTerms, withdrawEvent } from '../../src/lists/procedure/record.ts';
import { procedureView } from '../../src/lists/procedure/view.ts';
import { publish } from '../../src/lists/publish.ts';
import { frameAt, giAnswer } from '../../src/lists/queries.ts';
import { approve } from '../../src/lists/review/approve.ts';
import { decide } from '../../src/lists/review/decide.ts';
import { draftReview } from '../../src/lists/review/overview.ts';
import { entriesOf, versionsOf } from '../../src/lists/versions.ts';
import { bundleOf, bytes } from '../support/bundles.ts';
import { databases, reset } from '../support/databases.ts';
import { agreement, aList, anEntry, jurisdictions, official, sourced } from '../support/entries.ts';
import { addPerson } from '../support/people.ts';

const list = aList({ id: 'cn-eu/V', defaultStatus: 'applied' });
const tea = anEntry({ status: 'applied', dates: {} });
const rice = anEntry({
  key: 'panjin-da-mi',
  names: [{ text: '盘锦大米', language: 'zh', script: 'Hans', kind: 'original', evidence: sourced }],
  product: { class: 'cereal', classes: [] },
  status: 'applied',
  dates: {},
});
const legal = {
  ...agreement,
  rules: {
    procedures: [
      {
        office: 'EU',
        timeZone: 'Europe/Brussels',
        opposition: { period: 'P2M', evidence: sourced },
        processing: { period: 'P4Y', evidence: sourced },
        grounds: [{ code: 'generic', text: { en: 'generic' }, evidence: sourced }],
      },
    ],
  },
};
const event = (
  kind: ProcedureEvent['kind'],
  on: string,
  more: Partial<ProcedureEvent> = {},
): ProcedureEvent => ({
  kind,
  on,
  evidence: official,
  ...more,
});

describe.each(databases)('procedures of entries, on $name', ({ open }) => {
  let database: Database;
  let ticks: number;
  const clock = () => new Date(ticks++);
  const as = (actor: string) => ({ db: database.db, clock, actor });
  const machine = () => as('local:root');
  const ref = { listId: list.id, key: tea.key };
  const view = async (day: string, knownAt?: Date) =>
    procedureView(
      database.db,
      await frameAt(database.db, { day, ...(knownAt && { knownAt }) }, clock()),
      list.id,
      tea.key,
    );
  const stateIn = async (day: string) => {
    const frame = await frameAt(database.db, { day }, clock());
    const giId = (await view(day)).giId;
    return (await giAnswer(database.db, frame, giId, 'EU')).protection[0]!;
  };
  const publishAll = (effectiveOn?: string) =>
    publish(machine(), { listId: list.id, ...(effectiveOn && { effectiveOn }) });

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    ticks = Date.parse('2026-03-01T10:00:00Z');
    await registerCatalogue(machine(), { jurisdictions, agreements: [legal], lists: [list] });
    const input = bytes(await bundleOf([tea, rice], list));
    await importFile(machine(), {
      listId: list.id,
      fileName: 'v.json',
      input,
      mode: 'full',
      effectiveOn: '2021-03-01',
    });
    await publishAll();
  });
  afterEach(() => reset(database));

  it('are recorded into one draft, published, and answer for any day on both axes', async () => {
    const first = await recordEvent(machine(), ref, event('published', '2022-12-02'));
    const second = await recordEvent(machine(), ref, event('decided', '2023-06-01', { decision: 'protect' }));
    expect(second.draftId).toBe(first.draftId);
    await recordEvent(machine(), ref, event('protected', '2023-07-01'));
    const before = clock();
    expect((await view('2026-03-01')).state.stage).toBeUndefined();
    await publishAll('2026-03-01');

    expect((await view('2026-03-01')).state).toMatchObject({ stage: 'protected', since: '2023-07-01' });
    expect((await view('2026-03-01', before)).state.stage).toBeUndefined();
    // What is on record now tells where it stood then, though no version said so then.
    expect((await view('2023-06-15')).state.stage).toBe('decided');
    expect((await view('2022-12-31')).state.stage).toBe('published');
    // A day before the version applies is answered from the version that applied then.
    expect((await stateIn('2023-08-01')).state).toBe('pending');
    expect(await stateIn('2026-03-02')).toMatchObject({
      state: 'protected',
      since: '2023-07-01',
      via: [{ procedure: { stage: 'protected', since: '2023-07-01' } }],
    });
    const entries: string[] = [];
    const [version] = await versionsOf(database.db, list.id);
    for await (const { entry } of entriesOf(database.db, version!.versionId)) entries.push(entry.key);
    expect(entries).toEqual([tea.key, rice.key]);
  });

  it('refuse an impossible order, and leave nothing of it', async () => {
    const wrong = event('opposed', '2023-01-01', { opposition: '1', party: 'X', grounds: ['generic'] });
    await expect(recordEvent(machine(), ref, wrong)).rejects.toMatchObject({
      code: 'procedure/order',
      status: 409,
    });
    await recordEvent(machine(), ref, event('published', '2022-12-02'));
    await expect(recordEvent(machine(), ref, { ...wrong, grounds: ['taste'] })).rejects.toMatchObject({
      code: 'procedure/ground',
    });
    await expect(recordEvent(machine(), ref, { ...wrong, on: '2023-02-03' })).rejects.toMatchObject({
      code: 'procedure/opposition-late',
    });
    await expect(recordEvent(machine(), ref, event('decided', '2023-03-01'))).rejects.toMatchObject({
      code: 'procedure/incomplete',
    });
    await expect(
      recordEvent(machine(), { ...ref, key: 'nothing' }, event('applied', '2020-01-01')),
    ).rejects.toMatchObject({ code: 'not-found/entry' });
    const rows = await database.db.select().from(audit).where(eq(audit.action, 'procedure.recorded'));
    expect(rows.map((r) => r.details)).toMatchObject([{ key: tea.key, event: { kind: 'published' } }]);
  });

  it('take an event back, with what followed from it', async () => {
    await recordEvent(machine(), ref, event('published', '2022-12-02'));
    await recordEvent(machine(), ref, event('protected', '2023-07-01', { notClaimed: ['cha'] }));
    const back = await withdrawEvent(machine(), { ...ref, ordinal: 1 }, 'wrong entry');
    expect([back.entry.status, back.entry.dates, back.entry.notClaimed]).toEqual([
      'published',
      { published: '2022-12-02' },
      [],
    ]);
    const none = await withdrawEvent(machine(), { ...ref, ordinal: 0 }, 'wrong entry');
    expect([none.entry.status, none.entry.dates]).toEqual(['applied', {}]);
    await expect(withdrawEvent(machine(), { ...ref, ordinal: 0 }, 'again')).rejects.toMatchObject({
      code: 'not-found/entry',
    });
  });

  it('need a second person’s word, and whoever recorded one may not give it', async () => {
    await addPerson(database.db, 'Editor', 'editor');
    await addPerson(database.db, 'Chief', 'approver');
    await addPerson(database.db, 'Other', 'approver');
    await addPerson(database.db, 'Reader', 'viewer');
    const [chief, other] = [as('user:chief@office.example'), as('user:other@office.example')];
    await expect(
      recordEvent(as('user:reader@office.example'), ref, event('published', '2022-12-02')),
    ).rejects.toMatchObject({ code: 'accounts/not-allowed' });
    const { draftId } = await recordEvent(
      as('user:editor@office.example'),
      ref,
      event('published', '2022-12-02'),
    );
    await recordEvent(chief, ref, event('protected', '2023-07-01'));
    await decide(as('user:editor@office.example'), {
      draftId,
      filter: {},
      decision: 'accepted',
      expected: 1,
    });
    await expect(approve(chief, draftId)).rejects.toMatchObject({ code: 'lists/self-approval' });
    await approve(other, draftId);
    await expect(recordEvent(chief, ref, event('ended', '2024-07-01'))).rejects.toMatchObject({
      code: 'lists/approved',
    });
    await publish(other, { listId: list.id, draftId });
    expect((await view('2026-03-01')).state.stage).toBe('protected');
  });

  it('lose a decision already given on the entry when something else is recorded of it', async () => {
    const { draftId } = await recordEvent(machine(), ref, event('published', '2022-12-02'));
    await decide(machine(), { draftId, filter: {}, decision: 'accepted', expected: 1 });
    await recordEvent(machine(), ref, event('protected', '2023-07-01'));
    expect((await draftReview(database.db, draftId)).counts).toMatchObject({ pending: 1, accepted: 0 });
  });

  it('survive a partner’s file that knows nothing of them', async () => {
    await recordEvent(machine(), ref, event('published', '2022-12-02'));
    await setTerms(machine(), ref, {
      phaseOuts: [{ user: 'earlier users', until: '2027-03-01', evidence: sourced }],
    });
    await publishAll();
    const again = {
      ...tea,
      status: 'published' as const,
      dates: { published: '2022-12-02' },
      notes: ['new'],
    };
    const input = bytes(await bundleOf([again, rice], list));
    await importFile(machine(), { listId: list.id, fileName: 'w.json', input, mode: 'full' });
    await publishAll();
    const after = await view('2026-03-02');
    expect(after.entry.notes).toEqual(['new']);
    expect(after.state.stage).toBe('published');
    expect(after.phaseOuts).toHaveLength(1);
  });

  it('come in with files, and an impossible order is an error of the record', async () => {
    const good = {
      ...tea,
      status: 'published' as const,
      dates: { published: '2022-12-02' },
      procedure: [event('published', '2022-12-02')],
    };
    const bad = { ...rice, procedure: [event('opposed', '2022-12-02', { opposition: '1' })] };
    const input = bytes(await bundleOf([good, bad], list));
    const report = await importFile(machine(), {
      listId: list.id,
      fileName: 'w.json',
      input,
      mode: 'partial',
    });
    expect(report.problems).toMatchObject([
      { code: 'procedure/order', severity: 'error', place: { field: 'procedure', record: 1 } },
    ]);
    expect(report.changes).toEqual({ added: 0, removed: 0, changed: 1 });
  });

  it('state permitted uses, whose order of days must be possible', async () => {
    const evidence = sourced;
    const wrong = [{ user: 'x', from: '2027-01-01', until: '2026-01-01', evidence }];
    await expect(setTerms(machine(), ref, { phaseOuts: wrong })).rejects.toMatchObject({
      code: 'procedure/term-order',
    });
    const coexistence = [
      { with: 'earlier-mark' as const, name: 'ANJI', labelling: 'with the holder’s name', evidence },
    ];
    const { entry } = await setTerms(machine(), ref, { coexistence });
    expect(entry.coexistence).toEqual(coexistence);
    await expect(setTerms(machine(), ref, { coexistence })).rejects.toMatchObject({
      code: 'lists/same-content',
    });
  });

  it('cannot take effect before the agreement did', async () => {
    await recordEvent(machine(), ref, event('published', '2022-12-02'));
    await expect(publishAll('2021-02-28')).rejects.toMatchObject({ code: 'lists/effect-too-early' });
    expect((await publishAll('2021-03-01')).effectiveOn).toBe('2021-03-01');
  });

  it('stay stated when a file is published meanwhile, in a new draft with the hands that made them', async () => {
    const { actor: editor } = await addPerson(database.db, 'editor', 'editor');
    const { actor: importer } = await addPerson(database.db, 'importer', 'editor');
    const { actor: approver } = await addPerson(database.db, 'approver', 'approver');
    await recordEvent(as(editor), ref, event('published', '2022-12-02'));
    const { draftId: closed } = await recordEvent(
      as(editor),
      { ...ref, key: rice.key },
      event('published', '2022-12-02'),
    );
    const renamed = { ...tea, notes: ['seen again'] };
    const { draftId } = await importFile(as(importer), {
      listId: list.id,
      fileName: 'v2.json',
      input: bytes(await bundleOf([renamed], list)),
      mode: 'full',
    });
    await decide(as(importer), { draftId: draftId!, filter: {}, decision: 'accepted', expected: 2 });
    await approve(as(approver), draftId!);
    await publish(as(approver), { listId: list.id, draftId: draftId! });

    const { entry, draftId: carried } = (await statedEntry(database.db, list.id, tea.key))!;
    expect(carried).not.toBe(closed);
    expect(entry).toMatchObject({
      notes: ['seen again'],
      status: 'published',
      procedure: [{ on: '2022-12-02' }],
    });
    expect((await draftReview(database.db, carried!)).hands).toEqual([editor]);
    const [row] = await database.db.select().from(audit).where(eq(audit.action, 'draft.carried-over'));
    expect(row!.details).toEqual({ from: closed, draftId: carried, entries: 1, gone: [rice.key] });
    await decide(as(importer), { draftId: carried!, filter: {}, decision: 'accepted', expected: 1 });
    await approve(as(approver), carried!);
    await publish(as(approver), { listId: list.id });
    expect((await view('2026-03-01')).state.stage).toBe('published');
    expect(await database.db.select().from(audit).where(eq(audit.action, 'draft.carried-over'))).toHaveLength(
      1,
    );
  });

  it('say what is due, single entries and whole lists', async () => {
    await recordEvent(machine(), ref, event('published', '2026-02-10'));
    await setTerms(
      machine(),
      { ...ref, key: rice.key },
      {
        phaseOuts: [{ user: 'earlier users', until: '2026-03-20', evidence: sourced }],
      },
    );
    await publishAll();
    const desk = await dueDesk(database.db, new Date('2026-03-01T10:00:00Z'), 60);
    expect(desk.lists).toEqual([
      { listId: list.id, on: '2025-03-01', days: -365, state: 'overdue', undecided: 2 },
    ]);
    expect(desk.entries).toMatchObject([
      { key: rice.key, kind: 'phase-out-ends', on: '2026-03-20', days: 19, state: 'coming' },
      {
        key: tea.key,
        kind: 'opposition-ends',
        on: '2026-04-10',
        days: 40,
        state: 'coming',
        name: '安吉白茶',
      },
    ]);
    expect((await dueDesk(database.db, new Date('2026-03-01T10:00:00Z'), 10)).entries).toEqual([]);
  });
});
