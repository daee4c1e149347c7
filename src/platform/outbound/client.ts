import { lookup } from 'node:dns/promises';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Refusal } from '../errors.ts';
import { isAllowed, isPublic, literalAddress, type AllowedNetworks } from './address.ts';

export interface OutboundRequest {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: Uint8Array;
  /** Whole time from the look-up of the name to the last byte. */
  timeoutMs: number;
  /** Largest answer taken. */
  maxBytes: number;
  /** Ends the request early, as one that took too long. */
  signal?: AbortSignal;
  /** How many redirects are followed, each checked like the first address; 0 unless told, and never for POST. */
  redirects?: number;
}

export interface OutboundAnswer {
  /** Where the answer came from in the end. */
  url: string;
  status: number;
  headers: Record<string, string>;
  /** @throws Refusal outbound/too-large, outbound/timeout, outbound/unreachable while it is read */
  body: AsyncIterable<Uint8Array>;
  /** For an answer whose body nobody reads: hangs up, so that its connection is not held. */
  discard(): void;
}

/** Requests to addresses other people chose. */
export interface Outbound {
  /** @throws Refusal outbound/forbidden-address, outbound/unreachable, outbound/timeout, outbound/redirected */
  request(request: OutboundRequest): Promise<OutboundAnswer>;
  /** Checks an address before it is kept. @throws Refusal outbound/forbidden-address, outbound/unreachable */
  check(url: string): Promise<void>;
}

export interface OutboundOptions {
  /** Networks the operator allows beside public addresses; plain http is allowed to these only. */
  allow: AllowedNetworks;
  /** Looks a name up; the system's way unless told. */
  resolve?: (hostname: string) => Promise<string[]>;
}

const systemResolve = async (hostname: string): Promise<string[]> =>
  (await lookup(hostname, { all: true })).map((found) => found.address);

function forbidden(why: string): Refusal {
  return new Refusal(
    'outbound/forbidden-address',
    422,
    `The address is not one this gateway may call: ${why}.`,
    'Use a public https address, or have the operator allow the network in OUTBOUND_ALLOW.',
  );
}

function unreachable(why: string): Refusal {
  return new Refusal(
    'outbound/unreachable',
    502,
    `The other side could not be reached: ${why}.`,
    'Check the address; it is tried again later where that is foreseen.',
  );
}

function timedOut(ms: number): Refusal {
  const remedy =
    'Ask the other side whether its system is up; it is tried again later where that is foreseen.';
  return new Refusal('outbound/timeout', 504, `No whole answer within ${ms / 1000} seconds.`, remedy);
}

/** Ends a wait with a refusal once the time is up, also where what is waited for cannot be stopped. */
async function within<T>(signal: AbortSignal, ms: number, work: Promise<T>): Promise<T> {
  work.catch(() => {});
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(timedOut(ms));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function parse(url: string): URL {
  let parsed: URL;
  try {
    // Also turns decimal, octal and hexadecimal spellings of IPv4 into the one usual form.
    parsed = new URL(url);
  } catch {
    throw forbidden('it is no URL');
  }
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') throw forbidden('it is not https');
  if (parsed.username || parsed.password) throw forbidden('it carries a user or password');
  return parsed;
}

/** The addresses of a URL's host, all of them allowed. One that is not condemns the rest: a name is not half honest. */
async function checkedAddresses(url: URL, options: OutboundOptions): Promise<string[]> {
  const literal = literalAddress(url.hostname);
  const addresses = literal ? [literal] : await resolveName(url.hostname, options.resolve ?? systemResolve);
  for (const address of addresses) {
    if (isAllowed(address, options.allow)) continue;
    if (!isPublic(address)) throw forbidden(`${url.hostname} is not on the public internet`);
    if (url.protocol !== 'https:') throw forbidden('it is not https');
  }
  return addresses;
}

async function resolveName(
  hostname: string,
  resolve: (name: string) => Promise<string[]>,
): Promise<string[]> {
  let found: string[];
  try {
    found = await resolve(hostname);
  } catch {
    throw unreachable(`the name ${hostname} is not known`);
  }
  if (found.length === 0) throw unreachable(`the name ${hostname} is not known`);
  return found;
}

/** Answers the socket's question with the addresses that were checked, so that the name is looked up once only. */
function pinned(addresses: string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  return (_hostname, options, callback) => {
    if (options.all) callback(null, found);
    else callback(null, found[0]!.address, found[0]!.family);
  };
}

function send(
  url: URL,
  addresses: string[],
  request: OutboundRequest,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const start = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const call = start(url, {
      method: request.method,
      // Nothing is unpacked here, so nothing may come packed.
      headers: { 'user-agent': 'gi-gateway', 'accept-encoding': 'identity', ...headers },
      agent: false,
      lookup: pinned(addresses),
      signal,
    });
    call.once('response', resolve);
    call.once('error', reject);
    call.end(request.body);
  });
}

async function* limited(
  answer: IncomingMessage,
  request: OutboundRequest,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  let bytes = 0;
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > request.maxBytes)
        throw new Refusal(
          'outbound/too-large',
          502,
          `The answer is larger than ${request.maxBytes} bytes.`,
          'Ask the other side for the file in parts.',
        );
      yield piece;
    }
    if (!answer.complete) throw unreachable('it hung up in the middle of its answer');
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw signal.aborted
      ? timedOut(request.timeoutMs)
      : unreachable('it hung up in the middle of its answer');
  } finally {
    answer.destroy();
  }
}

function describe(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/**
 * A client for addresses that partners named. It calls public https addresses only (and the operator's own networks),
 * looks a name up once and connects to what it checked, follows no redirect unchecked, and bounds time and size.
 */
export function createOutbound(options: OutboundOptions): Outbound {
  async function one(
    request: OutboundRequest,
    url: URL,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const addresses = await within(signal, request.timeoutMs, checkedAddresses(url, options));
    try {
      return await send(url, addresses, request, headers, signal);
    } catch (error) {
      throw signal.aborted ? timedOut(request.timeoutMs) : unreachable(describe(error));
    }
  }
  return {
    async check(url) {
      await checkedAddresses(parse(url), options);
    },
    async request(request) {
      const timeout = AbortSignal.timeout(request.timeoutMs);
      const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout;
      let url = parse(request.url);
      let headers = request.headers ?? {};
      for (let left = request.method === 'GET' ? (request.redirects ?? 0) : 0; ; left--) {
        const answer = await one(request, url, headers, signal);
        const status = answer.statusCode ?? 0;
        const { location } = answer.headers;
        if (!isRedirect(status) || location === undefined) {
          return {
            url: url.href,
            status,
            headers: Object.fromEntries(
              Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
            ),
            body: limited(answer, request, signal),
            discard: () => void answer.destroy(),
          };
        }
        answer.destroy();
        if (left <= 0)
          throw new Refusal(
            'outbound/redirected',
            502,
            `The other side answered with a redirect (${status}), which is not followed.`,
            'Give the address it redirects to.',
          );
        const next = parse(new URL(location, url).href);
        // What opens one door is not shown at another.
        if (next.origin !== url.origin) headers = withoutCredentials(headers);
        url = next;
      }
    },
  };
}

function withoutCredentials(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(authorization|cookie)$/i.test(name)),
  );
}

/** The whole body of an answer; its size is already bounded. */
export async function wholeBody(answer: OutboundAnswer): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.body) pieces.push(piece);
  return Buffer.concat(pieces);
}
