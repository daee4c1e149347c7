import { createHash, timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { Refusal } from '../platform/errors.ts';
import type { ApiEnv } from './deps.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Lets through whoever holds the machine user's token; `X-Actor` then names the person for the audit trail. Comparing
 * digests keeps the comparison's time independent of the token.
 */
export function staffOnly(token: string) {
  const expected = digest(token);
  return createMiddleware<ApiEnv>(async (c, next) => {
    const given = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (!given || !timingSafeEqual(digest(given), expected)) {
      throw new Refusal(
        'request/unauthorised',
        401,
        'This route is for staff.',
        'Use the gi-gateway command on the gateway’s own machine; it holds the token.',
      );
    }
    const actor = c.req.header('x-actor') ?? 'unnamed';
    c.set('actor', `local:${decodeURIComponent(actor).slice(0, 80)}`);
    await next();
  });
}
