/*
 * The thread in which a large file is decoded: takes its bytes, hands over batches ready to be stored. At most two
 * batches and two pieces of the file are under way at once.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../gi/problem.ts';
import { decodeBatches, type DecodeJob } from './decode-batches.ts';
import type { FromThread, ToThread } from './decode-thread.ts';

const AHEAD = 1;
const port = parentPort!;
const send = (message: FromThread): void => port.postMessage(message);

const pieces: (Uint8Array | undefined)[] = [];
let untaken = 0;
let wake = (): void => {};
port.on('message', (message: ToThread) => {
  if (message.kind === 'taken') untaken--;
  else pieces.push(message.kind === 'bytes' ? message.bytes : undefined);
  wake();
});

async function until(ready: () => boolean): Promise<void> {
  while (!ready()) await new Promise<void>((resolve) => (wake = resolve));
}

async function* bytes(): AsyncGenerator<Uint8Array> {
  for (let asked = 0; asked < AHEAD; asked++) send({ kind: 'more' });
  for (;;) {
    await until(() => pieces.length > 0);
    const piece = pieces.shift();
    if (!piece) return;
    send({ kind: 'more' });
    yield piece;
  }
}

try {
  for await (const batch of decodeBatches(workerData as DecodeJob, bytes())) {
    await until(() => untaken < AHEAD);
    untaken++;
    send({ kind: 'batch', batch });
  }
  send({ kind: 'end' });
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  send({ kind: 'unusable', problems: error.problems });
}
