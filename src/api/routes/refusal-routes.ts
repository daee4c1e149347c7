import { createRoute, z } from '@hono/zod-openapi';
import { failures, json } from '../responses.ts';
import { Day, Problem } from '../schemas.ts';
import { DesignatedMark, Office, OwnLimit, RegistrationNumber, WrittenRefusal } from './docket-schemas.ts';
import { FollowedAlert } from './watch-schemas.ts';

const staff = [{ staff: [] }];
const tags = ['Madrid'];
const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

export const designated = createRoute({
  method: 'get',
  path: '/madrid/designated',
  tags,
  summary: 'Registrations of others that designate this office: its time to refuse, alerts, refusals (staff)',
  security: staff,
  request: {
    query: z.object({
      all: z.enum(['true', 'false']).default('false').openapi({
        description: 'Every registration told of; else those with an open alert or a refusal.',
      }),
      number: RegistrationNumber.optional(),
      cursor: z.string().max(40).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: {
    200: json(
      z.object({ office: z.string(), marks: z.array(DesignatedMark), next: z.string().optional() }),
      'A page, by number.',
    ),
    ...failures(400, 401),
  },
});

export const limits = createRoute({
  method: 'get',
  path: '/madrid/designated/limits',
  tags,
  summary:
    'The last days for this office to refuse what comes close to a protected name, the nearest first (staff)',
  security: staff,
  request: {
    query: z.object({
      days: z.coerce.number().int().min(0).max(4000).optional().openapi({
        description: 'Up to so many days from today; all that still run when absent.',
      }),
    }),
  },
  responses: {
    200: json(
      z.object({ office: z.string(), from: z.string(), limits: z.array(OwnLimit) }),
      'Registrations with an open alert, or a refusal that was written and not sent.',
    ),
    ...failures(400, 401),
  },
});

export const limitsCalendar = createRoute({
  method: 'get',
  path: '/madrid/designated.ics',
  tags,
  summary:
    'The same days as an iCalendar file (staff); a feed of the watch has them under an address with a token',
  security: staff,
  responses: {
    200: { description: 'RFC 5545.', content: { 'text/calendar': { schema: z.string() } } },
    ...failures(401),
  },
});

export const refusal = createRoute({
  method: 'post',
  path: '/madrid/refusals',
  tags,
  summary: 'Write a provisional refusal because of a protected GI, as ST.96; nothing is sent (staff)',
  description:
    'The alert on this registration and GI is opposed from then on, where it waits, whether or not it is named.',
  security: staff,
  request: {
    body: body(
      z.object({
        number: RegistrationNumber,
        giId: z.string().max(200).openapi({ example: 'fr-champagne' }),
        language: z.enum(['en', 'fr', 'es']).default('en'),
        goods: z
          .array(z.object({ classNumber: z.int().min(1).max(45), text: z.string().min(1).max(20_000) }))
          .max(45)
          .default([])
          .openapi({ description: 'Goods refused; all when empty.' }),
        notifiedOn: Day.optional().openapi({
          description: 'Day the International Bureau notified the designation.',
        }),
        officeOfOrigin: Office.optional(),
        reference: z.string().max(200).optional(),
        provisions: z
          .string()
          .max(5000)
          .optional()
          .openapi({ description: 'Provisions of national law it rests on.' }),
        review: z
          .string()
          .max(2000)
          .optional()
          .openapi({ description: 'Time limit and authority for a request for review.' }),
        mark: z.string().max(500).optional(),
        holder: z.string().max(500).optional(),
        alertId: z.string().max(60).optional().openapi({ description: 'Alert of the watch it comes from.' }),
      }),
    ),
  },
  responses: {
    200: json(
      WrittenRefusal.extend({
        advice: z.array(Problem).openapi({ description: 'What to check before it is sent.' }),
        alerts: z.array(FollowedAlert).openapi({ description: 'The alerts it answers.' }),
      }),
      'The refusal.',
    ),
    ...failures(400, 401, 403, 404, 409),
  },
});

export const refusals = createRoute({
  method: 'get',
  path: '/madrid/refusals',
  tags,
  summary: 'Provisional refusals this office wrote (staff)',
  security: staff,
  request: { query: z.object({ number: RegistrationNumber.optional() }) },
  responses: {
    200: json(z.object({ refusals: z.array(WrittenRefusal) }), 'Oldest first.'),
    ...failures(400, 401),
  },
});

const refusalPath = z.object({ id: z.string().max(60) });

export const oneRefusal = createRoute({
  method: 'get',
  path: '/madrid/refusals/{id}',
  tags,
  summary: 'One provisional refusal this office wrote: as JSON, or as the form to print (staff)',
  security: staff,
  request: { params: refusalPath },
  responses: {
    200: {
      description: 'The refusal; the form where the Accept header begins with application/pdf.',
      content: {
        'application/json': { schema: WrittenRefusal },
        'application/pdf': { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
    ...failures(401, 404, 409),
  },
});

export const transmission = createRoute({
  method: 'post',
  path: '/madrid/refusals/{id}/transmission',
  tags,
  summary:
    'Send a refusal to the International Bureau through the outbox, or note that it was sent as a file (staff)',
  description:
    'Through the outbox it goes to the webhooks of the partner `WO` that take `madrid.refusal`, signed and tried again like any delivery.',
  security: staff,
  request: {
    params: refusalPath,
    body: body(
      z.object({
        how: z.enum(['outbox', 'file']),
        on: Day.optional().openapi({ description: 'Day the file left; today when absent.' }),
        note: z
          .string()
          .max(500)
          .optional()
          .openapi({ description: 'Number of the transmission or receipt.' }),
      }),
    ),
  },
  responses: { 200: json(WrittenRefusal, 'It is sent.'), ...failures(400, 401, 403, 404, 409) },
});
