import { and, arrayContained, ne, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { watchMarks } from '../db/schema/index.ts';
import { addMonths, type Day } from '../madrid/rules/calendar.ts';
import type { Noise } from './noise.ts';
import { MOST_MONTHS_OPEN } from './opposition.ts';

/**
 * What a mark has for the publication it was last compared with, where a rule that may have kept an alert from being
 * raised was loosened since: it is compared with every name again.
 */
export const AFTER_LOOSENING = -1;

/** Marks whose opposition may still be open; whether it is, their windows tell. */
export function mayBeOpen(today: Day): SQL | undefined {
  return and(
    ne(watchMarks.state, 'withdrawn'),
    sql`coalesce(${watchMarks.publishedOn}, ${watchMarks.seenAt}::date) >= ${addMonths(today, -MOST_MONTHS_OPEN)}::date`,
  );
}

/** A change of the rule of one scope: the rules as they were, and as they are to be. */
export interface RuleChange {
  scope: string;
  before: Noise;
  after: Noise;
}

/**
 * Marks for which the rule may have kept alerts from being raised that it lets through now; undefined where the change
 * is no louder. A rule of a class silences only marks each of whose classes has a rule.
 */
function silencedMarks({ scope, before, after }: RuleChange, today: Day): SQL | undefined {
  if (after.threshold(scope) <= before.threshold(scope)) return undefined;
  const [, own] = /^class:(\d+)$/.exec(scope) ?? [];
  if (own === undefined) return mayBeOpen(today);
  return and(
    mayBeOpen(today),
    sql`${Number(own)}::int = any(${watchMarks.classes})`,
    arrayContained(watchMarks.classes, before.ruledClasses),
  );
}

/** How many marks a change of a rule would have compared again; changes nothing. */
export async function loosenedMarks(db: Db, change: RuleChange, today: Day): Promise<number> {
  const marks = silencedMarks(change, today);
  return marks ? db.$count(watchMarks, marks) : 0;
}

/**
 * Marks that a rule may have kept quiet are to be compared with every name again, by the next comparison.
 * @param tx the transaction that changes the rule
 * @returns how many
 */
export async function compareLoosened(tx: Db, change: RuleChange, today: Day): Promise<number> {
  const marks = silencedMarks(change, today);
  if (!marks) return 0;
  const count = await tx.$count(watchMarks, marks);
  await tx.update(watchMarks).set({ screenedAt: AFTER_LOOSENING }).where(marks);
  return count;
}
