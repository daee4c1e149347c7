import { isoDate } from '../platform/clock.ts';
import type { AsOf } from '../lists/versions.ts';

/** The time axes of a question, with today for what is not said. */
export function asOfFrom(
  query: { asOf?: string | undefined; knownAt?: string | undefined },
  now: Date,
): AsOf {
  return { day: query.asOf ?? isoDate(now), ...(query.knownAt && { knownAt: new Date(query.knownAt) }) };
}
