import type { ProductClass } from '../gi/product.ts';
import { createNameEngine, type Finding, type NameEngine, type NameRecord } from '../names/engine.ts';
import { InputError } from '../gi/problem.ts';

/** A name put to an engine. */
export interface AskedName {
  name: string;
  /** `und` when it is not known. */
  language: string;
  goods: ProductClass[];
}

/** Puts many names to the names held, somewhere beside the other work of this process. */
export interface NameAsker {
  /** Version of the engine that answers. */
  readonly engine: string;
  /** How many calls are worth having under way at once. */
  readonly atOnce: number;
  /** For each name, in order, the names held that are most alike; nothing for a name that cannot be compared. */
  screen(names: AskedName[]): Promise<Finding[][]>;
  /** The other way round: for each name, what is alike among a few names, by their number. */
  screenAmong(few: AskedName[], names: AskedName[]): Promise<Finding[][]>;
  close(): Promise<void>;
}

/** Candidates looked at for each name, alerts or not. */
const CANDIDATES = 40;

const query = ({ name, language, goods }: AskedName) => ({
  name,
  goods,
  ...(language !== 'und' && { language }),
});

/** What one name is alike to. */
export function ask(engine: NameEngine, asked: AskedName): Finding[] {
  try {
    return engine.screen(query(asked), { topK: CANDIDATES });
  } catch (error) {
    // A name that cannot be compared was told of when its file was read.
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** An engine over a few names, which findings give by their number; those of one `group` are one thing. */
export function engineAmong(few: AskedName[]): NameEngine {
  return createNameEngine(few.map((named, i): NameRecord => ({ id: String(i), ...query(named) })));
}
