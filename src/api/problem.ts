import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { InputError, type Problem } from '../gi/problem.ts';
import { Refusal } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import { negotiate, NotAcceptable } from './negotiate.ts';
import { problemXml } from './problem-xml.ts';

/** RFC 9457 problem details with the gateway's extensions: a stable `code`, what to do, and places in the input. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  remedy: string;
  instance?: string;
  problems?: Problem[];
  /** Media types that are offered, where the request accepts none of them. */
  offers?: string[];
}

const titles: Record<number, string> = {
  400: 'The request cannot be understood',
  401: 'This needs other credentials',
  403: 'Not for this role or key',
  404: 'Not found',
  406: 'That format is not offered',
  409: 'Not possible in the present state',
  413: 'The request is too large',
  422: 'The content cannot be used',
  429: 'Too many requests',
  500: 'The gateway failed',
};

function details(
  status: number,
  code: string,
  detail: string,
  remedy: string,
  problems?: Problem[],
): ProblemDetails {
  return {
    type: `urn:gi-gateway:problem:${code}`,
    title: titles[status] ?? 'Problem',
    status,
    code,
    detail,
    remedy,
    ...(problems && { problems }),
  };
}

/** SQLSTATEs of a text with the character NUL, which no database text can hold. */
const nulStates = new Set(['22021', '22P05']);

function holdsNul(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return nulStates.has(String(code)) || nulStates.has(String(cause?.code));
}

/** What a caller is told of an error. Anything unexpected becomes a bare 500 with the request id; its text stays in the log. */
export function describeError(error: unknown): ProblemDetails {
  if (error instanceof NotAcceptable) {
    return {
      ...details(error.status, error.code, error.message, error.remedy),
      offers: error.offers,
    };
  }
  if (error instanceof Refusal) return details(error.status, error.code, error.message, error.remedy);
  if (error instanceof InputError) {
    const [first] = error.problems;
    // A fault of the request's own parameters is 400, one of the content it carries is 422.
    const status = first?.code === 'request/invalid' ? 400 : 422;
    return details(
      status,
      first?.code ?? 'request/invalid',
      error.message,
      first?.remedy ?? 'Mend the input.',
      error.problems,
    );
  }
  if (error instanceof HTTPException && error.status < 500) {
    const code = error.status === 413 ? 'request/too-large' : 'request/invalid';
    return details(
      error.status,
      code,
      error.message || 'The request is not usable.',
      'See /openapi.json for what is expected.',
    );
  }
  if (typeof error === 'object' && error !== null && holdsNul(error)) {
    return details(
      400,
      'request/invalid',
      'The request holds a character that no text has (NUL).',
      'Leave the character out.',
    );
  }
  return details(
    500,
    'internal',
    'Something went wrong inside the gateway.',
    'Try again; if it stays, give the operator the request id.',
  );
}

const PROBLEM_JSON = 'application/problem+json';
/** Types in which a refusal can be said; whoever accepts none of them gets the first. */
const problemTypes = [PROBLEM_JSON, 'application/json', 'application/xml', 'text/xml'];

/** Answers with problem+json, or ST.96's error bag where XML is preferred, and logs what the caller is not shown. */
export function respondWithError(c: Context, error: unknown, log: Log): Response {
  const problem = describeError(error);
  const requestId = c.get('requestId') as string | undefined;
  if (problem.status >= 500) log.error({ err: error, requestId, path: c.req.path }, 'request failed');
  const body = { ...problem, ...(requestId && { instance: `urn:request:${requestId}` }) };
  const type = negotiate(c.req.header('accept'), problemTypes) ?? PROBLEM_JSON;
  const xml = type.endsWith('/xml');
  return c.body(xml ? problemXml(problem) : JSON.stringify(body), problem.status as ContentfulStatusCode, {
    'content-type': `${xml ? type : PROBLEM_JSON}; charset=utf-8`,
    'cache-control': 'no-store',
    vary: 'Accept',
  });
}
