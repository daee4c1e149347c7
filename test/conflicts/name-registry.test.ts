import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildEngine } from '../../src/conflicts/build-engine.ts';
import { NameRegistry, type NameRegistryOptions } from '../../src/conflicts/name-registry.ts';
import type { Database } from '../../src/db/database.ts';
import type { Entry } from '../../src/gi/entry.ts';
import { registerCatalogue } from '../../src/lists/catalogue.ts';
import { importFile } from '../../src/lists/import.ts';
import { publish } from '../../src/lists/publish.ts';
import type { NameEngine, NameRecord } from '../../src/names/engine.ts';
import { bundleOf, bytes } from '../support/bundles.ts';
import { databases, reset } from '../support/databases.ts';
import { agreement, aList, anEntry, jurisdictions, sourced } from '../support/entries.ts';

const list = aList();
const named = (key: string, text: string, change: Partial<Entry> = {}): Entry =>
  anEntry({
    key,
    fileNumbers: [`PGI-${key}`],
    names: [{ text, language: 'zh', script: 'Hans', kind: 'original', evidence: sourced }],
    ...change,
  });
const tea = named('anji', '安吉白茶');
const rice = named('panjin', '盘锦大米', { product: { class: 'cereal', classes: [] } });
const ham = named('jinhua', '金华火腿', { product: { class: 'meat', classes: [] } });

/**
 * What an engine says, apart from the order of equals and from likenesses too weak to matter: how far it looks for those
 * depends on the best it has found.
 */
const answers = (engine: NameEngine): unknown[] =>
  ['安吉白茶', '盘锦', 'Panjin rice', '金花火腿', '龙井', 'Anji'].map((name) => [
    engine
      .screen({ name })
      .filter((f) => f.falseAlertsPerMillion < 1000)
      .map(({ candidate, candidateId, group, kind, falseAlertsPerMillion }) =>
        JSON.stringify([candidate, candidateId, group, kind, falseAlertsPerMillion]),
      )
      .sort(),
    engine
      .search(name)
      .map((hit) => JSON.stringify(hit))
      .sort(),
  ]);

describe.each(databases)('the registry of names, on $name', ({ open }) => {
  let database: Database;
  let now: Date;
  let folder: string;
  const clock = () => now;
  const ctx = () => ({ db: database.db, clock, actor: 'test' });
  const registry = (options: NameRegistryOptions = {}) => new NameRegistry(database.db, options);
  const found = async (from: NameRegistry, name: string): Promise<string[]> =>
    (await from.engine()).search(name).map((hit) => hit.name);

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    now = new Date('2026-03-01T10:00:00Z');
    folder = mkdtempSync(join(tmpdir(), 'gi-gateway-test-'));
    await registerCatalogue(ctx(), { jurisdictions, agreements: [agreement], lists: [list] });
  });
  afterEach(async () => {
    await reset(database);
    rmSync(folder, { recursive: true });
  });

  const publishEntries = async (entries: Entry[]): Promise<void> => {
    now = new Date(now.getTime() + 1000);
    const input = bytes(await bundleOf(entries));
    const { draftId } = await importFile(ctx(), { listId: list.id, fileName: 'a.json', input, mode: 'full' });
    await publish(ctx(), { listId: list.id, draftId: draftId! });
  };

  it('finds nothing before the first publication, and its names right after', async () => {
    const names = registry();
    expect((await names.engine()).size).toBe(0);
    await publishEntries([tea]);
    expect(await found(names, '安吉')).toEqual(['安吉白茶']);
  });

  it('answers after later publications as if it had been built anew', async () => {
    const names = registry();
    await publishEntries([tea, rice]);
    await names.engine();
    await publishEntries([tea, rice, ham]);
    const renamed = named('panjin', '盘锦米', { product: { class: 'food', classes: [] } });
    await publishEntries([tea, renamed, ham]);
    expect(await found(names, '金华')).toEqual(['金华火腿']);
    expect((await found(names, '盘锦')).sort()).toEqual(['盘锦大米', '盘锦米']);
    expect(answers(await names.engine())).toEqual(answers(await registry().engine()));
    expect((await names.engine()).size).toBe(4);
  });

  it('gives everyone who asks at once the whole of the newest state', async () => {
    const names = registry();
    await publishEntries([tea]);
    const before = [names.engine(), names.engine()];
    await publishEntries([tea, rice, ham]);
    const after = [names.engine(), names.engine(), names.engine()];
    for (const engine of await Promise.all(before)) expect([1, 3]).toContain(engine.size);
    for (const engine of await Promise.all(after)) expect(engine.size).toBe(3);
  });

  it('keeps nothing of a build that failed', async () => {
    await publishEntries([tea]);
    let broken = true;
    const db = new Proxy(database.db, {
      get: (target, key) =>
        key === 'execute' && broken
          ? () => Promise.reject(new Error('gone'))
          : Reflect.get(target, key, target),
    });
    const names = new NameRegistry(db);
    await expect(names.engine()).rejects.toThrow('gone');
    broken = false;
    expect((await names.engine()).size).toBe(1);
  });

  it('makes one base of base and changes when much has changed, and answers meanwhile', async () => {
    const names = registry({ mergeFrom: 1, folder });
    await publishEntries([tea]);
    await names.engine();
    const first = readFileSync(join(folder, 'names.snapshot'));
    await publishEntries([tea, rice, ham]);
    const layered = await names.engine();
    await names.settled();
    const merged = await names.engine();
    expect(merged).not.toBe(layered);
    expect(answers(merged)).toEqual(answers(layered));
    expect(readFileSync(join(folder, 'names.snapshot'))).not.toEqual(first);
  });

  it('starts from a snapshot and adds what was published since', async () => {
    await publishEntries([tea, rice]);
    await registry({ folder }).engine();
    await publishEntries([tea, rice, ham]);
    // What the snapshot holds is not read again.
    await database.db.execute(sql`delete from entry_names where text = '安吉白茶'`);
    const again = registry({ folder });
    expect(await found(again, '安吉白茶')).toContain('安吉白茶');
    expect(await found(again, '金华火腿')).toContain('金华火腿');
    expect(await found(registry(), '安吉白茶')).not.toContain('安吉白茶');
  });

  it('does not believe a snapshot of another database, of another engine, or a broken one', async () => {
    await publishEntries([tea]);
    await registry({ folder }).engine();
    const file = join(folder, 'names.snapshot');
    const good = readFileSync(file);
    const version = good.indexOf('lexicon-') + 'lexicon-'.length;
    const other = Buffer.from(good);
    other.write(other.toString('latin1', version, version + 1) === '0' ? '1' : '0', version);
    await database.db.execute(sql`delete from entry_names`);
    for (const bad of [other, good.subarray(0, good.length - 8), Buffer.alloc(0), Buffer.from('{}')]) {
      writeFileSync(file, bad);
      expect((await registry({ folder }).engine()).size).toBe(0);
    }
    writeFileSync(file, good);
    expect((await registry({ folder }).engine()).size).toBe(1);
    await reset(database);
    await registerCatalogue(ctx(), { jurisdictions, agreements: [agreement], lists: [list] });
    await publishEntries([rice]);
    writeFileSync(file, good);
    expect(await found(registry({ folder }), '安吉白茶')).toEqual([]);
    expect(readdirSync(folder)).toEqual(['names.snapshot']);
  });

  it('answers without a folder it can write to, and says so', async () => {
    await publishEntries([tea]);
    const errors: unknown[] = [];
    const names = registry({ folder: join(folder, 'missing'), onError: (error) => errors.push(error) });
    expect((await names.engine()).size).toBe(1);
    expect(errors).toHaveLength(1);
  });

  it('screens against one list as it stands, and again after it has changed', async () => {
    const names = registry();
    await publishEntries([tea, rice]);
    expect((await names.engineFor(list.id)).size).toBe(2);
    expect(await names.engineFor(list.id)).toBe(await names.engineFor(list.id));
    await publishEntries([ham]);
    expect((await names.engineFor(list.id)).search('金华').map((hit) => hit.name)).toEqual(['金华火腿']);
    expect((await names.engineFor(list.id)).size).toBe(1);
  });
});

describe('building many names', () => {
  const records = Array.from({ length: 60 }, (_, i) => ({
    id: `${i}`,
    name: `${['安吉白茶', 'Bordeaux', 'ดอยช้าง'][i % 3]}${i}`,
    group: `g${i % 7}`,
  }));
  async function* pages(): AsyncGenerator<NameRecord[]> {
    for (let at = 0; at < records.length; at += 25) yield records.slice(at, at + 25);
  }

  it('in a thread makes the same engine, and leaves the event loop free', async () => {
    let turns = 0;
    let built = false;
    const turn = (): void => {
      turns++;
      if (!built) setImmediate(turn);
    };
    setImmediate(turn);
    const [here, there] = [await buildEngine(pages()), await buildEngine(pages(), { threadFrom: 1 })];
    built = true;
    expect(turns).toBeGreaterThan(100);
    expect(there.snapshot()).toEqual(here.snapshot());
  });

  it('fails as its source fails', async () => {
    async function* broken(): AsyncGenerator<NameRecord[]> {
      yield records;
      throw new Error('connection lost');
    }
    await expect(buildEngine(broken(), { threadFrom: 1 })).rejects.toThrow('connection lost');
    await expect(buildEngine(broken())).rejects.toThrow('connection lost');
  });
});
