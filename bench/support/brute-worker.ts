import { parentPort, workerData } from 'node:worker_threads';
import { packagedSoundModel } from '../../src/names/engine.ts';
import { bruteForce } from './brute-force.ts';

/** What a thread is given: its share of the queries, and all the names. */
export interface BruteJob {
  queries: string[];
  names: string[];
  sizes: number[];
}

/** What it answers: the ten best by size, query and rank. */
export type BruteFound = ReturnType<typeof bruteForce>;

const { queries, names, sizes } = workerData as BruteJob;
parentPort?.postMessage(bruteForce(packagedSoundModel(), queries, names, sizes) satisfies BruteFound, []);
