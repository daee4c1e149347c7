import { spawnSync } from 'node:child_process';

/** Builds the gateway, so that what is measured is what is started: sources that are translated as they run are slower. */
export function buildGateway(): void {
  if (spawnSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' }).status !== 0)
    throw new Error('the gateway could not be built');
}

/** A module of the built gateway, by its path in `src` without extension; `T` is the type of that source. */
export async function built<T>(path: string): Promise<T> {
  return (await import(new URL(`../../dist/${path}.js`, import.meta.url).href)) as T;
}
