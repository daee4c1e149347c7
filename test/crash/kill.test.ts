import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asc, eq, isNotNull } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Db } from '../../src/db/database.ts';
import { openEmbedded, openPostgres } from '../../src/db/database.ts';
import {
  entryRevisions,
  imports,
  listVersions,
  sourceFiles,
  versionEntries,
} from '../../src/db/schema/index.ts';
import { entryHash, sha256Hex, versionHash } from '../../src/gi/content-hash.ts';
import { recoverImports } from '../../src/lists/recover.ts';
import { readFile } from '../../src/lists/source-file.ts';
import { packagePath } from '../../src/platform/paths.ts';
import { temporaryFolder } from '../support/app.ts';
import { freshPostgresUrl } from '../support/databases.ts';
import { anEntry, sourced } from '../support/entries.ts';

/** Kills per database: a few in every run, `CRASH_POINTS=50` for the full check. */
const points = Number(process.env['CRASH_POINTS'] ?? 3);
const migrations = packagePath('src/db/migrations');
const ENTRIES = 1000;

const { list } = JSON.parse(readFileSync(packagePath('fixtures/lists/cn-eu-III.json'), 'utf8')) as {
  list: object;
};

function listFile(path: string, note: string): void {
  const entries = Array.from({ length: ENTRIES }, (_, i) =>
    anEntry({
      key: `tea-${i}`,
      notes: [note],
      names: [{ text: `第${i}号茶`, language: 'zh', script: 'Hans', kind: 'original', evidence: sourced }],
    }),
  );
  writeFileSync(
    path,
    JSON.stringify({ format: 'gi-gateway/list@1', list, effectiveOn: '2021-03-01', entries }),
  );
}

/** Everything that must hold whenever the process was killed. */
async function checkWhole(db: Db): Promise<void> {
  const versions = await db
    .select()
    .from(listVersions)
    .where(eq(listVersions.listId, 'cn-eu/III'))
    .orderBy(asc(listVersions.number));
  expect(versions.filter((v) => v.state === 'building')).toEqual([]);
  const published = versions.filter((v) => v.state === 'published');
  expect(published.map((v) => v.number)).toEqual(published.map((_, i) => i + 1));
  for (const version of published) {
    const rows = await db
      .select({ key: versionEntries.key, hash: versionEntries.hash, entry: entryRevisions.data })
      .from(versionEntries)
      .innerJoin(entryRevisions, eq(entryRevisions.hash, versionEntries.hash))
      .where(eq(versionEntries.versionId, version.id));
    expect(rows.length).toBe(version.entryCount);
    expect(versionHash(rows)).toBe(version.contentHash);
    expect(rows.every((r) => entryHash(r.entry) === r.hash)).toBe(true);
  }
  expect(await db.select().from(imports).where(eq(imports.state, 'running'))).toEqual([]);
  for (const file of await db.select().from(sourceFiles).where(isNotNull(sourceFiles.sha256))) {
    const pieces: Uint8Array[] = [];
    for await (const piece of readFile(db, file.id)) pieces.push(piece);
    expect(sha256Hex(Buffer.concat(pieces))).toBe(file.sha256);
  }
}

describe.each([
  {
    name: 'the embedded database',
    where: async (folder: string) => ({ DATA_DIR: folder, DATABASE_URL: '' }),
  },
  {
    name: 'PostgreSQL',
    where: async (folder: string) => ({ DATA_DIR: folder, DATABASE_URL: await freshPostgresUrl() }),
  },
])('killed at any point of import and publish, on $name', ({ where }) => {
  const folder = temporaryFolder();
  const files = ['a', 'b'].map((name) => join(folder.path, `${name}.json`));
  let place: { DATA_DIR: string; DATABASE_URL: string };
  beforeAll(async () => {
    place = await where(join(folder.path, 'data'));
    for (const file of files) listFile(file, file);
  });
  afterAll(() => folder.remove());
  const open = (): Promise<Database> =>
    place.DATABASE_URL
      ? openPostgres(place.DATABASE_URL, migrations)
      : openEmbedded(join(place.DATA_DIR, 'db'), migrations);

  it(
    `keeps whole versions and whole files only, ${points} times, and goes on from there`,
    async () => {
      let published = 0;
      for (let point = 0; point < points; point++) {
        const child = spawn(
          process.execPath,
          ['--import', 'tsx', packagePath('test/crash/worker.ts'), ...files],
          {
            env: { ...process.env, ...place },
            stdio: ['ignore', 'pipe', 'inherit'],
          },
        );
        const exited = once(child, 'exit');
        await Promise.race([
          once(child.stdout, 'data'),
          exited.then(([code]) => Promise.reject(new Error(`the worker ended with ${code}`))),
        ]);
        // However slow the machine, the last one is killed at work that had got somewhere.
        if (point === points - 1) await once(child.stdout, 'data');
        // Spread over the rounds rather than drawn by chance, so that a run can be repeated.
        await sleep(100 + ((point + 1) * 3900) / points);
        child.kill('SIGKILL');
        await exited;
        const database = await open();
        try {
          await recoverImports({ db: database.db, clock: () => new Date(), actor: 'test' }, new Date());
          await checkWhole(database.db);
          const rows = await database.db
            .select()
            .from(listVersions)
            .where(eq(listVersions.state, 'published'));
          expect(rows.length).toBeGreaterThanOrEqual(published);
          published = rows.length;
        } finally {
          await database.close();
        }
      }
      // More was published than the bundled versions of the first start: the work was really under way.
      expect(published).toBeGreaterThan(9);
    },
    points * 60_000,
  );
});
