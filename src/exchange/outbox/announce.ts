import { recordAudit } from '../../db/audit.ts';
import type { Context } from '../../db/context.ts';
import { requireRole } from '../../db/roles.ts';
import { getList } from '../../lists/catalogue.ts';
import { entryHistory } from '../../lists/entry-history.ts';
import { latestVersion } from '../../lists/versions.ts';
import { Refusal } from '../../platform/errors.ts';
import type { Notice, NoticeType } from '../envelope.ts';
import { getPartner } from '../partners.ts';
import { enqueue } from './enqueue.ts';

export interface ToAnnounce {
  listId: string;
  recipient: string;
  /** The current version of the list when absent. */
  notice?: { type: NoticeType; notice: Notice };
}

/**
 * Puts a list's current version, or a notice about one of its entries, into the outbox for one partner: to all its
 * targets that want it, behind what is already waiting about the list.
 * @returns ids of the deliveries
 * @throws Refusal accounts/not-allowed, not-found/partner, not-found/list, not-found/entry, not-found/version,
 *   outbox/no-target
 */
export async function announceTo(ctx: Context, wanted: ToAnnounce): Promise<string[]> {
  const { listId, recipient, notice } = wanted;
  await requireRole(ctx.db, ctx.actor, 'editor');
  await getPartner(ctx.db, recipient);
  await getList(ctx.db, listId);
  if (notice) await entryHistory(ctx.db, listId, notice.notice.entry);
  const now = ctx.clock();
  return ctx.db.transaction(async (tx) => {
    const current = notice ? undefined : await latestVersion(tx, listId);
    if (!notice && !current)
      throw new Refusal(
        'not-found/version',
        404,
        `List ${listId} has no published version.`,
        'Import a file into it and publish the draft.',
      );
    const deliveries = await enqueue(tx, {
      at: now,
      actor: ctx.actor,
      topic: notice?.type ?? 'list.published',
      subject: listId,
      partner: recipient,
      orderKey: listId,
      payload: notice ? { ...notice.notice } : { listId, number: current!.number },
    });
    if (deliveries.length === 0)
      throw new Refusal(
        'outbox/no-target',
        409,
        `${recipient} has no delivery target that wants this.`,
        'Add one (gi-gateway target add), or write the message as a file.',
      );
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'delivery.ordered',
      subject: recipient,
      details: { list: listId, type: notice?.type ?? 'list', deliveries },
    });
    return deliveries;
  });
}
