import { and, asc, eq, gt, like, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { disputes } from '../db/schema/index.ts';
import type { Dispute, DisputeAction } from './case.ts';
import { searchable, stepsOf, toDispute } from './rows.ts';
import { stateOf, type CaseState, type Outcome, type Stage } from './state.ts';

/** A case with where it stands. */
export interface DisputeSummary {
  dispute: Dispute;
  state: CaseState;
}

export interface DisputeFilter {
  /** Words, all of which stand in title, sign, name, parties, marks, forum or goods. */
  q?: string | undefined;
  gi?: string | undefined;
  /** Alert of the watch the case came from. */
  alert?: string | undefined;
  jurisdiction?: string | undefined;
  action?: DisputeAction | undefined;
  conflict?: string | undefined;
  stage?: Stage | undefined;
  outcome?: Outcome | undefined;
}

/** Whose question it is, and for which day. */
export interface Asked {
  staff: boolean;
  day: string;
}

const contains = (word: string): string => `%${word.replace(/[\\%_]/g, '\\$&')}%`;

function matching(filter: DisputeFilter, asked: Asked) {
  const { q, gi, alert, jurisdiction, action, conflict } = filter;
  const words = searchable(q ?? '')
    .split(/\s+/)
    .filter(Boolean);
  return and(
    asked.staff ? undefined : eq(disputes.open, true),
    gi ? eq(disputes.giId, gi) : undefined,
    alert ? sql`${disputes.facts} ->> 'alertId' = ${alert}` : undefined,
    jurisdiction ? eq(disputes.jurisdiction, jurisdiction) : undefined,
    action ? eq(disputes.action, action) : undefined,
    conflict ? eq(disputes.conflict, conflict) : undefined,
    ...words.slice(0, 10).map((word) => like(disputes.words, contains(word))),
  );
}

/** Cases with where they stand on a day, in id order after a cursor. */
async function page(
  db: Db,
  filter: DisputeFilter,
  asked: Asked,
  after: string,
  limit: number,
): Promise<DisputeSummary[]> {
  const rows = await db
    .select()
    .from(disputes)
    .where(and(matching(filter, asked), gt(disputes.id, after)))
    .orderBy(asc(disputes.id))
    .limit(limit);
  const steps = await stepsOf(
    db,
    rows.map((r) => r.id),
  );
  return rows.map((row) => ({ dispute: toDispute(row), state: stateOf(steps.get(row.id)!, asked.day) }));
}

const BATCH = 200;

/** Every case that fits, one batch in memory at a time. */
export async function* eachDispute(
  db: Db,
  filter: DisputeFilter,
  asked: Asked,
  after = '',
): AsyncGenerator<DisputeSummary> {
  for (;;) {
    const batch = await page(db, filter, asked, after, BATCH);
    for (const summary of batch) {
      const { stage, outcome } = summary.state;
      if (filter.stage && filter.stage !== stage) continue;
      if (filter.outcome && filter.outcome !== outcome) continue;
      yield summary;
    }
    if (batch.length < BATCH) return;
    after = batch.at(-1)!.dispute.id;
  }
}

/** A page of the cases that fit; `next` continues it. */
export async function searchDisputes(
  db: Db,
  filter: DisputeFilter,
  asked: Asked,
  { cursor = '', limit }: { cursor?: string | undefined; limit: number },
): Promise<{ disputes: DisputeSummary[]; next?: string }> {
  const found: DisputeSummary[] = [];
  for await (const summary of eachDispute(db, filter, asked, cursor)) {
    if (found.length === limit) return { disputes: found, next: found.at(-1)!.dispute.id };
    found.push(summary);
  }
  return { disputes: found };
}
