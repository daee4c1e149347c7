import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { byKey, splitKey, type PartnerAccess } from '../exchange/access/authenticate.ts';
import type { Scope } from '../exchange/access/scopes.ts';
import { readToken, type TokenContext } from '../exchange/access/tokens.ts';
import { addressOf } from '../platform/client-address.ts';
import type { Clock } from '../platform/clock.ts';
import { Refusal } from '../platform/errors.ts';
import { TokenBuckets } from '../platform/token-bucket.ts';
import type { ApiEnv, Principal } from './deps.ts';
import { clientOf } from './rate-limit.ts';
import { holdsToken } from './staff.ts';

/** Wrong keys one address may show before none of its keys is looked at for a while. */
const WRONG_KEYS = { requests: 30, seconds: 60 };

/** Counts the wrong keys shown from each address, so that guessing costs the guesser and not the database. */
export class WrongKeys {
  readonly #buckets: TokenBuckets;
  constructor(clock: Clock) {
    this.#buckets = new TokenBuckets(WRONG_KEYS, clock);
  }

  /** @throws Refusal access/too-many-attempts */
  check(c: Context): void {
    const client = clientOf(addressOf(c.env));
    if (client === undefined || !this.#buckets.isSpent(client)) return;
    c.header('retry-after', '60');
    throw new Refusal(
      'access/too-many-attempts',
      429,
      'Too many wrong keys came from your address.',
      'Wait a minute, and check the key.',
    );
  }

  count(c: Context): void {
    const client = clientOf(addressOf(c.env));
    if (client !== undefined) this.#buckets.take(client);
  }
}

function badCredentials(c: Context): Refusal {
  c.header('www-authenticate', 'Bearer error="invalid_token"');
  return new Refusal(
    'access/bad-credentials',
    401,
    'The key or token opens nothing: it is unknown, has expired or was revoked.',
    'Use a current key, get a new token, or ask without one for what is open to all.',
  );
}

/**
 * Says whom a request comes from by its Authorization header. One that shows a key which opens nothing is refused
 * even where none is needed: its sender should learn of it.
 */
export function identify(ctx: TokenContext, staffToken: string, wrong: WrongKeys) {
  const partnerOf = (bearer: string): Promise<PartnerAccess | undefined> => {
    const key = splitKey(bearer);
    if (key) return byKey(ctx, key.id, key.secret);
    return bearer.split('.').length === 3 ? readToken(ctx, bearer) : Promise.resolve(undefined);
  };
  return createMiddleware<ApiEnv>(async (c, next) => {
    const authorization = c.req.header('authorization');
    let principal: Principal = { kind: 'anonymous' };
    if (authorization !== undefined) {
      if (holdsToken(staffToken, authorization)) principal = { kind: 'staff' };
      else {
        wrong.check(c);
        const bearer = /^Bearer +(\S{1,4096})$/i.exec(authorization)?.[1];
        const partner = bearer === undefined ? undefined : await partnerOf(bearer);
        if (!partner) {
          wrong.count(c);
          throw badCredentials(c);
        }
        principal = { kind: 'partner', ...partner };
      }
    }
    c.set('principal', principal);
    return next();
  });
}

/** Refuses a key that is not for this; whoever shows no key is not asked. @throws Refusal access/scope */
export function requireScope(principal: Principal, scope: Scope): void {
  if (principal.kind !== 'partner' || principal.scopes.includes(scope)) return;
  throw new Refusal(
    'access/scope',
    403,
    `The key is not for this: it needs the scope ${scope}.`,
    'Use a key or token with that scope, or ask for one.',
  );
}

/** What is open to read is open to keys that are for reading. */
export const readingScope = createMiddleware<ApiEnv>(async (c, next) => {
  if (!/^\/api\/v1\/(messages|receipts)(\/|$)/.test(c.req.path))
    requireScope(c.get('principal'), 'lists:read');
  return next();
});
