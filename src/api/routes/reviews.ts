import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { problemRulings } from '../../db/schema/index.ts';
import { approve, withdrawApproval } from '../../lists/review/approve.ts';
import { discard } from '../../lists/review/care.ts';
import {
  changeKinds,
  countMatching,
  decisionStates,
  effects,
  entryFields,
  reviewedChanges,
  type ChangeFilter,
} from '../../lists/review/changes.ts';
import { decide } from '../../lists/review/decide.ts';
import { draftReview, openDrafts } from '../../lists/review/overview.ts';
import { decideProblems } from '../../lists/review/problems.ts';
import { revert } from '../../lists/review/revert.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { EntryChange, listPath } from '../schemas.ts';
import { staffOnly } from '../staff.ts';

const staff = [{ staff: [] }];
const draftPath = z.object({ id: z.string().openapi({ example: 'ver_01kt1gw6g0r6vsqfdtv2er' }) });

const ReviewCounts = z
  .object({
    total: z.int(),
    added: z.int(),
    removed: z.int(),
    changed: z.int(),
    pending: z.int(),
    accepted: z.int(),
    rejected: z.int(),
    loses: z.int().openapi({ description: 'Protected entries that would go or end, and not rejected.' }),
    gains: z.int(),
  })
  .openapi('ReviewCounts');

const DraftReview = z
  .object({
    versionId: z.string(),
    listId: z.string(),
    state: z.enum(['building', 'draft', 'published', 'discarded']),
    baseId: z.string().optional(),
    baseNumber: z.int().optional(),
    entryCount: z.int(),
    createdAt: z.string(),
    createdBy: z.string(),
    importId: z.string().optional(),
    counts: ReviewCounts,
    openErrors: z.int(),
    suspended: z.int().openapi({
      description: 'Corrections whose field the partner changed to something else again.',
    }),
    waiting: z.enum(['decisions', 'approval', 'publication']),
    stale: z.boolean(),
    assignee: z.string().optional(),
    revertsTo: z.int().optional(),
    approval: z.object({ by: z.string(), at: z.string() }).optional(),
    hands: z
      .array(z.string())
      .openapi({ description: 'Who made it or decided in it; none of them may approve it.' }),
  })
  .openapi('DraftReview');

const ReviewedChange = z
  .object({
    ...EntryChange.shape,
    effect: z.enum(effects),
    becomes: z
      .array(z.string())
      .optional()
      .openapi({ description: 'Keys that a vanished entry lives on under.' }),
    was: z
      .array(z.string())
      .optional()
      .openapi({ description: 'Keys that a new entry was held under before.' }),
    decided: z
      .object({
        decision: z.enum(['accepted', 'rejected']),
        comment: z.string().optional(),
        at: z.string(),
        by: z.string(),
      })
      .optional(),
  })
  .openapi('ReviewedChange');

const filterShape = {
  change: z.enum(changeKinds).optional(),
  state: z.enum(decisionStates).optional(),
  effect: z.enum(effects).optional(),
  field: z.enum(entryFields).optional(),
  text: z.string().max(200).optional().openapi({ description: 'Part of a key or of a spelling.' }),
};

const drafts = createRoute({
  method: 'get',
  path: '/drafts',
  tags: ['Staff'],
  summary: 'Every open draft and how far its review is (staff)',
  security: staff,
  responses: { 200: json(z.object({ drafts: z.array(DraftReview) }), 'Newest first.'), ...failures(401) },
});

const draft = createRoute({
  method: 'get',
  path: '/drafts/{id}',
  tags: ['Staff'],
  summary: 'A draft and how far its review is (staff)',
  security: staff,
  request: { params: draftPath },
  responses: { 200: json(DraftReview, 'The draft.'), ...failures(401, 404) },
});

const review = createRoute({
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

const decisions = createRoute({
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

const problemDecisions = createRoute({
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

const approval = createRoute({
  method: 'post',
  path: '/drafts/{id}/approval',
  tags: ['Staff'],
  summary: 'A second person’s word that a decided draft may be published (staff)',
  security: staff,
  request: { params: draftPath },
  responses: { 200: json(DraftReview, 'The draft, approved.'), ...failures(401, 403, 404, 409) },
});

const withdrawal = createRoute({
  method: 'delete',
  path: '/drafts/{id}/approval',
  tags: ['Staff'],
  summary: 'Take an approval back (staff)',
  security: staff,
  request: { params: draftPath },
  responses: { 200: json(DraftReview, 'The draft.'), ...failures(401, 404) },
});

const discarding = createRoute({
  method: 'delete',
  path: '/drafts/{id}',
  tags: ['Staff'],
  summary: 'Close a draft that shall not be published (staff)',
  security: staff,
  request: { params: draftPath },
  responses: { 200: json(DraftReview, 'The draft, closed.'), ...failures(401, 404) },
});

const reversion = createRoute({
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

/** What was said of a filter, without what was not. */
function said<T extends object>(filter: T): ChangeFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

export function reviewRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const guard = staffOnly(deps.staffToken);
  for (const path of ['/drafts', '/drafts/*', '/lists/:agreement/:annex/reversions']) app.use(path, guard);
  const context = (actor: string) => ({ db, clock: deps.clock, actor });

  app.openapi(drafts, async (c) => c.json({ drafts: await openDrafts(db) }, 200));

  app.openapi(draft, async (c) => c.json(await draftReview(db, c.req.valid('param').id), 200));

  app.openapi(review, async (c) => {
    const { cursor, limit, ...asked } = c.req.valid('query');
    const found = await draftReview(db, c.req.valid('param').id);
    const filter = said(asked);
    const changes = await reviewedChanges(db, found, filter, { after: cursor, limit });
    const next = changes.length === limit ? changes.at(-1)!.key : undefined;
    return c.json({ counts: await countMatching(db, found, filter), changes, ...(next && { next }) }, 200);
  });

  app.openapi(decisions, async (c) => {
    const { filter, decision, comment, expected } = c.req.valid('json');
    const decided = await decide(context(c.get('actor')), {
      draftId: c.req.valid('param').id,
      filter: said(filter),
      decision,
      expected,
      ...(comment && { comment }),
    });
    return c.json({ decided }, 200);
  });

  app.openapi(problemDecisions, async (c) => {
    const { ordinals, ruling, reason } = c.req.valid('json');
    const draftId = c.req.valid('param').id;
    const request = { draftId, ordinals: ordinals ?? ('all-open' as const), ruling, reason };
    return c.json({ decided: await decideProblems(context(c.get('actor')), request) }, 200);
  });

  app.openapi(approval, async (c) => {
    const { id } = c.req.valid('param');
    await approve(context(c.get('actor')), id);
    return c.json(await draftReview(db, id), 200);
  });

  app.openapi(withdrawal, async (c) => {
    const { id } = c.req.valid('param');
    await withdrawApproval(context(c.get('actor')), id);
    return c.json(await draftReview(db, id), 200);
  });

  app.openapi(discarding, async (c) => {
    const { id } = c.req.valid('param');
    await discard(context(c.get('actor')), id);
    return c.json(await draftReview(db, id), 200);
  });

  app.openapi(reversion, async (c) => {
    const { agreement, annex } = c.req.valid('param');
    const { number } = c.req.valid('json');
    const made = await revert(context(c.get('actor')), { listId: `${agreement}/${annex}`, number });
    return c.json(await draftReview(db, made.versionId), 201);
  });
  return app;
}
