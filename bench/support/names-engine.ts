/*
 * One measurement of the name engine in a process of its own, so that memory is the engine's and nothing else's; run by
 * bench/names.ts. `build URL FILE` builds it from the table `names` and writes a snapshot; `ask FILE QUERIES` loads the
 * snapshot and asks. The outcome is one line of JSON.
 */
import { open, readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import postgres from 'postgres';
import type { NameRecord } from '../../src/names/engine.ts';
import { built } from './built.ts';

const { buildEngine } =
  await built<typeof import('../../src/conflicts/build-engine.ts')>('conflicts/build-engine');
const { createNameEngine, engineVersion, loadNameEngine } =
  await built<typeof import('../../src/names/engine.ts')>('names/engine');
const { indexChunks } = await built<typeof import('../../src/names/snapshot.ts')>('names/snapshot');

/** What building took. Memory in megabytes above that of the process before. */
export interface BuildOutcome {
  size: number;
  seconds: number;
  cpuSeconds: number;
  peakMb: number;
  afterMb: number;
  heapAndExternalMb: number;
  /** The longest time that the event loop of the asking thread stood still, in milliseconds. */
  stallMs: number;
  snapshotMb: number;
}

/** What loading and asking took; times in milliseconds per query, in the order of the queries. */
export interface AskOutcome {
  size: number;
  loadSeconds: number;
  afterMb: number;
  heapAndExternalMb: number;
  /** Other queries answered before, and what the first of them took, as many as are asked afterwards; ms. */
  before: number;
  cold: number[];
  wall: number[];
  cpu: number[];
  /** Ids of the ten best per query. */
  found: number[][];
  hostile: { what: string; cpu: number }[];
}

const mb = (bytes: number): number => Math.round(bytes / 1e5) / 10;

/** Memory in use after everything unused has been given back as far as it goes. */
async function settled(): Promise<{ rss: number; inUse: number }> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, inUse: heapUsed + external };
}

/** Modules, lexicon and sound model loaded and compiled, as in a gateway that has few names. */
function warmUp(): void {
  const small = createNameEngine(
    ['Bordeaux', '波尔多', 'บอร์โด', 'Μπορντό', 'Бордо'].map((name, id) => ({ id: `${id}`, name })),
  );
  for (const name of ['Bordo', '波多', 'บอร์โดซ์', 'Μπορντώ', 'Бордоу']) small.screen({ name });
}

const pageOf = 5000;

async function* namesIn(sql: postgres.Sql): AsyncGenerator<NameRecord[]> {
  for (let after = -1; ;) {
    const rows = await sql<{ id: number; name: string }[]>`
      select id, name from names where id > ${after} order by id limit ${pageOf}`;
    if (rows.length === 0) return;
    yield rows.map(({ id, name }) => ({ id: String(id), name }));
    after = (rows.at(-1) as { id: number }).id;
  }
}

async function build(url: string, file: string): Promise<BuildOutcome> {
  warmUp();
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`select 1`;
  const before = await settled();
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
  const stalls = monitorEventLoopDelay({ resolution: 5 });
  stalls.enable();
  const start = performance.now();
  const used = process.cpuUsage();
  const engine = await buildEngine(namesIn(sql));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(used);
  stalls.disable();
  peak = Math.max(peak, process.memoryUsage.rss());
  clearInterval(watch);
  const after = await settled();
  const out = await open(file, 'w');
  let bytes = 0;
  for (const chunk of indexChunks(engine.index, { version: engineVersion() }))
    bytes += (await out.write(chunk)).bytesWritten;
  await out.close();
  await sql.end();
  return {
    size: engine.size,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    peakMb: mb(peak - before.rss),
    afterMb: mb(after.rss - before.rss),
    heapAndExternalMb: mb(after.inUse - before.inUse),
    stallMs: stalls.max / 1e6,
    snapshotMb: mb(bytes),
  };
}

const hostile: Record<string, string> = {
  'one letter': 'a'.repeat(500),
  'Han character': '龙'.repeat(500),
  polyphones: '重乐行长都会六安'.repeat(62),
  'Thai words': 'กรุงเทพมหานคร'.repeat(38),
  'short words': 'la de '.repeat(83),
  'place words': 'saint san new north '.repeat(25),
  'product words': 'champagne champanillo cava wine tea cheese ham '.repeat(10),
  alternatives: '重乐行长都会六安 / '.repeat(30),
  'mixed alphabets': '龙Aб'.repeat(160),
  ligatures: '\ufdfa'.repeat(500),
  emoji: '🧀'.repeat(250),
  'lone surrogates': '\ud800'.repeat(10_000),
  'control and bidi': '\u202e\u0000\u0007'.repeat(3000),
};

async function ask(file: string, queriesFile: string): Promise<AskOutcome> {
  warmUp();
  const { warm, asked } = JSON.parse(readFileSync(queriesFile, 'utf8')) as Record<'warm' | 'asked', string[]>;
  const before = await settled();
  const start = performance.now();
  const engine = loadNameEngine(await readFile(file));
  const loadSeconds = (performance.now() - start) / 1000;
  // Other queries first: a service that has just started is slower until its code has been compiled.
  const first = warm.map((name) => {
    const begun = performance.now();
    engine.screen({ name });
    return performance.now() - begun;
  });
  const cold = first.slice(0, asked.length);
  const outcome: AskOutcome = {
    size: engine.size, loadSeconds, afterMb: 0, heapAndExternalMb: 0, before: first.length, cold, wall: [], cpu: [], found: [], hostile: [],
  }; // prettier-ignore
  for (const name of asked) {
    const used = process.cpuUsage();
    const begun = performance.now();
    const findings = engine.screen({ name });
    outcome.wall.push(performance.now() - begun);
    const { user, system } = process.cpuUsage(used);
    outcome.cpu.push((user + system) / 1000);
    outcome.found.push(findings.map((f) => Number(f.candidateId)));
  }
  const after = await settled();
  outcome.afterMb = mb(after.rss - before.rss);
  outcome.heapAndExternalMb = mb(after.inUse - before.inUse);
  for (const [what, text] of Object.entries(hostile)) {
    let best = Infinity;
    for (let round = 0; round < 4; round++) {
      const used = process.cpuUsage();
      try {
        engine.screen({ name: text });
      } catch {
        // Refused.
      }
      const { user, system } = process.cpuUsage(used);
      best = Math.min(best, (user + system) / 1000);
    }
    outcome.hostile.push({ what, cpu: best });
  }
  return outcome;
}

const [mode = '', first = '', second = ''] = process.argv.slice(2);
console.log(JSON.stringify(mode === 'build' ? await build(first, second) : await ask(first, second)));
