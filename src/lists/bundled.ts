import { createReadStream } from 'node:fs';
import { readFile as readText, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Agreement, GiList, Jurisdiction } from '../gi/agreement.ts';
import type { Entry } from '../gi/entry.ts';
import { registerCatalogue } from './catalogue.ts';
import type { Context } from './context.ts';
import { latestVersion } from './versions.ts';
import { importFile } from './import.ts';
import { publish } from './publish.ts';

interface BundledList {
  list: GiList;
  effectiveOn: string;
  entries: Entry[];
}

export interface Loaded {
  listId: string;
  entries: number;
  expected?: number;
}

async function json<T>(path: string): Promise<T> {
  return JSON.parse(await readText(path, 'utf8')) as T;
}

/**
 * Loads the lists that come with the gateway: the catalogue always (it may have grown), a list only when no version of
 * it was ever published, so that a start never overwrites what people imported. They take the way of any file: bytes
 * kept, decoded, drafted, published, audited.
 * @param folder holds `agreements.json`, `jurisdictions.json` and `lists/*.json`
 * @returns what was loaded now; empty on every later start
 */
export async function loadBundled(ctx: Context, folder: string): Promise<Loaded[]> {
  const files = (await readdir(join(folder, 'lists'))).filter((f) => f.endsWith('.json'));
  const bundled = await Promise.all(
    files.map(async (name) => ({ name, content: await json<BundledList>(join(folder, 'lists', name)) })),
  );
  await registerCatalogue(ctx, {
    jurisdictions: await json<Jurisdiction[]>(join(folder, 'jurisdictions.json')),
    agreements: await json<Agreement[]>(join(folder, 'agreements.json')),
    lists: bundled.map((b) => b.content.list),
  });
  // Home registers first: a GI is named by its home, and treaty entries are then recognised as that GI.
  const rank = (b: { content: BundledList }): number => (b.content.list.kind === 'home-register' ? 0 : 1);
  bundled.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  const loaded: Loaded[] = [];
  for (const { name, content } of bundled) {
    const { list, effectiveOn, entries } = content;
    if (entries.length === 0 || (await latestVersion(ctx.db, list.id))) continue;
    const input = createReadStream(join(folder, 'lists', name));
    await importFile(ctx, {
      listId: list.id,
      fileName: name,
      input,
      format: 'bundle',
      mode: 'full',
      effectiveOn,
    });
    const { entryCount } = await publish(ctx, { listId: list.id });
    loaded.push({
      listId: list.id,
      entries: entryCount,
      ...(list.expectedEntries && { expected: list.expectedEntries.count }),
    });
  }
  return loaded;
}
