import type { Db } from '../db/database.ts';
import { classId } from '../gi/classification.ts';
import type { NameEngine, SearchHit } from '../names/engine.ts';
import { FacetCounter, type Facets } from './facets.ts';
import { answersFor, askedJurisdictions, giIdsAfter, type Frame, type GiAnswer } from './queries.ts';

export interface SearchRequest {
  q?: string;
  /** Jurisdiction in which the GI must be protected on the day. */
  in?: string;
  /** Country of origin. */
  origin?: string;
  /** Product class shared by all registers. */
  product?: string;
  /** A class of any system, stated or derived: `EU:1.3`, `HS:0902`, `CNIPA:4`. */
  class?: string;
  /** Channel of protection. */
  channel?: string;
  cursor?: string;
  limit: number;
  /** Count all that is found by origin, product class and state of protection. */
  facets?: boolean;
}

export interface SearchPage {
  gis: (GiAnswer & { match?: { name: string; kind: SearchHit['kind']; score: number } })[];
  /** Give it back as `cursor` for the next page; absent on the last. */
  next?: string;
  facets?: Facets;
}

/** Hits looked at for one search; a reader who needs more types more. */
const MAX_HITS = 400;

function accepts(answer: GiAnswer, request: SearchRequest): boolean {
  if (request.origin && !answer.origin.includes(request.origin)) return false;
  const { product, channel } = request;
  if (product && !answer.occurrences.some((o) => o.entry.product.class === product)) return false;
  if (request.class && !answer.classes.some((c) => classId(c) === request.class)) return false;
  if (channel && !answer.channels.some((c) => c.channel === channel)) return false;
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
  const ids = [...best.keys()];
  const jurisdictions = askedJurisdictions(frame);
  const counter = new FacetCounter();
  const start = Math.max(0, Math.trunc(Number(request.cursor ?? 0)) || 0);
  const page: SearchPage = { gis: [] };
  // Without facets only as many answers are made as the page takes, and one that tells whether there is another page.
  const batch = request.facets ? MAX_HITS : request.limit + 1;
  for (let from = request.facets ? 0 : start; from < ids.length; from += batch) {
    for (const answer of await answersFor(db, frame, ids.slice(from, from + batch), jurisdictions)) {
      if (!accepts(answer, request)) continue;
      if (request.facets) counter.add(answer);
      const place = ids.indexOf(answer.id);
      if (place < start || page.next !== undefined) continue;
      const { name, kind, score } = best.get(answer.id)!;
      if (page.gis.length < request.limit) page.gis.push({ ...answer, match: { name, kind, score } });
      else page.next = String(place);
    }
    if (page.next !== undefined) break;
  }
  return { ...page, ...(request.facets && { facets: counter.facets() }) };
}

/** Answers that pass the filters, by id, read in batches. */
async function* answersById(
  db: Db,
  frame: Frame,
  request: SearchRequest,
  from: { after: string; batch: number },
): AsyncIterable<GiAnswer> {
  const jurisdictions = askedJurisdictions(frame);
  const protectedIn = request.in ? frame.jurisdictions.find((j) => j.code === request.in) : undefined;
  let { after } = from;
  for (;;) {
    const ids = await giIdsAfter(db, frame, {
      after,
      limit: from.batch,
      ...(request.origin && { origin: request.origin }),
      ...(protectedIn && { protectedIn }),
    });
    for (const answer of await answersFor(db, frame, ids, jurisdictions))
      if (accepts(answer, request)) yield answer;
    const last = ids.at(-1);
    if (!last || ids.length < from.batch) return;
    after = last;
  }
}

const FACET_BATCH = 500;

async function byId(db: Db, frame: Frame, request: SearchRequest): Promise<SearchPage> {
  const page: SearchPage = { gis: [] };
  for await (const answer of answersById(db, frame, request, {
    after: request.cursor ?? '',
    batch: request.limit,
  })) {
    if (page.gis.length === request.limit) {
      page.next = page.gis.at(-1)!.id;
      break;
    }
    page.gis.push(answer);
  }
  if (request.facets) {
    const counter = new FacetCounter();
    for await (const answer of answersById(db, frame, request, { after: '', batch: FACET_BATCH }))
      counter.add(answer);
    page.facets = counter.facets();
  }
  return page;
}
