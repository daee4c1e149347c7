import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../platform/log.ts';
import { runDue, type SyncContext } from './run.ts';

/** How often it is asked whether a source is due. */
const LOOK_MS = 2_000;

/** Looks at sources when they are due, one after another, until it is told to stop; several processes share them. */
export class SyncRunner {
  readonly #ctx: SyncContext & { log: Log };
  readonly #stop = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(ctx: SyncContext & { log: Log }) {
    this.#ctx = ctx;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Breaks off what is being fetched and waits until the look is written down; it is made again when next due. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      let ran;
      try {
        ran = await runDue(this.#ctx, signal);
        if (ran) this.#ctx.log.info({ ...ran }, 'sync');
      } catch (error) {
        this.#ctx.log.error({ err: error }, 'a source could not be looked at');
      }
      if (!ran) await rest(LOOK_MS, signal);
    }
  }
}

/** Waits, or until the word to stop. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
