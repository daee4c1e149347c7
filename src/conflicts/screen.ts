import type { Db } from '../db/database.ts';
import { sameEntity } from '../db/gi-relations.ts';
import { InputError, type Problem } from '../gi/problem.ts';
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

/** A name to screen; `group` is the GI it belongs to, where it is one of ours. */
export interface ScreenRequest extends ScreenQuery {
  id?: string | undefined;
  group?: string;
  warnings?: Problem[];
  /** Why it cannot be screened: its line could not be read. */
  unusable?: Problem[];
}

export interface ScreeningResult {
  id?: string;
  name: string;
  findings: ScreenedFinding[];
  /** Why the line could not be read or the name not be compared, or what of its line was left out of account. */
  problems?: Problem[];
}

/**
 * Screens names one after another as they come. A line that cannot be read, or a name that cannot be
 * compared, is that line's result, not the end. A
 * name of one of our GIs is not held against that GI itself, nor against one that people ruled to be the same thing.
 */
export async function* screenAll(
  db: Db | undefined,
  engine: NameEngine,
  requests: AsyncIterable<ScreenRequest>,
  options: ScreenOptions = {},
): AsyncIterable<ScreeningResult> {
  const { topK = 10 } = options;
  for await (const { id, group, warnings = [], unusable, ...query } of requests) {
    const head = { ...(id !== undefined && { id }), name: query.name };
    if (unusable) {
      yield { ...head, findings: [], problems: unusable };
      continue;
    }
    try {
      // One GI has a handful of spellings: look further by as many, so that leaving its own out leaves enough.
      const wide = group ? { ...options, topK: topK + 20 } : options;
      const found = db ? await screenName(db, engine, query, wide) : engine.screen(query, wide);
      const own = group ? (db ? await sameEntity(db, group) : new Set([group])) : new Set<string>();
      const others = group
        ? found
            .filter((f) => f.group === undefined || !own.has(f.group))
            .slice(0, topK)
            .map((f, i) => ({ ...f, rank: i + 1 }))
        : found;
      yield { ...head, findings: others, ...(warnings.length > 0 && { problems: warnings }) };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      yield { ...head, findings: [], problems: [...warnings, ...error.problems] };
    }
  }
}
