import { createRoute, z } from '@hono/zod-openapi';
import { failures, json } from '../responses.ts';
import { MOST_MOVED } from '../../madrid/docket/queue-actions.ts';
import { Day } from '../schemas.ts';
import {
  Docketed,
  DocketEntry,
  DueDate,
  Moved,
  RegistrationNumber,
  Office,
  RecordReport,
  RefusalTime,
  WaitingEvent,
} from './docket-schemas.ts';

const staff = [{ staff: [] }];
const tags = ['Madrid'];
const paging = {
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

export const docket = createRoute({
  method: 'get',
  path: '/madrid/docket',
  tags,
  summary: 'International registrations of GIs, with the state of each designation and every date to watch',
  description:
    'Dates are computed from the articles of the Madrid Protocol; days are calendar days of the International Bureau or of the office, never instants.',
  request: {
    query: z.object({
      gi: z.string().max(200).optional().openapi({ example: 'cn-xi-hu-long-jing' }),
      number: RegistrationNumber.optional(),
      asOf: Day.optional().openapi({ description: 'State on this day; today in Geneva when absent.' }),
      ...paging,
    }),
  },
  responses: {
    200: json(
      z.object({ asOf: z.string(), registrations: z.array(DocketEntry), next: z.string().optional() }),
      'A page of the docket.',
    ),
    ...failures(400),
  },
});

export const calendar = createRoute({
  method: 'get',
  path: '/madrid/docket.ics',
  tags,
  summary: 'The dates of the docket as an iCalendar feed',
  request: { query: z.object({ gi: z.string().max(200).optional() }) },
  responses: {
    200: { description: 'RFC 5545.', content: { 'text/calendar': { schema: z.string() } } },
  },
});

export const reminders = createRoute({
  method: 'get',
  path: '/madrid/reminders',
  tags,
  summary: 'What is due in the next days',
  request: {
    query: z.object({
      days: z.coerce.number().int().min(0).max(4000).default(90).openapi({ example: 90 }),
      asOf: Day.optional().openapi({ description: 'Counted from this day; today in Geneva when absent.' }),
    }),
  },
  responses: {
    200: json(
      z.object({ from: z.string(), to: z.string(), due: z.array(DueDate) }),
      'Earliest first; both days included.',
    ),
    ...failures(400),
  },
});

export const refusalTimes = createRoute({
  method: 'get',
  path: '/madrid/refusal-times',
  tags,
  summary: 'How long each member may take to refuse a designation, and how well that is known',
  request: {
    query: z.object({
      origin: Office.optional().openapi({
        description: 'Office of origin; this office when absent. It matters (Article 9sexies).',
        example: 'CN',
      }),
    }),
  },
  responses: {
    200: json(z.object({ origin: z.string(), offices: z.array(RefusalTime) }), 'By ST.3 code.'),
    ...failures(400),
  },
});

export const registrationSave = createRoute({
  method: 'put',
  path: '/madrid/registrations/{number}',
  tags,
  summary: 'Put an international registration on the docket of a GI (staff)',
  security: staff,
  request: {
    params: z.object({ number: RegistrationNumber }),
    body: body(
      z.object({
        giId: z.string().max(200).openapi({ example: 'cn-xi-hu-long-jing' }),
        officeOfOrigin: Office.optional().openapi({ example: 'CN' }),
        registeredOn: Day.optional(),
      }),
    ),
  },
  responses: { 200: json(Docketed, 'It is followed now.'), ...failures(400, 401, 404) },
});

export const record = createRoute({
  method: 'post',
  path: '/madrid/notifications',
  tags,
  summary: 'Take in a file of notifications: ST.96 Madrid, ROMARIN or ST.66 (staff)',
  description:
    'The body is the file as it is; its bytes are kept under their hash before they are looked at. The same file again changes nothing.',
  security: staff,
  request: {
    query: z.object({ fileName: z.string().min(1).max(255).openapi({ example: '20261122.xml' }) }),
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: { 200: json(RecordReport, 'What was new in it.'), ...failures(400, 401, 413, 422) },
});

export const queue = createRoute({
  method: 'get',
  path: '/madrid/queue',
  tags,
  summary: 'Notifications that found no registration on the docket',
  request: {
    query: z.object({
      origin: Office.optional().openapi({
        description: 'Only what names this office of origin.',
        example: 'CN',
      }),
      number: RegistrationNumber.optional(),
      ...paging,
    }),
  },
  responses: {
    200: json(
      z.object({ total: z.int(), waiting: z.array(WaitingEvent), next: z.string().optional() }),
      'A page of the queue.',
    ),
    ...failures(400),
  },
});

const eventPath = z.object({ id: z.string().max(100) });

export const assignment = createRoute({
  method: 'post',
  path: '/madrid/queue/{id}/assignment',
  tags,
  summary: 'Say to which GI a waiting notification belongs; all of its number go with it (staff)',
  security: staff,
  request: {
    params: eventPath,
    body: body(
      z.object({
        giId: z.string().max(200).openapi({ example: 'cn-xi-hu-long-jing' }),
        number: RegistrationNumber.optional().openapi({
          description: 'Needed where the notification names none.',
        }),
      }),
    ),
  },
  responses: { 200: json(Docketed, 'It is on the docket.'), ...failures(400, 401, 404) },
});

export const settingAside = createRoute({
  method: 'post',
  path: '/madrid/queue/{id}/set-aside',
  tags,
  summary: 'Take a notification that concerns no GI here out of the queue, with the reason (staff)',
  security: staff,
  request: {
    params: eventPath,
    body: body(z.object({ reason: z.string().min(1).max(2000) })),
  },
  responses: {
    200: json(z.object({ id: z.string() }), 'It no longer waits.'),
    ...failures(400, 401, 404),
  },
});

const ids = z.array(z.string().max(100)).min(1).max(MOST_MOVED);

export const queueAction = createRoute({
  method: 'post',
  path: '/madrid/queue/actions',
  tags,
  summary: 'Move several waiting notifications at once, all of them or none (staff)',
  description:
    '`assign` says to which GI they belong; `set-aside` takes them out with a reason; `rematch` looks for their registration or basic mark again, for all that waits where no ids are given.',
  security: staff,
  request: {
    body: body(
      z.discriminatedUnion('action', [
        z.object({ action: z.literal('assign'), ids, giId: z.string().max(200) }),
        z.object({ action: z.literal('set-aside'), ids, reason: z.string().trim().min(1).max(2000) }),
        z.object({ action: z.literal('rematch'), ids: ids.optional() }),
      ]),
    ),
  },
  responses: { 200: json(Moved, 'What was moved.'), ...failures(400, 401, 403, 404) },
});
