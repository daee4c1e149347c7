import { createHmac, randomBytes } from 'node:crypto';
import { keyFile } from '../platform/key-file.ts';
import type { Outbound } from '../platform/outbound/client.ts';
import type { Send } from './deliver.ts';

const TIMEOUT_MS = 15_000;
const MAX_ANSWER = 64 << 10;
const KEY_BYTES = 32;

/** The key that subscribers' secrets are made from: a file that only the gateway's user may read. */
export function openWebhookKey(folder: string): Buffer {
  const make = (): string => randomBytes(KEY_BYTES).toString('base64url');
  return Buffer.from(keyFile(folder, 'webhook.key', make), 'base64url');
}

/** The secret a subscriber checks signatures with, in the form of Standard Webhooks. */
export function webhookSecret(key: Buffer, subscriptionId: string): string {
  return `whsec_${createHmac('sha256', key).update(subscriptionId).digest('base64')}`;
}

/** Signature of a message after Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`. */
export function signWebhook(secret: string, id: string, timestamp: number, body: string): string {
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', bytes).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** Sends notices as signed JSON; anything but a 2xx answer is a failure. */
export function webhookSender(outbound: Outbound, key: Buffer): Send {
  return async ({ id, subscription, target, alerts, reminders, at }) => {
    const body = JSON.stringify({
      type: 'watch.alerts',
      timestamp: at.toISOString(),
      data: { subscription: subscription.id, alerts, reminders },
    });
    const timestamp = Math.floor(at.getTime() / 1000);
    const answer = await outbound.request({
      method: 'POST',
      url: target,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signWebhook(webhookSecret(key, subscription.id), id, timestamp, body),
      },
      body: Buffer.from(body),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER,
    });
    for await (const _ of answer.body);
    if (answer.status < 200 || answer.status > 299) throw new Error(`the receiver answered ${answer.status}`);
  };
}
