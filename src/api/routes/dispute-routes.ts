import { createRoute, z } from '@hono/zod-openapi';
import { likenesses } from '../../disputes/alike.ts';
import { actions, forumKinds, rulings, stepKinds } from '../../disputes/case.ts';
import { outcomes, stages } from '../../disputes/state.ts';
import { evidenceSchema } from '../../formats/entry-schema.ts';
import { productClasses } from '../../gi/product.ts';
import { findingKinds } from '../../names/finding.ts';
import { failures, json } from '../responses.ts';
import { Day } from '../schemas.ts';
import { FollowedAlert } from './watch-schemas.ts';

const staff = [{ staff: [] }];
const tags = ['Disputes'];
const text = (max: number) => z.string().min(1).max(max);
const code = z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter code such as KR');

const Facts = z
  .object({
    forum: z.object({ kind: z.enum(forumKinds), name: text(300) }),
    reference: text(100).optional().openapi({ example: 'C-783/19' }),
    parties: z
      .array(
        z.object({
          role: z.enum(['right-holder', 'other-side']),
          name: text(300),
          country: code.optional(),
        }),
      )
      .max(50),
    marks: z
      .array(
        z.object({
          office: code,
          number: text(50),
          text: text(500).optional(),
          niceClasses: z.array(z.int().min(1).max(45)).max(45).optional(),
        }),
      )
      .max(50),
    contestedGoods: text(2000).optional(),
    alertId: text(100).optional().openapi({ description: 'Alert of the watch the case came from.' }),
    sources: z
      .array(z.object({ text: text(500), uri: text(2000).optional(), date: text(10).optional() }))
      .max(50),
    evidence: evidenceSchema,
  })
  .openapi('DisputeFacts');

const NewDispute = z.object({
  giId: text(200).optional().openapi({ example: 'cn-longjing-cha' }),
  giName: text(300).openapi({ example: '龙井茶' }),
  title: text(300),
  sign: text(500).openapi({ example: 'LUNG CHING' }),
  conflict: z.enum(findingKinds),
  product: z.enum(productClasses),
  action: z.enum(actions),
  jurisdiction: code.openapi({ example: 'KR' }),
  facts: Facts,
  open: z.boolean().default(false).openapi({ description: 'Whether visitors see the case too.' }),
});

const Dispute = NewDispute.extend({
  id: z.string(),
  open: z.boolean(),
  openedAt: z.string(),
  openedBy: z.string(),
}).openapi('Dispute');

const Details = z.object({
  dueOn: z.string().optional().openapi({ description: 'The day of a deadline.' }),
  meets: z.string().optional().openapi({ description: 'Id of the deadline step that was met.' }),
  ruling: z.enum(rulings).optional(),
  final: z.boolean().optional().openapi({ description: 'Nothing can be appealed any more: the case ends.' }),
  by: z.enum(['right-holder', 'other-side']).optional().openapi({ description: 'Who gave up.' }),
});

const NewStep = z.object({
  on: Day,
  kind: z.enum(stepKinds),
  text: text(10_000),
  details: Details.default({}),
});

const Step = z
  .object({
    id: z.string(),
    on: z.string(),
    kind: z.enum(stepKinds),
    text: z.string(),
    details: Details,
    file: z.object({ id: z.string(), name: z.string() }).optional(),
    recordedAt: z.string(),
    recordedBy: z.string(),
  })
  .openapi('DisputeStep');

const Deadline = z.object({ id: z.string(), dueOn: z.string(), what: z.string(), overdue: z.boolean() });

const State = z
  .object({
    stage: z.enum(stages),
    outcome: z.enum(outcomes).optional().openapi({ description: 'For the holder of the GI.' }),
    deadlines: z.array(Deadline),
  })
  .openapi('DisputeState', { description: 'Computed from the steps, for the day asked.' });

const Summary = z.object({ dispute: Dispute, state: State }).openapi('DisputeSummary');

const Endings = z.partialRecord(z.enum(outcomes), z.int());

const Whole = Summary.extend({
  steps: z.array(Step),
  like: z.object({
    cases: z.array(Summary.extend({ inCommon: z.array(z.enum(likenesses)) })),
    experience: z
      .array(z.object({ action: z.enum(actions), cases: z.int(), endings: Endings }))
      .openapi({ description: 'How cases like this one ended, by what was done.' }),
  }),
}).openapi('DisputeCase');

const Count = z.object({ value: z.string(), open: z.int(), all: z.int() });

export const list = createRoute({
  method: 'get',
  path: '/disputes',
  tags,
  summary: 'Disputes over signs that come near geographical indications; staff see those of the office too',
  request: {
    query: z.object({
      q: z.string().max(200).optional().openapi({ example: 'champagne' }),
      gi: z.string().max(200).optional(),
      alert: z
        .string()
        .max(100)
        .optional()
        .openapi({ description: 'Only those that came from this alert of the watch.' }),
      jurisdiction: code.optional(),
      action: z.enum(actions).optional(),
      conflict: z.enum(findingKinds).optional(),
      stage: z.enum(stages).optional(),
      outcome: z.enum(outcomes).optional(),
      asOf: Day.optional().openapi({ description: 'Where cases stood on this day; today when absent.' }),
      cursor: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: {
    200: json(z.object({ disputes: z.array(Summary), next: z.string().optional() }), 'A page of cases.'),
    ...failures(400),
  },
});

export const overview = createRoute({
  method: 'get',
  path: '/disputes/overview',
  tags,
  summary: 'Early warning: deadlines, where cases gather, who comes back',
  request: {
    query: z.object({
      days: z.coerce.number().int().min(0).max(4000).default(90),
      asOf: Day.optional(),
    }),
  },
  responses: {
    200: json(
      z.object({
        open: z.int(),
        all: z.int(),
        endings: Endings,
        deadlines: z.array(Deadline.extend({ disputeId: z.string(), title: z.string() })),
        byJurisdiction: z.array(Count),
        byConflict: z.array(Count),
        names: z.array(Count).openapi({ description: 'Names with more than one case.' }),
        repeaters: z.array(Count).openapi({ description: 'Other sides with more than one case.' }),
      }),
      'Deadlines that passed or come within the days, earliest first.',
    ),
    ...failures(400),
  },
});

const casePath = z.object({ id: z.string().max(100).openapi({ example: 'example-champanillo' }) });

export const one = createRoute({
  method: 'get',
  path: '/disputes/{id}',
  tags,
  summary: 'One dispute: its steps, where it stands, and what worked before in like cases',
  request: { params: casePath, query: z.object({ asOf: Day.optional() }) },
  responses: { 200: json(Whole, 'The case.'), ...failures(400, 404) },
});

const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

export const opening = createRoute({
  method: 'post',
  path: '/disputes',
  tags,
  summary: 'Open a dispute; the alert it came from is opposed from then on, where it waits (staff)',
  security: staff,
  request: { body: body(NewDispute.extend({ steps: z.array(NewStep).max(200).default([]) })) },
  responses: {
    201: json(Whole.extend({ alert: FollowedAlert.optional() }), 'The case is open.'),
    ...failures(400, 401, 403, 404),
  },
});

export const step = createRoute({
  method: 'post',
  path: '/disputes/{id}/steps',
  tags,
  summary: 'Record what happened in a dispute; steps are only added (staff)',
  security: staff,
  request: { params: casePath, body: body(NewStep) },
  responses: {
    201: json(Whole.extend({ stepId: z.string() }), 'Recorded.'),
    ...failures(400, 401, 403, 404, 409),
  },
});

export const document = createRoute({
  method: 'post',
  path: '/disputes/{id}/documents',
  tags,
  summary: 'Add a document to a dispute: the body is the file as it is (staff)',
  security: staff,
  request: {
    params: casePath,
    query: z.object({
      fileName: z.string().min(1).max(255).openapi({ example: 'notice-of-opposition.pdf' }),
      on: Day.optional(),
      text: text(10_000).optional(),
    }),
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: {
    201: json(Whole.extend({ stepId: z.string() }), 'Kept.'),
    ...failures(400, 401, 403, 404, 409, 413),
  },
});

export const documentBytes = createRoute({
  method: 'get',
  path: '/disputes/{id}/documents/{fileId}',
  tags,
  summary: 'A document of a dispute, byte for byte (staff)',
  security: staff,
  request: { params: casePath.extend({ fileId: z.string().max(100) }) },
  responses: {
    200: {
      description: 'The file.',
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...failures(401, 404),
  },
});
