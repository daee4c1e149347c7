import { Refusal } from '../platform/errors.ts';

interface Range {
  type: string;
  quality: number;
}

/** The media ranges of an Accept header (RFC 9110, section 12.5.1); a malformed one counts as absent. */
function rangesOf(accept: string): Range[] {
  return accept.split(',').flatMap((part) => {
    const [type = '', ...parameters] = part.split(';').map((p) => p.trim().toLowerCase());
    const q = parameters.find((p) => p.startsWith('q='))?.slice(2);
    const quality = q === undefined ? 1 : Number(q);
    return /^[^\s/]+\/[^\s/]+$/.test(type) && quality >= 0 && quality <= 1 ? [{ type, quality }] : [];
  });
}

/** How closely a range names a media type: 3 by name, 2 by its family, 1 as anything, 0 not at all. */
function closeness(range: string, type: string): number {
  if (range === type) return 3;
  if (range === `${type.split('/')[0]}/*`) return 2;
  return range === '*/*' ? 1 : 0;
}

/** What a request makes of a media type: the quality its closest range gives. */
function preference(ranges: Range[], type: string): { quality: number; near: number } {
  let best = { quality: 0, near: 0 };
  for (const range of ranges) {
    const near = closeness(range.type, type);
    if (near > best.near) best = { quality: range.quality, near };
  }
  return best;
}

/**
 * The offered media type a request likes best; among equals one it names before one it merely allows, then the
 * first offered. Undefined when it accepts none. Without an Accept header the first offer.
 */
export function negotiate(accept: string | undefined, offers: readonly string[]): string | undefined {
  const ranges = rangesOf(accept ?? '*/*');
  if (ranges.length === 0) return offers[0];
  let best: { type: string; quality: number; near: number } | undefined;
  for (const type of offers) {
    const { quality, near } = preference(ranges, type);
    if (quality === 0) continue;
    if (!best || quality > best.quality || (quality === best.quality && near > best.near))
      best = { type, quality, near };
  }
  return best?.type;
}

/** The refusal of a request that accepts nothing that is offered. */
export class NotAcceptable extends Refusal {
  /** Media types that are. */
  readonly offers: string[];
  constructor(offers: readonly string[]) {
    super(
      'request/not-acceptable',
      406,
      'None of the media types the request accepts is offered.',
      `Accept one of ${offers.join(', ')}.`,
    );
    this.offers = [...offers];
  }
}
