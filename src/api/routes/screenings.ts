import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { stream } from 'hono/streaming';
import { decidePair } from '../../conflicts/decisions.ts';
import { screenName } from '../../conflicts/screen.ts';
import { InputError } from '../../gi/problem.ts';
import { productClasses } from '../../gi/product.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { Problem } from '../schemas.ts';
import { staffOnly } from '../staff.ts';

const Query = z.object({
  id: z.string().max(200).optional().openapi({ description: 'Comes back with the result.', example: 'tm-1' }),
  name: z.string().max(20_000).openapi({ example: '康涅克' }),
  language: z.string().max(35).optional().openapi({ example: 'zh' }),
  goods: z
    .array(z.enum(productClasses))
    .optional()
    .openapi({ example: ['spirit'] }),
});

const Options = {
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

const Decision = z
  .object({
    ruling: z.enum(['coexist', 'conflict', 'same-entity']),
    reason: z.string(),
    decidedAt: z.string(),
    decidedBy: z.string(),
  })
  .openapi('PairDecision');

const Finding = z
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

const Result = z
  .object({
    id: z.string().optional(),
    name: z.string(),
    findings: z.array(Finding),
    problems: z.array(Problem).optional().openapi({ description: 'Why the name could not be compared.' }),
  })
  .openapi('ScreeningResult');

const screen = createRoute({
  method: 'post',
  path: '/screenings',
  tags: ['Conflicts'],
  summary: 'Screen names against all names held: possible conflicts, ranked and explained',
  description:
    'With `Accept: application/x-ndjson` the results come one per line as they are found. A finding is never a verdict.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: z.object({ names: z.array(Query).min(1).max(10_000), ...Options }) },
      },
    },
  },
  responses: {
    200: {
      description: 'One result per name, in order.',
      content: {
        'application/json': { schema: z.object({ engine: z.string(), results: z.array(Result) }) },
        'application/x-ndjson': { schema: z.string() },
      },
    },
    ...failures(400, 413),
  },
});

const decide = createRoute({
  method: 'post',
  path: '/decisions',
  tags: ['Conflicts'],
  summary: 'Record a person’s ruling on two names (staff)',
  security: [{ staff: [] }],
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            nameA: z.string().min(1).max(500).openapi({ example: 'Kraški pršut' }),
            nameB: z.string().min(1).max(500).openapi({ example: 'Krčki pršut' }),
            ruling: Decision.shape.ruling,
            reason: z.string().min(1).max(2000),
          }),
        },
      },
    },
  },
  responses: { 200: json(Decision, 'The ruling.'), ...failures(400, 401) },
});

export function screeningRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();

  app.openapi(screen, async (c) => {
    const { names, ...options } = c.req.valid('json');
    const engine = await deps.names.engine();
    const run = async ({ id, ...query }: z.infer<typeof Query>) => {
      const head = { ...(id !== undefined && { id }), name: query.name };
      try {
        return { ...head, findings: await screenName(db, engine, query, options) };
      } catch (error) {
        // One unusable name among many is that name's result, not the request's failure.
        if (error instanceof InputError) return { ...head, findings: [], problems: error.problems };
        throw error;
      }
    };
    if (c.req.header('accept')?.includes('application/x-ndjson')) {
      c.header('content-type', 'application/x-ndjson; charset=utf-8');
      return stream(c, async (out) => {
        for (const name of names) await out.write(`${JSON.stringify(await run(name))}\n`);
      }) as never;
    }
    const results = [];
    for (const name of names) results.push(await run(name));
    return c.json({ engine: engine.version, results }, 200);
  });

  app.use('/decisions', staffOnly(deps.staffToken));
  app.openapi(decide, async (c) => {
    const ctx = { db, clock: deps.clock, actor: c.get('actor') };
    return c.json(await decidePair(ctx, c.req.valid('json')), 200);
  });
  return app;
}
