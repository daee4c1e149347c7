import { createHash, timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { Refusal } from '../platform/errors.ts';
import type { ApiEnv } from './deps.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether an Authorization header carries the token. */
export function holdsToken(token: string, authorization: string | undefined): boolean {
  const given = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

/**
 * Lets through whoever holds the machine user's token; `X-Actor` then names the person for the audit trail. Comparing
 * digests keeps the comparison's time independent of the token.
 */
export function staffOnly(token: string) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    if (!holdsToken(token, c.req.header('authorization'))) {
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
