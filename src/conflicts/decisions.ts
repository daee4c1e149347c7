import { and, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import { appendEvidence } from '../db/evidence.ts';
import type { Db } from '../db/database.ts';
import { jsonTexts } from '../db/json-rows.ts';
import { pairDecisions, type PairRuling } from '../db/schema/index.ts';
import { fold, tight } from '../names/normalise.ts';
import { newId } from '../platform/ids.ts';
import type { Actor } from '../db/audit.ts';
import type { Clock } from '../platform/clock.ts';

export type { PairRuling } from '../db/schema/index.ts';

export interface PairDecision {
  ruling: PairRuling;
  reason: string;
  /** ISO instant. */
  decidedAt: string;
  decidedBy: string;
}

const identity = (name: string): string => tight(fold(name));

function pair(a: string, b: string): [string, string] {
  const [x, y] = [identity(a), identity(b)];
  return x < y ? [x, y] : [y, x];
}

/** What two names are remembered by: the same for every two that one ruling speaks of, whichever stands first. */
export function pairKey(a: string, b: string): string {
  return pair(a, b).join('\n');
}

/** Records a person's ruling on two names; a later one on the same pair replaces it, and both stay on record. */
export async function decidePair(
  ctx: { db: Db; clock: Clock; actor: Actor },
  request: { nameA: string; nameB: string; ruling: PairRuling; reason: string },
): Promise<PairDecision> {
  const [nameA, nameB] = pair(request.nameA, request.nameB);
  const now = ctx.clock();
  const { ruling, reason } = request;
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(pairDecisions)
      .set({ supersededAt: now })
      .where(
        and(
          eq(pairDecisions.nameA, nameA),
          eq(pairDecisions.nameB, nameB),
          isNull(pairDecisions.supersededAt),
        ),
      );
    await tx
      .insert(pairDecisions)
      .values({ id: newId('dec', now), nameA, nameB, ruling, reason, decidedAt: now, decidedBy: ctx.actor });
    const deed = { at: now, actor: ctx.actor, subject: `${nameA} / ${nameB}`, details: { ...request } };
    await recordAudit(tx, { ...deed, action: 'pair.decided' });
    await appendEvidence(tx, { ...deed, kind: 'pair.decided' });
  });
  return { ruling, reason, decidedAt: now.toISOString(), decidedBy: ctx.actor };
}

/** Standing rulings between one name and many, by the other name as given. */
export async function decisionsFor(
  db: Db,
  name: string,
  others: string[],
): Promise<Map<string, PairDecision>> {
  const found = new Map<string, PairDecision>();
  if (others.length === 0) return found;
  const mine = identity(name);
  const byIdentity = new Map(others.map((o) => [identity(o), o]));
  const theirs = [...byIdentity.keys()];
  const rows = await db
    .select()
    .from(pairDecisions)
    .where(
      and(
        isNull(pairDecisions.supersededAt),
        or(
          and(eq(pairDecisions.nameA, mine), inArray(pairDecisions.nameB, theirs)),
          and(eq(pairDecisions.nameB, mine), inArray(pairDecisions.nameA, theirs)),
        ),
      ),
    );
  for (const row of rows) {
    const other = byIdentity.get(row.nameA === mine ? row.nameB : row.nameA);
    if (other === undefined) continue;
    const { ruling, reason, decidedBy } = row;
    found.set(other, { ruling, reason, decidedBy, decidedAt: row.decidedAt.toISOString() });
  }
  return found;
}

/** What was ever ruled on a pair of names, newest first. */
export async function decisionHistory(
  db: Db,
  a: string,
  b: string,
): Promise<(PairDecision & { supersededAt?: string })[]> {
  const [nameA, nameB] = pair(a, b);
  const rows = await db
    .select()
    .from(pairDecisions)
    .where(and(eq(pairDecisions.nameA, nameA), eq(pairDecisions.nameB, nameB)))
    .orderBy(desc(pairDecisions.decidedAt));
  return rows.map(({ ruling, reason, decidedAt, decidedBy, supersededAt }) => ({
    ruling,
    reason,
    decidedAt: decidedAt.toISOString(),
    decidedBy,
    ...(supersededAt && { supersededAt: supersededAt.toISOString() }),
  }));
}

/** Whether each of some names stands in conflict with any other, as a person ruled. */
export async function inConflict(db: Db, names: readonly string[]): Promise<boolean[]> {
  const asked = names.map(identity);
  const among = jsonTexts(new Set(asked));
  const rows = await db
    .select({ nameA: pairDecisions.nameA, nameB: pairDecisions.nameB })
    .from(pairDecisions)
    .where(
      and(
        eq(pairDecisions.ruling, 'conflict'),
        isNull(pairDecisions.supersededAt),
        sql`(${pairDecisions.nameA} in ${among} or ${pairDecisions.nameB} in ${among})`,
      ),
    );
  const ruled = new Set(rows.flatMap(({ nameA, nameB }) => [nameA, nameB]));
  return asked.map((name) => ruled.has(name));
}

/** Standing rulings on many pairs of names at once; absent for a pair that nobody ruled on. */
export async function rulingsOn(
  db: Db,
  pairs: readonly (readonly [string, string])[],
): Promise<(PairRuling | undefined)[]> {
  if (pairs.length === 0) return [];
  const asked = pairs.map(([a, b]) => pair(a, b));
  const rows = await db
    .select({ nameA: pairDecisions.nameA, nameB: pairDecisions.nameB, ruling: pairDecisions.ruling })
    .from(pairDecisions)
    .where(
      and(
        isNull(pairDecisions.supersededAt),
        sql`${pairDecisions.nameA} in ${jsonTexts(new Set(asked.map(([first]) => first)))}`,
      ),
    );
  const standing = new Map(rows.map((row) => [`${row.nameA}\n${row.nameB}`, row.ruling]));
  return asked.map(([first, second]) => standing.get(`${first}\n${second}`));
}
