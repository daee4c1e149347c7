import { z } from '@hono/zod-openapi';
import { ProblemDetails } from './schemas.ts';

const problem = {
  'application/problem+json': { schema: ProblemDetails },
  'application/xml': {
    schema: z.string().openapi({ description: 'com:TransactionErrorBag of ST.96 V6_0.' }),
  },
};

const descriptions = {
  400: 'The request cannot be understood.',
  401: 'A staff token, or a key or token in force, is needed.',
  403: 'Not for this role or key, or not for whoever had a hand in it.',
  404: 'There is no such thing.',
  406: 'None of the accepted media types is offered.',
  409: 'Not possible in the present state.',
  413: 'The body is too large.',
  422: 'The content cannot be used; `problems` says where and why.',
  429: 'Too many requests came from this address; Retry-After says when to go on.',
} as const;

type Failure = keyof typeof descriptions;

/** The failures a route can answer with, for its OpenAPI description; being asked too often is always one. */
export function failures<F extends Failure>(...statuses: F[]) {
  return Object.fromEntries(
    [...statuses, 429 as const].map((s) => [s, { description: descriptions[s], content: problem }]),
  ) as unknown as Record<F, { description: string; content: typeof problem }>;
}

/** The answer to a conditional request (If-None-Match) of a caller whose copy is current. */
export const notModified = { 304: { description: 'The copy named by If-None-Match is current.' } };

/** A JSON answer for a route's OpenAPI description. */
export function json<T extends z.ZodType>(schema: T, description: string, example?: unknown) {
  return {
    description,
    content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
  };
}
