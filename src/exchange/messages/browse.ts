import { and, desc, eq, isNotNull, lt, or } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { messages, type MessageType, type Outcome } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';

/** A message exchanged with a partner, without its bytes. */
export interface MessageSummary {
  /** Our own id of it. */
  id: string;
  direction: 'in' | 'out';
  partner: string;
  /** The id its sender gave it. */
  messageId: string;
  type: MessageType;
  format: 'json' | 'xml';
  list: string;
  version?: number;
  sha256: string;
  /** When it was received, or made. */
  at: string;
  /** What the receipt says; absent while there is none. */
  outcome?: Outcome;
}

export interface MessageFilter {
  /** Only those of this partner: always set where a partner asks. */
  partner?: string;
  direction?: 'in' | 'out';
  type?: MessageType;
  /** Only the one its sender gave this id. */
  messageId?: string;
  /** Only those older than this id. */
  before?: string;
}

const summary = {
  id: messages.id,
  direction: messages.direction,
  partner: messages.partner,
  messageId: messages.messageId,
  type: messages.type,
  format: messages.format,
  list: messages.listId,
  version: messages.version,
  sha256: messages.sha256,
  at: messages.at,
  outcome: messages.outcome,
};

type Row = { [K in keyof typeof summary]: (typeof summary)[K]['_']['data'] | null };

function toSummary({ version, outcome, at, ...row }: Row): MessageSummary {
  return {
    ...row,
    at: (at as Date).toISOString(),
    ...(version !== null && { version }),
    ...(outcome !== null && { outcome }),
  } as MessageSummary;
}

/** What was sent, and what was received and answered: a message still being read is nobody's yet. */
const settled = or(eq(messages.direction, 'out'), isNotNull(messages.receipt));

/** The tail of an id says when it was made, whatever its direction. */
async function placeOf(db: Db, id: string): Promise<{ at: Date; id: string } | undefined> {
  const [row] = await db
    .select({ at: messages.at, id: messages.id })
    .from(messages)
    .where(eq(messages.id, id));
  return row;
}

/** Messages, newest first. */
export async function listMessages(db: Db, filter: MessageFilter, limit: number): Promise<MessageSummary[]> {
  const { partner, direction, type, messageId, before } = filter;
  const place = before === undefined ? undefined : await placeOf(db, before);
  if (before !== undefined && !place) return [];
  const rows = await db
    .select(summary)
    .from(messages)
    .where(
      and(
        settled,
        ...(partner ? [eq(messages.partner, partner)] : []),
        ...(direction ? [eq(messages.direction, direction)] : []),
        ...(type ? [eq(messages.type, type)] : []),
        ...(messageId ? [eq(messages.messageId, messageId)] : []),
        ...(place
          ? [or(lt(messages.at, place.at), and(eq(messages.at, place.at), lt(messages.id, place.id)))]
          : []),
      ),
    )
    .orderBy(desc(messages.at), desc(messages.id))
    .limit(limit);
  return rows.map(toSummary);
}

export interface MessageWhole extends MessageSummary {
  body: Uint8Array;
  signature: string;
}

/** Found by our id, or by the one its sender gave it; of two that share one, the one received. */
async function find(db: Db, id: string, partner: string | undefined) {
  const [row] = await db
    .select()
    .from(messages)
    .where(
      and(
        settled,
        or(eq(messages.id, id), eq(messages.messageId, id)),
        ...(partner ? [eq(messages.partner, partner)] : []),
      ),
    )
    .orderBy(messages.direction, desc(messages.at))
    .limit(1);
  if (row) return row;
  throw new Refusal(
    'not-found/message',
    404,
    'No message of this id was exchanged.',
    'See GET /api/v1/messages for those that were.',
  );
}

/**
 * One message with its bytes as they were sent or received.
 * @param partner only if it was exchanged with this partner; others are not there for it
 * @throws Refusal not-found/message
 */
export async function getMessage(db: Db, id: string, partner: string | undefined): Promise<MessageWhole> {
  const row = await find(db, id, partner);
  return { ...toSummary({ ...row, list: row.listId }), body: row.body, signature: row.signature };
}

/** The import a received list led to, by our own id of the message; for staff. */
export async function importOfMessage(db: Db, id: string): Promise<string | undefined> {
  const [row] = await db.select({ importId: messages.importId }).from(messages).where(eq(messages.id, id));
  return row?.importId ?? undefined;
}

/**
 * The signed receipt of a message.
 * @throws Refusal not-found/message, not-found/receipt
 */
export async function getReceipt(
  db: Db,
  id: string,
  partner: string | undefined,
): Promise<{ body: string; signature: string }> {
  const row = await find(db, id, partner);
  if (row.receipt !== null) return { body: row.receipt, signature: row.receiptSignature! };
  throw new Refusal('not-found/receipt', 404, 'The message has no receipt yet.', 'Ask again later.');
}
