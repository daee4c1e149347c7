import { InputError } from '../gi/problem.ts';
import type { BaseNameEngine, Finding, Near } from '../names/engine.ts';
import { Sieve } from '../names/sieve/sieve.ts';
import type { Sign } from './screener.ts';

/** Findings looked at for each sign: one GI may have a handful of spellings. */
const topK = 20;

/** Score from which a finding is expected at most this often in a million comparisons; see `scoreOf` of the names room. */
const scoreAt = (alertAt: number): number => Math.max(0, Math.min(1, (6 - Math.log10(alertAt)) / 10));

/** Louder alerts than this, per million comparisons, are not looked for through a sieve: it was measured at 1.5. */
const sieved = 2;

/** Screens signs one by one, the hopeless ones at little cost once a sieve has been made. */
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

  /** What matters for a sign; nothing for one that cannot be compared. */
  screen(sign: Sign): Finding[] {
    if (sign.alertAt <= 0) return [];
    if (!this.#sieve || sign.alertAt > sieved) return screenSign(this.#engine, sign);
    const { hopeless, near } = this.#sieve.look(sign.text, sign.goods, 10 * scoreAt(sign.alertAt));
    return hopeless ? [] : screenSign(this.#engine, sign, near);
  }
}

/**
 * Screens one sign, and finds nothing for one that cannot be compared. Telling the engine the least score that counts
 * spares it the candidates that cannot reach it.
 */
export function screenSign(engine: BaseNameEngine, { text, goods, alertAt }: Sign, near?: Near): Finding[] {
  try {
    const query = { name: text, goods };
    const options = { topK, alertAt, minScore: scoreAt(alertAt) };
    const found = near ? engine.screenNear(query, near, options) : engine.screen(query, options);
    return found.filter((f) => f.alert);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
