/*
 * Finding names among many: `npm run bench -- names [sizes] [queries per script] [slow queries]`, sizes
 * such as 10000,100000,1000000; the slow methods are asked 32 queries unless told otherwise.
 * The whole engine beside pg_trgm on a real PostgreSQL, any-ascii with Levenshtein, and scoring every candidate, on the
 * same names and queries. Needs the project's shared data folder and says so when it is not there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import anyAscii from 'any-ascii';
import postgres from 'postgres';
import { packagedSoundModel } from '../src/names/engine.ts';
import { foldSound } from '../src/names/sound/fold.ts';
import { openThread } from '../src/platform/thread.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { buildGateway } from './support/built.ts';
import type { BruteFound, BruteJob } from './support/brute-worker.ts';
import type { AskOutcome, BuildOutcome } from './support/names-engine.ts';
import { benchQueries, manyNames, realNames, type BenchQuery } from './support/names-data.ts';

const data = new URL('../../shared/data', import.meta.url).pathname;
const bruteModule = new URL('./support/brute-worker', import.meta.url).href;
const engineProcess = fileURLToPath(new URL('./support/names-engine.ts', import.meta.url));

/** Levenshtein over a million names takes seconds a query. */
const levenshteinQueries = 12;
/** Names and a quarter as many misspellings, per script, from which come the queries that are asked before any is timed. */
const askedBefore = 1200;

interface Outcome {
  what: string;
  wall: number[];
  /** Processor time of this process; of PostgreSQL none is known. */
  cpu?: number[];
  found: number[][];
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((p, q) => p - q);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}

const ms = (time: number): string => time.toFixed(time < 10 ? 2 : 0).padStart(7);
const plain = (name: string): string => foldSound(name).text;

/** How many queries have a right answer first, and among the ten. */
function recall(
  found: readonly number[][],
  queries: readonly BenchQuery[],
  names: readonly string[],
): [number, number] {
  const right = (id: number | undefined, at: number): boolean =>
    plain(names[id ?? -1] ?? '') === plain((queries[at] as BenchQuery).right);
  const first = found.filter((ids, at) => right(ids[0], at)).length;
  const ten = found.filter((ids, at) => ids.some((id) => right(id, at))).length;
  return [first / found.length, ten / found.length];
}

function print(
  { what, wall, cpu, found }: Outcome,
  queries: readonly BenchQuery[],
  names: readonly string[],
): void {
  const [first, ten] = recall(found, queries, names);
  const times = wall.length === 0 ? '' : `p50 ${ms(quantile(wall, 0.5))}  p99 ${ms(quantile(wall, 0.99))}`;
  const used = cpu ? `cpu p50 ${ms(quantile(cpu, 0.5))}  p99 ${ms(quantile(cpu, 0.99))}` : '';
  console.log(
    `  ${what.padEnd(26)} ${String(found.length).padStart(4)} queries  ${times.padEnd(26)}  ${used.padEnd(30)}  recall@1 ${first.toFixed(3)}  recall@10 ${ten.toFixed(3)}`,
  );
}

/** Runs queries; `find` gives the ids of the best ten. */
async function measure(
  what: string,
  queries: readonly BenchQuery[],
  find: (query: string) => number[] | Promise<number[]>,
  own = true,
): Promise<Outcome> {
  const out: Outcome = { what, wall: [], ...(own && { cpu: [] }), found: [] };
  for (const { name } of queries) {
    const start = performance.now();
    const used = process.cpuUsage();
    out.found.push(await find(name));
    const { user, system } = process.cpuUsage(used);
    out.wall.push(performance.now() - start);
    out.cpu?.push((user + system) / 1000);
  }
  return out;
}

function levenshtein(a: string, b: string, row: Uint16Array): number {
  for (let j = 0; j <= b.length; j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    let corner = row[0] as number;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] as number;
      const step = corner + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      row[j] = Math.min(step, above + 1, (row[j - 1] as number) + 1);
      corner = above;
    }
  }
  return row[b.length] as number;
}

/** The ten nearest spellings, relative to their length. */
function nearest(query: string, spelt: readonly string[]): number[] {
  const row = new Uint16Array(256);
  const best: [id: number, distance: number][] = [];
  for (const [id, text] of spelt.entries()) {
    const distance = levenshtein(query, text, row) / Math.max(1, query.length, text.length);
    if (best.length === 10 && distance >= (best[9] as [number, number])[1]) continue;
    let at = best.length;
    while (at > 0 && (best[at - 1] as [number, number])[1] > distance) at--;
    best.splice(at, 0, [id, distance]);
    best.length = Math.min(10, best.length);
  }
  return best.map(([id]) => id);
}

const ascii = (name: string): string => anyAscii(name).toLowerCase().slice(0, 200).replaceAll('\0', '');

function inProcess<T>(...args: string[]): T {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--expose-gc', '--import', 'tsx', engineProcess, ...args],
    { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (status !== 0) throw new Error(`the engine's process ended with ${status}`);
  return JSON.parse(stdout) as T;
}

/** Every candidate scored (`bruteForce`), over all cores, each with a share of the queries. */
async function bruteTogether(
  queries: readonly string[],
  names: string[],
  sizes: number[],
): Promise<Map<number, number[][]>> {
  const cores = Math.min(availableParallelism(), queries.length);
  const parts = await Promise.all(
    Array.from({ length: cores }, (_, core) => {
      const own = queries.filter((_, at) => at % cores === core);
      const worker = openThread(bruteModule, {
        workerData: { queries: own, names, sizes } satisfies BruteJob,
      });
      return new Promise<BruteFound>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
      });
    }),
  );
  const of = (size: number, at: number): number[] =>
    parts[at % cores]?.get(size)?.[Math.floor(at / cores)] ?? [];
  return new Map(sizes.map((size) => [size, queries.map((_, at) => of(size, at))]));
}

/** Fills the table that the engine is built from and PostgreSQL searches. */
async function fillTable(
  sql: postgres.Sql,
  names: readonly string[],
  spelt: readonly string[],
): Promise<void> {
  await sql`drop table if exists names`;
  await sql`create table names (id int primary key, name text, spelt text)`;
  for (let at = 0; at < names.length; at += 20_000) {
    const rows = names
      .slice(at, at + 20_000)
      .map((name, k) => ({ id: at + k, name: name.replaceAll('\0', ''), spelt: spelt[at + k] as string }));
    await sql`insert into names ${sql(rows, 'id', 'name', 'spelt')}`;
  }
  await sql`create index on names using gin (spelt gin_trgm_ops)`;
  await sql`analyze names`;
}

function printBuilt(built: BuildOutcome, asked: AskOutcome): void {
  const { seconds, cpuSeconds, peakMb, afterMb, heapAndExternalMb, stallMs, snapshotMb } = built;
  console.log(
    `  built from PostgreSQL in ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of processor time); above idle: RSS at most +${peakMb} MB while building, +${afterMb} MB after, heap and external +${heapAndExternalMb} MB; the event loop stood still for ${stallMs.toFixed(0)} ms at most`,
  );
  console.log(
    `  just started: the first ${asked.wall.length} queries p50 ${quantile(asked.cold, 0.5).toFixed(2)}, p99 ${quantile(asked.cold, 0.99).toFixed(1)} ms; below, what it takes once ${asked.before.toLocaleString('en')} other queries have been answered`,
  );
  console.log(
    `  snapshot of ${snapshotMb} MB loaded in ${asked.loadSeconds.toFixed(2)} s; after ${asked.wall.length} queries RSS +${asked.afterMb} MB, heap and external +${asked.heapAndExternalMb} MB`,
  );
}

/** The share of the brute force's hits that the engine has too. */
function kept(
  mine: readonly number[][],
  all: readonly number[][],
  queries: readonly BenchQuery[],
  names: readonly string[],
): string {
  const right = (ids: readonly number[], at: number): boolean =>
    ids.some((id) => plain(names[id] ?? '') === plain((queries[at] as BenchQuery).right));
  const share = (depth: number): string => {
    const reached = all.flatMap((ids, at) => (right(ids.slice(0, depth), at) ? [at] : []));
    const both = reached.filter((at) => right((mine[at] as number[]).slice(0, depth), at));
    return `${both.length} of ${reached.length}`;
  };
  const top = all.filter((ids, at) => (mine[at] as number[]).includes(ids[0] as number)).length;
  return `right first ${share(1)}, right among ten ${share(10)}; its best name is among the engine's ten ${top} times of ${all.length}`;
}

async function main(): Promise<void> {
  if (!existsSync(`${data}/name-pairs/dev_zh.csv`)) {
    console.log('skipped: the shared data folder is not there');
    return;
  }
  buildGateway();
  const begun = performance.now();
  const [sizesAsked = '10000,100000,1000000', perScript = '100', slow = '32'] = process.argv.slice(2);
  const sizes = sizesAsked.split(',').map(Number);
  const all = benchQueries(data, 2 * Number(perScript));
  const queries = all.filter((_, at) => at % 2 === 0);
  const own = new Set(queries.map(({ name }) => name));
  const others = new Set(benchQueries(data, askedBefore).map(({ name }) => name));
  const list = [...others].filter((name) => !own.has(name));
  // All scripts mixed.
  const warm = Array.from(list, (_, at) => list[(at * 7919) % list.length]);
  const foreign = queries.filter(({ name }) => /[^\p{Script=Latin}\P{L}]/u.test(name));
  const few = foreign.filter((_, at) => at % Math.ceil(foreign.length / Number(slow)) === 0);
  // The right answers of the queries are always among the names.
  const real = [...new Set([...queries.map(({ right }) => right), ...realNames(data)])];
  const names = manyNames(real, Math.max(...sizes));
  const model = packagedSoundModel();
  console.log(
    `${real.length.toLocaleString('en')} real names, the rest look-alikes of them; ${queries.length} queries, ${few.length} of them in other scripts for the slow methods; load of the machine ${loadavg()[0]?.toFixed(1)}; model ${model.version}`,
  );
  const start = performance.now();
  const used = process.cpuUsage();
  const brute = await bruteTogether(
    few.map(({ name }) => name),
    names,
    sizes,
  );
  const { user } = process.cpuUsage(used);
  const whole = (performance.now() - start) / 1000;
  console.log(
    `every candidate scored: ${few.length} queries against ${names.length.toLocaleString('en')} names together in ${whole.toFixed(0)} s, ${(user / 1000 / few.length).toFixed(0)} ms of processor time a query`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'gi-gateway-bench-'));
  const server = await startPostgres();
  const url = `${server.url}/postgres`;
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const growth: { size: number; wall: number; cpu: number }[] = [];
  try {
    const questions = join(folder, 'queries.json');
    writeFileSync(questions, JSON.stringify({ warm, asked: queries.map(({ name }) => name) }));
    await sql`create extension if not exists pg_trgm`;
    for (const size of sizes) {
      const some = names.slice(0, size);
      const spelt = some.map(ascii);
      await fillTable(sql, some, spelt);
      console.log(`${size.toLocaleString('en')} names`);
      const snapshot = join(folder, 'names.snapshot');
      const built = inProcess<BuildOutcome>('build', url, snapshot);
      const asked = inProcess<AskOutcome>('ask', snapshot, questions);
      printBuilt(built, asked);
      const engine: Outcome = { what: 'the engine, end to end', ...asked };
      print(engine, queries, some);
      const at = few.map((query) => queries.indexOf(query));
      const pick = <T>(list: readonly T[]): T[] => at.map((k) => list[k] as T);
      const mine = {
        what: 'the engine, same as below',
        wall: pick(asked.wall),
        cpu: pick(asked.cpu),
        found: pick(asked.found),
      };
      print(mine, few, some);
      const every = brute.get(size) as number[][];
      print({ what: 'every candidate scored', wall: [], found: every }, few, some);
      const close = few.filter((_, k) => k % Math.ceil(few.length / levenshteinQueries) === 0);
      const spelling = await measure('any-ascii + Levenshtein', close, (query) =>
        nearest(ascii(query), spelt),
      );
      print(spelling, close, some);
      const trigrams = await measure('pg_trgm on any-ascii', few, async (query) => {
        const q = ascii(query);
        const rows = await sql<{ id: number }[]>`
          select id from names where spelt % ${q} order by similarity(spelt, ${q}) desc, id limit 10`;
        return rows.map(({ id }) => id);
      }, false); // prettier-ignore
      print(trigrams, few, some);
      const p50 = quantile(mine.wall, 0.5);
      console.log(
        `  of what scoring everything finds the engine has ${kept(mine.found, every, few, some)}; its median is 1/${(quantile(spelling.wall, 0.5) / p50).toFixed(0)} of Levenshtein's and 1/${(quantile(trigrams.wall, 0.5) / p50).toFixed(1)} of pg_trgm's`,
      );
      const worst = asked.hostile.reduce((a, b) => (b.cpu > a.cpu ? b : a));
      console.log(
        `  ${asked.hostile.length} kinds of hostile queries, slowest ${worst.cpu.toFixed(1)} ms (${worst.what})`,
      );
      growth.push({ size, wall: quantile(engine.wall, 0.5), cpu: quantile(asked.cpu, 0.5) });
    }
    const [least] = growth;
    console.log(
      `${((performance.now() - begun) / 1000).toFixed(0)} s in all; load of the machine at the end ${loadavg()[0]?.toFixed(1)}`,
    );
    console.log(
      `cost by number of names: ${growth.map((g) => `${g.size.toLocaleString('en')} names ${g.cpu.toFixed(2)} ms, ${(g.size / (least?.size ?? 1)).toFixed(0)} times the names at ${(g.cpu / (least?.cpu ?? 1)).toFixed(2)} times the cost`).join('; ')}`,
    );
  } finally {
    await sql.end();
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

await main();
