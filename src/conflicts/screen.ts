import type { Db } from '../db/database.ts';
import type { Finding, NameEngine, ScreenOptions, ScreenQuery } from '../names/engine.ts';
import { decisionsFor, type PairDecision } from './decisions.ts';

/** A finding with what people have ruled on the pair. A settled pair is shown and raises no alert. */
export interface ScreenedFinding extends Finding {
  decision?: PairDecision;
}

/**
 * Screens one name against an engine's names, best candidates first, with remembered rulings applied.
 * @throws InputError when the name cannot be compared (empty, control characters, …)
 */
export async function screenName(
  db: Db,
  engine: NameEngine,
  query: ScreenQuery,
  options: ScreenOptions = {},
): Promise<ScreenedFinding[]> {
  const findings = engine.screen(query, options);
  const decisions = await decisionsFor(
    db,
    query.name,
    findings.map((f) => f.candidate),
  );
  return findings.map((finding) => {
    const decision = decisions.get(finding.candidate);
    if (!decision) return finding;
    return { ...finding, alert: decision.ruling === 'conflict', decision };
  });
}
