import type { Db } from '../db/database.ts';
import type { NameEngine, SearchHit } from '../names/engine.ts';
import { answersFor, askedJurisdictions, type Frame, type GiAnswer } from './queries.ts';

export interface ProtectionAnswer {
  name: string;
  /** GIs that carry exactly this name (case, width, diacritics and traditional forms aside). */
  matches: GiAnswer[];
  /** GIs with a similar name, when none carries it. */
  similar: { id: string; name: string; kind: SearchHit['kind']; score: number }[];
  asOf: string;
  knownAt: string;
}

const MAX_SIMILAR = 10;

/**
 * Whether a name is protected, in one jurisdiction or in all that the lists speak of, on the frame's day.
 * @throws Refusal request/invalid for a jurisdiction that is not known
 */
export async function protectionOf(
  db: Db,
  frame: Frame,
  engine: NameEngine,
  request: { name: string; in?: string },
): Promise<ProtectionAnswer> {
  const jurisdictions = askedJurisdictions(frame, request.in);
  const best = new Map<string, SearchHit>();
  for (const hit of engine.search(request.name, { limit: 50 })) {
    if (hit.group && !best.has(hit.group)) best.set(hit.group, hit);
  }
  const exact = [...best.values()].filter((h) => h.kind === 'identical').map((h) => h.group!);
  const matches = await answersFor(db, frame, exact, jurisdictions);
  const others = [...best.values()].filter((h) => h.kind !== 'identical').slice(0, MAX_SIMILAR);
  const similar =
    matches.length > 0
      ? []
      : others.map((h) => ({ id: h.group!, name: h.name, kind: h.kind, score: h.score }));
  return { name: request.name, matches, similar, asOf: frame.at.day, knownAt: frame.knownAt };
}
