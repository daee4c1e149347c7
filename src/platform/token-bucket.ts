import type { Clock } from './clock.ts';

/** How much one client may ask: a bucket of `requests` that fills up evenly within `seconds`. */
export interface Rate {
  requests: number;
  seconds: number;
}

/** What is left to a client after a request. */
export interface Allowance {
  allowed: boolean;
  /** Whole requests left at once. */
  remaining: number;
  /** Seconds until the bucket is full again, rounded up. */
  fullIn: number;
  /** Seconds until the next request is allowed, rounded up; 0 when it is now. */
  nextIn: number;
}

/** Clients remembered; beyond them the one not seen for longest starts afresh, so that memory stays bounded. */
const MOST_CLIENTS = 50_000;

/** Token buckets in memory, one per client. */
export class TokenBuckets {
  readonly rate: Rate;
  readonly #clock: Clock;
  /** In the order in which clients were last seen. */
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(rate: Rate, clock: Clock) {
    this.rate = rate;
    this.#clock = clock;
  }

  /** Whether a client has used up its bucket; takes nothing. */
  isSpent(client: string): boolean {
    const known = this.#buckets.get(client);
    if (!known) return false;
    const { requests, seconds } = this.rate;
    const filled = (Math.max(0, this.#clock().getTime() - known.at) * requests) / (seconds * 1000);
    return known.tokens + filled < 1;
  }

  /** Takes one request from a client's bucket. */
  take(client: string): Allowance {
    const { requests, seconds } = this.rate;
    const now = this.#clock().getTime();
    const known = this.#buckets.get(client);
    const perMs = requests / (seconds * 1000);
    const filled = known ? known.tokens + Math.max(0, now - known.at) * perMs : requests;
    const before = Math.min(requests, filled);
    const allowed = before >= 1;
    const tokens = allowed ? before - 1 : before;
    this.#buckets.delete(client);
    this.#buckets.set(client, { tokens, at: now });
    if (this.#buckets.size > MOST_CLIENTS) this.#buckets.delete(this.#buckets.keys().next().value!);
    const secondsFor = (missing: number): number => Math.max(0, Math.ceil(missing / perMs / 1000));
    return {
      allowed,
      remaining: Math.floor(tokens),
      fullIn: secondsFor(requests - tokens),
      nextIn: secondsFor(1 - tokens),
    };
  }
}
