import type { Worker } from 'node:worker_threads';
import type { BaseNameEngine, Finding } from '../names/engine.ts';
import { startWorker } from '../platform/worker.ts';
import type { NameAsker } from './ask-names.ts';
import type { AskAnswer, AskJob } from './ask-worker.ts';

interface Waiting {
  resolve(found: Finding[][]): void;
  reject(error: Error): void;
}

/** One thread; its jobs are done in their order. */
class AskThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #jobs = 0;
  #failure: Error | undefined;

  constructor(snapshot: Uint8Array) {
    this.#worker = startWorker(import.meta.url, './ask-worker', snapshot);
    this.#worker.on('message', (answer: AskAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('found' in answer) waiting?.resolve(answer.found);
      else waiting?.reject(new Error(`a screening thread failed: ${answer.failed}`));
    });
    const end = (error: Error): void => {
      this.#failure ??= error;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    this.#worker.on('error', end);
    this.#worker.on('exit', (code) => end(new Error(`a screening thread ended with ${code}`)));
  }

  get load(): number {
    return this.#waiting.size;
  }

  ask(job: Omit<AskJob, 'id'>): Promise<Finding[][]> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = this.#jobs++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...job } satisfies AskJob, []);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Asks in threads of their own, which share one copy of the index. */
export function askInThreads(engine: BaseNameEngine, threads: number): NameAsker {
  const packed = engine.snapshot();
  const snapshot = new Uint8Array(new SharedArrayBuffer(packed.length));
  snapshot.set(packed);
  const pool = Array.from({ length: Math.max(1, threads) }, () => new AskThread(snapshot));
  const idlest = (): AskThread => pool.reduce((a, b) => (b.load < a.load ? b : a));
  return {
    engine: engine.version,
    // One job more than there are threads, so that none waits for the next.
    atOnce: pool.length + 1,
    screen: (names) => idlest().ask({ names }),
    screenAmong: (few, names) => idlest().ask({ names, among: few }),
    close: async () => void (await Promise.all(pool.map((thread) => thread.stop()))),
  };
}
