import { InputError } from '../gi/problem.ts';
import { createNameEngine, type Finding, type NameRecord } from '../names/engine.ts';
import type { Screener } from './screener.ts';

/** Findings looked at for each sign: one GI may have a handful of spellings. */
const topK = 20;
/** Signs screened before the event loop gets a turn. */
const stretch = 20;

/** A screener that asks the name engine, one sign after another. */
export function engineScreener(records: Iterable<NameRecord>): Screener {
  const engine = createNameEngine(records);
  const screenOne = (
    text: string,
    goods: Parameters<typeof engine.screen>[0]['goods'],
    alertAt: number,
  ): Finding[] => {
    try {
      return engine.screen({ name: text, ...(goods && { goods }) }, { topK, alertAt }).filter((f) => f.alert);
    } catch (error) {
      if (error instanceof InputError) return [];
      throw error;
    }
  };
  return {
    engine: engine.version,
    size: engine.size,
    async screen(signs, alertAt) {
      const found: Finding[][] = [];
      for (const [i, { text, goods }] of signs.entries()) {
        if (i % stretch === stretch - 1) await new Promise((resolve) => setImmediate(resolve));
        found.push(screenOne(text, goods, alertAt));
      }
      return found;
    },
  };
}
