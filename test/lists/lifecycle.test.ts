import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import type { Database } from '../../src/db/database.ts';
import { audit, imports, listVersions, sourceFiles, versionEntries } from '../../src/db/schema/index.ts';
import type { Entry } from '../../src/gi/entry.ts';
import { InputError } from '../../src/gi/problem.ts';
import { registerCatalogue } from '../../src/lists/catalogue.ts';
import { changesBetween } from '../../src/lists/change-set.ts';
import { DraftBuilder } from '../../src/lists/draft.ts';
import { recoverImports } from '../../src/lists/recover.ts';
import { listDocument } from '../../src/lists/export.ts';
import { importFile, problemsOf, type ImportRequest } from '../../src/lists/import.ts';
import type { ImportReport } from '../../src/lists/read-import.ts';
import { publish } from '../../src/lists/publish.ts';
import { answersFor, frameAt, giAnswer, giIdsAfter } from '../../src/lists/queries.ts';
import { summarise } from '../../src/lists/revisions.ts';
import { readFile } from '../../src/lists/source-file.ts';
import { getDraft, versionsOf } from '../../src/lists/versions.ts';
import { databases, reset } from '../support/databases.ts';
import { bundleOf, bytes } from '../support/bundles.ts';
import { agreement, aList, anEntry, jurisdictions, official, recalled, sourced } from '../support/entries.ts';

const annexIII = aList();
const home = aList({ id: 'register/cn', kind: 'home-register', protectedIn: 'CN', origin: 'CN' });

const rice = anEntry({
  key: 'panjin-da-mi',
  fileNumbers: ['PGI-CN-9999'],
  product: { class: 'cereal', classes: [] },
  names: [{ text: '盘锦大米', language: 'zh', script: 'Hans', kind: 'original', evidence: sourced }],
});

describe.each(databases)('a list from file to readers, on $name', ({ open }) => {
  let database: Database;
  let now: Date;
  const clock = () => now;
  const ctx = () => ({ db: database.db, clock, actor: 'test' });

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    now = new Date('2026-03-01T10:00:00Z');
    await registerCatalogue(ctx(), { jurisdictions, agreements: [agreement], lists: [annexIII, home] });
  });
  afterEach(() => reset(database));

  const importEntries = async (
    entries: Entry[],
    change: Partial<ImportRequest> = {},
  ): Promise<ImportReport> =>
    importFile(ctx(), {
      listId: annexIII.id,
      fileName: 'annex.json',
      input: bytes(await bundleOf(entries)),
      mode: 'full',
      ...change,
    });
  const publishEntries = async (entries: Entry[], change: Partial<ImportRequest> = {}) => {
    const report = await importEntries(entries, change);
    return publish(ctx(), { listId: change.listId ?? annexIII.id, draftId: report.draftId! });
  };

  it('is not closed while a line has no content or no GI', async () => {
    const version = { id: 'ver_loose', listId: annexIII.id, state: 'building' as const, createdAt: now };
    await database.db.insert(listVersions).values({ ...version, createdBy: 'test' });
    const line = { versionId: 'ver_loose', key: 'a', hash: 'of nothing', giId: 'cn-nothing' };
    await database.db.insert(versionEntries).values({ ...line, linkedBy: 'new' });
    await expect(summarise(database.db, 'ver_loose')).rejects.toThrow('1 lines of ver_loose');
  });

  it('leaves a draft that readers do not see until it is published', async () => {
    const report = await importEntries([anEntry(), rice]);
    expect(report).toMatchObject({
      format: 'bundle',
      records: 2,
      problems: [],
      changes: { added: 2, changed: 0, removed: 0 },
    });
    expect(await versionsOf(database.db, annexIII.id)).toEqual([]);
    const published = await publish(ctx(), { listId: annexIII.id });
    expect(published).toMatchObject({ number: 1, entryCount: 2, effectiveOn: '2026-03-01' });
    expect(await versionsOf(database.db, annexIII.id)).toHaveLength(1);
  });

  it('keeps the bytes of the file under their hash, once', async () => {
    const text = await bundleOf([anEntry()]);
    const first = await importEntries([anEntry()]);
    const second = await importEntries([anEntry()]);
    expect(second.file.id).toBe(first.file.id);
    expect(await database.db.select().from(sourceFiles)).toHaveLength(1);
    let kept = '';
    for await (const piece of readFile(database.db, first.file.id)) kept += new TextDecoder().decode(piece);
    expect(kept).toBe(text);
  });

  it('sees no change when the same file comes again', async () => {
    await publishEntries([anEntry(), rice]);
    const again = await importEntries([anEntry(), rice]);
    expect(again.changes).toEqual({ added: 0, changed: 0, removed: 0 });
    expect(again.draftId).toBeUndefined();
    await expect(publish(ctx(), { listId: annexIII.id })).rejects.toMatchObject({
      code: 'lists/nothing-to-publish',
    });
  });

  it('tells a change field by field, and an entry the file leaves out as removed', async () => {
    await publishEntries([anEntry(), rice]);
    const { draftId } = await importEntries([
      anEntry({ status: 'ended', dates: { protected: '2021-03-01', ended: '2026-01-01' } }),
    ]);
    const draft = await getDraft(database.db, draftId!);
    const changes = await changesBetween(database.db, draft.baseId, draftId!, { after: '', limit: 10 });
    expect(changes).toMatchObject([
      {
        change: 'changed',
        key: 'anji-bai-cha',
        fields: [
          { field: 'dates.ended', after: '2026-01-01' },
          { field: 'status', before: 'protected', after: 'ended' },
        ],
      },
      { change: 'removed', key: 'panjin-da-mi' },
    ]);
  });

  it('keeps what a partial file leaves out', async () => {
    await publishEntries([anEntry(), rice]);
    const report = await importEntries([anEntry({ notes: ['seen'] })], { mode: 'partial' });
    expect(report.changes).toEqual({ added: 0, changed: 1, removed: 0 });
  });

  it('takes a renumbered entry for the entry it was, not for a removal and an addition', async () => {
    await publishEntries([anEntry(), { ...rice, key: 'PGI-CN-9999' }]);
    const renumbered = { ...rice, key: 'PDO-CN-0001', fileNumbers: ['PDO-CN-0001'] };
    const report = await importEntries([anEntry(), renumbered]);
    expect(report.successions).toEqual([{ kind: 'renumbered', from: ['PGI-CN-9999'], to: ['PDO-CN-0001'] }]);
    expect(report.changes).toEqual({ added: 0, changed: 1, removed: 0 });
    await publish(ctx(), { listId: annexIII.id });
    const frame = await frameAt(database.db, { day: '2026-03-01' }, now);
    const gi = await giAnswer(database.db, frame, 'cn-pan-jin-da-mi');
    expect(gi.occurrences[0]!.entry).toMatchObject({
      key: 'PGI-CN-9999',
      fileNumbers: ['PDO-CN-0001', 'PGI-CN-9999'],
    });
    expect((await importEntries([anEntry(), renumbered])).changes).toEqual({
      added: 0,
      changed: 0,
      removed: 0,
    });
  });

  it('keeps an amendment beside the entry it amends, as lines of one GI', async () => {
    const base = { ...rice, key: 'PGI-CN-9999' };
    const amendment = {
      ...rice,
      key: 'PGI-CN-9999-AM01',
      fileNumbers: ['PGI-CN-9999-AM01', 'PGI-CN-9999'],
      status: 'applied' as const,
    };
    await publishEntries([base, amendment]);
    const again = await importEntries([{ ...base, notes: ['x'] }, amendment]);
    expect(again.problems).toEqual([]);
    expect(again.changes).toEqual({ added: 0, changed: 1, removed: 0 });
  });

  it('names entries that were merged, and still shows them as removed and added', async () => {
    const parts = ['甲地茶', '乙地茶'].map((text) =>
      anEntry({ key: text, names: [{ ...anEntry().names[0]!, text }] }),
    );
    await publishEntries(parts);
    const whole = anEntry({ key: '甲乙', names: parts.flatMap((p) => p.names) });
    const report = await importEntries([whole]);
    expect(report.successions).toEqual([{ kind: 'merged', from: ['乙地茶', '甲地茶'].sort(), to: ['甲乙'] }]);
    expect(report.changes).toEqual({ added: 1, changed: 0, removed: 2 });
  });

  it('refuses a draft compared with a version that is no longer the current one', async () => {
    const a = await importEntries([anEntry()]);
    const b = await DraftBuilder.begin(ctx(), { listId: annexIII.id, fileEvidence: sourced });
    await b.add([{ entry: rice }]);
    await publish(ctx(), { listId: annexIII.id, draftId: a.draftId! });
    await b.finish();
    await expect(publish(ctx(), { listId: annexIII.id, draftId: b.versionId })).rejects.toMatchObject({
      code: 'lists/stale-draft',
    });
  });

  it('names a bad record, keeps the good ones as a draft, and publishes only for a stated reason', async () => {
    const text = (await bundleOf([anEntry(), rice]))
      .replace('"status":"applied"', '')
      .replace('"giType":"GI"', '"giType":"XX"');
    const report = await importFile(ctx(), {
      listId: annexIII.id,
      fileName: 'bad.json',
      input: bytes(text),
      mode: 'full',
    });
    expect(report.records).toBe(2);
    expect(report.changes.added).toBe(1);
    expect(report.problems).toMatchObject([
      { severity: 'error', place: { record: 0, path: '$.entries[0].giType' } },
    ]);
    expect(await problemsOf(database.db, report.importId)).toEqual(report.problems);
    await expect(publish(ctx(), { listId: annexIII.id })).rejects.toMatchObject({
      code: 'lists/open-problems',
    });
    expect(await versionsOf(database.db, annexIII.id)).toEqual([]);
    await publish(ctx(), { listId: annexIII.id, acceptProblems: 'the partner mends it next week' });
    const rows = await database.db.select().from(audit).where(eq(audit.action, 'list.published'));
    expect(rows[0]!.details).toMatchObject({ acceptedProblems: 1, reason: 'the partner mends it next week' });
  });

  it.each([
    ['a truncated file', (text: string) => text.slice(0, -40)],
    ['an empty file', () => ''],
    ['another kind of file', () => '%PDF-1.7'],
    ['a file of no records', (text: string) => text.replace(/"entries": \[[^]*$/, '"entries": []}')],
  ])('refuses %s as a whole and keeps the version and the bytes', async (_, spoil) => {
    await publishEntries([anEntry()]);
    const before = await versionsOf(database.db, annexIII.id);
    const input = bytes(spoil(await bundleOf([rice])));
    await expect(
      importFile(ctx(), { listId: annexIII.id, fileName: 'x', input, mode: 'full' }),
    ).rejects.toBeInstanceOf(InputError);
    expect(await versionsOf(database.db, annexIII.id)).toEqual(before);
    const drafts = await database.db.select().from(listVersions).where(eq(listVersions.state, 'draft'));
    expect(drafts).toEqual([]);
    expect(await database.db.select().from(sourceFiles)).toHaveLength(2);
  });

  it('closes an import that a killed process left open, and the list can be imported again', async () => {
    const half = importFile(ctx(), {
      listId: annexIII.id,
      fileName: 'half.json',
      mode: 'full',
      input: bytes(await bundleOf([anEntry()])),
      onProgress: () => {
        throw new Error('killed');
      },
    });
    await expect(half).rejects.toThrow('killed');
    // As a kill leaves it, rather than the orderly failure above.
    await database.db.update(imports).set({ state: 'running', endedAt: null });
    await database.db.update(listVersions).set({ state: 'building' });
    now = new Date('2026-03-01T11:00:00Z');
    expect(await recoverImports(ctx(), now)).toBe(1);
    const [row] = await database.db.select().from(imports);
    expect(await problemsOf(database.db, row!.id)).toMatchObject([{ code: 'import/interrupted' }]);
    expect(await recoverImports(ctx(), now)).toBe(0);
    expect((await publishEntries([anEntry()])).entryCount).toBe(1);
  });

  it('writes each step into the audit trail with who did it', async () => {
    await publishEntries([anEntry()]);
    const rows = await database.db
      .select()
      .from(audit)
      .where(eq(audit.subject, annexIII.id))
      .orderBy(audit.id);
    expect(rows.map((r) => [r.action, r.actor])).toEqual([
      ['list.added', 'test'],
      ['import.started', 'test'],
      ['import.done', 'test'],
      ['list.published', 'test'],
    ]);
  });

  it('takes a treaty entry and the home entry of one name for one GI with two protections', async () => {
    await publishEntries([anEntry({ dates: {} })], {
      listId: home.id,
      input: bytes(await bundleOf([anEntry({ dates: {} })], home)),
    });
    await publishEntries([anEntry(), rice]);
    const frame = await frameAt(database.db, { day: '2026-03-01' }, now);
    const gi = await giAnswer(database.db, frame, 'cn-anji-bai-cha');
    expect(gi.occurrences.map((o) => o.list.id)).toEqual(['register/cn', 'cn-eu/III']);
    expect(gi.protection.map((p) => [p.jurisdiction, p.state, p.since])).toEqual([
      ['CN', 'protected', undefined],
      ['EU', 'protected', '2021-03-01'],
    ]);
  });

  it('recognises a GI by its file number though the name is written otherwise', async () => {
    await publishEntries([rice]);
    const renamed = { ...rice, key: 'x', names: [{ ...rice.names[0]!, text: '盘锦米' }] };
    await publishEntries([renamed], { listId: home.id, input: bytes(await bundleOf([renamed], home)) });
    const frame = await frameAt(database.db, { day: '2026-03-01' }, now);
    const ids = await giIdsAfter(database.db, frame, { after: '', limit: 10 });
    expect(ids).toEqual(['cn-pan-jin-da-mi']);
  });

  it('does not take two registrations of one name for one GI', async () => {
    const names = [
      { text: 'Kornbrand', language: 'de', script: 'Latn', kind: 'original' as const, evidence: sourced },
    ];
    const one = anEntry({
      key: 'PGI-DE-1',
      fileNumbers: ['PGI-DE-1'],
      origin: ['DE'],
      product: { class: 'spirit', classes: [] },
      names,
    });
    const two = { ...one, key: 'PGI-DE-2', fileNumbers: ['PGI-DE-2'] };
    await publishEntries([one, two]);
    const frame = await frameAt(database.db, { day: '2026-03-01' }, now);
    expect(await giIdsAfter(database.db, frame, { after: '', limit: 10 })).toEqual([
      'de-kornbrand',
      'de-kornbrand-2',
    ]);
  });

  it.each([
    ['home/ended', anEntry({ status: 'ended', dates: { ended: '2025-01-01' } })],
    ['home/not-registered', anEntry({ status: 'applied', dates: {} })],
    [
      'home/name-differs',
      anEntry({ fileNumbers: ['CN-1'], names: [{ ...anEntry().names[0]!, text: '安吉新白茶' }] }),
    ],
  ])('flags %s in both directions', async (code, atHome) => {
    const numbered = { ...atHome, fileNumbers: ['CN-1'] };
    const annexEntry = anEntry({ fileNumbers: ['CN-1'] });
    const homeFile = { listId: home.id, input: bytes(await bundleOf([numbered], home)) };
    await publishEntries([numbered], homeFile);
    const annexReport = await importEntries([annexEntry]);
    expect(annexReport.problems).toMatchObject([{ code, severity: 'warning', place: { record: 0 } }]);
    await publish(ctx(), { listId: annexIII.id });
    const again = [{ ...numbered, notes: ['again'] }];
    const homeReport = await importEntries(again, {
      listId: home.id,
      input: bytes(await bundleOf(again, home)),
    });
    expect(homeReport.problems).toMatchObject([{ code, severity: 'warning' }]);
  });

  it('upgrades a recalled name when an official text is imported, and keeps what the text is silent about', async () => {
    const english = {
      text: 'Anji White Tea',
      language: 'en',
      script: 'Latn',
      kind: 'translation' as const,
      evidence: recalled,
    };
    await publishEntries([anEntry({ evidence: recalled, names: [...anEntry().names, english] })]);
    const text = anEntry({ evidence: official, names: [{ ...anEntry().names[0]!, evidence: official }] });
    await publishEntries([text], { evidence: official });
    const frame = await frameAt(database.db, { day: '2026-03-01' }, now);
    const [gi] = await answersFor(database.db, frame, ['cn-anji-bai-cha'], []);
    expect(gi!.names.map((n) => [n.text, n.evidence.level])).toEqual([
      ['安吉白茶', 'official'],
      ['Anji Bai Cha', 'public-source'],
      ['Anji White Tea', 'unverified'],
    ]);
  });

  describe('as of a day', () => {
    beforeEach(async () => {
      await publishEntries([anEntry(), rice], { effectiveOn: '2021-03-01' });
      now = new Date('2026-06-01T10:00:00Z');
      const ended = anEntry({ status: 'ended', dates: { protected: '2021-03-01', ended: '2026-05-01' } });
      await publishEntries([ended], { effectiveOn: '2026-05-01' });
    });
    const stateOf = async (day: string, knownAt?: string) => {
      const frame = await frameAt(database.db, { day, ...(knownAt && { knownAt: new Date(knownAt) }) }, now);
      const eu = jurisdictions.filter((j) => j.code === 'EU');
      const [gi] = await answersFor(database.db, frame, ['cn-anji-bai-cha'], eu);
      return gi?.protection[0]!.state;
    };

    it('answers from the version in effect on the day', async () => {
      expect(await stateOf('2026-04-30')).toBe('protected');
      expect(await stateOf('2026-05-01')).toBe('ended');
    });
    it('answers for a day before the first version from the dates it carries', async () => {
      expect(await stateOf('2021-02-28')).toBe('not-yet');
    });
    it('answers from what was on record at an earlier time', async () => {
      expect(await stateOf('2026-05-20', '2026-05-20T00:00:00Z')).toBe('protected');
    });
    it('still gives the earlier version as it was', async () => {
      const { entries, version } = await listDocument(database.db, annexIII.id, { number: 1 });
      const keys = [];
      for await (const e of entries) keys.push(e.key);
      expect(keys).toEqual(['anji-bai-cha', 'panjin-da-mi']);
      expect(version.effectiveOn).toBe('2021-03-01');
    });
  });
});
