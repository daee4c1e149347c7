import { createRoute, z } from '@hono/zod-openapi';
import { noiseScope } from '../../watch/noise.ts';
import { decisions, MOST_DECIDED } from '../../watch/decide.ts';
import { failures, json } from '../responses.ts';
import {
  Alert,
  AlertStatus,
  AlertView,
  alertQuery,
  NoiseRule,
  OppositionRule,
  Rescreen,
  Run,
} from './watch-schemas.ts';

const staff = [{ staff: [] }];
const tags = ['Watch'];
const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});
const office = z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter ST.3 code');

export const oppositionPeriods = createRoute({
  method: 'get',
  path: '/watch/opposition-periods',
  tags,
  summary: 'How long each office hears oppositions, and how well that is known',
  responses: { 200: json(z.object({ offices: z.array(OppositionRule) }), 'By ST.3 code.') },
});

export const screenFile = createRoute({
  method: 'post',
  path: '/watch/files',
  tags,
  summary:
    'Screen a file of new marks against every protected name: ST.96, ST.66, ROMARIN, CSV or Excel (staff)',
  description:
    'The body is the file as it is; its bytes are kept under their hash before they are looked at. The same file again changes nothing; an interrupted reading goes on where it stopped.',
  security: staff,
  request: {
    query: z.object({
      fileName: z.string().min(1).max(255).openapi({ example: 'gazette-2026-46.xml' }),
      office: office.optional().openapi({ example: 'EM', description: 'Office of records that name none.' }),
    }),
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: {
    200: json(z.object({ run: Run, repeated: z.boolean(), resumedAt: z.int() }), 'What came of it.'),
    ...failures(400, 401, 409, 413, 422),
  },
});

export const runs = createRoute({
  method: 'get',
  path: '/watch/runs',
  tags,
  summary: 'Files of marks that were screened, newest first (staff)',
  security: staff,
  request: {
    query: z.object({
      cursor: z.string().max(60).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: {
    200: json(
      z.object({ runs: z.array(Run), next: z.string().optional() }),
      'A page of runs, without their problems.',
    ),
    ...failures(400, 401),
  },
});

export const run = createRoute({
  method: 'get',
  path: '/watch/runs/{id}',
  tags,
  summary: 'One run, with what was wrong in its file (staff)',
  security: staff,
  request: { params: z.object({ id: z.string().max(60) }) },
  responses: { 200: json(Run, 'The run.'), ...failures(401, 404) },
});

const compared = json(z.object({ rescreens: z.array(Rescreen) }), 'Newest first.');

export const rescreens = createRoute({
  method: 'get',
  path: '/watch/rescreens',
  tags,
  summary:
    'Comparisons of the marks held with names that were published after them, or with all after a rule was loosened (staff)',
  security: staff,
  responses: { 200: compared, ...failures(401) },
});

export const rescreen = createRoute({
  method: 'post',
  path: '/watch/rescreens',
  tags,
  summary:
    'Compare the marks held, as far as they may still be opposed, with names published after them, or with all where a rule was loosened; the running gateway does so every minute (staff)',
  security: staff,
  responses: { 200: compared, ...failures(401) },
});

export const alerts = createRoute({
  method: 'get',
  path: '/watch/alerts',
  tags,
  summary: 'Marks that come close to a protected name, the nearest deadline first (staff)',
  security: staff,
  request: {
    query: z.object({
      ...alertQuery,
      cursor: z.string().max(60).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: {
    200: json(
      z.object({
        total: z.int(),
        counts: z.record(AlertStatus, z.int()),
        alerts: z.array(Alert),
        next: z.string().optional(),
      }),
      'A page of alerts.',
    ),
    ...failures(400, 401),
  },
});

export const alert = createRoute({
  method: 'get',
  path: '/watch/alerts/{id}',
  tags,
  summary: 'One alert, with the rulings on its pair of names and what was done about it (staff)',
  security: staff,
  request: { params: z.object({ id: z.string().max(60) }) },
  responses: { 200: json(AlertView, 'The alert.'), ...failures(401, 404) },
});

export const decide = createRoute({
  method: 'post',
  path: '/watch/alerts/decisions',
  tags,
  summary: 'Move alerts on, all of them or none (staff)',
  description:
    'Dismissing remembers that the two names coexist, so that the pair raises no alert again, and dismisses the other alerts of the same two names that nobody works on (`new`, `seen`, `quiet`); opposing remembers that they conflict.',
  security: staff,
  request: {
    body: body(
      z.object({
        ids: z.array(z.string().max(60)).min(1).max(MOST_DECIDED),
        status: z.enum(decisions),
        assignee: z.string().max(200).optional(),
        reason: z.string().max(2000).optional(),
      }),
    ),
  },
  responses: {
    200: json(
      z.object({
        ids: z.array(z.string()),
        followed: z.array(z.string()).openapi({
          description: 'Other alerts of the same two names that were dismissed with them.',
        }),
      }),
      'What changed.',
    ),
    ...failures(400, 401, 403, 404, 409),
  },
});

export const noise = createRoute({
  method: 'get',
  path: '/watch/noise',
  tags,
  summary: 'How loud the watch is: thresholds for everything, per agreement and per Nice class (staff)',
  security: staff,
  responses: {
    200: json(z.object({ defaultAlertAt: z.number(), rules: z.array(NoiseRule) }), 'By scope.'),
    ...failures(401),
  },
});

const NoiseChange = z.object({
  scope: z
    .string()
    .regex(noiseScope, 'must be all, agreement:<id> or class:<1–45>')
    .openapi({ example: 'agreement:cn-eu', description: '`all`, `agreement:<id>` or `class:<1–45>`.' }),
  alertAt: z.number().min(0).max(1000).optional().openapi({
    description:
      'Expected false alerts per million comparisons that are still worth an alert; 0 raises none. Absent: the rule is taken away.',
  }),
});

const marksToCompare =
  'Marks that may still be opposed and are to be compared with every name again, since the rule may have kept them from raising an alert; the running gateway does so within a minute.';

export const noisePreview = createRoute({
  method: 'post',
  path: '/watch/noise/preview',
  tags,
  summary: 'What setting a threshold, or taking it away, would do to alerts nobody has touched (staff)',
  security: staff,
  request: { body: body(NoiseChange) },
  responses: {
    200: json(
      z.object({
        quietens: z.int().openapi({ description: 'Alerts nobody has touched that would become quiet.' }),
        reopens: z.int().openapi({ description: 'Quiet alerts that would be new again.' }),
        marksToCompare: z.int().openapi({ description: marksToCompare }),
        examples: z.array(Alert).openapi({ description: 'Some of those that would become quiet.' }),
      }),
      'Nothing is changed.',
    ),
    ...failures(400, 401, 404),
  },
});

export const noiseSet = createRoute({
  method: 'put',
  path: '/watch/noise',
  tags,
  summary: 'Set a threshold, or take it away (staff)',
  description:
    'Alerts within the scope that nobody has touched become `quiet` where the rules now silence them, and `new` again where they do not any more. Where a rule goes or becomes louder, the marks it may have kept from raising an alert are compared again.',
  security: staff,
  request: { body: body(NoiseChange.extend({ reason: z.string().min(1).max(2000) })) },
  responses: {
    200: json(
      z.object({
        rules: z.array(NoiseRule),
        quietened: z.int(),
        reopened: z.int(),
        marksToCompare: z.int().openapi({ description: marksToCompare }),
      }),
      'The rules as they are now, and how many alerts became quiet or new.',
    ),
    ...failures(400, 401, 403, 404),
  },
});
