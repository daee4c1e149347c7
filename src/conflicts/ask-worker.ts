import { parentPort, workerData } from 'node:worker_threads';
import { loadNameEngine, type Finding } from '../names/engine.ts';
import { ask, engineAmong, type AskedName } from './ask-names.ts';

/** What a thread is asked: what names are alike to, among a few names where they are given, else among those held. */
export interface AskJob {
  id: number;
  names: AskedName[];
  among?: AskedName[];
}

export type AskAnswer = { id: number } & ({ found: Finding[][] } | { failed: string });

const held = loadNameEngine(workerData as Uint8Array);

parentPort?.on('message', ({ id, names, among }: AskJob) => {
  let answer: AskAnswer;
  try {
    const engine = among ? engineAmong(among) : held;
    answer = { id, found: names.map((name) => ask(engine, name)) };
  } catch (error) {
    answer = { id, failed: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer, []);
});
