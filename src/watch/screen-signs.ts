import { InputError } from '../gi/problem.ts';
import type { Finding, NameEngine } from '../names/engine.ts';
import type { Sign } from './screener.ts';

/** Findings looked at for each sign: one GI may have a handful of spellings. */
const topK = 20;

/** Score from which a finding is expected at most this often in a million comparisons; see `scoreOf` of the names room. */
const scoreAt = (alertAt: number): number =>
  alertAt <= 0 ? 1 : Math.max(0, Math.min(1, (6 - Math.log10(alertAt)) / 10));

/**
 * Screens one sign: what is at most `alertAt` false alerts per million comparisons, and nothing for a sign that cannot
 * be compared. Telling the engine the least score that counts spares it the candidates that cannot reach it.
 */
export function screenSign(engine: NameEngine, { text, goods }: Sign, alertAt: number): Finding[] {
  try {
    return engine
      .screen({ name: text, goods }, { topK, alertAt, minScore: scoreAt(alertAt) })
      .filter((f) => f.alert);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
