import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { audit, evidence } from '../../src/db/schema/index.ts';
import { registerCatalogue } from '../../src/lists/catalogue.ts';
import { correctInDraft } from '../../src/lists/corrections/correct.ts';
import { importFile } from '../../src/lists/import.ts';
import { recordEvent, setTerms } from '../../src/lists/procedure/record.ts';
import { publish } from '../../src/lists/publish.ts';
import { approve, withdrawApproval } from '../../src/lists/review/approve.ts';
import { decide } from '../../src/lists/review/decide.ts';
import { draftReview } from '../../src/lists/review/overview.ts';
import { decideStatements, waitingStatements } from '../../src/lists/review/statements.ts';
import { entriesOf, versionsOf } from '../../src/lists/versions.ts';
import { bundleOf, bytes } from '../support/bundles.ts';
import { databases, reset } from '../support/databases.ts';
import { agreement, aList, anEntry, jurisdictions, official, sourced } from '../support/entries.ts';
import { addPerson } from '../support/people.ts';

const five = aList({ id: 'cn-eu/V', defaultStatus: 'applied' });
const six = aList({ id: 'cn-eu/VI', defaultStatus: 'applied' });
const tea = anEntry({ status: 'applied', dates: {} });
const rice = anEntry({
  key: 'panjin-da-mi',
  names: [{ text: '盘锦大米', language: 'zh', script: 'Hans', kind: 'original', evidence: sourced }],
  product: { class: 'cereal', classes: [] },
  status: 'applied',
  dates: {},
});

describe.each(databases)('what staff state, decided on in bulk, on $name', ({ open }) => {
  let database: Database;
  let ticks: number;
  const clock = () => new Date(ticks++);
  const as = (actor: string) => ({ db: database.db, clock, actor });
  const person = (name: string) => as(`user:${name}@office.example`);
  const state = (who: string, listId: string, key: string, kind: 'published' | 'refused' = 'published') =>
    recordEvent(person(who), { listId, key }, { kind, on: '2022-12-02', evidence: official });
  const waiting = async (filter = {}) =>
    (await waitingStatements(database.db, filter)).map((s) => `${s.listId} ${s.key}`);
  const yes = (who: string, expected: number, filter = {}) =>
    decideStatements(person(who), { filter, decision: 'accepted', expected });

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    ticks = Date.parse('2026-03-01T00:00:00Z');
    await registerCatalogue(as('local:root'), { jurisdictions, agreements: [agreement], lists: [five, six] });
    for (const list of [five, six]) {
      const input = bytes(await bundleOf([tea, rice], list));
      await importFile(as('local:root'), { listId: list.id, fileName: 'v.json', input, mode: 'full' });
      await publish(as('local:root'), { listId: list.id });
    }
    for (const name of ['editor', 'chief', 'other'])
      await addPerson(database.db, name, name === 'editor' ? 'editor' : 'approver');
  });
  afterEach(() => reset(database));

  it('is shown over all lists, and approved at once where it needs no other approval', async () => {
    const { draftId } = await state('editor', five.id, tea.key);
    const elsewhere = await state('editor', six.id, rice.key, 'refused');
    await setTerms(
      person('editor'),
      { listId: five.id, key: rice.key },
      {
        phaseOuts: [{ user: 'Rice GmbH', until: '2027-01-01', evidence: official }],
      },
    );
    expect(await waiting()).toEqual([`cn-eu/V ${tea.key}`, `cn-eu/V ${rice.key}`, `cn-eu/VI ${rice.key}`]);
    expect(await waiting({ event: 'refused' })).toEqual([`cn-eu/VI ${rice.key}`]);
    expect(await waiting({ listId: five.id })).toHaveLength(2);
    const [first, second] = await waitingStatements(database.db);
    expect(first).toMatchObject({ events: [{ kind: 'published' }], fields: [], effect: 'none' });
    expect(second).toMatchObject({
      events: [],
      fields: ['phaseOuts'],
      statedBy: ['user:editor@office.example'],
    });

    await expect(yes('chief', 2)).rejects.toMatchObject({ code: 'lists/selection-changed' });
    await expect(yes('editor', 3)).rejects.toMatchObject({ code: 'accounts/not-allowed' });
    expect(await yes('chief', 3)).toEqual({ decided: 3, drafts: [draftId, elsewhere.draftId].sort() });
    expect(await waiting()).toEqual([]);
    expect(await draftReview(database.db, draftId)).toMatchObject({
      waiting: 'publication',
      approval: { by: 'user:chief@office.example' },
    });
    await publish(person('chief'), { listId: five.id, draftId });
    await publish(person('other'), { listId: six.id });
    const [version] = await versionsOf(database.db, five.id);
    for await (const { entry } of entriesOf(database.db, version!.versionId))
      if (entry.key === tea.key) expect(entry.status).toBe('published');
    const rows = await database.db.select().from(audit).where(eq(audit.action, 'draft.decided'));
    expect(rows.map(({ subject, details }) => [subject, details['count'], details['second']])).toEqual([
      [five.id, 2, true],
      [six.id, 1, true],
    ]);
    expect(await database.db.select().from(evidence).where(eq(evidence.kind, 'draft.decided'))).toHaveLength(
      2,
    );
  });

  it('needs two people for each statement: two who stated may decide on each other’s', async () => {
    const { draftId } = await state('chief', five.id, tea.key);
    await state('other', five.id, rice.key);
    await expect(yes('chief', 2)).rejects.toMatchObject({ code: 'lists/self-approval' });
    expect(await waiting()).toHaveLength(2);
    await yes('chief', 1, { items: [{ draftId, key: rice.key }] });
    await expect(publish(person('chief'), { listId: five.id })).rejects.toMatchObject({
      code: 'lists/undecided',
    });
    // One word is a second person's, the other that of whoever stated it.
    await decide(person('chief'), {
      draftId,
      filter: { keys: [tea.key] },
      decision: 'accepted',
      expected: 1,
    });
    expect((await draftReview(database.db, draftId)).waiting).toBe('approval');
    expect(await waiting()).toEqual([`cn-eu/V ${tea.key}`]);
    await yes('other', 1);
    expect((await draftReview(database.db, draftId)).waiting).toBe('publication');
    expect((await publish(person('other'), { listId: five.id })).number).toBe(2);
  });

  it('holds for what was said then: other words of the entry wait again, for somebody else', async () => {
    const { draftId } = await state('editor', five.id, tea.key);
    await yes('chief', 1);
    await recordEvent(
      person('chief'),
      { listId: five.id, key: tea.key },
      {
        kind: 'refused',
        on: '2023-12-02',
        evidence: official,
      },
    );
    expect((await draftReview(database.db, draftId)).waiting).toBe('decisions');
    await expect(yes('chief', 1)).rejects.toMatchObject({ code: 'lists/self-approval' });
    await yes('other', 1);
    await withdrawApproval(person('editor'), draftId);
    expect(await waiting()).toEqual([`cn-eu/V ${tea.key}`]);
    await correctInDraft(person('other'), draftId, {
      key: tea.key,
      field: 'origin',
      value: 'FR',
      reason: 'read elsewhere',
    });
    await expect(yes('other', 1)).rejects.toMatchObject({ code: 'lists/self-approval' });
  });

  it('may be rejected in bulk, also by whoever stated it, and the rest goes on', async () => {
    const { draftId } = await state('chief', five.id, tea.key);
    await state('editor', five.id, rice.key);
    await decideStatements(person('chief'), {
      filter: { items: [{ draftId, key: tea.key }] },
      decision: 'rejected',
      expected: 1,
      comment: 'entered twice',
    });
    await yes('chief', 1);
    await publish(person('other'), { listId: five.id });
    const [version] = await versionsOf(database.db, five.id);
    const said: Record<string, string> = {};
    for await (const { entry } of entriesOf(database.db, version!.versionId)) said[entry.key] = entry.status;
    expect(said).toEqual({ [tea.key]: 'applied', [rice.key]: 'published' });
  });

  it('leaves drafts approved as a whole alone', async () => {
    const { draftId } = await state('editor', five.id, tea.key);
    await decide(person('editor'), { draftId, filter: {}, decision: 'accepted', expected: 1 });
    expect(await waiting()).toHaveLength(1);
    await approve(person('chief'), draftId);
    expect(await waiting()).toEqual([]);
  });

  it('is decided by one person where there is only one', async () => {
    for (const name of ['chief', 'other', 'editor'])
      await database.db.execute(
        `update users set disabled_at = now() where email = '${name}@office.example'`,
      );
    await recordEvent(
      as('local:root'),
      { listId: five.id, key: tea.key },
      {
        kind: 'published',
        on: '2022-12-02',
        evidence: official,
      },
    );
    const filter = { listId: five.id };
    await decideStatements(as('local:root'), { filter, decision: 'accepted', expected: 1 });
    expect((await publish(as('local:root'), filter)).number).toBe(2);
  });
});
