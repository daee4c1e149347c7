/*
 * A partner's list of 100,000 entries through the gateway on PostgreSQL, beside xml2js parsing the same file:
 * `npm run bench -- lists [records]`. Every figure comes from one run on one machine; compare ratios, not seconds.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Parser } from 'xml2js';
import { openPostgres } from '../src/db/database.ts';
import { registerCatalogue } from '../src/lists/catalogue.ts';
import { changesBetween, countChanges } from '../src/lists/change-set.ts';
import { importFile } from '../src/lists/import.ts';
import type { ImportReport } from '../src/lists/read-import.ts';
import { publish } from '../src/lists/publish.ts';
import { answersFor, frameAt } from '../src/lists/queries.ts';
import { changedFields, countMatching, reviewedChanges } from '../src/lists/review/changes.ts';
import { revert } from '../src/lists/review/revert.ts';
import { getDraft, type Draft } from '../src/lists/versions.ts';
import { packagePath } from '../src/platform/paths.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { list, writeList } from './support/generated-list.ts';
import { measure, type Measured } from './support/measure.ts';
import { buildGateway } from './support/built.ts';

const agreement = {
  id: list.agreementId,
  kind: 'agreement' as const,
  title: { en: 'Bench' },
  parties: ['CN', 'EU'],
  references: [],
  rules: {},
  evidence: { level: 'unverified' as const, source: '' },
  notes: [],
};

async function openContext(url: string) {
  const database = await openPostgres(url, packagePath('src/db/migrations'));
  const ctx = { db: database.db, clock: () => new Date(), actor: 'bench' };
  await registerCatalogue(ctx, {
    jurisdictions: [
      { code: 'CN', name: { en: 'China' }, memberOf: [] },
      { code: 'EU', name: { en: 'European Union' }, memberOf: [] },
    ],
    agreements: [agreement],
    lists: [list],
  });
  return { database, ctx };
}

type Ctx = Awaited<ReturnType<typeof openContext>>['ctx'];

function importList(ctx: Ctx, path: string): Promise<ImportReport> {
  const input = createReadStream(path, { highWaterMark: 1 << 18 });
  return importFile(ctx, { listId: list.id, fileName: 'list.xml', input, format: 'st96', mode: 'full' });
}

const quantile = (values: number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * q)] ?? 0;

const READERS = 4;
const ROUNDS = 12;

/** Answers of one GI by several readers for as long as `during` runs, each timed, in milliseconds. */
async function readWhile(ctx: Ctx, during: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  const state = { over: false };
  void during.finally(() => (state.over = true));
  const reader = async (): Promise<void> => {
    while (!state.over) {
      const start = performance.now();
      const frame = await frameAt(ctx.db, { day: '2026-01-01' }, new Date());
      await answersFor(ctx.db, frame, ['cn-anji'], frame.jurisdictions);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
  await during;
  return times;
}

/** Publishes back and forth between two versions, each time with readers at work: one publication is over too soon. */
async function readWhilePublishing(ctx: Ctx): Promise<number[]> {
  const times = await readWhile(ctx, publish(ctx, { listId: list.id }));
  for (let round = 0; round < ROUNDS; round++) {
    await revert(ctx, { listId: list.id, number: 1 + (round % 2) });
    times.push(...(await readWhile(ctx, publish(ctx, { listId: list.id }))));
  }
  return times;
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** What the pages and routes of a review ask of a draft, in milliseconds. */
async function reviewTimes(ctx: Ctx, draft: Draft): Promise<Record<string, number>> {
  const { db } = ctx;
  const page = (after: string) => reviewedChanges(db, draft, {}, { after, limit: 100 });
  return {
    'review: counts': await timed(() => countMatching(db, draft)),
    'review: first page': await timed(() => page('')),
    'review: page in the middle': await timed(() => page('PGI-CN-050000')),
    'review: last page': await timed(() => page('PGI-CN-099900')),
    'review: page of a filter': await timed(() =>
      reviewedChanges(db, draft, { effect: 'gains', text: '龙井' }, { after: '', limit: 100 }),
    ),
    'review: bulk preview': await timed(() => countMatching(db, draft, { effect: 'gains' })),
    'review: fields that changed': await timed(() => changedFields(db, draft)),
    'api: page of changes': await timed(() =>
      changesBetween(db, draft.baseId, draft.versionId, { after: 'PGI-CN-050000', limit: 100 }),
    ),
  };
}

/** Pieces of work that run in a process of their own, so that memory and caches are their own too. */
const steps: Record<string, (path: string, url: string) => Promise<object>> = {
  xml2js: async (path) =>
    measure(async () => {
      const parsed = (await new Parser().parseStringPromise(readFileSync(path, 'utf8'))) as Record<
        string,
        Record<string, unknown[]>
      >;
      return parsed['gin:GITransaction']!['gin:GITransactionBody']!.length;
    }),
  review: async (draftId, url) => {
    const { database, ctx } = await openContext(url);
    const review = await reviewTimes(ctx, await getDraft(database.db, draftId));
    await publish(ctx, { listId: list.id });
    await database.close();
    return review;
  },
  changes: async (path, url) => {
    const { database, ctx } = await openContext(url);
    const report = await importList(ctx, path);
    const draft = await getDraft(database.db, report.draftId!);
    const measured = await measure(async () => {
      await countChanges(database.db, draft.baseId, draft.versionId);
      const page = await changesBetween(database.db, draft.baseId, draft.versionId, {
        after: '',
        limit: 5000,
      });
      return page.length;
    });
    const idle = await readWhile(ctx, new Promise((resolve) => setTimeout(resolve, 3000)));
    const during = await readWhilePublishing(ctx);
    await database.close();
    return { ...measured, idle: quantile(idle, 0.99), during: quantile(during, 0.99), reads: during.length };
  },
};

/** What a process of its own prints. */
function output<T>(...argv: string[]): T {
  const child = spawnSync(process.execPath, ['--expose-gc', ...argv], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`${argv.join(' ')} failed: ${child.signal ?? child.status}`);
  return JSON.parse(child.stdout) as T;
}

const self = fileURLToPath(import.meta.url);
const step = <T>(name: string, ...args: string[]): T => output<T>('--import', 'tsx', self, name, ...args);

async function main(): Promise<void> {
  const [first, of, url] = process.argv.slice(2);
  const own = steps[first ?? ''];
  if (own && of !== undefined) {
    console.log(JSON.stringify(await own(of, url ?? '')));
    return;
  }
  const count = Number(first ?? 100_000);
  buildGateway();
  const folder = mkdtempSync(join(tmpdir(), 'gi-lists-'));
  const postgres = await startPostgres();
  try {
    const [before, after] = [join(folder, 'before.xml'), join(folder, 'after.xml')];
    await writeList(before, count);
    await writeList(after, count, (e, i) =>
      i % 100 === 0 ? { ...e, publications: [{ text: 'OJ C 1, 2.1.2026' }] } : e,
    );
    const size = statSync(before).size / 1e6;
    console.log(`${count} entries, ${size.toFixed(1)} MB of ST.96 XML, PostgreSQL`);
    // The peer holds the whole document.
    const parse = output<Measured>('--max-old-space-size=8192', '--import', 'tsx', self, 'xml2js', before);
    const row = (what: string, m: Measured): string =>
      `${what.padEnd(34)} ${m.seconds.toFixed(2).padStart(7)} s  peak +${m.peakMb.toFixed(0)} MB  ${m.records}`;
    console.log(row('xml2js: parse alone', parse));
    const address = `${postgres.url}/postgres`;
    await (await openContext(address)).database.close();
    const imported = output<Measured & { draftId: string }>(
      packagePath('bench/support/import-built.mjs'),
      before,
      address,
      list.id,
    );
    console.log(
      `${row('gateway: whole import', imported)}  ${(imported.seconds / parse.seconds).toFixed(2)} of xml2js's parse`,
    );
    for (const [what, ms] of Object.entries(
      step<Record<string, number>>('review', imported.draftId, address),
    ))
      console.log(`${what.padEnd(34)} ${ms.toFixed(0).padStart(7)} ms  of a draft with ${count} changes`);
    const changed = step<Measured & Record<string, number>>('changes', after, address);
    console.log(row('gateway: change set, 1 % changed', changed));
    const ratio = (changed['during']! / changed['idle']!).toFixed(2);
    console.log(
      `reads p99 ${changed['idle']!.toFixed(2)} ms idle, ${changed['during']!.toFixed(2)} ms while publishing (${changed['reads']} reads): ${ratio} times`,
    );
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true });
  }
}

await main();
