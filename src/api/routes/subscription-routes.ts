import { createRoute, z } from '@hono/zod-openapi';
import { failures, json } from '../responses.ts';
import { DeliveryReport, Notice, Subscription, SubscriptionRequest } from './watch-schemas.ts';

const staff = [{ staff: [] }];
const tags = ['Watch'];
const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

export const subscriptions = createRoute({
  method: 'get',
  path: '/watch/subscriptions',
  tags,
  summary: 'Who is told of alerts (staff)',
  security: staff,
  responses: {
    200: json(z.object({ subscriptions: z.array(Subscription) }), 'Oldest first.'),
    ...failures(401),
  },
});

export const subscribe = createRoute({
  method: 'post',
  path: '/watch/subscriptions',
  tags,
  summary: 'Tell somebody of the alerts that come from now on: by e-mail, webhook or feed (staff)',
  security: staff,
  request: { body: body(SubscriptionRequest) },
  responses: {
    200: json(
      z.object({
        id: z.string(),
        token: z.string().optional().openapi({ description: 'Opens the feed; shown this once.' }),
        feeds: z
          .object({ atom: z.string(), json: z.string(), ics: z.string() })
          .optional()
          .openapi({ description: 'Addresses of the feed, and of its deadlines as a calendar.' }),
        secret: z
          .string()
          .optional()
          .openapi({ description: 'Checks the signatures of the webhook (Standard Webhooks).' }),
      }),
      'The subscription.',
    ),
    ...failures(400, 401, 403),
  },
});

export const unsubscribe = createRoute({
  method: 'delete',
  path: '/watch/subscriptions/{id}',
  tags,
  summary: 'End a subscription (staff)',
  security: staff,
  request: { params: z.object({ id: z.string().max(60) }) },
  responses: { 200: json(z.object({ id: z.string() }), 'It is ended.'), ...failures(401, 403, 404) },
});

export const deliver = createRoute({
  method: 'post',
  path: '/watch/deliveries',
  tags,
  summary:
    'Tell subscribers what is new now, and try again what failed; the running gateway does so every minute (staff)',
  security: staff,
  responses: { 200: json(DeliveryReport, 'What was sent.'), ...failures(401) },
});

export const notices = createRoute({
  method: 'get',
  path: '/watch/deliveries',
  tags,
  summary: 'Messages to subscribers, the newest first: what was sent, what is tried again and why (staff)',
  security: staff,
  request: {
    query: z.object({
      subscription: z.string().max(60).optional(),
      troubled: z.enum(['true', 'false']).default('false').openapi({
        description: 'Only those that wait after a failure, or were given up.',
      }),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: { 200: json(z.object({ notices: z.array(Notice) }), 'Newest first.'), ...failures(400, 401) },
});

export const noticeRetry = createRoute({
  method: 'post',
  path: '/watch/deliveries/{id}/retry',
  tags,
  summary: 'Have a message to a subscriber tried again at once, also one that was given up (staff)',
  security: staff,
  request: { params: z.object({ id: z.string().max(60) }) },
  responses: {
    200: json(z.object({ id: z.string() }), 'It is due.'),
    ...failures(401, 403, 404, 409),
  },
});

const feedRequest = {
  params: z.object({ id: z.string().max(60) }),
  query: z.object({
    token: z
      .string()
      .max(100)
      .optional()
      .openapi({ description: 'The token that was shown when the feed was made.' }),
  }),
};

export const atom = createRoute({
  method: 'get',
  path: '/watch/feeds/{id}/atom',
  tags,
  summary: 'A feed of alerts as Atom, for whoever holds its token',
  request: feedRequest,
  responses: {
    200: { description: 'RFC 4287.', content: { 'application/atom+xml': { schema: z.string() } } },
    ...failures(401, 404),
  },
});

export const jsonFeed = createRoute({
  method: 'get',
  path: '/watch/feeds/{id}/json',
  tags,
  summary: 'A feed of alerts as JSON Feed 1.1, for whoever holds its token',
  request: feedRequest,
  responses: {
    200: { description: 'JSON Feed.', content: { 'application/feed+json': { schema: z.looseObject({}) } } },
    ...failures(401, 404),
  },
});

export const calendar = createRoute({
  method: 'get',
  path: '/watch/feeds/{id}/ics',
  tags,
  summary: 'The deadlines of a feed’s alerts as a calendar, for whoever holds its token',
  description:
    'The last days to oppose; and for international registrations that designate this office its own last days to refuse.',
  request: feedRequest,
  responses: {
    200: { description: 'RFC 5545.', content: { 'text/calendar': { schema: z.string() } } },
    ...failures(401, 404),
  },
});
