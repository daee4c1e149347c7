import { and, asc, eq, isNull, or } from 'drizzle-orm';
import { newId } from '../platform/ids.ts';
import type { Actor } from './audit.ts';
import type { Db } from './database.ts';
import { deliveryTargets, outbox } from './schema/index.ts';

/** What partners can be told of. */
export const topics = [
  'list.published',
  'opposition',
  'decision',
  'protection-ended',
  'madrid.refusal',
  'ping',
] as const;
export type Topic = (typeof topics)[number];

/** Something partners are to be told. */
export interface Announcement {
  at: Date;
  actor: Actor;
  topic: Topic;
  /** What it is about, usually a list's id: `cn-eu/III`. Targets that named lists or agreements hear of those only. */
  subject: string;
  /** Only this partner; everybody who asked for the topic when absent. */
  partner?: string;
  /** Only this target. */
  targetId?: string;
  /**
   * Announcements to a gateway that share it are delivered one after another, in the order of their commits. Webhooks go
   * without: an event carries its version's number, and one that cannot be delivered must not silence those after it.
   */
  orderKey?: string;
  payload: Record<string, unknown>;
}

type Target = typeof deliveryTargets.$inferSelect;

const takes = (target: Target, topic: Topic): boolean =>
  target.topics.length === 0 || target.topics.includes(topic);

function wants(target: Target, { topic, subject, targetId }: Announcement): boolean {
  if (targetId !== undefined) return target.id === targetId;
  // Gateways exchange lists; a refusal is no message between them.
  if (topic === 'madrid.refusal') return target.kind === 'webhook' && takes(target, topic);
  const covers = (list: string): boolean => subject === list || subject.startsWith(`${list}/`);
  return takes(target, topic) && (target.lists.length === 0 || target.lists.some(covers));
}

/**
 * Puts an announcement into the outbox, once for each target that wants it. Call it with the transaction of the change
 * it tells of, so that neither stands without the other; a deliverer takes it from there.
 * @returns ids of the deliveries
 */
export async function enqueue(tx: Db, announcement: Announcement): Promise<string[]> {
  const { at, actor, topic, subject, partner, orderKey, payload } = announcement;
  const open = await tx
    .select()
    .from(deliveryTargets)
    .where(
      and(
        // A webhook out of use misses what happens meanwhile; what another office is owed waits for it.
        or(isNull(deliveryTargets.disabledAt), eq(deliveryTargets.kind, 'messages')),
        ...(partner ? [eq(deliveryTargets.partner, partner)] : []),
      ),
    )
    .orderBy(asc(deliveryTargets.id));
  const rows = open
    .filter((target) => wants(target, announcement))
    .map((target) => ({
      id: newId('msg', at),
      targetId: target.id,
      partner: target.partner,
      topic,
      subject,
      ...(orderKey !== undefined && target.kind === 'messages' && { orderKey }),
      payload,
      createdAt: at,
      createdBy: actor,
      state: 'pending' as const,
      attempts: 0,
      dueAt: at,
    }));
  if (rows.length > 0) await tx.insert(outbox).values(rows);
  return rows.map((row) => row.id);
}
