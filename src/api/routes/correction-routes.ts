import { createRoute, z } from '@hono/zod-openapi';
import { correctionEnds, correctionRulings } from '../../db/schema/index.ts';
import { evidenceSchema } from '../../formats/entry-schema.ts';
import { correctionStates } from '../../lists/corrections/view.ts';
import { failures, json } from '../responses.ts';
import { CorrectionNote, entryPath } from '../schemas.ts';
import { draftPath } from './review-schemas.ts';

const staff = [{ staff: [] }];
const tags = ['Staff'];

const Correction = z
  .object({
    ...CorrectionNote.omit({ correctedOn: true }).shape,
    id: z.string().openapi({ example: 'cor_01kt1gw6g0r6vsqfdtv2er' }),
    listId: z.string(),
    createdAt: z.string(),
    createdBy: z.string(),
    ended: z
      .object({
        why: z.enum(correctionEnds),
        at: z.string(),
        by: z.string(),
        reason: z.string().optional(),
      })
      .optional(),
  })
  .openapi('Correction');

const CorrectionView = z
  .object({
    ...Correction.shape,
    state: z.enum(correctionStates),
    inForce: z.boolean().openapi({ description: 'Readers are shown it now.' }),
    draftId: z.string().optional(),
    seen: z.unknown().optional().openapi({ description: 'What the partner says now, where suspended.' }),
  })
  .openapi('CorrectionView');

const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});
const reason = z.string().min(1).max(2000);
const request = {
  field: z
    .string()
    .max(700)
    .openapi({ description: 'As a change set names it.', example: 'names[original|fr|Bordeau]' }),
  value: z.unknown().openapi({
    description:
      'What it should say: JSON of the field, or a text as people type it (several joined by `|`); empty or null takes the field away.',
    example: 'Bordeaux',
  }),
  reason,
  evidence: evidenceSchema
    .optional()
    .openapi({ description: 'Where the right spelling was read; unverified when absent.' }),
};

export const list = createRoute({
  method: 'get',
  path: '/corrections',
  tags,
  summary: 'Corrections of partners’ errors and where each stands (staff)',
  description: 'As JSON, or with `Accept: text/csv` as a table.',
  security: staff,
  request: {
    query: z.object({
      list: z.string().max(200).optional().openapi({ example: 'cn-eu/IV' }),
      key: z.string().max(500).optional(),
      draft: z.string().max(100).optional().openapi({ description: 'Only those this draft met.' }),
      state: z.enum(correctionStates).optional(),
    }),
  },
  responses: {
    200: {
      description: 'Newest first.',
      content: {
        'application/json': { schema: z.object({ corrections: z.array(CorrectionView) }) },
        'text/csv': { schema: z.string() },
      },
    },
    ...failures(400, 401),
  },
});

export const inDraft = createRoute({
  method: 'post',
  path: '/drafts/{id}/corrections',
  tags,
  summary: 'Correct a field of an entry in a draft, and in every later file that says the same (staff)',
  description: 'Who corrects anything in a draft can no longer approve it.',
  security: staff,
  request: { params: draftPath, body: body(z.object({ key: z.string().max(500), ...request })) },
  responses: { 201: json(Correction, 'The correction.'), ...failures(400, 401, 404, 409) },
});

export const ofEntry = createRoute({
  method: 'post',
  path: '/lists/{agreement}/{annex}/entries/{key}/corrections',
  tags,
  summary: 'Correct a field of a published entry; readers see it once a draft with it is published (staff)',
  security: staff,
  request: { params: entryPath, body: body(z.object(request)) },
  responses: {
    201: json(
      z.object({ correction: Correction, drafts: z.array(z.string()) }),
      'The correction and its drafts.',
    ),
    ...failures(400, 401, 404, 409),
  },
});

export const withdrawal = createRoute({
  method: 'post',
  path: '/corrections/{id}/withdrawal',
  tags,
  summary: 'Take a correction back (staff)',
  security: staff,
  request: { params: z.object({ id: z.string() }), body: body(z.object({ reason })) },
  responses: {
    200: json(
      z.object({ correction: Correction, drafts: z.array(z.string()) }),
      'The correction, and the drafts in which the partner’s word stands again.',
    ),
    ...failures(400, 401, 404, 409),
  },
});

export const ruling = createRoute({
  method: 'post',
  path: '/drafts/{id}/corrections/{correction}/ruling',
  tags,
  summary: 'Judge a correction whose field the partner changed to something else again (staff)',
  security: staff,
  request: {
    params: draftPath.extend({ correction: z.string() }),
    body: body(
      z.object({
        ruling: z
          .enum(correctionRulings)
          .openapi({ description: '`keep` the correction, or `take` what the partner says now.' }),
        reason,
      }),
    ),
  },
  responses: {
    200: json(Correction, 'The correction that goes on, or the one that ended.'),
    ...failures(400, 401, 404, 409),
  },
});
