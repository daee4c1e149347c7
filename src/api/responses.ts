import type { z } from '@hono/zod-openapi';
import { ProblemDetails } from './schemas.ts';

const problem = { 'application/problem+json': { schema: ProblemDetails } };

const descriptions = {
  400: 'The request cannot be understood.',
  401: 'A staff token is needed.',
  403: 'Not for this role, or not for whoever had a hand in it.',
  404: 'There is no such thing.',
  406: 'None of the accepted media types is offered.',
  409: 'Not possible in the present state.',
  413: 'The body is too large.',
  422: 'The content cannot be used; `problems` says where and why.',
} as const;

type Failure = keyof typeof descriptions;

/** The failures a route can answer with, for its OpenAPI description. */
export function failures<F extends Failure>(...statuses: F[]) {
  return Object.fromEntries(
    statuses.map((s) => [s, { description: descriptions[s], content: problem }]),
  ) as unknown as Record<F, { description: string; content: typeof problem }>;
}

/** A JSON answer for a route's OpenAPI description. */
export function json<T extends z.ZodType>(schema: T, description: string, example?: unknown) {
  return {
    description,
    content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
  };
}
