import { isIPv6 } from 'node:net';
import { createMiddleware } from 'hono/factory';
import { addressOf } from '../platform/client-address.ts';
import type { Clock } from '../platform/clock.ts';
import { Refusal } from '../platform/errors.ts';
import { TokenBuckets, type Rate } from '../platform/token-bucket.ts';
import type { ApiEnv } from './deps.ts';

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

interface Policy {
  name: string;
  rate: Rate;
  buckets: TokenBuckets;
  /** Whose share it is, for the refusal. */
  whose: string;
}

/**
 * Keeps anybody from taking more than their share, and says with each answer what is left (RateLimit and
 * RateLimit-Policy as in draft-ietf-httpapi-ratelimit-headers): an address its own, a partner with a key another. The
 * machine's own user is not limited.
 */
export function rateLimit(rates: { open?: Rate | undefined; partner?: Rate | undefined }, clock: Clock) {
  const policy = (name: string, rate: Rate | undefined, whose: string): Policy | undefined =>
    rate && { name, rate, buckets: new TokenBuckets(rate, clock), whose };
  const open = policy('default', rates.open, 'from your address');
  const partner = policy('partner', rates.partner, 'with your office’s keys');
  return createMiddleware<ApiEnv>(async (c, next) => {
    const principal = c.get('principal');
    if (principal.kind === 'staff') return next();
    const known = principal.kind === 'partner';
    const client = known ? principal.partner : clientOf(addressOf(c.env));
    const limit = known ? partner : open;
    if (client === undefined || !limit) return next();
    const { name, rate, buckets, whose } = limit;
    const { allowed, remaining, fullIn, nextIn } = buckets.take(client);
    c.header('ratelimit-policy', `"${name}";q=${rate.requests};w=${rate.seconds}`);
    c.header('ratelimit', `"${name}";r=${remaining};t=${fullIn}`);
    if (allowed) return next();
    c.header('retry-after', String(nextIn));
    throw new Refusal(
      'request/too-many',
      429,
      `More than ${rate.requests} requests in ${rate.seconds} s came ${whose}.`,
      `Wait ${nextIn} s. To follow the lists ask /api/v1/changes; to hold them whole take their documents.`,
    );
  });
}
