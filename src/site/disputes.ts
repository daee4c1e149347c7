import type { Db } from '../db/database.ts';
import { likeCases } from '../disputes/alike.ts';
import { actions } from '../disputes/case.ts';
import { disputeOverview, type Overview } from '../disputes/overview.ts';
import { getDispute, stepsOf } from '../disputes/rows.ts';
import { searchDisputes, type Asked, type DisputeFilter, type DisputeSummary } from '../disputes/search.ts';
import { outcomes, stages, stateOf } from '../disputes/state.ts';
import { alertsById } from '../watch/alerts.ts';
import { DISPUTE_DAYS } from './pages/disputes.tsx';
import type { WholeCase } from './parts/disputes.tsx';

/** Cases on a page. */
const PAGE = 50;

/** The filter an address asks for; what is none is left out. */
export function disputeFilter(params: URLSearchParams): DisputeFilter {
  const text = (name: string): string => (params.get(name) ?? '').trim().slice(0, 200);
  const one = <T extends string>(name: string, of: readonly T[]): T | undefined =>
    of.find((value) => value === text(name));
  return {
    q: text('q') || undefined,
    gi: text('gi') || undefined,
    jurisdiction: text('jurisdiction') || undefined,
    action: one('action', actions),
    conflict: text('conflict') || undefined,
    stage: one('stage', stages),
    outcome: one('outcome', outcomes),
  };
}

/** A page of cases, and the overview beside it. */
export async function disputesPage(
  db: Db,
  filter: DisputeFilter,
  asked: Asked,
  after: string | undefined,
): Promise<{ cases: DisputeSummary[]; next: string | undefined; overview: Overview }> {
  const { disputes, next } = await searchDisputes(db, filter, asked, { cursor: after, limit: PAGE });
  return { cases: disputes, next, overview: await disputeOverview(db, asked, DISPUTE_DAYS) };
}

/** @throws Refusal not-found/dispute */
export async function wholeCase(db: Db, id: string, asked: Asked): Promise<WholeCase> {
  const dispute = await getDispute(db, id, asked.staff);
  const steps = (await stepsOf(db, [id])).get(id)!.filter((step) => step.on <= asked.day);
  const { alertId } = dispute.facts;
  const [alert] = alertId === undefined || !asked.staff ? [] : await alertsById(db, [alertId]);
  return {
    dispute,
    ...(alert && { alert: { status: alert.status, mark: alert.mark.text, name: alert.candidate } }),
    state: stateOf(steps, asked.day),
    steps,
    like: await likeCases(db, dispute, asked),
  };
}
