import type { Worker } from 'node:worker_threads';
import { engineOver, packagedSoundModel, type BaseNameEngine, type NameRecord } from '../names/engine.ts';
import { NameIndexBuilder } from '../names/name-index.ts';
import { indexOver } from '../names/snapshot.ts';
import { sourceOf } from '../names/sound/pack.ts';
import { startWorker } from '../platform/worker.ts';
import type { Built, Page } from './build-worker.ts';

/** From this many names on a thread is worth starting. */
const worthAThread = 4_000;
/** Work done at a stretch in the caller's thread. */
const stretchMs = 8;

/**
 * Builds an engine without holding up the event loop: a few names in short stretches, many in a thread of its own that
 * hands its arrays over. Pages are asked for as they are used up, so that the names never lie in memory all at once.
 */
export async function buildEngine(
  pages: AsyncIterable<NameRecord[]>,
  { threadFrom = worthAThread }: { threadFrom?: number } = {},
): Promise<BaseNameEngine> {
  const first: NameRecord[] = [];
  let worker: BuildThread | undefined;
  try {
    for await (const page of pages) {
      if (worker) await worker.add(page);
      else if (first.push(...page) >= threadFrom) {
        worker = new BuildThread();
        await worker.add(first.splice(0));
      }
    }
    return worker ? await worker.finish() : await inStretches(first);
  } finally {
    await worker?.stop();
  }
}

async function inStretches(records: readonly NameRecord[]): Promise<BaseNameEngine> {
  const builder = new NameIndexBuilder();
  let since = performance.now();
  for (const record of records) {
    builder.add(record);
    if (performance.now() - since < stretchMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  return engineOver(builder.build(packagedSoundModel()));
}

/** Pages on their way to the thread that it has not read yet. */
const mostUnread = 2;

/** A thread that builds one index. */
class BuildThread {
  readonly #worker: Worker = startWorker(import.meta.url, './build-worker');
  #unread = 0;
  #arrays: Extract<Built, { arrays: unknown }>['arrays'] | undefined;
  #failure: Error | undefined;
  #wake: () => void = () => {};

  constructor() {
    this.#worker.on('message', (message: Built) => {
      if ('read' in message) this.#unread--;
      else this.#arrays = message.arrays;
      this.#wake();
    });
    const fail = (error: Error): void => {
      this.#failure ??= error;
      this.#wake();
    };
    this.#worker.on('error', fail);
    this.#worker.on('exit', () => fail(new Error('the thread that builds the name index has ended')));
  }

  async add(page: NameRecord[]): Promise<void> {
    this.#unread++;
    this.#worker.postMessage(page satisfies Page, []);
    await this.#until(() => this.#unread < mostUnread);
  }

  async finish(): Promise<BaseNameEngine> {
    this.#worker.postMessage(undefined satisfies Page, []);
    await this.#until(() => this.#arrays !== undefined);
    return engineOver(indexOver(packagedSoundModel(), sourceOf(this.#arrays ?? {})));
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  async #until(done: () => boolean): Promise<void> {
    while (!done()) {
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
