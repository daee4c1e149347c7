import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../db/context.ts';
import { newId } from '../../platform/ids.ts';
import type { SourceRow } from './sources.ts';
import { take, type Found } from './take.ts';

/** A file nobody has written to for so long is taken for whole; renaming it in from elsewhere is surer. */
export const SETTLE_MS = 10_000;
/** Names under which programs write what is not finished. */
const UNFINISHED = /^\.|~$|\.(part|partial|tmp|temp|crdownload|filepart)$/i;

interface Waiting {
  name: string;
  stats: Stats;
}

/** Whole files in a folder, the oldest first. Links and anything but plain files are left alone. */
async function waiting(folder: string, now: Date): Promise<Waiting[]> {
  const found: Waiting[] = [];
  for (const name of await readdir(folder)) {
    if (UNFINISHED.test(name)) continue;
    const stats = await lstat(join(folder, name));
    if (stats.isFile() && now.getTime() - stats.mtimeMs >= SETTLE_MS) found.push({ name, stats });
  }
  return found.sort((a, b) => a.stats.mtimeMs - b.stats.mtimeMs || (a.name < b.name ? -1 : 1));
}

/** Opens a file itself, never what a link put in its place leads to. */
async function* contentOf(path: string): AsyncIterable<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    if (!(await file.stat()).isFile()) return;
    yield* file.createReadStream({ autoClose: false }) as AsyncIterable<Uint8Array>;
  } finally {
    await file.close();
  }
}

/** Characters that a terminal or a page might act on have no place in a report. */
const shown = (name: string): string => name.replace(/[\p{C}/\\]+/gu, '_').slice(0, 150);

/**
 * Takes the oldest whole file of a drop folder, and moves it to `done` or `failed` with a report beside it. What is
 * moved gets a name of its own, so that a file of the same name later overwrites nothing.
 * @param root the gateway's drop folder; the source's lies in it
 */
export async function takeDropped(ctx: Context, source: SourceRow, root: string): Promise<Found> {
  const folder = join(root, source.location);
  for (const part of ['', 'done', 'failed'])
    await mkdir(join(folder, part), { recursive: true, mode: 0o770 });
  const now = ctx.clock();
  const [first, ...more] = await waiting(folder, now);
  if (!first) return { outcome: 'unchanged', detail: 'no file' };
  const path = join(folder, first.name);
  const found = await take(ctx, source, { name: shown(first.name), input: contentOf(path) });
  const kept = `${newId('drop', now)}-${shown(first.name)}`;
  const place = join(folder, found.outcome === 'failed' ? 'failed' : 'done');
  // The report first: a file that was moved always has one.
  const report = { file: first.name, list: source.listId, at: now.toISOString(), ...found };
  await writeFile(join(place, `${kept}.report.json`), `${JSON.stringify(report, null, 2)}\n`, { flag: 'wx' });
  await rename(path, join(place, kept));
  return more.length > 0 ? { ...found, detail: `${found.detail}; ${more.length} more waiting` } : found;
}
