import { parentPort, workerData } from 'node:worker_threads';
import { createNameEngine, type NameRecord } from '../names/engine.ts';
import { SignScreen } from './screen-signs.ts';
import type { Sign } from './screener.ts';

/** What a worker is asked, and what it answers: findings of the signs in their order, or why there are none. */
export interface Job {
  id: number;
  signs: Sign[];
}

const signScreen = new SignScreen(createNameEngine(workerData as NameRecord[]));

parentPort?.on('message', ({ id, signs }: Job) => {
  try {
    // Threads are for many signs.
    Array.from(signScreen.making(signs));
    parentPort?.postMessage({ id, found: signs.map((sign) => signScreen.screen(sign)) }, []);
  } catch (error) {
    parentPort?.postMessage({ id, failed: error instanceof Error ? error.message : String(error) }, []);
  }
});
