import { parentPort } from 'node:worker_threads';
import { packagedSoundModel, type NameRecord } from '../names/engine.ts';
import { NameIndexBuilder } from '../names/name-index.ts';
import { arraysOf } from '../names/snapshot.ts';

/** To the thread: some names, or undefined after the last. */
export type Page = NameRecord[] | undefined;
/** From the thread: that it has read a page, or the arrays of the index. */
export type Built = { read: number } | { arrays: ReturnType<typeof arraysOf> };

const port = parentPort;
const builder = new NameIndexBuilder();

port?.on('message', (page: Page) => {
  if (page) {
    for (const record of page) builder.add(record);
    port.postMessage({ read: page.length } satisfies Built);
    return;
  }
  const arrays = arraysOf(builder.build(packagedSoundModel()));
  const buffers = [...new Set(Object.values(arrays).map((a) => a.buffer as ArrayBuffer))];
  port.postMessage({ arrays } satisfies Built, buffers);
  port.close();
});
