import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPostgres, type Database, type Db } from '../../src/db/database.ts';
import { rowsOf } from '../../src/db/rows.ts';
import { listVersions } from '../../src/db/schema/index.ts';
import { versionHash } from '../../src/gi/content-hash.ts';
import type { Entry } from '../../src/gi/entry.ts';
import { registerCatalogue } from '../../src/lists/catalogue.ts';
import { DraftBuilder } from '../../src/lists/draft.ts';
import { feedAfter, feedStart, type FeedChange, type FeedPosition } from '../../src/lists/feed.ts';
import { publish } from '../../src/lists/publish.ts';
import { currentRecord } from '../../src/lists/record.ts';
import { versionsAt } from '../../src/lists/versions.ts';
import { packagePath } from '../../src/platform/paths.ts';
import { databases, freshPostgresUrl, reset } from '../support/databases.ts';
import { agreement, aList, anEntry, jurisdictions, sourced } from '../support/entries.ts';

const lists = ['I', 'II', 'III', 'IV'].map((annex) => aList({ id: `cn-eu/${annex}` }));
const listIds = lists.map((l) => l.id);

/** An entry of a made-up name, distinct by number. */
function numbered(n: number, note = ''): Entry {
  const name = String(n).padStart(3, '0');
  return anEntry({
    key: `k${name}`,
    names: [{ text: `Tea ${name}`, language: 'en', script: 'Latn', kind: 'original', evidence: sourced }],
    notes: note ? [note] : [],
  });
}

const ctxOf = (db: Db) => ({ db, clock: () => new Date('2026-03-01T10:00:00Z'), actor: 'test' });

async function draftOf(db: Db, listId: string, entries: Entry[]): Promise<string> {
  const builder = await DraftBuilder.begin(ctxOf(db), { listId, fileEvidence: sourced });
  await builder.add(entries.map((entry) => ({ entry })));
  await builder.finish();
  return builder.versionId;
}

async function publishEntries(db: Db, listId: string, entries: Entry[]): Promise<void> {
  await publish(ctxOf(db), { listId, draftId: await draftOf(db, listId, entries) });
}

/** Everything from a place on, page by page. */
async function readAll(db: Db, from: FeedPosition, limit: number, listId?: string): Promise<FeedChange[]> {
  const all: FeedChange[] = [];
  for (let position = from; ;) {
    const page = await feedAfter(db, position, { limit, ...(listId && { listIds: [listId] }) });
    all.push(...page.changes);
    position = page.position;
    if (!page.more) return all;
  }
}

/** The lists a reader holds after applying changes, as the hash each version of the gateway states. */
function replayed(changes: FeedChange[]): Map<string, string> {
  const held = new Map<string, Map<string, string>>();
  for (const { listId, key, change, hash } of changes) {
    const list = held.get(listId) ?? new Map<string, string>();
    held.set(listId, list);
    if (change === 'removed') expect(list.delete(key), `${listId} ${key}`).toBe(true);
    else {
      expect(list.has(key), `${listId} ${key} ${change}`).toBe(change === 'changed');
      list.set(key, hash!);
    }
  }
  return new Map(
    [...held].map(([id, list]) => [id, versionHash([...list].map(([key, hash]) => ({ key, hash })))]),
  );
}

async function current(db: Db): Promise<Map<string, string>> {
  const selected = await versionsAt(db, { day: '2026-03-01' });
  return new Map(selected.map(({ list, version }) => [list.id, version.contentHash]));
}

const placeOf = (c: FeedChange): string =>
  `${String(c.position.publication).padStart(9, '0')}/${c.position.key}`;

describe.each(databases)('the feed of changes, on $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(() => registerCatalogue(ctxOf(database.db), { jurisdictions, agreements: [agreement], lists }));
  afterEach(() => reset(database));

  it('tells what each publication added, changed and removed, in order', async () => {
    const { db } = database;
    await publishEntries(db, 'cn-eu/III', [numbered(1), numbered(2), numbered(3)]);
    await publishEntries(db, 'cn-eu/IV', [numbered(9)]);
    await publishEntries(db, 'cn-eu/III', [numbered(1), numbered(3, 'seen'), numbered(4)]);
    const changes = await readAll(db, feedStart, 100);
    expect(changes.map((c) => [c.listId, c.version, c.change, c.key])).toEqual([
      ['cn-eu/III', 1, 'added', 'k001'],
      ['cn-eu/III', 1, 'added', 'k002'],
      ['cn-eu/III', 1, 'added', 'k003'],
      ['cn-eu/IV', 1, 'added', 'k009'],
      ['cn-eu/III', 2, 'removed', 'k002'],
      ['cn-eu/III', 2, 'changed', 'k003'],
      ['cn-eu/III', 2, 'added', 'k004'],
    ]);
    expect(changes[5]).toMatchObject({ giId: 'cn-tea-003', entry: { notes: ['seen'] } });
    expect(changes[4]!.entry).toBeUndefined();
    expect(changes[0]!.at).toBe('2026-03-01T10:00:00.000Z');
  });

  it.each([1, 2, 3, 7])('says the same in pages of %i as in one', async (limit) => {
    const { db } = database;
    for (let round = 0; round < 20; round++) {
      const entries = [numbered(round), numbered(round + 1), numbered(99, `round ${round}`)];
      await publishEntries(db, listIds[round % 2]!, entries);
    }
    const whole = await readAll(db, feedStart, 500);
    expect(whole.length).toBeGreaterThan(60);
    expect(await readAll(db, feedStart, limit)).toEqual(whole);
    const one = whole.filter((c) => c.listId === 'cn-eu/II');
    expect(await readAll(db, feedStart, limit, 'cn-eu/II')).toEqual(one);
    const after = whole[30]!.position;
    expect(await readAll(db, after, limit)).toEqual(whole.slice(31));
  });

  it('has nothing more at its end, and goes on from there', async () => {
    const { db } = database;
    const empty = await feedAfter(db, feedStart, { limit: 10 });
    expect(empty).toEqual({ changes: [], position: feedStart, more: false });
    await publishEntries(db, 'cn-eu/III', [numbered(1), numbered(2)]);
    const first = await feedAfter(db, empty.position, { limit: 2 });
    expect(first).toMatchObject({ changes: [{ key: 'k001' }, { key: 'k002' }], more: false });
    expect((await feedAfter(db, first.position, { limit: 2 })).changes).toEqual([]);
    await publishEntries(db, 'cn-eu/I', [numbered(1)]);
    expect((await feedAfter(db, first.position, { limit: 2 })).changes).toMatchObject([
      { listId: 'cn-eu/I' },
    ]);
  });

  it('loses and repeats nothing for a reader who polls while lists are published at once', async () => {
    const { db } = database;
    let over = false;
    const seen: FeedChange[] = [];
    const reader = (async () => {
      let position = feedStart;
      for (;;) {
        const last = over;
        const page = await feedAfter(db, position, { limit: 3 });
        seen.push(...page.changes);
        position = page.position;
        if (last && !page.more) return;
      }
    })();
    const writers = listIds.map(async (id, w) => {
      for (let round = 0; round < 8; round++) {
        const kept = Array.from({ length: 6 }, (_, i) =>
          numbered(round * (w + 1) + i, `r${(round + i) >> 1}`),
        );
        await publishEntries(db, id, kept);
      }
    });
    await Promise.all(writers);
    over = true;
    await reader;
    const places = seen.map(placeOf);
    expect(places).toEqual([...places].sort());
    expect(new Set(places).size).toBe(places.length);
    expect(seen).toEqual(await readAll(db, feedStart, 500));
    expect(replayed(seen)).toEqual(await current(db));
  });

  it('never dates a publication before the one it follows, whatever the clock says', async () => {
    const { db } = database;
    const at = (time: string) => ({ db, clock: () => new Date(time), actor: 'test' });
    const drafts = [
      await draftOf(db, 'cn-eu/I', [numbered(1)]),
      await draftOf(db, 'cn-eu/II', [numbered(2)]),
    ];
    const first = await publish(at('2026-05-01T00:00:00Z'), { listId: 'cn-eu/I', draftId: drafts[0]! });
    const second = await publish(at('2026-04-01T00:00:00Z'), { listId: 'cn-eu/II', draftId: drafts[1]! });
    expect(second.publishedAt).toBe(first.publishedAt);
  });

  it('counts a change of the catalogue as a change of the record, and the same catalogue as none', async () => {
    const { db } = database;
    const before = await currentRecord(db);
    await registerCatalogue(ctxOf(db), { jurisdictions, agreements: [agreement], lists });
    expect(await currentRecord(db)).toEqual(before);
    const renamed = { ...agreement, title: { en: 'Renamed' } };
    await registerCatalogue(ctxOf(db), { jurisdictions, agreements: [renamed], lists });
    expect((await currentRecord(db)).revision).toBe(before.revision + 1);
  });
});

describe('two gateways on one PostgreSQL', () => {
  it('commit publications in the order of their numbers', async () => {
    const url = await freshPostgresUrl();
    const migrations = packagePath('src/db/migrations');
    const [one, other] = [await openPostgres(url, migrations), await openPostgres(url, migrations)];
    try {
      await registerCatalogue(ctxOf(one.db), { jurisdictions, agreements: [agreement], lists });
      const early = await draftOf(one.db, 'cn-eu/I', [numbered(1)]);
      const late = await draftOf(other.db, 'cn-eu/II', [numbered(2)]);
      const gone = { past: false };
      let second: Promise<unknown> = Promise.resolve();
      await one.db.transaction(async (tx) => {
        await publish(ctxOf(tx), { listId: 'cn-eu/I', draftId: early });
        second = publish(ctxOf(other.db), { listId: 'cn-eu/II', draftId: late }).then(
          () => (gone.past = true),
        );
        // Until the first has committed the second waits for a lock, or it has gone past.
        for (let waiting = false; !waiting && !gone.past;) {
          const result = await other.db.execute(
            sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
          );
          waiting = rowsOf(result).length > 0;
        }
        expect((await feedAfter(other.db, feedStart, { limit: 10 })).changes).toEqual([]);
        expect(gone.past).toBe(false);
      });
      await second;
      const changes = await readAll(other.db, feedStart, 10);
      expect(changes.map((c) => c.listId)).toEqual(['cn-eu/I', 'cn-eu/II']);
    } finally {
      await Promise.all([one.close(), other.close()]);
    }
  });

  it('give the numbers of a publication that failed to nobody, and leave no gap in what is told', async () => {
    const url = await freshPostgresUrl();
    const database = await openPostgres(url, packagePath('src/db/migrations'));
    try {
      const { db } = database;
      await registerCatalogue(ctxOf(db), { jurisdictions, agreements: [agreement], lists });
      const before = await currentRecord(db);
      const draft = await draftOf(db, 'cn-eu/I', [numbered(1)]);
      const failing = db.transaction(async (tx) => {
        await publish(ctxOf(tx), { listId: 'cn-eu/I', draftId: draft });
        throw new Error('killed');
      });
      await expect(failing).rejects.toThrow('killed');
      expect(await currentRecord(db)).toEqual(before);
      await publish(ctxOf(db), { listId: 'cn-eu/I', draftId: draft });
      const rows = await db.select({ publication: listVersions.publication }).from(listVersions);
      expect(rows).toEqual([{ publication: before.revision + 1 }]);
    } finally {
      await database.close();
    }
  });
});
