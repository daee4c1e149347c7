import { basename } from 'node:path/posix';
import type { Context } from '../../db/context.ts';
import type { Outbound } from '../../platform/outbound/client.ts';
import type { ClientTokens } from '../access/client-tokens.ts';
import type { Vault } from '../targets/vault.ts';
import type { SourceRow } from './sources.ts';
import { failure, take, type Found } from './take.ts';

const TIMEOUT_MS = 10 * 60_000;
const MAX_BYTES = 1 << 30;
const REDIRECTS = 3;

/** The last part of an address's path as a file name, without anything a file system or a terminal might act on. */
function nameOf(url: string): string {
  const last = decodeURIComponent(basename(new URL(url).pathname) || 'list');
  return last.replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 100);
}

export interface PullContext extends Context {
  outbound: Outbound;
  vault: Vault;
  tokens: ClientTokens;
}

/** What an address is asked with: a key, a token, or nothing. @throws Refusal outbound/* */
async function credentials(
  ctx: PullContext,
  { id, sealed, oauth }: SourceRow,
  signal: AbortSignal,
): Promise<{ headers: Record<string, string>; forget(): void }> {
  if (sealed === null) return { headers: {}, forget: () => {} };
  const secret = ctx.vault.open(sealed, id);
  const key = oauth ? await ctx.tokens.token(oauth, secret, ctx.clock(), signal) : secret;
  const forget = (): void => {
    if (oauth) ctx.tokens.forget(oauth, secret);
  };
  return { headers: { authorization: `Bearer ${key}` }, forget };
}

/**
 * Asks a partner's address for the list, unless it is what was taken last time (ETag, Last-Modified). What the next
 * request will say is remembered only once the answer was read whole.
 */
export async function pull(ctx: PullContext, source: SourceRow, signal: AbortSignal): Promise<Found> {
  try {
    const shown = await credentials(ctx, source, signal);
    const answer = await ctx.outbound.request({
      method: 'GET',
      url: source.location,
      headers: {
        accept: '*/*',
        ...shown.headers,
        ...(source.etag !== null && { 'if-none-match': source.etag }),
        ...(source.lastModified !== null && { 'if-modified-since': source.lastModified }),
      },
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      redirects: REDIRECTS,
      signal,
    });
    if (answer.status !== 200) {
      answer.discard();
      // A token may be ended before its time: the next look shows a new one.
      if (answer.status === 401) shown.forget();
      return answer.status === 304
        ? { outcome: 'unchanged', detail: 'answered 304' }
        : { outcome: 'failed', detail: `answered ${answer.status}` };
    }
    const found = await take(ctx, source, { name: nameOf(answer.url), input: answer.body });
    if (found.outcome === 'failed') return found;
    const { etag = null, 'last-modified': lastModified = null } = answer.headers;
    return { ...found, validators: { etag, lastModified } };
  } catch (error) {
    return failure(error);
  }
}
