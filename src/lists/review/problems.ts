import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '../../db/context.ts';
import type { Db } from '../../db/database.ts';
import { importProblems, problemDecisions, type ProblemRuling } from '../../db/schema/index.ts';
import { InputError, type Problem } from '../../gi/problem.ts';
import { addHand, refuseApproved, reviewStep } from './open-draft.ts';

/** A problem of an import with a person's word on it; only errors need one. */
export interface ReviewedProblem extends Problem {
  ordinal: number;
  decided?: { ruling: ProblemRuling; reason: string; at: string; by: string };
}

/** The problems an import met, in file order, with what was decided of them. */
export async function reviewedProblems(db: Db, importId: string): Promise<ReviewedProblem[]> {
  const rows = await db
    .select()
    .from(importProblems)
    .leftJoin(
      problemDecisions,
      and(
        eq(problemDecisions.importId, importProblems.importId),
        eq(problemDecisions.ordinal, importProblems.ordinal),
      ),
    )
    .where(eq(importProblems.importId, importId))
    .orderBy(asc(importProblems.ordinal));
  return rows.map(({ import_problems: problem, problem_decisions: decided }) => {
    const { ordinal, code, severity, message, remedy, place } = problem;
    return {
      ordinal,
      code,
      severity,
      message,
      remedy,
      place,
      ...(decided && {
        decided: {
          ruling: decided.ruling,
          reason: decided.reason,
          at: decided.decidedAt.toISOString(),
          by: decided.decidedBy,
        },
      }),
    };
  });
}

/** Errors of an import nobody has spoken on. */
export async function countOpenErrors(db: Db, importId: string | undefined): Promise<number> {
  if (!importId) return 0;
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(importProblems)
    .leftJoin(
      problemDecisions,
      and(
        eq(problemDecisions.importId, importProblems.importId),
        eq(problemDecisions.ordinal, importProblems.ordinal),
      ),
    )
    .where(
      and(
        eq(importProblems.importId, importId),
        eq(importProblems.severity, 'error'),
        isNull(problemDecisions.importId),
      ),
    );
  return row!.n;
}

/**
 * Excludes or accepts errors of a draft's import, with a reason: those named, or all that are still open.
 * @returns how many were decided
 * @throws InputError request/invalid without a reason
 * @throws Refusal not-found/draft, accounts/not-allowed, lists/approved
 */
export async function decideProblems(
  ctx: Context,
  request: { draftId: string; ordinals: number[] | 'all-open'; ruling: ProblemRuling; reason: string },
): Promise<number> {
  const { draftId, ordinals, ruling } = request;
  const reason = request.reason.trim();
  if (reason === '') throw noReason();
  return reviewStep(ctx, draftId, 'editor', async (tx, draft, now) => {
    await refuseApproved(tx, draftId);
    const problems = draft.importId ? await reviewedProblems(tx, draft.importId) : [];
    const meant = problems.filter(
      (p) => p.severity === 'error' && (ordinals === 'all-open' ? !p.decided : ordinals.includes(p.ordinal)),
    );
    for (const { ordinal } of meant) {
      const word = { ruling, reason, decidedAt: now, decidedBy: ctx.actor };
      await tx
        .insert(problemDecisions)
        .values({ importId: draft.importId!, ordinal, ...word })
        .onConflictDoUpdate({ target: [problemDecisions.importId, problemDecisions.ordinal], set: word });
    }
    await addHand(tx, draftId, ctx.actor);
    const details = { importId: draft.importId, ruling, reason, ordinals: meant.map((p) => p.ordinal) };
    return { action: 'draft.problems-decided', details, result: meant.length };
  });
}

function noReason(): InputError {
  return new InputError([
    {
      code: 'request/invalid',
      severity: 'error',
      message: 'A reason is missing.',
      remedy: 'Say why the draft may go on without these records.',
      place: { field: 'reason' },
    },
  ]);
}
