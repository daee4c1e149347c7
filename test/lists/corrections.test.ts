import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { audit } from '../../src/db/schema/index.ts';
import { entryHash } from '../../src/gi/content-hash.ts';
import type { Entry } from '../../src/gi/entry.ts';
import type { NameForm } from '../../src/gi/name-form.ts';
import { registerCatalogue } from '../../src/lists/catalogue.ts';
import { correctEntry, correctInDraft } from '../../src/lists/corrections/correct.ts';
import { correctionsIn } from '../../src/lists/corrections/correction.ts';
import { receivedEntries } from '../../src/lists/corrections/received.ts';
import { ruleOnCorrection } from '../../src/lists/corrections/rule.ts';
import { correctionViews } from '../../src/lists/corrections/view.ts';
import { withdrawCorrection } from '../../src/lists/corrections/withdraw.ts';
import { importFile } from '../../src/lists/import.ts';
import type { ImportReport } from '../../src/lists/read-import.ts';
import { publish } from '../../src/lists/publish.ts';
import { approve } from '../../src/lists/review/approve.ts';
import { countMatching, reviewedChanges } from '../../src/lists/review/changes.ts';
import { decide } from '../../src/lists/review/decide.ts';
import { draftReview } from '../../src/lists/review/overview.ts';
import { revert } from '../../src/lists/review/revert.ts';
import { entriesOf, getDraft, latestVersion } from '../../src/lists/versions.ts';
import { bundleOf, bytes } from '../support/bundles.ts';
import { databases, reset } from '../support/databases.ts';
import { agreement, aList, anEntry, jurisdictions, official, sourced } from '../support/entries.ts';
import { addPerson } from '../support/people.ts';

const list = aList();
const form = (text: string, change: Partial<NameForm> = {}): NameForm => ({
  text,
  language: 'fr',
  script: 'Latn',
  kind: 'original',
  evidence: sourced,
  ...change,
});
const wine = (names: string[], change: Partial<Entry> = {}): Entry =>
  anEntry({
    key: 'PDO-FR-A1',
    fileNumbers: ['PDO-FR-A1'],
    origin: ['FR'],
    product: { class: 'wine', classes: [] },
    names: names.map((n) => form(n)),
    ...change,
  });
const tea = anEntry();
const misspelt = wine(['Bordeau']);
const misspelling = 'names[original|fr|Bordeau]';

describe.each(databases)('corrections of a partner’s evident errors, on $name', ({ open }) => {
  let database: Database;
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
    await registerCatalogue(root(), { jurisdictions, agreements: [agreement], lists: [list] });
  });
  afterEach(() => reset(database));

  const importAs = async (
    actor: string,
    entries: Entry[],
    mode: 'full' | 'partial' = 'full',
  ): Promise<ImportReport> =>
    importFile(as(actor), {
      listId: list.id,
      fileName: 'annex.json',
      input: bytes(await bundleOf(entries, list)),
      mode,
    });
  const publishDraft = (draftId: string) => publish(root(), { listId: list.id, draftId });
  const names = async (): Promise<Record<string, string[]>> => {
    const found: Record<string, string[]> = {};
    for await (const { entry, hash } of entriesOf(
      database.db,
      (await latestVersion(database.db, list.id))!.id,
    )) {
      expect(entryHash(entry)).toBe(hash);
      found[entry.key] = entry.names.map((n) => n.text);
    }
    return found;
  };
  const codes = (report: ImportReport): string[] =>
    report.problems.map((p) => p.code).filter((c) => c.startsWith('correction/'));
  /** Version 1 with the misspelling corrected in its draft. */
  const published = async (): Promise<string> => {
    const { draftId } = await importAs('local:root', [tea, misspelt]);
    const { id } = await correctInDraft(root(), draftId!, {
      key: misspelt.key,
      field: misspelling,
      value: 'Bordeaux',
      reason: 'OJ L 408I has the x',
      evidence: official,
    });
    await publishDraft(draftId!);
    return id;
  };

  it('publishes what is right, and keeps what the partner said beside it', async () => {
    const id = await published();
    expect((await names())[misspelt.key]).toEqual(['Bordeaux']);
    const version = await latestVersion(database.db, list.id);
    expect(await correctionsIn(database.db, [version!.id])).toMatchObject([
      {
        correction: {
          id,
          field: misspelling,
          partnerValue: { text: 'Bordeau' },
          value: { text: 'Bordeaux', script: 'Latn', evidence: official },
          reason: 'OJ L 408I has the x',
          createdBy: 'local:root',
        },
      },
    ]);
    expect((await receivedEntries(database.db, version!.id)).get(misspelt.key)).toEqual(misspelt);
    expect(await correctionViews(database.db, { listId: list.id })).toMatchObject([
      { id, state: 'active', inForce: true },
    ]);
  });

  it('is laid over the next file that still says the wrong thing, by itself', async () => {
    await published();
    const again = await importAs('local:root', [tea, misspelt]);
    expect(again.draftId).toBeUndefined();
    expect(codes(again)).toEqual(['correction/applied']);
    const more = await importAs('local:root', [wine(['Bordeau'], { notes: ['new'] })], 'partial');
    const draft = await getDraft(database.db, more.draftId!);
    const changes = await reviewedChanges(database.db, draft, {}, { after: '', limit: 5 });
    expect(changes).toMatchObject([{ key: misspelt.key, fields: [{ field: 'notes' }] }]);
    await publishDraft(more.draftId!);
    expect((await names())[misspelt.key]).toEqual(['Bordeaux']);
    // A part that does not speak of the entry takes it over with its correction.
    const other = await importAs('local:root', [{ ...tea, notes: ['other'] }], 'partial');
    expect(codes(other)).toEqual([]);
    await publishDraft(other.draftId!);
    const version = await latestVersion(database.db, list.id);
    expect(await correctionsIn(database.db, [version!.id])).toHaveLength(1);
  });

  it('ends by itself when the partner has fixed it, with an audit row and a line in the report', async () => {
    const id = await published();
    const fixed = await importAs('local:root', [tea, wine(['Bordeaux'])]);
    expect(codes(fixed)).toEqual(['correction/fixed']);
    expect(await correctionViews(database.db, { state: 'fixed' })).toMatchObject([
      { id, draftId: fixed.draftId },
    ]);
    await publishDraft(fixed.draftId!);
    expect(await correctionViews(database.db)).toMatchObject([
      { id, state: 'retired', inForce: false, ended: { why: 'fixed' } },
    ]);
    const rows = await database.db.select().from(audit).where(eq(audit.action, 'correction.retired'));
    expect(rows).toMatchObject([{ subject: list.id, details: { correctionId: id, why: 'fixed' } }]);
    expect(codes(await importAs('local:root', [tea, wine(['Bordeaux'])]))).toEqual([]);
  });

  it('ends at once when the file that fixes it changes nothing else', async () => {
    const { draftId } = await importAs('local:root', [tea, wine(['Bordeaux'], { giType: 'PGI' })]);
    await correctInDraft(root(), draftId!, {
      key: misspelt.key,
      field: 'giType',
      value: 'PDO',
      reason: 'its number says PDO',
    });
    await publishDraft(draftId!);
    const fixed = await importAs('local:root', [tea, wine(['Bordeaux'], { giType: 'PDO' })]);
    expect(fixed.draftId).toBeUndefined();
    expect(await correctionViews(database.db)).toMatchObject([{ state: 'retired', ended: { why: 'fixed' } }]);
  });

  describe('when the partner says something else again', () => {
    const changed = async () => {
      const id = await published();
      const report = await importAs('local:root', [tea, wine(['Bordeauks'])]);
      expect(codes(report)).toEqual(['correction/changed']);
      return { id, draftId: report.draftId! };
    };

    it('is suspended and blocks approval and publication', async () => {
      const { id, draftId } = await changed();
      expect(await correctionViews(database.db, { state: 'suspended' })).toMatchObject([
        { id, draftId, seen: { text: 'Bordeauks' } },
      ]);
      expect(await draftReview(database.db, draftId)).toMatchObject({ suspended: 1, waiting: 'decisions' });
      await expect(publishDraft(draftId)).rejects.toMatchObject({ code: 'lists/suspended-corrections' });
    });
    it('stays where a person says so, against the new word, and is laid over the next file', async () => {
      const { id, draftId } = await changed();
      const kept = await ruleOnCorrection(root(), {
        draftId,
        correctionId: id,
        ruling: 'keep',
        reason: 'still misspelt',
      });
      expect(kept).toMatchObject({
        field: 'names[original|fr|Bordeauks]',
        partnerValue: { text: 'Bordeauks' },
        value: { text: 'Bordeaux' },
      });
      await expect(publishDraft(draftId)).rejects.toMatchObject({ code: 'lists/nothing-to-publish' });
      expect(codes(await importAs('local:root', [tea, wine(['Bordeauks'])]))).toEqual(['correction/applied']);
      expect((await correctionViews(database.db)).map((c) => c.state)).toEqual(['active', 'retired']);
    });
    it('ends where a person takes the new word', async () => {
      const { id, draftId } = await changed();
      await ruleOnCorrection(root(), { draftId, correctionId: id, ruling: 'take', reason: 'renamed' });
      await publishDraft(draftId);
      expect((await names())[misspelt.key]).toEqual(['Bordeauks']);
      await expect(
        ruleOnCorrection(root(), { draftId, correctionId: id, ruling: 'take', reason: 'again' }),
      ).rejects.toMatchObject({ code: 'not-found/draft' });
    });
    it('does not block when the change is rejected: the line readers see stays, corrected', async () => {
      const { draftId } = await changed();
      await decide(root(), { draftId, filter: {}, decision: 'rejected', expected: 1 });
      await expect(publishDraft(draftId)).rejects.toMatchObject({ code: 'lists/nothing-to-publish' });
    });
  });

  it('goes with its entry when the partner removes it', async () => {
    await published();
    const gone = await importAs('local:root', [tea]);
    expect(codes(gone)).toEqual(['correction/gone']);
    await publishDraft(gone.draftId!);
    expect(await correctionViews(database.db)).toMatchObject([{ state: 'retired', ended: { why: 'gone' } }]);
  });

  it('keeps its overlay on a rejected change, and through an undo', async () => {
    await published();
    const next = await importAs('local:root', [
      { ...tea, notes: ['x'] },
      wine(['Bordeau'], { notes: ['y'] }),
    ]);
    await decide(root(), {
      draftId: next.draftId!,
      filter: { keys: [misspelt.key] },
      decision: 'rejected',
      expected: 1,
    });
    await decide(root(), {
      draftId: next.draftId!,
      filter: { keys: [tea.key] },
      decision: 'accepted',
      expected: 1,
    });
    await publishDraft(next.draftId!);
    let version = await latestVersion(database.db, list.id);
    expect((await receivedEntries(database.db, version!.id)).get(misspelt.key)).toEqual(misspelt);
    const back = await revert(root(), { listId: list.id, number: 1 });
    await publishDraft(back.versionId);
    version = await latestVersion(database.db, list.id);
    expect(version!.number).toBe(3);
    expect((await receivedEntries(database.db, version!.id)).get(misspelt.key)).toEqual(misspelt);
  });

  it('is made on a published entry in a draft of its own, or in the one that is open', async () => {
    await publishDraft((await importAs('local:root', [tea, misspelt])).draftId!);
    const request = { key: tea.key, field: 'dates.protected', value: '2021-03-02', reason: 'wrong day' };
    const first = await correctEntry(root(), list.id, request);
    expect(first.drafts).toHaveLength(1);
    const second = await correctEntry(root(), list.id, {
      key: misspelt.key,
      field: 'product.class',
      value: 'spirit',
      reason: 'a brandy',
    });
    expect(second.drafts).toEqual(first.drafts);
    await expect(correctEntry(root(), list.id, request)).rejects.toMatchObject({
      code: 'lists/already-corrected',
    });
    const counts = await countMatching(database.db, await getDraft(database.db, first.drafts[0]!));
    expect(counts).toMatchObject({ total: 2, changed: 2 });
    await publishDraft(first.drafts[0]!);
    expect(codes(await importAs('local:root', [tea, misspelt]))).toEqual([
      'correction/applied',
      'correction/applied',
    ]);
  });

  it('is withdrawn in a step of its own, and the partner’s word comes back', async () => {
    const id = await published();
    const { drafts } = await withdrawCorrection(root(), { id, reason: 'it is written so' });
    expect((await names())[misspelt.key]).toEqual(['Bordeaux']);
    await publishDraft(drafts[0]!);
    expect((await names())[misspelt.key]).toEqual(['Bordeau']);
    expect(await correctionViews(database.db)).toMatchObject([
      { state: 'withdrawn', ended: { reason: 'it is written so' } },
    ]);
    await expect(withdrawCorrection(root(), { id, reason: 'again' })).rejects.toMatchObject({
      code: 'lists/correction-ended',
    });
    const rows = await database.db.select().from(audit).where(eq(audit.action, 'correction.withdrawn'));
    expect(rows).toMatchObject([{ actor: 'local:root', details: { correctionId: id } }]);
  });

  it.each([
    ['key', 'x'],
    ['status', 'no-such-status'],
    ['dates.protected', '2021-02-30'],
    [misspelling, ''],
    [misspelling, 'Bordeau'],
    ['names[nonsense]', 'x'],
    ['nothing', 'x'],
  ])('refuses to make %s say "%s"', async (field, value) => {
    const { draftId } = await importAs('local:root', [tea, misspelt]);
    const wrong = { key: misspelt.key, field, value, reason: 'because' };
    await expect(correctInDraft(root(), draftId!, wrong)).rejects.toMatchObject({ name: 'InputError' });
    await expect(
      correctInDraft(root(), draftId!, { ...wrong, field: 'status', value: 'ended', reason: ' ' }),
    ).rejects.toMatchObject({ name: 'InputError' });
    expect(await correctionViews(database.db)).toEqual([]);
  });

  it.each([
    ['fileNumbers', 'PDO-FR-A2 | PDO-FR-A3', ['PDO-FR-A2', 'PDO-FR-A3']],
    ['notClaimed', 'Vin', ['Vin']],
    ['legalBasis', 'Annex IV', { text: 'Annex IV' }],
    ['product.description', 'red', 'red'],
    ['product', { class: 'spirit', classes: [] }, { class: 'spirit', classes: [] }],
  ])('makes %s say what people type', async (field, value, stored) => {
    const { draftId } = await importAs('local:root', [tea, misspelt]);
    const made = await correctInDraft(root(), draftId!, {
      key: misspelt.key,
      field,
      value,
      reason: 'because',
    }).catch((e: Error) => e.name);
    // The parts of the product are fields of their own.
    if (field === 'product') expect(made).toBe('InputError');
    else expect(made).toMatchObject({ field, value: stored });
  });

  describe('and four eyes', () => {
    beforeEach(async () => {
      await addPerson(database.db, 'editor', 'editor');
      await addPerson(database.db, 'second', 'approver');
    });
    const [editor, second] = ['user:editor@office.example', 'user:second@office.example'];
    const correction = { key: misspelt.key, field: misspelling, value: 'Bordeaux', reason: 'the x' };
    const accept = (actor: string, draftId: string, expected: number) =>
      decide(as(actor), { draftId, filter: {}, decision: 'accepted', expected });

    it('keep whoever corrects from approving, here and where it is laid over unseen', async () => {
      const { draftId } = await importAs(editor, [tea, misspelt]);
      await correctInDraft(as(second), draftId!, correction);
      await accept(editor, draftId!, 2);
      await expect(approve(as(second), draftId!)).rejects.toMatchObject({ code: 'lists/self-approval' });
      const again = await importAs(editor, [tea, misspelt]);
      await accept(editor, again.draftId!, 2);
      await expect(approve(as(second), again.draftId!)).rejects.toMatchObject({
        code: 'lists/self-approval',
      });
    });
    it('see no correction of an approved draft, and a corrected change decided anew', async () => {
      const { draftId } = await importAs(editor, [tea, misspelt]);
      await accept(editor, draftId!, 2);
      await correctInDraft(as(editor), draftId!, correction);
      expect((await draftReview(database.db, draftId!)).counts).toMatchObject({ pending: 1, accepted: 1 });
      await accept(editor, draftId!, 2);
      await approve(as(second), draftId!);
      await expect(
        correctInDraft(as(editor), draftId!, { ...correction, field: 'giType', value: 'PGI' }),
      ).rejects.toMatchObject({ code: 'lists/approved' });
    });
    it('let no viewer correct, rule or withdraw', async () => {
      const { draftId } = await importAs(editor, [tea, misspelt]);
      const { actor } = await addPerson(database.db, 'viewer', 'viewer');
      const refused = { code: 'accounts/not-allowed' };
      await expect(correctInDraft(as(actor), draftId!, correction)).rejects.toMatchObject(refused);
      await expect(correctEntry(as(actor), list.id, correction)).rejects.toMatchObject(refused);
      await expect(withdrawCorrection(as(actor), { id: 'x', reason: 'y' })).rejects.toMatchObject(refused);
    });
  });
});
