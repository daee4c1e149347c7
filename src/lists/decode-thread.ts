import { InputError, type Problem } from '../gi/problem.ts';
import type { DecodeJob } from './decode-batches.ts';
import { openThread } from '../platform/thread.ts';
import type { DecodedBatch } from './prepare.ts';

/** Messages from the thread: it asks for bytes, hands over batches, and ends. */
export type FromThread =
  | { kind: 'more' }
  | { kind: 'batch'; batch: DecodedBatch }
  | { kind: 'end' }
  | { kind: 'unusable'; problems: Problem[] };

/** Messages to the thread: a piece of the file, its end, and that a batch was taken. */
export type ToThread = { kind: 'bytes'; bytes: Uint8Array } | { kind: 'eof' } | { kind: 'taken' };

/**
 * Decodes a file in a thread of its own and hands the batches on as they come: while one is stored, the next is read.
 * Bytes and batches wait for whoever takes them, so that memory does not grow with the file.
 * @throws InputError when the file as a whole cannot be used
 */
export async function* decodeInThread(
  job: DecodeJob,
  input: AsyncIterable<Uint8Array>,
): AsyncGenerator<DecodedBatch> {
  // A small young generation: what the thread makes lives for one batch.
  const worker = openThread(new URL('./decode-worker', import.meta.url).href, {
    workerData: job,
    resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 160 },
  });
  const bytes = input[Symbol.asyncIterator]();
  const waiting: FromThread[] = [];
  let failure: Error | undefined;
  let wake = (): void => {};
  const fail = (error: unknown): void => {
    failure ??= error instanceof Error ? error : new Error(String(error));
    wake();
  };
  const send = (message: ToThread, transfer: ArrayBuffer[] = []): void =>
    worker.postMessage(message, transfer);
  const feed = async (): Promise<void> => {
    const { done, value } = await bytes.next();
    if (done) return send({ kind: 'eof' });
    const whole = value.byteLength === value.buffer.byteLength ? value : value.slice();
    send({ kind: 'bytes', bytes: whole }, [whole.buffer as ArrayBuffer]);
  };
  worker.on('message', (message: FromThread) => {
    if (message.kind === 'more') return void feed().catch(fail);
    waiting.push(message);
    wake();
  });
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`the decoding thread ended with ${code}`)));
  try {
    for (;;) {
      const message = waiting.shift();
      if (message?.kind === 'end') return;
      if (message?.kind === 'unusable') throw new InputError(message.problems);
      if (message?.kind === 'batch') {
        send({ kind: 'taken' });
        yield message.batch;
      } else if (failure) throw failure;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    await worker.terminate();
    await bytes.return?.();
  }
}
