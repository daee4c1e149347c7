import { isIPv6 } from 'node:net';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Clock } from '../platform/clock.ts';
import { Refusal } from '../platform/errors.ts';
import { TokenBuckets, type Rate } from '../platform/token-bucket.ts';
import type { ApiEnv } from './deps.ts';
import { holdsToken } from './staff.ts';

/**
 * Whom a request counts against: the IPv4 address, or the first half of the IPv6 address, since one household has all
 * the other halves. Undefined for a request that came over no network.
 */
export function clientOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array.from({ length: zeros }, () => '0'), ...back];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

function addressOf(c: Context): string | undefined {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return env?.incoming?.socket?.remoteAddress;
}

/**
 * Keeps anybody from taking more than their share, and says with each answer what is left (RateLimit and
 * RateLimit-Policy as in draft-ietf-httpapi-ratelimit-headers). The machine's own user is not limited.
 */
export function rateLimit(rate: Rate, clock: Clock, staffToken: string) {
  const buckets = new TokenBuckets(rate, clock);
  const policy = `"default";q=${rate.requests};w=${rate.seconds}`;
  return createMiddleware<ApiEnv>(async (c, next) => {
    const client = clientOf(addressOf(c));
    if (client === undefined || holdsToken(staffToken, c.req.header('authorization'))) return next();
    const { allowed, remaining, fullIn, nextIn } = buckets.take(client);
    c.header('ratelimit-policy', policy);
    c.header('ratelimit', `"default";r=${remaining};t=${fullIn}`);
    if (allowed) return next();
    c.header('retry-after', String(nextIn));
    throw new Refusal(
      'request/too-many',
      429,
      `More than ${rate.requests} requests in ${rate.seconds} s came from your address.`,
      `Wait ${nextIn} s. To follow the lists ask /api/v1/changes; to hold them whole take their documents.`,
    );
  });
}
