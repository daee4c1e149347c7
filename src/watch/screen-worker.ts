import { parentPort, workerData } from 'node:worker_threads';
import { createNameEngine, type Finding, type NameRecord } from '../names/engine.ts';
import { SignScreen, type Sifted } from './screen-signs.ts';
import type { Sign } from './screener.ts';

/** What a thread is asked: to sift signs, or to tell what matters for some that were sifted. */
export interface Job {
  id: number;
  signs: readonly Sign[];
  sifted?: readonly Sifted[];
}

/** What it answers, for the signs in their order, or why it cannot. */
export interface Answer {
  id: number;
  sifted?: Sifted[];
  found?: Finding[][];
  failed?: string;
}

const signScreen = new SignScreen(createNameEngine(workerData as NameRecord[]));

function answer({ id, signs, sifted }: Job): Answer {
  if (sifted) return { id, found: signs.map((sign, i) => signScreen.tell(sign, sifted[i])) };
  // Threads are for many signs.
  Array.from(signScreen.making(signs));
  return { id, sifted: signs.map((sign) => signScreen.sift(sign)) };
}

parentPort?.on('message', (job: Job) => {
  try {
    parentPort?.postMessage(answer(job), []);
  } catch (error) {
    const failed = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ id: job.id, failed } satisfies Answer, []);
  }
});
