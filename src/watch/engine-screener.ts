import { availableParallelism } from 'node:os';
import { buildEngine } from '../conflicts/build-engine.ts';
import type { Finding, NameRecord } from '../names/engine.ts';
import { ScreenThread } from './screen-pool.ts';
import { SignScreen } from './screen-signs.ts';
import type { Screener, Sign } from './screener.ts';

/** Signs screened before the event loop gets a turn. */
const stretch = 20;
/** Fewer signs than this are screened in this thread: starting another one costs as much. */
const worthThreads = 400;
/** Signs given to a thread at a time, so that a fast one takes more of them. */
const portion = 50;
/** Threads beside this one at most. */
const mostThreads = 7;

/** Names handed over at a time while the engine is built. */
const pageOf = 2000;

async function* pagesOf(records: readonly NameRecord[]): AsyncGenerator<NameRecord[]> {
  for (let at = 0; at < records.length; at += pageOf) yield records.slice(at, at + pageOf);
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

  const here = async (signs: readonly Sign[]): Promise<Finding[][]> => {
    const found: Finding[][] = [];
    for (const [i, sign] of signs.entries()) {
      if (i % stretch === stretch - 1) await new Promise((resolve) => setImmediate(resolve));
      found.push(signScreen.screen(sign));
    }
    return found;
  };

  const everywhere = async (signs: readonly Sign[]): Promise<Finding[][]> => {
    const found: Finding[][] = Array.from({ length: signs.length });
    let next = 0;
    const work = async (screen: (part: Sign[]) => Promise<Finding[][]>): Promise<void> => {
      while (next < signs.length) {
        const from = next;
        next += portion;
        const part = await screen(signs.slice(from, from + portion));
        part.forEach((findings, i) => (found[from + i] = findings));
      }
    };
    await Promise.all([
      work((part) => here(part)),
      ...pool.map((thread) => work((part) => thread.screen(part))),
    ]);
    return found;
  };

  return {
    engine: engine.version,
    size: engine.size,
    async screen(signs) {
      // A gazette repeats itself: the same words for the same goods are asked about once.
      const numbers = new Map<string, number>();
      const asked: Sign[] = [];
      const place = signs.map((sign) => {
        const key = `${sign.alertAt} ${sign.goods.join()}\n${sign.text}`;
        const known = numbers.get(key) ?? asked.push(sign) - 1;
        numbers.set(key, known);
        return known;
      });
      const many = asked.length >= worthThreads && pool.length > 0;
      if (asked.length >= worthThreads)
        for (const _ of signScreen.making(asked)) await new Promise((resolve) => setImmediate(resolve));
      const found = await (many ? everywhere : here)(asked);
      return place.map((at) => found[at] ?? []);
    },
  };
}
