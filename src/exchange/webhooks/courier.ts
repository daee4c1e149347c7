import type { Db } from '../../db/database.ts';
import type { Clock } from '../../platform/clock.ts';
import { wholeBody, type Outbound } from '../../platform/outbound/client.ts';
import type { Courier } from '../outbox/deliverer.ts';
import { retryAfter } from '../outbox/schedule.ts';
import { secretsOf } from '../targets/secrets.ts';
import type { Vault } from '../targets/vault.ts';
import { webhookHeaders, type WebhookKey } from './sign.ts';

export interface WebhookContext {
  db: Db;
  clock: Clock;
  outbound: Outbound;
  vault: Vault;
  key: WebhookKey;
  officeCode: string;
}

/** Standard Webhooks recommends 15 to 30 seconds. */
const TIMEOUT_MS = 20_000;
/** What a receiver says is kept in short; nobody reads a page of it. */
const MAX_ANSWER = 64 << 10;

/** Brings events to webhooks. Anything but 2xx is a failure and tried again; 410 takes the webhook out of use. */
export function webhookCourier(ctx: WebhookContext): Courier {
  return async ({ delivery, target }, signal) => {
    const now = ctx.clock();
    const event = {
      type: delivery.topic,
      timestamp: delivery.createdAt.toISOString(),
      data: { office: ctx.officeCode, subject: delivery.subject, ...delivery.payload },
    };
    const body = Buffer.from(JSON.stringify(event));
    const secrets = await secretsOf(ctx.db, ctx.vault, target.id, now);
    const answer = await ctx.outbound.request({
      method: 'POST',
      url: target.url,
      headers: {
        'content-type': 'application/json',
        ...webhookHeaders(delivery.id, now, body, { secrets, key: ctx.key }),
      },
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER,
      signal,
    });
    const { status } = answer;
    const said = (await wholeBody(answer)).toString('utf8').trim();
    const detail = said === '' ? `answered ${status}` : `answered ${status}: ${said}`;
    if (status >= 200 && status < 300) return { outcome: 'delivered', status, detail: `answered ${status}` };
    if (status === 410) return { outcome: 'gone', status, detail };
    const askedMs = retryAfter(answer.headers['retry-after'], ctx.clock());
    return { outcome: 'failed', status, detail, ...(askedMs !== undefined && { askedMs }) };
  };
}
