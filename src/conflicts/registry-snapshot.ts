import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { engineOver, engineVersion, packagedSoundModel, type BaseNameEngine } from '../names/engine.ts';
import { indexChunks, unpackIndex } from '../names/snapshot.ts';
import type { RegistryState } from './registry-names.ts';

const fileIn = (folder: string): string => join(folder, 'names.snapshot');

/** An engine and the state of the registry that it was built from. */
export interface Snapshot {
  engine: BaseNameEngine;
  state: RegistryState;
}

/** The snapshot in a folder; undefined when there is none, or when another version of the engine made it. */
export async function readSnapshot(folder: string): Promise<Snapshot | undefined> {
  try {
    const { index, state } = unpackIndex(
      packagedSoundModel(),
      await readFile(fileIn(folder)),
      engineVersion(),
    );
    return { engine: engineOver(index), state: JSON.parse(state ?? '') as RegistryState };
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a snapshot piece by piece beside the old one, then puts it in its place. */
export async function writeSnapshot(folder: string, { engine, state }: Snapshot): Promise<void> {
  const path = fileIn(folder);
  const unfinished = `${path}.${process.pid}`;
  const file = await open(unfinished, 'w');
  try {
    const meta = { version: engine.version, state: JSON.stringify(state) };
    for (const chunk of indexChunks(engine.index, meta)) await file.write(chunk);
    await file.close();
    await rename(unfinished, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(unfinished, { force: true });
    throw error;
  }
}
