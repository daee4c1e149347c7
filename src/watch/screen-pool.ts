import type { Worker } from 'node:worker_threads';
import type { Finding, NameRecord } from '../names/engine.ts';
import { openThread } from '../platform/thread.ts';
import type { Hands } from './share-signs.ts';
import type { Sifted } from './screen-signs.ts';
import type { Answer, Job } from './screen-worker.ts';
import type { Sign } from './screener.ts';

/** A thread without work is ended after this long. */
const IDLE_MS = 30_000;

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** One thread that screens beside this one. It is started by its first job and holds nobody up who wants to exit. */
export class ScreenThread implements Hands {
  readonly atOnce = 2;
  readonly #records: readonly NameRecord[];
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #jobs = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(records: readonly NameRecord[]) {
    this.#records = records;
  }

  async sift(signs: readonly Sign[]): Promise<Sifted[]> {
    return (await this.#ask({ signs })).sifted ?? [];
  }

  async tell(signs: readonly Sign[], sifted: readonly Sifted[]): Promise<Finding[][]> {
    return (await this.#ask({ signs, sifted })).found ?? [];
  }

  #ask(job: Omit<Job, 'id'>): Promise<Answer> {
    const worker = (this.#worker ??= this.#start());
    clearTimeout(this.#idle);
    const id = this.#jobs++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, ...job } satisfies Job, []);
    });
  }

  #start(): Worker {
    const module = new URL('./screen-worker', import.meta.url).href;
    const worker = openThread(module, { workerData: this.#records });
    worker.unref();
    worker.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (this.#waiting.size === 0) this.#rest(worker);
      if (answer.failed === undefined) waiting?.resolve(answer);
      else waiting?.reject(new Error(`the screening thread failed: ${answer.failed}`));
    });
    const end = (error: Error): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    worker.on('error', (error) => end(error as Error));
    worker.on('exit', (code) => end(new Error(`the screening thread ended with ${code}`)));
    return worker;
  }

  /** Ends the thread when it had nothing to do for a while: it holds the names in memory a second time. */
  #rest(worker: Worker): void {
    worker.unref();
    this.#idle = setTimeout(() => {
      if (this.#worker === worker) this.#worker = undefined;
      void worker.terminate();
    }, IDLE_MS).unref();
  }
}
