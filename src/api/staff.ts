import { createHash, timingSafeEqual } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import type { Context } from '../db/context.ts';
import { Refusal } from '../platform/errors.ts';
import type { ApiDeps, ApiEnv } from './deps.ts';

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

/** Lets nobody but staff use these paths of a group of routes. */
export function guardStaff(
  app: OpenAPIHono<ApiEnv>,
  deps: Pick<ApiDeps, 'staffToken'>,
  paths: string[],
): void {
  const guard = staffOnly(deps.staffToken);
  for (const path of paths) app.use(path, guard);
}

/** What a verb needs to act in the name of whoever sent the request. */
export function staffContext(
  deps: Pick<ApiDeps, 'database' | 'clock'>,
): (c: { get(name: 'actor'): string }) => Context {
  return (c) => ({ db: deps.database.db, clock: deps.clock, actor: c.get('actor') });
}
