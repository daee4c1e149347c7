import { createRoute, z } from '@hono/zod-openapi';
import { pairRulings } from '../../db/schema/index.ts';
import { conflictStates } from '../../lists/review/conflicts.ts';
import { findingKinds } from '../../names/engine.ts';
import { failures, json } from '../responses.ts';
import { Finding } from '../screening-schemas.ts';
import { ConflictStatus, draftPath } from './review-schemas.ts';

const staff = [{ staff: [] }];
const tags = ['Conflicts'];

const NamePair = z
  .object({
    name: z.string(),
    heldName: z.string(),
    kind: z.string(),
    score: z.number(),
    falseAlertsPerMillion: z.number(),
    explanation: Finding.shape.explanation,
    reversed: z
      .literal(true)
      .optional()
      .openapi({ description: 'The held name was put to the draft’s names; the explanation reads so.' }),
  })
  .openapi('NamePair');

const DraftConflict = z
  .object({
    id: z.string().openapi({ example: 'cnf_01kt1gw6g0r6vsqfdtv2er' }),
    draftId: z.string(),
    listId: z.string(),
    key: z.string(),
    giId: z.string().openapi({ description: 'The indication held, of another origin.' }),
    heldList: z.string(),
    heldKey: z.string(),
    name: z.string(),
    heldName: z.string(),
    kind: z.string(),
    score: z.number(),
    pairs: z
      .array(NamePair)
      .openapi({ description: 'Pairs of names that raised an alert, the most alike first.' }),
    moot: z.boolean().openapi({ description: 'The entry’s change was rejected: nothing is left to decide.' }),
    decided: z
      .object({ ruling: z.enum(pairRulings), reason: z.string(), at: z.string(), by: z.string() })
      .optional(),
  })
  .openapi('DraftConflict');

const filterShape = {
  list: z.string().max(200).optional().openapi({ example: 'cn-eu/IV' }),
  state: z.enum(conflictStates).optional(),
  kind: z.enum(findingKinds).optional(),
  text: z.string().max(200).optional().openapi({ description: 'Part of a key or of one of the names.' }),
};

export const queue = createRoute({
  method: 'get',
  path: '/conflicts',
  tags,
  summary: 'Possible conflicts of open drafts with names of other origins (staff)',
  security: staff,
  request: {
    query: z.object({
      draft: z.string().max(100).optional(),
      ...filterShape,
      cursor: z.string().max(100).default(''),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: json(
      z.object({
        total: z.int(),
        open: z.int(),
        kinds: z.array(z.object({ kind: z.string(), count: z.int() })),
        conflicts: z.array(DraftConflict),
        next: z.string().optional(),
      }),
      'A page of the queue; the counts are those of all that the filter means.',
    ),
    ...failures(400, 401),
  },
});

export const screening = createRoute({
  method: 'post',
  path: '/drafts/{id}/screening',
  tags,
  summary: 'Hold the new names of a draft against the names held by others (staff)',
  description:
    'Waits for the end; nothing is done where the draft is screened as it is. With `Accept: application/x-ndjson` progress comes line by line: `{"progress":{"names","screened"}}` and at last `{"status":…}` or `{"error":…}`.',
  security: staff,
  request: { params: draftPath },
  responses: {
    200: {
      description: 'How far the draft is screened, and what was found.',
      content: {
        'application/json': { schema: ConflictStatus },
        'application/x-ndjson': { schema: z.string() },
      },
    },
    ...failures(401, 404),
  },
});

export const decision = createRoute({
  method: 'post',
  path: '/drafts/{id}/conflict-decisions',
  tags,
  summary: 'Decide conflicts of a draft, one or many; the rulings are remembered (staff)',
  description: 'Who decides anything in a draft can no longer approve it.',
  security: staff,
  request: {
    params: draftPath,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            filter: z.object({ ...filterShape, ids: z.array(z.string()).max(10_000).optional() }),
            ruling: z.enum(pairRulings),
            reason: z.string().min(1).max(2000),
            reject: z
              .boolean()
              .default(false)
              .openapi({ description: 'Reject the entries’ changes as well.' }),
            expected: z
              .int()
              .openapi({ description: 'How many conflicts the filter means; another number is refused.' }),
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
