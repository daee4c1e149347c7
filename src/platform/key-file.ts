import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * Reads a secret from a folder, making it on first use, readable by its owner only. Processes that start at the same
 * moment end up with the same one: the file appears whole, and only once.
 */
export function keyFile(folder: string, name: string, make: () => string): string {
  const path = join(folder, name);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mine = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(mine, make(), { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(mine, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(mine);
  }
  return readFileSync(path, 'utf8');
}

/**
 * Puts another text in the place of a file, readable by its owner only. Whoever reads, and whoever starts after a crash
 * or a power cut, finds the old text or the new one, never a part.
 */
export function replaceKeyFile(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  const mine = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(mine, text, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(mine, path);
  } catch (error) {
    rmSync(mine, { force: true });
    throw error;
  }
  // The new name of the file lasts once its folder is on the disk.
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Tells one state of a file from another without reading it; empty when there is no such file. */
export function stampOf(folder: string, name: string): string {
  const found = statSync(join(folder, name), { bigint: true, throwIfNoEntry: false });
  return found ? `${found.ino}:${found.mtimeNs}:${found.size}` : '';
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
