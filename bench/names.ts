/*
 * Finding names by sound among many: `npm run bench -- names [sizes] [queries per script]`, sizes such as 10000,100000.
 * The sound index beside pg_trgm on a real PostgreSQL, any-ascii with Levenshtein, and scoring every candidate, on the
 * same names and queries. Needs the project's shared data folder and says so when it is not there.
 */
import { existsSync, readFileSync } from 'node:fs';
import anyAscii from 'any-ascii';
import postgres from 'postgres';
import { buildSoundIndex, soundIndexFrom } from '../src/names/index/index.ts';
import { foldSound } from '../src/names/sound/fold.ts';
import { packArrays, unpackArrays } from '../src/names/sound/pack.ts';
import { loadSoundModel, type SoundModel } from '../src/names/sound/model.ts';
import { soundName } from '../src/names/sound/name.ts';
import { readyName, scoreReady } from '../src/names/sound/score.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { benchQueries, manyNames, realNames, type BenchQuery } from './support/names-data.ts';

const data = new URL('../../shared/data', import.meta.url).pathname;

interface Outcome {
  what: string;
  /** Processor time of this process per query, in milliseconds: what the times would be on an idle machine. */
  cpu: number;
  times: number[];
  first: boolean[];
  ten: boolean[];
}

function quantile(times: number[], share: number): string {
  const sorted = [...times].sort((p, q) => p - q);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number).toFixed(2);
}

function share(hits: boolean[]): string {
  return (hits.filter(Boolean).length / hits.length).toFixed(3);
}

function print({ what, cpu, times, first, ten }: Outcome): void {
  console.log(
    `  ${what.padEnd(28)} ${String(times.length).padStart(4)} queries  p50 ${quantile(times, 0.5).padStart(9)} ms  p99 ${quantile(times, 0.99).padStart(9)} ms  cpu ${cpu.toFixed(2).padStart(8)} ms  recall@1 ${share(first)}  recall@10 ${share(ten)}`,
  );
}

const plain = (name: string): string => foldSound(name).text;

/** Run queries; `find` gives the ids of the best ten. */
async function measure(
  what: string,
  queries: readonly BenchQuery[],
  names: readonly string[],
  find: (query: string) => number[] | Promise<number[]>,
): Promise<Outcome> {
  const out: Outcome = { what, cpu: 0, times: [], first: [], ten: [] };
  for (const { name, right } of queries) {
    const start = performance.now();
    const used = process.cpuUsage();
    const ids = await find(name);
    const { user, system } = process.cpuUsage(used);
    out.cpu += (user + system) / 1000 / queries.length;
    out.times.push(performance.now() - start);
    const wanted = plain(right);
    out.first.push(plain(names[ids[0] ?? -1] ?? '') === wanted);
    out.ten.push(ids.some((id) => plain(names[id] ?? '') === wanted));
  }
  print(out);
  return out;
}

function topTen(scores: Float64Array): number[] {
  const best: number[] = [];
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id] as number;
    if (best.length === 10 && score <= (scores[best[9] as number] as number)) continue;
    let at = best.length;
    while (at > 0 && (scores[best[at - 1] as number] as number) < score) at--;
    best.splice(at, 0, id);
    if (best.length > 10) best.pop();
  }
  return best;
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

const ascii = (name: string): string => anyAscii(name).toLowerCase().slice(0, 200);

function memory(): number {
  globalThis.gc?.();
  const { rss } = process.memoryUsage();
  return rss / 1e6;
}

async function atSize(
  model: SoundModel,
  size: number,
  names: readonly string[],
  queries: readonly BenchQuery[],
  sql: postgres.Sql,
): Promise<void> {
  console.log(`${size.toLocaleString('en')} names`);
  const before = memory();
  let start = performance.now();
  const built = buildSoundIndex(model, records(names));
  const buildSeconds = (performance.now() - start) / 1000;
  const bytes = packArrays('bench', {}, built.arrays(), false);
  start = performance.now();
  const index = soundIndexFrom(model, unpackArrays('bench', bytes));
  const loadSeconds = (performance.now() - start) / 1000;
  console.log(
    `  built in ${buildSeconds.toFixed(1)} s, loaded in ${loadSeconds.toFixed(2)} s from ${(bytes.length / 1e6).toFixed(0)} MB, memory +${(memory() - before).toFixed(0)} MB with both`,
  );
  for (const { name } of queries.slice(0, 200)) index.candidates(name, 10);
  await measure('sound index', queries, names, (query) => index.candidates(query, 10).map(({ id }) => id));
  const few = queries.filter(
    (_, at) => at % Math.ceil(queries.length / Math.max(12, Math.min(100, 1e6 / size))) === 0,
  );
  const mine = await measure('sound index, same as below', few, names, (query) =>
    index.candidates(query, 10).map(({ id }) => id),
  );
  const all = await measure('every candidate scored', few, names, (query) => {
    const ready = readyName(model, soundName(query));
    return topTen(Float64Array.from(names, (name) => scoreReady(model, ready, soundName(name))));
  });
  const reached =
    mine.first.filter((hit, at) => hit && all.first[at]).length /
    Math.max(1, all.first.filter(Boolean).length);
  console.log(
    `  the index keeps ${(100 * reached).toFixed(0)} % of the first places that scoring everything reaches`,
  );
  const spelt = names.map(ascii);
  const row = new Uint16Array(256);
  await measure('any-ascii + Levenshtein', few, names, (query) => {
    const q = ascii(query);
    return topTen(Float64Array.from(spelt, (s) => -levenshtein(q, s, row) / Math.max(1, q.length, s.length)));
  });
  await sql`drop table if exists names`;
  await sql`create table names (id int, spelt text)`;
  for (let at = 0; at < names.length; at += 20_000) {
    const rows = spelt
      .slice(at, at + 20_000)
      .map((text, k) => ({ id: at + k, spelt: text.replaceAll('\0', '') }));
    await sql`insert into names ${sql(rows, 'id', 'spelt')}`;
  }
  await sql`create index on names using gin (spelt gin_trgm_ops)`;
  await sql`analyze names`;
  await measure('pg_trgm on any-ascii', few, names, async (query) => {
    const q = ascii(query).replaceAll('\0', '');
    const rows = await sql<{ id: number }[]>`
      select id from names where spelt % ${q} order by similarity(spelt, ${q}) desc, id limit 10`;
    return rows.map(({ id }) => id);
  });
}

function* records(names: readonly string[]): Generator<{ id: number; name: string }> {
  for (let id = 0; id < names.length; id++) yield { id, name: names[id] as string };
}

function hostile(model: SoundModel, names: readonly string[]): void {
  const index = buildSoundIndex(model, records(names));
  const cases: Record<string, string> = {
    'a, ten thousand times': 'a'.repeat(10_000),
    'ten thousand Han characters': '龙'.repeat(10_000),
    'ten thousand Thai vowels': 'เ'.repeat(10_000),
    'many short words': 'la de '.repeat(2000),
    'one word of sixty letters': 'schtschurowskajaeauxillesburgo'.repeat(2),
    emoji: '🧀'.repeat(5000),
    'lone surrogates': '\ud800'.repeat(10_000),
    'control and bidi': '\u202e\u0000\u0007'.repeat(3000),
    ligatures: '\ufdfa'.repeat(10_000),
    polyphones: '重乐行长都会六安'.repeat(20),
  };
  let worst = 0;
  for (let round = 0; round < 5; round++) {
    for (const text of Object.values(cases)) {
      const start = performance.now();
      index.candidates(text, 10);
      if (round > 0) worst = Math.max(worst, performance.now() - start);
    }
  }
  console.log(
    `hostile queries: ${Object.keys(cases).length} kinds against ${names.length.toLocaleString('en')} names, slowest ${worst.toFixed(1)} ms`,
  );
}

async function main(): Promise<void> {
  if (!existsSync(`${data}/name-pairs/dev_zh.csv`)) {
    console.log('skipped: the shared data folder is not there');
    return;
  }
  const [sizes = '10000,100000,1000000', perScript = '100'] = process.argv.slice(2);
  const model = loadSoundModel(readFileSync(new URL('../fixtures/names/sound-model.bin', import.meta.url)));
  const queries = benchQueries(data, Number(perScript));
  // The right answers of the queries are always among the names.
  const real = [...new Set([...queries.map(({ right }) => right), ...realNames(data)])];
  console.log(
    `${real.length.toLocaleString('en')} real names, the rest look-alikes of them; ${queries.length} queries; model ${model.version}`,
  );
  const server = await startPostgres();
  const sql = postgres(`${server.url}/postgres`, { max: 1, onnotice: () => {} });
  try {
    await sql`create extension if not exists pg_trgm`;
    for (const size of sizes.split(',').map(Number))
      await atSize(model, size, manyNames(real, size), queries, sql);
    hostile(model, manyNames(real, 100_000));
  } finally {
    await sql.end();
    await server.stop();
  }
}

await main();
