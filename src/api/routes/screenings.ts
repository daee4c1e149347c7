import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import { decidePair } from '../../conflicts/decisions.ts';
import { queriesFromCsv, queriesFromNdjson } from '../../formats/queries/query-file.ts';
import { namesOfList } from '../../conflicts/registry-names.ts';
import { screenAll, type ScreeningResult } from '../../conflicts/screen.ts';
import { getList } from '../../lists/catalogue.ts';
import type { NameEngine } from '../../names/engine.ts';
import { bodyOf } from '../body.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { describeError } from '../problem.ts';
import { failures, json } from '../responses.ts';
import { listPath } from '../schemas.ts';
import { Against, Decision, Options, optionsInQuery, Query, Result } from '../screening-schemas.ts';
import { guardStaff, staffContext } from '../staff.ts';

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
        'application/json': {
          schema: z.object({ names: z.array(Query).min(1).max(10_000), against: Against, ...Options }),
        },
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

const ndjson = {
  description: 'One result a line, in order, as they are found: `{"id","name","findings":[…]}`.',
  content: { 'application/x-ndjson': { schema: Result } },
};

const batch = createRoute({
  method: 'post',
  path: '/screenings/batch',
  tags: ['Conflicts'],
  summary: 'Screen a file of names of any length, streamed in and out',
  description:
    'CSV with the header `id,name` and optional `language,goods`, or NDJSON with the same members. A line that cannot be read (too many cells, no id, no JSON) costs that line only: its result has `problems` and no findings. A file that breaks off, or whose quotes do not close, ends the answer with `{"error":…}`.',
  request: {
    query: z.object(optionsInQuery),
    body: {
      required: true,
      content: { 'text/csv': { schema: z.string() }, 'application/x-ndjson': { schema: Query } },
    },
  },
  responses: { 200: ndjson, ...failures(400, 404, 413) },
});

const ofList = createRoute({
  method: 'post',
  path: '/lists/{agreement}/{annex}/screenings',
  tags: ['Conflicts'],
  summary: 'Screen every name of a list against all names held, or against another list',
  description: 'The same GI on the other list is no finding.',
  request: { params: listPath, query: z.object(optionsInQuery) },
  responses: { 200: ndjson, ...failures(400, 404) },
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

async function* fromArray<T>(items: T[]): AsyncIterable<T> {
  yield* items;
}

export function screeningRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const engineAgainst = async (against: string): Promise<NameEngine> => {
    if (against === 'registry') return deps.names.engine();
    return deps.names.engineFor((await getList(db, against)).id);
  };
  const streamed = (c: Context, results: AsyncIterable<ScreeningResult>): Response => {
    c.header('content-type', 'application/x-ndjson; charset=utf-8');
    const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
    return stream(c, async (out) => {
      try {
        for await (const result of results) {
          if (out.aborted) return;
          await out.write(line(result));
        }
      } catch (error) {
        const problem = describeError(error);
        if (problem.status >= 500) deps.log.error({ err: error, path: c.req.path }, 'screening broke off');
        await out.write(line({ error: problem }));
      }
    });
  };

  app.openapi(screen, async (c) => {
    const { names, against, ...options } = c.req.valid('json');
    const engine = await engineAgainst(against);
    const results = screenAll(db, engine, fromArray(names), options);
    if (c.req.header('accept')?.includes('application/x-ndjson')) return streamed(c, results) as never;
    const all: ScreeningResult[] = [];
    for await (const result of results) all.push(result);
    return c.json({ engine: engine.version, results: all }, 200);
  });

  app.openapi(batch, async (c) => {
    const { against, ...options } = c.req.valid('query');
    const engine = await engineAgainst(against);
    const read = c.req.header('content-type')?.startsWith('text/csv') ? queriesFromCsv : queriesFromNdjson;
    return streamed(c, screenAll(db, engine, read(bodyOf(c.req.raw)), options)) as never;
  });

  app.openapi(ofList, async (c) => {
    const { agreement, annex } = c.req.valid('param');
    const { against, ...options } = c.req.valid('query');
    const list = await getList(db, `${agreement}/${annex}`);
    const engine = await engineAgainst(against);
    return streamed(c, screenAll(db, engine, namesOfList(db, list.id), options)) as never;
  });

  guardStaff(app, deps, ['/decisions']);
  const context = staffContext(deps);
  app.openapi(decide, async (c) => c.json(await decidePair(context(c), c.req.valid('json')), 200));
  return app;
}
