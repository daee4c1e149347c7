/*
 * Imports a file into an empty list with the gateway as it is built and started: under tsx the decoding thread would
 * carry the translator of TypeScript as well. Prints `{ seconds, peakMb, records, draftId }`.
 *
 *   node --expose-gc bench/support/import-built.mjs FILE DATABASE LIST
 */
import { createReadStream } from 'node:fs';
import { openPostgres } from '../../dist/db/database.js';
import { importFile } from '../../dist/lists/import.js';
import { packagePath } from '../../dist/platform/paths.js';

const [path, url, listId] = process.argv.slice(2);
const { db, close } = await openPostgres(url, packagePath('src/db/migrations'));
const ctx = { db, clock: () => new Date(), actor: 'bench' };
globalThis.gc();
const before = process.memoryUsage.rss();
const start = performance.now();
const input = createReadStream(path, { highWaterMark: 1 << 18 });
const { records, draftId } = await importFile(ctx, {
  listId,
  fileName: 'list.xml',
  input,
  format: 'st96',
  mode: 'full',
});
const seconds = (performance.now() - start) / 1000;
const peakMb = (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
console.log(JSON.stringify({ seconds, peakMb, records, draftId }));
await close();
