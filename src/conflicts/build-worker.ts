import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort } from 'node:worker_threads';
import type { PackedArray } from '../names/sound/pack.ts';
import { packagedSoundModel, type NameRecord } from '../names/engine.ts';
import { NameIndexBuilder } from '../names/name-index.ts';
import { arraysOf } from '../names/snapshot.ts';

/** To the thread: some names, or undefined after the last. */
export type Page = NameRecord[] | undefined;
/** From the thread: that it has read a page, or the arrays of the index. */
export type Built = { read: number } | { arrays: ReturnType<typeof arraysOf> };

/** Names read between two sweeps, which take some fifty milliseconds each. */
const sweptEvery = 25_000;
// What loading the lexicon left behind is worth one.
let unswept = sweptEvery;

/** Clears away at once what is not used any more, arrays outgrown above all, which V8 does in its own time otherwise. */
function sweep(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  unswept = 0;
}

/** Room in an array's memory that is left as it is. */
const spare = 1 << 20;

/** Arrays without the room they did not grow into, one after another so that no more than one is there twice. */
function trimmed(arrays: Record<string, PackedArray>): Record<string, PackedArray> {
  for (const name of Object.keys(arrays)) {
    const array = arrays[name] as PackedArray;
    if (array.buffer.byteLength - array.byteLength < spare) continue;
    arrays[name] = array.slice();
    sweep();
  }
  return arrays;
}

const port = parentPort;
const builder = new NameIndexBuilder();

/** In a call of its own, so that nothing holds the index itself afterwards. */
const built = (): Record<string, PackedArray> => arraysOf(builder.build(packagedSoundModel()));

port?.on('message', (page: Page) => {
  if (page) {
    for (const record of page) builder.add(record);
    if ((unswept += page.length) >= sweptEvery) sweep();
    port.postMessage({ read: page.length } satisfies Built);
    return;
  }
  // Building the sound index takes the most memory: what reading left behind goes before.
  sweep();
  const arrays = trimmed(built());
  const buffers = [...new Set(Object.values(arrays).map((a) => a.buffer as ArrayBuffer))];
  port.postMessage({ arrays } satisfies Built, buffers);
  port.close();
});
