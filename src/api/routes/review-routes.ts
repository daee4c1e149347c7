import { createRoute, z } from '@hono/zod-openapi';
import { problemRulings } from '../../db/schema/index.ts';
import { decisionStates } from '../../lists/review/changes.ts';
import { failures, json } from '../responses.ts';
import { listPath } from '../schemas.ts';
import { draftPath, DraftReview, filterShape, ReviewCounts, ReviewedChange } from './review-schemas.ts';

const staff = [{ staff: [] }];

export const drafts = createRoute({
  method: 'get',
  path: '/drafts',
  tags: ['Staff'],
  summary: 'Every open draft and how far its review is (staff)',
  security: staff,
  responses: { 200: json(z.object({ drafts: z.array(DraftReview) }), 'Newest first.'), ...failures(401) },
});

export const draft = createRoute({
  method: 'get',
  path: '/drafts/{id}',
  tags: ['Staff'],
  summary: 'A draft and how far its review is (staff)',
  security: staff,
  request: { params: draftPath },
  responses: { 200: json(DraftReview, 'The draft.'), ...failures(401, 404) },
});

export const review = createRoute({
  method: 'get',
  path: '/drafts/{id}/review',
  tags: ['Staff'],
  summary: 'The changes of a draft that a filter means, with what was decided (staff)',
  security: staff,
  request: {
    params: draftPath,
    query: z.object({
      ...filterShape,
      cursor: z.string().default(''),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: json(
      z.object({ counts: ReviewCounts, changes: z.array(ReviewedChange), next: z.string().optional() }),
      'The changes; `counts` are those of all that the filter means.',
    ),
    ...failures(400, 401, 404),
  },
});

export const decisions = createRoute({
  method: 'post',
  path: '/drafts/{id}/decisions',
  tags: ['Staff'],
  summary: 'Accept or reject changes of a draft, one or many (staff)',
  description: 'Who decides anything in a draft can no longer approve it.',
  security: staff,
  request: {
    params: draftPath,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            filter: z.object({ ...filterShape, keys: z.array(z.string()).optional() }),
            decision: z.enum(decisionStates),
            comment: z.string().max(2000).optional(),
            expected: z
              .int()
              .openapi({ description: 'How many changes the filter means; another number is refused.' }),
          }),
        },
      },
    },
  },
  responses: {
    200: json(z.object({ decided: z.int() }), 'How many were decided.'),
    ...failures(400, 401, 404, 409),
  },
});

export const problemDecisions = createRoute({
  method: 'post',
  path: '/drafts/{id}/problem-decisions',
  tags: ['Staff'],
  summary: 'Exclude or accept errors of a draft’s file, with a reason (staff)',
  security: staff,
  request: {
    params: draftPath,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            ordinals: z
              .array(z.int())
              .optional()
              .openapi({ description: 'Positions in the report, from 0; every open error when absent.' }),
            ruling: z.enum(problemRulings),
            reason: z.string().max(2000),
          }),
        },
      },
    },
  },
  responses: {
    200: json(z.object({ decided: z.int() }), 'How many were decided.'),
    ...failures(400, 401, 404, 409),
  },
});

export const approval = createRoute({
  method: 'post',
  path: '/drafts/{id}/approval',
  tags: ['Staff'],
  summary: 'A second person’s word that a decided draft may be published (staff)',
  security: staff,
  request: { params: draftPath },
  responses: { 200: json(DraftReview, 'The draft, approved.'), ...failures(401, 403, 404, 409) },
});

export const withdrawal = createRoute({
  method: 'delete',
  path: '/drafts/{id}/approval',
  tags: ['Staff'],
  summary: 'Take an approval back (staff)',
  security: staff,
  request: { params: draftPath },
  responses: { 200: json(DraftReview, 'The draft.'), ...failures(401, 404) },
});

export const discarding = createRoute({
  method: 'delete',
  path: '/drafts/{id}',
  tags: ['Staff'],
  summary: 'Close a draft that shall not be published (staff)',
  security: staff,
  request: { params: draftPath },
  responses: { 200: json(DraftReview, 'The draft, closed.'), ...failures(401, 404) },
});

export const reversion = createRoute({
  method: 'post',
  path: '/lists/{agreement}/{annex}/reversions',
  tags: ['Staff'],
  summary: 'Make a draft with the content of an earlier version (staff)',
  security: staff,
  request: {
    params: listPath,
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ number: z.int().min(1) }) } },
    },
  },
  responses: { 201: json(DraftReview, 'The draft.'), ...failures(400, 401, 404, 409) },
});
