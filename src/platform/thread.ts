import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { packagePath } from './paths.ts';

/**
 * A thread that runs a module of this package, in a checkout as in the built package.
 * @param module address of the module without its extension
 */
export function openThread(module: string, options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`${module}.js`), options);
  const runner = pathToFileURL(packagePath('scripts/source-thread.mjs'));
  return new Worker(runner, { ...options, execArgv: [], argv: [`${module}.ts`] });
}
