/*
 * Decoding a generated ST.96 list beside xml2js parsing the same file: `node --import tsx bench/formats.ts [records]`.
 * Each runs in a process of its own; seconds are wall-clock, memory is the peak above what the process had before.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Parser } from 'xml2js';
import type { GiList } from '../src/gi/agreement.ts';
import type { Entry } from '../src/gi/entry.ts';
import { st96 } from '../src/formats/st96/st96.ts';

const list: GiList = {
  id: 'bench/list',
  agreementId: 'bench',
  kind: 'treaty',
  title: { en: 'Bench' },
  protectedIn: 'EU',
  origin: 'CN',
  defaultStatus: 'protected',
  legalBasis: { text: 'none' },
  notes: [],
};
const evidence = { level: 'unverified', source: '' } as const;
const words = ['安吉', '西湖', '龙井', '武夷', '普洱', '绍兴', '金华', '平谷', '烟台', '郫县'];
const latin = [
  'Anji',
  'Xihu',
  'Longjing',
  'Wuyi',
  'Puer',
  'Shaoxing',
  'Jinhua',
  'Pinggu',
  'Yantai',
  'Pixian',
];

function* entries(count: number): Generator<Entry> {
  for (let i = 0; i < count; i++) {
    const digits = [...String(i)].map(Number);
    yield {
      key: `PGI-CN-${String(i).padStart(6, '0')}`,
      fileNumbers: [`PGI-CN-${String(i).padStart(6, '0')}`],
      origin: ['CN'],
      giType: 'PGI',
      product: { class: 'tea', classes: [{ scheme: 'EU', code: '1.8', title: 'Other products of Annex I' }] },
      names: [
        {
          text: digits.map((d) => words[d]).join(''),
          language: 'zh',
          script: 'Hans',
          kind: 'original',
          evidence,
        },
        {
          text: digits.map((d) => latin[d]).join(' '),
          language: 'zh-Latn',
          script: 'Latn',
          kind: 'transcription',
          evidence,
        },
        {
          text: `${digits.map((d) => latin[d]).join(' ')} tea`,
          language: 'en',
          script: 'Latn',
          kind: 'translation',
          evidence,
        },
      ],
      notClaimed: [],
      status: 'protected',
      dates: { protected: '2021-03-01' },
      publications: [{ text: 'OJ L 408I, 4.12.2020, p. 3' }],
      evidence,
      notes: [],
    };
  }
}

/** A file as a partner's system writes it: no companion data, no indentation. */
async function generate(path: string, count: number): Promise<void> {
  const document = {
    agreement: { id: 'bench' } as never,
    list,
    version: { number: 1, contentHash: '' },
    entries: entries(count),
  };
  const file = await open(path, 'w');
  let buffer = '';
  for await (const piece of st96.encode?.(document) ?? []) {
    buffer += piece.replace(/<\?gi-gateway[^]*?\?>\n?/g, '').replace(/>\s+</g, '><');
    if (buffer.length > 1 << 20) {
      await file.write(buffer);
      buffer = '';
    }
  }
  await file.write(buffer);
  await file.close();
}

async function measure(
  work: () => Promise<number>,
): Promise<{ seconds: number; peakMb: number; records: number }> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
  const start = performance.now();
  const records = await work();
  const seconds = (performance.now() - start) / 1000;
  clearInterval(timer);
  peak = Math.max(peak, process.memoryUsage.rss(), process.resourceUsage().maxRSS * 1024);
  return { seconds, peakMb: (peak - before) / 2 ** 20, records };
}

const methods: Record<string, (path: string) => Promise<number>> = {
  gateway: async (path) => {
    let records = 0;
    const file = createReadStream(path, { highWaterMark: 1 << 18 });
    for await (const record of st96.decode?.(file, { list, evidence }) ?? []) if (record.entry) records++;
    return records;
  },
  xml2js: async (path) => {
    const parsed: unknown = await new Parser().parseStringPromise(readFileSync(path, 'utf8'));
    return (parsed as { 'gin:GITransaction': { 'gin:GITransactionBody': unknown[] } })['gin:GITransaction'][
      'gin:GITransactionBody'
    ].length;
  },
};

async function main(): Promise<void> {
  const [first, path] = process.argv.slice(2);
  const method = methods[first ?? ''];
  if (method && path !== undefined) {
    console.log(JSON.stringify(await measure(() => method(path))));
    return;
  }
  const count = Number(first ?? 100_000);
  const folder = mkdtempSync(join(tmpdir(), 'gi-formats-'));
  const file = join(folder, 'list.xml');
  try {
    await generate(file, count);
    const size = statSync(file).size / 1e6;
    console.log(`${count} records, ${size.toFixed(1)} MB of ST.96 XML`);
    const seconds: Record<string, number> = {};
    for (const name of Object.keys(methods)) {
      const child = spawnSync(
        process.execPath,
        ['--import', 'tsx', '--max-old-space-size=8192', fileURLToPath(import.meta.url), name, file],
        {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const result = JSON.parse(child.stdout) as Awaited<ReturnType<typeof measure>>;
      seconds[name] = result.seconds;
      console.log(
        `${name.padEnd(8)} ${result.seconds.toFixed(2).padStart(7)} s  ${(size / result.seconds).toFixed(1).padStart(6)} MB/s  ` +
          `peak +${result.peakMb.toFixed(0)} MB  ${result.records} records`,
      );
    }
    console.log(
      `the gateway takes 1/${((seconds['xml2js'] ?? 0) / (seconds['gateway'] ?? 1)).toFixed(1)} of xml2js's time`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await main();
