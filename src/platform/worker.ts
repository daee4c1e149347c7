import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/** What a thread makes for a moment need not pile up before it is cleared away: memory counts more than its time. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/**
 * Starts a module in a thread of its own. `module` is relative to the caller (`from`, its `import.meta.url`) and has no
 * extension: it is a `.js` file in the built package and a `.ts` file in the sources, which tsx translates.
 * @param workerData what the thread is given to begin with
 */
export function startWorker(from: string, module: string, workerData?: unknown): Worker {
  if (!from.endsWith('.ts')) return new Worker(new URL(`${module}.js`, from), { resourceLimits, workerData });
  const url = new URL(`${module}.ts`, from).href;
  // A thread does not take the translation of its parent over, nor from `--import`; it has to ask for it first.
  const api = pathToFileURL(createRequire(from).resolve('tsx/esm/api').replace(/cjs$/, 'mjs')).href;
  const code = `import(${JSON.stringify(api)}).then((tsx) => { tsx.register(); return import(${JSON.stringify(url)}); })`;
  return new Worker(code, { eval: true, execArgv: [], resourceLimits, workerData });
}
