import { z } from 'zod';
import { isIsoDate } from '../../platform/clock.ts';
import { OaiError } from './request.ts';

/** What a harvest selects, fixed by its first request. */
export interface Selection {
  metadataPrefix: string;
  set?: string;
  /** ISO instants of whole seconds, both inclusive. */
  from?: string;
  until?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const SECOND = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** @throws OaiError badArgument */
function instantOf(name: string, value: string, ofDay: string): string {
  if (DAY.test(value) && isIsoDate(value)) return `${value}T${ofDay}Z`;
  if (SECOND.test(value) && isIsoDate(value.slice(0, 10))) return value;
  throw new OaiError('badArgument', `${name} is neither YYYY-MM-DD nor YYYY-MM-DDThh:mm:ssZ.`);
}

/**
 * The selection of a first request.
 * @throws OaiError badArgument
 */
export function selectionOf(given: Record<string, string>): Selection {
  const { metadataPrefix, set, from, until } = given;
  if (from !== undefined && until !== undefined && from.length !== until.length)
    throw new OaiError('badArgument', 'from and until are not of the same granularity.');
  const first = from === undefined ? undefined : instantOf('from', from, '00:00:00');
  const last = until === undefined ? undefined : instantOf('until', until, '23:59:59');
  if (first !== undefined && last !== undefined && first > last)
    throw new OaiError('badArgument', 'from is later than until.');
  return {
    metadataPrefix: metadataPrefix!,
    ...(set !== undefined && { set }),
    ...(first !== undefined && { from: first }),
    ...(last !== undefined && { until: last }),
  };
}

const tokenSchema = z.strictObject({
  verb: z.enum(['ListRecords', 'ListIdentifiers']),
  metadataPrefix: z.string(),
  set: z.string().exactOptional(),
  from: z.string().regex(SECOND).exactOptional(),
  until: z.string().regex(SECOND).exactOptional(),
  /** The revision at which the list is read, whatever is published meanwhile. */
  revision: z.int().min(0),
  publication: z.int().min(0),
  key: z.string(),
  /** Records told so far, and of how many where that is known. */
  cursor: z.int().min(0),
  size: z.int().min(0).exactOptional(),
});

/** Where a harvest goes on. It holds everything needed, so nothing is kept here and it never expires. */
export type Token = z.infer<typeof tokenSchema>;

export function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** @throws OaiError badResumptionToken for one that was not given, or for another verb, or by another database */
export function readToken(text: string, verb: string, newest: number): Token {
  try {
    const token = tokenSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    if (token.verb === verb && token.revision <= newest) return token;
  } catch {
    // Whatever is wrong with it, the harvester is told the same.
  }
  throw new OaiError('badResumptionToken', 'The resumption token was not given here for this verb.');
}
