import type { Db } from '../db/database.ts';
import type { Dispute, DisputeAction } from './case.ts';
import { searchable } from './rows.ts';
import { eachDispute, type Asked, type DisputeSummary } from './search.ts';
import type { Outcome } from './state.ts';

/** What two cases have in common, strongest first. */
export const likenesses = ['other-side', 'jurisdiction', 'conflict', 'product', 'action', 'name'] as const;
export type Likeness = (typeof likenesses)[number];

/** How much each counts: the same opponent or the same law tells more than the same goods. */
const weights: Record<Likeness, number> = {
  'other-side': 4,
  jurisdiction: 3,
  conflict: 3,
  product: 2,
  action: 2,
  name: 2,
};

export interface LikeCase extends DisputeSummary {
  inCommon: Likeness[];
}

/** How cases like one ended, by what was done. */
export interface Experience {
  action: DisputeAction;
  /** Cases that ended or were ruled on. */
  cases: number;
  endings: Partial<Record<Outcome, number>>;
}

/** The part of a case likeness is read from. */
export type Likened = Pick<
  Dispute,
  'giName' | 'conflict' | 'product' | 'action' | 'jurisdiction' | 'facts'
> & {
  id?: string;
};

const otherSides = (of: Likened): Set<string> =>
  new Set(of.facts.parties.filter((p) => p.role === 'other-side').map((p) => searchable(p.name)));

function commonTo(a: Likened, b: Likened): Likeness[] {
  const opponents = otherSides(a);
  const shared: Record<Likeness, boolean> = {
    'other-side': [...otherSides(b)].some((name) => opponents.has(name)),
    jurisdiction: a.jurisdiction === b.jurisdiction,
    conflict: a.conflict === b.conflict,
    product: a.product === b.product,
    action: a.action === b.action,
    name: searchable(a.giName) === searchable(b.giName),
  };
  return likenesses.filter((likeness) => shared[likeness]);
}

const strength = (inCommon: Likeness[]): number => inCommon.reduce((sum, l) => sum + weights[l], 0);

/** Fewer than these points in common is chance. */
const ENOUGH = 5;

/** Cases most like one that were ruled on or ended, best first, and what worked in all cases as like as that. */
export async function likeCases(
  db: Db,
  dispute: Likened,
  asked: Asked,
  limit = 5,
): Promise<{ cases: LikeCase[]; experience: Experience[] }> {
  const like: LikeCase[] = [];
  for await (const summary of eachDispute(db, {}, asked)) {
    if (summary.dispute.id === dispute.id || summary.state.outcome === undefined) continue;
    const inCommon = commonTo(dispute, summary.dispute);
    if (strength(inCommon) >= ENOUGH) like.push({ ...summary, inCommon });
  }
  like.sort((a, b) => strength(b.inCommon) - strength(a.inCommon) || (a.dispute.id < b.dispute.id ? -1 : 1));
  const byAction = new Map<DisputeAction, Experience>();
  for (const { dispute: other, state } of like) {
    const held = byAction.get(other.action) ?? { action: other.action, cases: 0, endings: {} };
    const ending = state.outcome!;
    held.cases++;
    held.endings[ending] = (held.endings[ending] ?? 0) + 1;
    byAction.set(other.action, held);
  }
  return {
    cases: like.slice(0, limit),
    experience: [...byAction.values()].sort((a, b) => b.cases - a.cases),
  };
}
