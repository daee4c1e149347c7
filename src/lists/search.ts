import type { Db } from '../db/database.ts';
import type { NameEngine, SearchHit } from '../names/engine.ts';
import { answersFor, askedJurisdictions, giIdsAfter, type Frame, type GiAnswer } from './queries.ts';

export interface SearchRequest {
  q?: string;
  /** Jurisdiction in which the GI must be protected on the day. */
  in?: string;
  /** Country of origin. */
  origin?: string;
  cursor?: string;
  limit: number;
}

export interface SearchPage {
  gis: (GiAnswer & { match?: { name: string; kind: SearchHit['kind']; score: number } })[];
  /** Give it back as `cursor` for the next page; absent on the last. */
  next?: string;
}

/** Hits looked at for one search; a reader who needs more types more. */
const MAX_HITS = 400;

function accepts(answer: GiAnswer, request: SearchRequest): boolean {
  if (request.origin && !answer.origin.includes(request.origin)) return false;
  if (!request.in) return true;
  return answer.protection.some((p) => p.jurisdiction === request.in && p.state === 'protected');
}

/**
 * Searches GIs by any spelling, best first; without `q` goes through all of them by id. Filters apply on the frame's
 * day.
 * @throws Refusal request/invalid for a jurisdiction that is not known
 */
export async function searchGis(
  db: Db,
  frame: Frame,
  engine: NameEngine,
  request: SearchRequest,
): Promise<SearchPage> {
  if (request.in) askedJurisdictions(frame, request.in);
  return request.q ? byName(db, frame, engine, request, request.q) : byId(db, frame, request);
}

async function byName(
  db: Db,
  frame: Frame,
  engine: NameEngine,
  request: SearchRequest,
  q: string,
): Promise<SearchPage> {
  const best = new Map<string, SearchHit>();
  for (const hit of engine.search(q, { limit: MAX_HITS })) {
    if (hit.group && !best.has(hit.group)) best.set(hit.group, hit);
  }
  const answers = await answersFor(db, frame, [...best.keys()], askedJurisdictions(frame));
  const accepted = answers.filter((a) => accepts(a, request));
  const start = Number(request.cursor ?? 0) || 0;
  const page = accepted.slice(start, start + request.limit);
  const end = start + page.length;
  return {
    gis: page.map((answer) => {
      const { name, kind, score } = best.get(answer.id)!;
      return { ...answer, match: { name, kind, score } };
    }),
    ...(end < accepted.length && { next: String(end) }),
  };
}

async function byId(db: Db, frame: Frame, request: SearchRequest): Promise<SearchPage> {
  const jurisdictions = askedJurisdictions(frame);
  const protectedIn = request.in ? frame.jurisdictions.find((j) => j.code === request.in) : undefined;
  const gis: GiAnswer[] = [];
  let after = request.cursor ?? '';
  for (;;) {
    const ids = await giIdsAfter(db, frame, {
      after,
      limit: request.limit,
      ...(request.origin && { origin: request.origin }),
      ...(protectedIn && { protectedIn }),
    });
    for (const answer of await answersFor(db, frame, ids, jurisdictions)) {
      if (!accepts(answer, request)) continue;
      if (gis.length === request.limit) return { gis, next: gis.at(-1)!.id };
      gis.push(answer);
    }
    const last = ids.at(-1);
    if (!last || ids.length < request.limit) return { gis };
    after = last;
  }
}
