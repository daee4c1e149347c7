import { availableParallelism } from 'node:os';
import { buildEngine } from '../conflicts/build-engine.ts';
import type { NameRecord } from '../names/engine.ts';
import { ScreenThread } from './screen-pool.ts';
import { SignScreen } from './screen-signs.ts';
import type { Screener, Sign } from './screener.ts';
import { shareSigns, type Hands } from './share-signs.ts';

/** Signs screened before the event loop gets a turn. */
const stretch = 20;
/** Fewer signs than this are screened in this thread: starting another one costs as much. */
const worthThreads = 400;
/** Threads beside this one at most. */
const mostThreads = 7;

/** Names handed over at a time while the engine is built. */
const pageOf = 2000;

async function* pagesOf(records: readonly NameRecord[]): AsyncGenerator<NameRecord[]> {
  for (let at = 0; at < records.length; at += pageOf) yield records.slice(at, at + pageOf);
}

/** Numbers of signs in the order of their texts, so that those of one script come together. */
function inOrder(signs: readonly Sign[]): number[] {
  const text = (i: number): string => (signs[i] as Sign).text;
  return Array.from(signs.keys()).sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : a - b));
}

/**
 * A screener that asks the name engine about each sign once, over all cores where there are many signs. Its engine is
 * built without holding up the event loop.
 */
export async function engineScreener(
  source: Iterable<NameRecord>,
  threads = availableParallelism() - 1,
): Promise<Screener> {
  const records = [...source];
  const engine = await buildEngine(pagesOf(records));
  const signScreen = new SignScreen(engine);
  const pool = Array.from(
    { length: Math.min(mostThreads, Math.max(0, threads)) },
    () => new ScreenThread(records),
  );

  /** Does something for each of some items, with turns for the event loop. */
  const inTurns = async <T, R>(items: readonly T[], act: (item: T, at: number) => R): Promise<R[]> => {
    const done: R[] = [];
    for (const [i, item] of items.entries()) {
      if (i % stretch === stretch - 1) await new Promise((resolve) => setImmediate(resolve));
      done.push(act(item, i));
    }
    return done;
  };
  const here: Hands = {
    atOnce: 1,
    sift: (signs) => inTurns(signs, (sign) => signScreen.sift(sign)),
    tell: (signs, sifted) => inTurns(signs, (sign, i) => signScreen.tell(sign, sifted[i])),
  };

  return {
    engine: engine.version,
    size: engine.size,
    async screen(signs) {
      // A gazette repeats itself: the same words for the same goods are asked about once. And signs that are alike are
      // looked at one after the other, since they need the same parts of the index.
      const numbers = new Map<string, number>();
      const asked: Sign[] = [];
      const place = new Uint32Array(signs.length);
      for (const i of inOrder(signs)) {
        const sign = signs[i] as Sign;
        const key = `${sign.alertAt} ${sign.goods.join()}\n${sign.text}`;
        const known = numbers.get(key) ?? asked.push(sign) - 1;
        numbers.set(key, known);
        place[i] = known;
      }
      const many = asked.length >= worthThreads;
      if (many)
        for (const _ of signScreen.making(asked)) await new Promise((resolve) => setImmediate(resolve));
      const found = await shareSigns(asked, many ? [here, ...pool] : [here]);
      return Array.from(place, (at) => found[at] ?? []);
    },
  };
}
