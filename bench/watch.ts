/*
 * New marks against protected names: what the watch does with a file of them, beside the same job done with pg_trgm in
 * PostgreSQL, in one run, with the recall of both on the same planted marks.
 *
 *   npm run bench -- watch [marks] [names] [sample]
 *
 * `sample` is how many of the marks, besides all planted ones, the watch screens: its speed and its alerts are those of
 * the sample. pg_trgm gets every mark. Say 0 to screen them all.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import anyAscii from 'any-ascii';
import postgres from 'postgres';
import { engineScreener } from '../src/watch/engine-screener.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { watchData, type BenchMark } from './support/watch-data.ts';

const data = new URL('../../shared/data', import.meta.url).pathname;
const kinds = ['labelled', 'cross-script', 'altered', 'marked', 'contained'] as const;
/** Expected false alerts per million comparisons: the watch's own threshold. */
const ALERT_AT = 1.5;

const spelt = (text: string): string => anyAscii(text).toLowerCase().slice(0, 200).replaceAll('\0', '');

/** Share of the planted marks whose protected name was found, by kind. */
function recall(marks: readonly BenchMark[], isFound: (mark: number) => boolean): string {
  const share = (fits: (mark: BenchMark) => boolean): string => {
    const planted = marks.flatMap((mark, i) => (mark.after !== undefined && fits(mark) ? [i] : []));
    return (planted.filter(isFound).length / Math.max(1, planted.length)).toFixed(2);
  };
  const latin = /^[\p{Script=Latin}\p{Script=Common}]+$/u;
  const byKind = kinds.map((kind) => `${kind} ${share((m) => m.kind === kind)}`);
  const latinOnly = share((m) => latin.test(m.text) && latin.test(m.after ?? ''));
  return `recall: all ${share(() => true)}, Latin only ${latinOnly}; ${byKind.join(', ')}`;
}

async function watch(
  marks: readonly BenchMark[],
  names: readonly string[],
  threads: number,
): Promise<number> {
  const started = performance.now();
  const screener = await engineScreener(
    names.map((name, i) => ({ id: String(i), name, group: String(i) })),
    threads - 1,
  );
  const signs = marks.map(({ text }) => ({ text, goods: [] }));
  const built = (performance.now() - started) / 1000;
  // Threads build their own index; that is not counted either, as PostgreSQL's is not.
  await screener.screen(signs.slice(0, 500), ALERT_AT);
  const from = performance.now();
  const found = await screener.screen(signs, ALERT_AT);
  const seconds = (performance.now() - from) / 1000;
  const rate = marks.length / seconds;
  const innocent = marks.filter((m) => m.after === undefined).length;
  const disturbed = found.filter(
    (findings, i) => marks[i]?.after === undefined && findings.length > 0,
  ).length;
  console.log(
    `watch, ${threads} thread(s): ${rate.toFixed(0)} marks/s (index built in ${built.toFixed(1)} s)`,
  );
  console.log(`  ${recall(marks, (i) => (found[i] ?? []).some((f) => f.candidate === marks[i]?.after))}`);
  console.log(`  ${((100 * disturbed) / innocent).toFixed(1)} % of the other marks raise an alert`);
  return rate;
}

async function trigrams(marks: readonly BenchMark[], names: readonly string[], ours: number): Promise<void> {
  const server = await startPostgres();
  const sql = postgres(`${server.url}/postgres`, { max: 1, onnotice: () => {} });
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
    await fill('names', names);
    await fill(
      'marks',
      marks.map((m) => m.text),
    );
    // GiST was tried and is four to nine times slower at this size.
    await sql`create index on names using gin (spelt gin_trgm_ops)`;
    await sql`analyze`;
    for (const limit of [0.3, 0.45, 0.6]) {
      await sql`select set_limit(${limit})`;
      const from = performance.now();
      const rows = await sql<{ mark: number; name: number }[]>`
        select m.id as mark, p.id as name from marks m cross join lateral (
          select id, similarity(spelt, m.spelt) as alike from names where spelt % m.spelt
          order by alike desc limit 10) p`;
      const seconds = (performance.now() - from) / 1000;
      const found = new Set(rows.map(({ mark, name }) => `${mark} ${names[name]}`));
      const disturbed = new Set(
        rows.filter(({ mark }) => marks[mark]?.after === undefined).map((r) => r.mark),
      ).size;
      const innocent = marks.filter((m) => m.after === undefined).length;
      const rate = marks.length / seconds;
      console.log(
        `pg_trgm on any-ascii, GIN, limit ${limit}: ${rate.toFixed(0)} marks/s; the watch is ${(ours / rate).toFixed(2)} times as fast`,
      );
      console.log(`  ${recall(marks, (i) => found.has(`${i} ${marks[i]?.after}`))}`);
      console.log(`  ${((100 * disturbed) / innocent).toFixed(1)} % of the other marks raise an alert`);
    }
  } finally {
    await sql.end();
    await server.stop();
  }
}

async function main(): Promise<void> {
  if (!existsSync(`${data}/name-pairs/dev_zh.csv`)) {
    console.log('skipped: the shared data folder is not there');
    return;
  }
  const [markCount = 100_000, nameCount = 5000, sample = 4000] = process.argv.slice(2).map(Number);
  const { names, marks } = watchData(data, nameCount, markCount);
  const planted = marks.filter((m) => m.after !== undefined).length;
  console.log(
    `${marks.length.toLocaleString('en')} marks, ${planted} of them made after one of ${names.length.toLocaleString('en')} protected names`,
  );
  const screened = sample === 0 ? marks : marks.slice(0, planted + sample);
  if (screened.length < marks.length)
    console.log(`the watch screens the planted ones and ${sample.toLocaleString('en')} others`);
  await watch(screened, names, 1);
  const ours = await watch(screened, names, availableParallelism());
  await trigrams(marks, names, ours);
}

await main();
