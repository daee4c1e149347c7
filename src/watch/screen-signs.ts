import { InputError } from '../gi/problem.ts';
import type { BaseNameEngine, Candidate, Finding } from '../names/engine.ts';
import { Sieve } from '../names/sieve/sieve.ts';
import type { Sign } from './screener.ts';

/** Findings looked at for each sign: one GI may have a handful of spellings. */
const topK = 20;

/** Score from which a finding is expected at most this often in a million comparisons; see `scoreOf` of the names room. */
const scoreAt = (alertAt: number): number => Math.max(0, Math.min(1, (6 - Math.log10(alertAt)) / 10));

/** Louder alerts than this, per million comparisons, are not looked for through a sieve: it was measured at 1.5. */
const sieved = 2;

/** What a sign has to be compared with; with everything where there is none. */
export type Sifted = readonly Candidate[] | undefined;

/**
 * Screens signs in two steps, so that threads may share them: sifting costs little and leaves most signs with nothing to be
 * compared with, telling compares and explains the others.
 */
export class SignScreen {
  readonly #engine: BaseNameEngine;
  #sieve: Sieve | undefined;

  constructor(engine: BaseNameEngine) {
    this.#engine = engine;
  }

  /**
   * Makes the sieve, which is worth it where many signs are screened, unless it is there or all alerts asked for are louder
   * than it was measured for; a generator, for pauses in between.
   */
  *making(signs: readonly Sign[]): Generator<undefined, void> {
    if (signs.some(({ alertAt }) => alertAt > 0 && alertAt <= sieved))
      this.#sieve ??= yield* Sieve.making(this.#engine.index);
  }

  /** What a sign has to be compared with. */
  sift({ text, goods, alertAt }: Sign): Sifted {
    if (alertAt <= 0) return [];
    return alertAt > sieved ? undefined : this.#sieve?.candidates(text, goods, 10 * scoreAt(alertAt));
  }

  /** What matters for a sign that was sifted; nothing for one that cannot be compared. */
  tell(sign: Sign, sifted: Sifted): Finding[] {
    return sifted?.length === 0 ? [] : screenSign(this.#engine, sign, sifted);
  }
}

/**
 * Screens one sign, and finds nothing for one that cannot be compared. Telling the engine the least score that counts
 * spares it the candidates that cannot reach it.
 */
export function screenSign(
  engine: BaseNameEngine,
  { text, goods, alertAt }: Sign,
  among?: readonly Candidate[],
): Finding[] {
  try {
    const query = { name: text, goods };
    const options = { topK, alertAt, minScore: scoreAt(alertAt) };
    const found = among ? engine.screenAmong(query, among, options) : engine.screen(query, options);
    return found.filter((f) => f.alert);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
