import { sql } from 'drizzle-orm';
import type { Context } from '../../db/context.ts';
import { rowsOf } from '../../db/rows.ts';
import type { ChangeDecision } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';
import { matchingKeys, type ChangeFilter } from './changes.ts';
import { addHand, refuseApproved, reviewStep } from './open-draft.ts';

export interface DecisionRequest {
  draftId: string;
  /** The changes decided upon, by key or by what they have in common. */
  filter: ChangeFilter;
  /** `pending` takes an earlier decision back. */
  decision: ChangeDecision | 'pending';
  comment?: string;
  /** How many changes the person was told this would be; another number is refused. */
  expected: number;
}

const KEPT_KEYS = 50;

/**
 * Decides changes of a draft, one or many at once. Whoever decides can no longer approve the draft.
 * @returns how many were decided
 * @throws Refusal not-found/draft, accounts/not-allowed, lists/approved, lists/selection-changed, lists/not-a-change
 */
export async function decide(ctx: Context, request: DecisionRequest): Promise<number> {
  const { draftId, filter, decision, comment, expected } = request;
  return reviewStep(ctx, draftId, 'editor', async (tx, draft, now) => {
    await refuseApproved(tx, draftId);
    // The selection is fixed before anything is written: a filter by decision would select otherwise afterwards.
    const keys = rowsOf<{ key: string }>(await tx.execute(matchingKeys(draft, filter))).map((r) => r.key);
    if (keys.length !== expected) throw notAsExpected(filter, keys.length, expected);
    const chosen = sql`select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb)`;
    if (decision === 'pending') {
      await tx.execute(
        sql`delete from change_decisions where version_id = ${draftId} and key in (${chosen})`,
      );
    } else {
      await tx.execute(sql`
        insert into change_decisions (version_id, key, decision, comment, decided_at, decided_by)
        select ${draftId}, key, ${decision}, ${comment ?? null}, ${now.toISOString()}::timestamptz, ${ctx.actor}
        from (${chosen} as key) as chosen
        on conflict (version_id, key) do update set decision = excluded.decision, comment = excluded.comment,
          decided_at = excluded.decided_at, decided_by = excluded.decided_by, second = false`);
    }
    await addHand(tx, draftId, ctx.actor);
    const details = {
      decision,
      count: keys.length,
      ...(keys.length <= KEPT_KEYS ? { keys } : { filter }),
      ...(comment && { comment }),
    };
    return { action: 'draft.decided', details, result: keys.length };
  });
}

function notAsExpected(filter: ChangeFilter, found: number, expected: number): Refusal {
  if (filter.keys)
    return new Refusal(
      'lists/not-a-change',
      409,
      'The draft changes nothing under that key.',
      'Open the draft’s change set anew; only what it changes can be decided.',
    );
  return new Refusal(
    'lists/selection-changed',
    409,
    `The selection now has ${found} changes, not ${expected}.`,
    'Look at the selection again before deciding.',
  );
}
