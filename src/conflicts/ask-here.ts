import { setImmediate as turn } from 'node:timers/promises';
import type { Finding, NameEngine } from '../names/engine.ts';
import { ask, engineAmong, type AskedName, type NameAsker } from './ask-names.ts';

async function askInTurns(engine: NameEngine, names: AskedName[]): Promise<Finding[][]> {
  const found: Finding[][] = [];
  for (const name of names) {
    await turn();
    found.push(ask(engine, name));
  }
  return found;
}

/** Asks in this thread, one name after another; the rest of the process has its turn before each. */
export function askHere(engine: NameEngine): NameAsker {
  return {
    engine: engine.version,
    atOnce: 1,
    screen: (names) => askInTurns(engine, names),
    screenAmong: (few, names) => askInTurns(engineAmong(few), names),
    close: async () => {},
  };
}
