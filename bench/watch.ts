/*
 * New marks against protected names: what the watch does with a file of them, beside the same job done with pg_trgm in
 * PostgreSQL, in one run, with the recall of both on the same planted marks.
 *
 *   npm run bench -- watch [marks] [names] [sample]
 *
 * `sample` is how many of the marks, besides all planted ones, are screened: speed and alerts are those of the sample. All
 * are unless it is given. pg_trgm gets every mark, but only a sample at limits so low that it takes minutes.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import anyAscii from 'any-ascii';
import postgres from 'postgres';
import { elsewhereFactor, goodsOf } from '../src/watch/goods.ts';
import { marksAtOnce } from '../src/watch/marks/batches.ts';
import type { Finding } from '../src/names/engine.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { buildGateway, built } from './support/built.ts';
import { watchData, type BenchMark, type BenchName } from './support/watch-data.ts';

buildGateway();
const { createNameEngine } = await built<typeof import('../src/names/engine.ts')>('names/engine');
const { Sieve } = await built<typeof import('../src/names/sieve/sieve.ts')>('names/sieve/sieve');
const { engineScreener } =
  await built<typeof import('../src/watch/engine-screener.ts')>('watch/engine-screener');

const data = new URL('../../shared/data', import.meta.url).pathname;
const kinds = ['labelled', 'cross-script', 'altered', 'marked', 'contained'] as const;
/** Expected false alerts per million comparisons: the watch's own threshold. */
const ALERT_AT = 1.5;
/** Limits of similarity, and those at which PostgreSQL takes so long that the sample has to do. */
const LIMITS = [0.6, 0.45, 0.3];
const LOW_LIMITS = [0.2, 0.15, 0.1, 0.05];

const spelt = (text: string): string => anyAscii(text).toLowerCase().slice(0, 200).replaceAll('\0', '');
const latin = /^[\p{Script=Latin}\p{Script=Common}]+$/u;

/** Shares of planted marks whose protected name was found: of all, of Latin marks after Latin names, by kind. */
type Recall = Record<string, number>;

function recallOf(marks: readonly BenchMark[], isFound: (mark: number) => boolean): Recall {
  const share = (fits: (mark: BenchMark) => boolean): number => {
    const planted = marks.flatMap((mark, i) => (mark.after !== undefined && fits(mark) ? [i] : []));
    return planted.filter(isFound).length / Math.max(1, planted.length);
  };
  return {
    all: share(() => true),
    'Latin only': share((m) => latin.test(m.text) && latin.test(m.after ?? '')),
    ...Object.fromEntries(kinds.map((kind) => [kind, share((m) => m.kind === kind)])),
  };
}

/** What one way of screening came to; marks per second by the clock, and per second of processor time where it is known. */
interface Outcome {
  rate: number;
  recall: Recall;
  /** Share of the other marks that raise an alert. */
  disturbed: number;
}

function print(what: string, { rate, recall, disturbed }: Outcome, more = ''): void {
  const shares = Object.entries(recall).map(([kind, share]) => `${kind} ${share.toFixed(2)}`);
  console.log(`${what}: ${rate.toFixed(0)} marks/s${more}`);
  console.log(
    `  recall: ${shares.join(', ')}; ${(100 * disturbed).toFixed(1)} % of the other marks raise an alert`,
  );
}

function outcomeOf(
  marks: readonly BenchMark[],
  seconds: number,
  found: (mark: number) => boolean,
  loud: (mark: number) => boolean,
): Outcome {
  const innocent = marks.flatMap((mark, i) => (mark.after === undefined ? [i] : []));
  return {
    rate: marks.length / seconds,
    recall: recallOf(marks, found),
    disturbed: innocent.filter(loud).length / Math.max(1, innocent.length),
  };
}

async function watch(
  marks: readonly BenchMark[],
  names: readonly BenchName[],
  threads: number,
): Promise<Outcome> {
  const started = performance.now();
  const screener = await engineScreener(
    names.map(({ name, goods }, i) => ({ id: String(i), name, goods, group: String(i) })),
    threads - 1,
  );
  const own = marks.map(({ classes }) => goodsOf({ classes, goods: '' }));
  // As the watch does: goods that are never a GI's weigh against a mark.
  const signs = marks.map(({ text }, i) => ({
    text,
    goods: own[i]?.classes ?? [],
    alertAt: ALERT_AT / (own[i]?.elsewhere ? elsewhereFactor : 1),
  }));
  const indexed = (performance.now() - started) / 1000;
  // Threads build their own index; that is not counted either, as PostgreSQL's is not.
  await screener.screen(signs.slice(0, 500));
  const from = performance.now();
  const used = process.cpuUsage();
  const found: Finding[][] = [];
  for (let at = 0; at < signs.length; at += marksAtOnce)
    found.push(...(await screener.screen(signs.slice(at, at + marksAtOnce))));
  const { user, system } = process.cpuUsage(used);
  const seconds = (performance.now() - from) / 1000;
  const outcome = outcomeOf(
    marks,
    seconds,
    (i) => (found[i] ?? []).some((f) => f.candidate === marks[i]?.after),
    (i) => (found[i] ?? []).length > 0,
  );
  const perCpu = marks.length / ((user + system) / 1e6);
  print(
    `watch, ${threads} thread(s), ${marks.length.toLocaleString('en')} marks`,
    outcome,
    `, ${perCpu.toFixed(0)} a second of processor time (index built in ${indexed.toFixed(1)} s)`,
  );
  return outcome;
}

/** What the sieve before the search costs, and what it leaves to be compared: in one thread, once it has seen a part of the marks. */
function sieve(marks: readonly BenchMark[], names: readonly BenchName[]): void {
  const engine = createNameEngine(names.map(({ name, goods }, i) => ({ id: String(i), name, goods })));
  const started = process.cpuUsage();
  const made = Sieve.of(engine.index);
  const { user: making } = process.cpuUsage(started);
  const compared = ({ text, classes }: BenchMark): boolean => {
    const { classes: goods, elsewhere } = goodsOf({ classes, goods: '' });
    const least = 6 - Math.log10(ALERT_AT / (elsewhere ? elsewhereFactor : 1));
    return made.candidates(text, goods, least)?.length !== 0;
  };
  for (const mark of marks.slice(0, 5000)) compared(mark);
  const used = process.cpuUsage();
  const through = marks.filter(compared);
  const { user } = process.cpuUsage(used);
  const planted = (some: readonly BenchMark[]): number => some.filter((m) => m.after !== undefined).length;
  const share = (part: number, of: number): string => `${((100 * part) / of).toFixed(1)} %`;
  console.log(
    `sieve, made in ${(making / 1e6).toFixed(1)} s: ${(user / marks.length).toFixed(0)} µs of processor time a mark; leaves ${share(through.length, marks.length)} to be compared, ${share(planted(through), planted(marks))} of the planted ones`,
  );
}

/** The job with pg_trgm over as many connections as there are threads, each with a share of the marks. */
async function trigrams(
  every: readonly BenchMark[],
  sample: readonly BenchMark[],
  names: readonly BenchName[],
  threads: number,
): Promise<{ limit: number; outcome: Outcome }[]> {
  const server = await startPostgres();
  const sql = postgres(`${server.url}/postgres`, { max: threads, onnotice: () => {} });
  const outcomes: { limit: number; outcome: Outcome }[] = [];
  try {
    await sql`create extension pg_trgm`;
    await sql`create table names (id int, spelt text)`;
    await sql`create table marks (id int, spelt text)`;
    const fill = async (table: 'names' | 'marks', texts: readonly string[]): Promise<void> => {
      for (let at = 0; at < texts.length; at += 5000) {
        const rows = texts.slice(at, at + 5000).map((text, k) => ({ id: at + k, spelt: spelt(text) }));
        await sql`insert into ${sql(table)} ${sql(rows, 'id', 'spelt')}`;
      }
    };
    await fill('names', names.map(({ name }) => name)); // prettier-ignore
    await fill('marks', every.map(({ text }) => text)); // prettier-ignore
    // GiST was tried and is four to nine times slower at this size.
    await sql`create index on names using gin (spelt gin_trgm_ops)`;
    await sql`analyze`;
    for (const limit of [...LIMITS, ...LOW_LIMITS]) {
      const marks = LIMITS.includes(limit) ? every : sample;
      const from = performance.now();
      const parts = await Promise.all(
        Array.from({ length: threads }, (_, part) =>
          sql.begin(async (own) => {
            await own`select set_limit(${limit})`;
            return own<{ mark: number; name: number }[]>`
              select m.id as mark, p.id as name from marks m cross join lateral (
                select id, similarity(spelt, m.spelt) as alike from names where spelt % m.spelt
                order by alike desc limit 10) p
              where m.id % ${threads} = ${part} and m.id < ${marks.length}`;
          }),
        ),
      );
      const seconds = (performance.now() - from) / 1000;
      const rows = parts.flat();
      const found = new Set(rows.map(({ mark, name }) => `${mark} ${names[name]?.name}`));
      const loud = new Set(rows.map(({ mark }) => mark));
      const outcome = outcomeOf(marks, seconds, (i) => found.has(`${i} ${marks[i]?.after}`), (i) => loud.has(i)); // prettier-ignore
      print(`pg_trgm on any-ascii, GIN, limit ${limit}, ${threads} connection(s)`, outcome);
      outcomes.push({ limit, outcome });
    }
  } finally {
    await sql.end();
    await server.stop();
  }
  return outcomes;
}

/** How many times as fast the watch is at the highest limit at which pg_trgm finds as much. */
function compareSpeed(ours: Outcome, theirs: readonly { limit: number; outcome: Outcome }[]): void {
  for (const kind of ['all', 'Latin only', ...kinds]) {
    const equal = theirs.find(({ outcome }) => (outcome.recall[kind] ?? 0) >= (ours.recall[kind] ?? 0));
    if (equal) {
      const times = ours.rate / equal.outcome.rate;
      console.log(
        `  ${kind}: pg_trgm finds as much from limit ${equal.limit} on, where ${(100 * equal.outcome.disturbed).toFixed(0)} % of the other marks raise an alert; the watch is ${times.toFixed(2)} times as fast`,
      );
    } else {
      const most = theirs.reduce((a, b) =>
        (b.outcome.recall[kind] ?? 0) > (a.outcome.recall[kind] ?? 0) ? b : a,
      );
      console.log(
        `  ${kind}: pg_trgm never finds as much; at most ${(most.outcome.recall[kind] ?? 0).toFixed(2)} at limit ${most.limit}, where the watch is ${(ours.rate / most.outcome.rate).toFixed(2)} times as fast`,
      );
    }
  }
}

async function main(): Promise<void> {
  if (!existsSync(`${data}/name-pairs/dev_zh.csv`)) {
    console.log('skipped: the shared data folder is not there');
    return;
  }
  const [markCount = 100_000, nameCount = 5000, sample = 0] = process.argv.slice(2).map(Number);
  const { names, marks } = watchData(data, nameCount, markCount);
  const planted = marks.filter((m) => m.after !== undefined).length;
  console.log(
    `${marks.length.toLocaleString('en')} marks, ${planted} of them made after one of ${names.length.toLocaleString('en')} protected names`,
  );
  const some = marks.slice(0, planted + (sample === 0 ? 4000 : sample));
  const screened = sample === 0 ? marks : some;
  if (screened.length < marks.length)
    console.log(`the watch screens the planted ones and ${sample.toLocaleString('en')} others`);
  const threads = availableParallelism();
  sieve(screened, names);
  await watch(some, names, 1);
  const ours = await watch(screened, names, threads);
  const theirs = await trigrams(marks, some, names, threads);
  console.log('the watch beside pg_trgm at equal recall:');
  compareSpeed(ours, theirs);
  console.log('the watch beside pg_trgm at the limits that people use:');
  for (const { limit, outcome } of theirs.filter((t) => LIMITS.includes(t.limit)))
    console.log(
      `  limit ${limit}: ${(ours.rate / outcome.rate).toFixed(2)} times as fast; recall ${(ours.recall['all'] ?? 0).toFixed(2)} beside ${(outcome.recall['all'] ?? 0).toFixed(2)}`,
    );
}

await main();
