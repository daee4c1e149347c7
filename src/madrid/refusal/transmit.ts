import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import { enqueue } from '../../db/outbox.ts';
import { requireRole } from '../../db/roles.ts';
import { madridRefusals, type SentHow } from '../../db/schema/index.ts';
import type { Context } from '../../lists/context.ts';
import { Refusal } from '../../platform/errors.ts';
import { genevaDay, type Day } from '../rules/calendar.ts';
import { writtenRefusal, type WrittenRefusal } from './kept.ts';

/** Code of the International Bureau as a partner. */
export const internationalBureau = 'WO';

/** How a refusal goes out. `file`: somebody sent the file by hand, on a day, with what proves it. */
export interface Transmission {
  id: string;
  how: SentHow;
  /** Day it left, for `file`; today when absent. */
  on?: Day | undefined;
  /** Number of the transmission or of the receipt. */
  note?: string | undefined;
}

/**
 * Sends a written refusal to the International Bureau: through the outbox to the webhook of the partner `WO`, or notes
 * that it was sent as a file. Both once.
 * @throws Refusal not-found/refusal, docket/refusal-sent, outbox/no-target, accounts/not-allowed below approver
 */
export async function transmitRefusal(ctx: Context, request: Transmission): Promise<WrittenRefusal> {
  const { id, how, note } = request;
  const refusal = await writtenRefusal(ctx.db, id);
  await ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'approver');
    const at = ctx.clock();
    const on = (how === 'file' && request.on) || genevaDay(at);
    const told = { sentAt: at, sentBy: ctx.actor, sentHow: how, sentOn: on, sentNote: note ?? null };
    const taken = await tx
      .update(madridRefusals)
      .set(told)
      .where(and(eq(madridRefusals.id, id), isNull(madridRefusals.sentAt)))
      .returning({ id: madridRefusals.id });
    if (!taken[0])
      throw new Refusal(
        'docket/refusal-sent',
        409,
        `The refusal ${id} was sent before.`,
        'Look at how it was sent; write a new one if the first never arrived.',
      );
    const { number, giId, sha256, xml } = refusal;
    const deliveries =
      how === 'file'
        ? []
        : await enqueue(tx, {
            at,
            actor: ctx.actor,
            topic: 'madrid.refusal',
            subject: `madrid/${number}`,
            partner: internationalBureau,
            payload: { id, number, giId, sha256, xml },
          });
    if (how === 'outbox' && deliveries.length === 0)
      throw new Refusal(
        'outbox/no-target',
        409,
        'The International Bureau has no webhook that takes refusals.',
        'Add one: gi-gateway target add WO --webhook --url …; or send the file and note it as sent.',
      );
    if (deliveries.length > 0)
      await tx.update(madridRefusals).set({ deliveries }).where(eq(madridRefusals.id, id));
    await recordAudit(tx, {
      at,
      actor: ctx.actor,
      action: 'madrid.refusal-sent',
      subject: number,
      details: { id, how, on, sha256, ...(note && { note }), deliveries },
    });
  });
  return writtenRefusal(ctx.db, id);
}
