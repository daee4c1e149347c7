import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Reads a secret from a folder, making it on first use, readable by its owner only. Processes that start at the same
 * moment end up with the same one: the file appears whole, and only once.
 */
export async function keyFile(
  folder: string,
  name: string,
  make: () => string | Promise<string>,
): Promise<string> {
  const path = join(folder, name);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mine = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(mine, await make(), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(mine, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(mine);
  }
  return readFileSync(path, 'utf8');
}

/** The files of a folder whose names begin and end so, by name; none when there is no such folder. */
export function filesIn(folder: string, begin: string, end: string): { name: string; text: string }[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names
    .filter((name) => name.startsWith(begin) && name.endsWith(end))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}
