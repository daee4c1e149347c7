import { z } from '@hono/zod-openapi';
import { pairRulings } from '../db/schema/index.ts';
import { productClasses } from '../gi/product.ts';
import { Problem } from './schemas.ts';

/** Shapes of screening requests and results. */

export const Query = z.object({
  id: z.string().max(200).optional().openapi({ description: 'Comes back with the result.', example: 'tm-1' }),
  name: z.string().max(20_000).openapi({ example: '康涅克' }),
  language: z.string().max(35).optional().openapi({ example: 'zh' }),
  goods: z
    .array(z.enum(productClasses))
    .optional()
    .openapi({ example: ['spirit'] }),
});

export const Against = z.string().default('registry').openapi({
  description: '`registry`: all names ever published here; or the id of one list.',
  example: 'registry',
});

export const Options = {
  topK: z
    .int()
    .min(1)
    .max(100)
    .default(10)
    .openapi({ description: 'Best candidates to return, also those below the alert threshold.' }),
  minScore: z.number().min(0).max(1).default(0),
  alertAt: z
    .number()
    .positive()
    .optional()
    .openapi({ description: 'Alert at this many expected false alerts per million comparisons, or fewer.' }),
};

export const Decision = z
  .object({
    ruling: z.enum(pairRulings),
    reason: z.string(),
    decidedAt: z.string(),
    decidedBy: z.string(),
  })
  .openapi('PairDecision');

export const Finding = z
  .object({
    rank: z.int(),
    candidateId: z.string(),
    candidate: z.string(),
    group: z.string().optional().openapi({ description: 'Id of the GI that carries the candidate name.' }),
    kind: z.string().openapi({ example: 'transliteration' }),
    score: z.number(),
    falseAlertsPerMillion: z.number(),
    alert: z.boolean(),
    explanation: z.object({
      rule: z.string(),
      message: z.object({ key: z.string(), params: z.record(z.string(), z.string()) }),
      segments: z.array(
        z.object({
          query: z.string(),
          candidate: z.string(),
          weight: z.number(),
          why: z.string().optional(),
        }),
      ),
      alias: z.string().optional(),
      engine: z.string(),
    }),
    decision: Decision.optional(),
  })
  .openapi('Finding');

export const Result = z
  .object({
    id: z.string().optional(),
    name: z.string(),
    findings: z.array(Finding),
    problems: z.array(Problem).optional().openapi({
      description:
        'Why the line could not be read or the name not be compared (errors), or what of it was left out of account (warnings).',
    }),
  })
  .openapi('ScreeningResult');

/** The same options in a query string. */
export const optionsInQuery = {
  against: Against,
  topK: z.coerce.number().int().min(1).max(100).default(10),
  minScore: z.coerce.number().min(0).max(1).default(0),
  alertAt: z.coerce.number().positive().optional(),
};
