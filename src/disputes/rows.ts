import { asc, eq, inArray } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { disputes, disputeSteps, sourceFiles } from '../db/schema/index.ts';
import { Refusal } from '../platform/errors.ts';
import type { Dispute, DisputeFacts, Step, StepDetails, StepKind } from './case.ts';

type DisputeRow = typeof disputes.$inferSelect;

/** Folds a text for search: lower case, without marks, width and case differences. */
export function searchable(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

export function toDispute(row: DisputeRow): Dispute {
  const { giId, openedAt, facts, words: _, ...rest } = row;
  return {
    ...(rest as Pick<Dispute, keyof typeof rest>),
    ...(giId !== null && { giId }),
    facts: facts as DisputeFacts,
    openedAt: openedAt.toISOString(),
  };
}

/** @throws Refusal not-found/dispute; a case for staff alone is not found by visitors */
export async function getDispute(db: Db, id: string, staff: boolean): Promise<Dispute> {
  const [row] = await db.select().from(disputes).where(eq(disputes.id, id));
  if (row && (row.open || staff)) return toDispute(row);
  throw new Refusal(
    'not-found/dispute',
    404,
    `There is no dispute "${id.slice(0, 80)}".`,
    'Look at the list of disputes; cases of the office are shown to its staff alone.',
  );
}

/** Steps of cases, by case, in the order they were recorded. */
export async function stepsOf(db: Db, ids: string[]): Promise<Map<string, Step[]>> {
  const steps = new Map<string, Step[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return steps;
  const rows = await db
    .select({ step: disputeSteps, fileName: sourceFiles.name })
    .from(disputeSteps)
    .leftJoin(sourceFiles, eq(sourceFiles.id, disputeSteps.fileId))
    .where(inArray(disputeSteps.disputeId, ids))
    .orderBy(asc(disputeSteps.on), asc(disputeSteps.id));
  for (const { step, fileName } of rows) {
    const { id, on, kind, text, details, fileId, recordedAt, recordedBy } = step;
    steps.get(step.disputeId)!.push({
      id,
      on,
      kind: kind as StepKind,
      text,
      details: details as StepDetails,
      ...(fileId !== null && { file: { id: fileId, name: fileName ?? '' } }),
      recordedAt: recordedAt.toISOString(),
      recordedBy,
    });
  }
  return steps;
}
