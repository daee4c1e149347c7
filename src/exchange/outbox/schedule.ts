const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits between the tries of a delivery: those that Standard Webhooks recommends, about three days in all. */
export const retryDelays: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Longest wait a receiver can ask for: what it says must not put a delivery off for ever. */
const LONGEST_ASKED = 24 * HOUR;
/** A wait is lengthened by up to this part of it, so that what failed together does not come back together. */
const JITTER = 0.25;

/**
 * When to try again after a failed try.
 * @param attempt number of the try that failed, from 1
 * @param random 0 up to 1
 * @param askedMs what the receiver asked for with Retry-After
 * @returns milliseconds to wait; nothing when it was the last try
 */
export function nextDelay(
  attempt: number,
  random: number,
  askedMs = 0,
  delays: readonly number[] = retryDelays,
): number | undefined {
  const wait = delays[attempt - 1];
  if (wait === undefined) return undefined;
  return Math.round(Math.max(wait * (1 + JITTER * random), Math.min(askedMs, LONGEST_ASKED)));
}

/** Milliseconds a Retry-After header asks to wait: seconds or an HTTP date (RFC 9110, 10.2.3). */
export function retryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * SECOND;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
