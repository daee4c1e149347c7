import { z } from '@hono/zod-openapi';
import { changeKinds, decisionStates, effects, entryFields } from '../../lists/review/changes.ts';
import { EntryChange } from '../schemas.ts';

/** Shapes of drafts under review, as they stand in /openapi.json. */

export const draftPath = z.object({ id: z.string().openapi({ example: 'ver_01kt1gw6g0r6vsqfdtv2er' }) });

export const ReviewCounts = z
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

export const ConflictStatus = z
  .object({
    screening: z.enum(['none', 'running', 'done', 'due']),
    names: z.int().openapi({ description: 'New names to hold against those of others.' }),
    screened: z.int(),
    total: z.int().openapi({ description: 'Possible conflicts found.' }),
    open: z.int().openapi({ description: 'Of those, how many nobody has decided.' }),
  })
  .openapi('ConflictStatus');

export const DraftReview = z
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
    conflicts: ConflictStatus,
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

export const ReviewedChange = z
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

export const filterShape = {
  change: z.enum(changeKinds).optional(),
  state: z.enum(decisionStates).optional(),
  effect: z.enum(effects).optional(),
  field: z.enum(entryFields).optional(),
  text: z.string().max(200).optional().openapi({ description: 'Part of a key or of a spelling.' }),
};
