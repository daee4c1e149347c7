import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { messages } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';
import { wholeBody, type Outbound, type OutboundAnswer } from '../../platform/outbound/client.ts';
import type { ClientTokens } from '../access/client-tokens.ts';
import { noticeSchema, noticeTypes, readEnvelope, receiptSchema } from '../envelope.ts';
import { takeReceipt } from '../messages/take-receipt.ts';
import { sendList, sendNotice, type ExchangeContext, type Sent } from '../send.ts';
import { secretsOf } from '../targets/secrets.ts';
import type { Vault } from '../targets/vault.ts';
import type { Claimed } from './claim.ts';
import type { Courier } from './deliverer.ts';
import { retryAfter } from './schedule.ts';
import type { Tried } from './settle.ts';

export interface MessageContext extends ExchangeContext {
  outbound: Outbound;
  vault: Vault;
  tokens: ClientTokens;
}

/** A partner's gateway reads the whole list before it answers. */
const TIMEOUT_MS = 120_000;
/** A receipt names every entry that could not be used. */
const MAX_ANSWER = 32 << 20;

/** Answers that another try with the same bytes may change: the key, the route or the load, not the message. */
const WORTH_ANOTHER_TRY = [401, 403, 404, 408, 425, 429];
const STILL_READING = 'exchange/in-progress';

const receiptAnswer = z.object({ body: z.base64(), signature: z.string() });
const problemAnswer = z.object({ code: z.string(), detail: z.string().optional() });

type Message = Pick<Sent, 'format' | 'body' | 'signature'>;

/**
 * The message of a delivery: made, signed and kept at the first try, the same bytes ever after.
 * @throws Refusal not-found/* when what it tells of is no more
 */
async function messageOf(ctx: ExchangeContext, { delivery, target }: Claimed): Promise<Message> {
  const [kept] = await ctx.db
    .select({ format: messages.format, body: messages.body, signature: messages.signature })
    .from(messages)
    .where(
      and(
        eq(messages.direction, 'out'),
        eq(messages.partner, delivery.partner),
        eq(messages.messageId, delivery.id),
      ),
    );
  if (kept) return kept;
  const { subject: listId, partner: recipient, payload, topic } = delivery;
  const { format } = target;
  const type = noticeTypes.find((notice) => notice === topic);
  if (type) {
    const notice = noticeSchema.parse(payload);
    return sendNotice(ctx, { listId, recipient, format, type, notice, as: { messageId: delivery.id } });
  }
  const as = { messageId: delivery.id, version: Number(payload['number']) };
  return sendList(ctx, { listId, recipient, format, as });
}

/** A message as a request carries it. */
function inRequest({ format, body, signature }: Message): { type: string; bytes: Uint8Array } {
  if (format === 'xml') return { type: 'application/xml', bytes: body };
  const text = JSON.stringify({ body: Buffer.from(body).toString('base64'), signature });
  return { type: 'application/json', bytes: Buffer.from(text) };
}

async function judge(ctx: MessageContext, answer: OutboundAnswer, messageId: string): Promise<Tried> {
  const { status } = answer;
  const text = (await wholeBody(answer)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (status === 200) {
    const given = receiptAnswer.safeParse(value);
    if (!given.success) return { outcome: 'failed', status, detail: 'answered 200 without a receipt' };
    const bytes = Buffer.from(given.data.body, 'base64');
    if (readEnvelope(receiptSchema, bytes).messageId !== messageId)
      return { outcome: 'failed', status, detail: 'the receipt is for another message' };
    const receipt = await takeReceipt(ctx, bytes, given.data.signature);
    return { outcome: 'delivered', status, detail: `receipt: ${receipt.outcome}` };
  }
  const problem = problemAnswer.safeParse(value);
  const detail = problem.success
    ? `${problem.data.code}: ${problem.data.detail ?? ''}`
    : `answered ${status} without saying why`;
  const again =
    status >= 500 ||
    WORTH_ANOTHER_TRY.includes(status) ||
    (problem.success && problem.data.code === STILL_READING);
  if (!again) return { outcome: 'refused', status, detail };
  const askedMs = retryAfter(answer.headers['retry-after'], ctx.clock());
  return { outcome: 'failed', status, detail, ...(askedMs !== undefined && { askedMs }) };
}

/**
 * Brings messages to another gateway, and takes the signed receipt it answers with. A receipt that says "refused" is an
 * answer too: the message arrived.
 */
export function messageCourier(base: Omit<MessageContext, 'actor'>): Courier {
  return async (claimed, signal) => {
    const { delivery, target } = claimed;
    const ctx: MessageContext = { ...base, actor: 'system' };
    let made: Message;
    try {
      made = await messageOf(ctx, claimed);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { outcome: 'refused', detail: `${error.code}: ${error.message}` };
    }
    const [secret = ''] = await secretsOf(ctx.db, ctx.vault, target.id, ctx.clock());
    const { oauth } = target;
    const key = oauth ? await ctx.tokens.token(oauth, secret, ctx.clock(), signal) : secret;
    const { type, bytes } = inRequest(made);
    const answer = await ctx.outbound.request({
      method: 'POST',
      url: target.url,
      headers: { 'content-type': type, authorization: `Bearer ${key}` },
      body: bytes,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER,
      signal,
    });
    // A token may be ended before its time: the next try shows a new one.
    if (oauth && answer.status === 401) ctx.tokens.forget(oauth, secret);
    return judge(ctx, answer, delivery.id);
  };
}
