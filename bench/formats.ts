/*
 * Decoding a generated ST.96 list beside xml2js parsing the same file: `node --import tsx bench/formats.ts [records]`.
 * Each runs in a process of its own; seconds are wall-clock, memory is the peak above what the process had before.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Parser } from 'xml2js';
import { st96 } from '../src/formats/st96/st96.ts';
import { evidence, list, writeList } from './support/generated-list.ts';
import { measure, type Measured } from './support/measure.ts';

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
    await writeList(file, count);
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
      const result = JSON.parse(child.stdout) as Measured;
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
