import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { syncKinds, syncOutcomes } from '../../db/schema/index.ts';
import { runNow, type SyncContext } from '../../exchange/sync/run.ts';
import { addSource, listSources, runsOf, setSourceState } from '../../exchange/sync/sources.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { staffOnly } from '../staff.ts';
import { OfficeCode } from './partners.ts';
import { Bearer, OAuth } from './targets.ts';

const staff = [{ staff: [] }];
const tags = ['Sync'];
const sourcePath = z.object({ id: z.string().max(100).openapi({ example: 'syn_01kt1gw6g0r6vsqfdtv2er' }) });

const wanted = {
  listId: z.string().min(1).max(100).openapi({ example: 'cn-eu/IV' }),
  partner: OfficeCode.optional().openapi({ description: 'Whose word it is; it is trusted as that partner.' }),
  kind: z.enum(syncKinds),
  location: z
    .string()
    .min(1)
    .max(2000)
    .openapi({ description: 'A URL, or the name of a drop folder under DROP_DIR.' }),
  format: z.string().max(50).optional().openapi({ description: 'Detected from each file when absent.' }),
  mode: z.enum(['full', 'partial']).default('full'),
  everySeconds: z
    .number()
    .int()
    .min(10)
    .max(31 * 86_400)
    .default(86_400),
};
const Run = z
  .object({
    id: z.string(),
    startedAt: z.string(),
    startedBy: z.string(),
    endedAt: z.string(),
    outcome: z.enum(syncOutcomes),
    detail: z.string(),
    file: z.string().optional(),
    importId: z.string().optional(),
    draftId: z
      .string()
      .optional()
      .openapi({ description: 'To be reviewed; nothing is published by itself.' }),
  })
  .openapi('SyncRun');
const Source = z
  .object({
    id: z.string(),
    ...wanted,
    oauth: OAuth.optional(),
    keyed: z.literal(true).optional().openapi({ description: 'It is asked with a key or a token.' }),
    enabled: z.boolean(),
    running: z.boolean(),
    failures: z.int().openapi({ description: 'Since the last success.' }),
    addedAt: z.string(),
    addedBy: z.string(),
    nextAt: z.string().optional(),
    lastRun: Run.optional(),
  })
  .openapi('SyncSource');

const list = createRoute({
  method: 'get',
  path: '/syncs',
  tags,
  summary: 'Where lists come from by themselves, what came of the last look, and when the next is (staff)',
  security: staff,
  responses: { 200: json(z.object({ sources: z.array(Source) }), 'The sources.'), ...failures(401) },
});

const add = createRoute({
  method: 'post',
  path: '/syncs',
  tags,
  summary: 'Pull a URL on a schedule, or watch a drop folder; what comes is a draft (staff)',
  security: staff,
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: z.object({ ...wanted, bearer: Bearer, oauth: OAuth.optional() }) },
      },
    },
  },
  responses: { 201: json(Source, 'The source.'), ...failures(400, 401, 403, 404, 422) },
});

const state = createRoute({
  method: 'put',
  path: '/syncs/{id}/state',
  tags,
  summary: 'Switch a source on or off (staff)',
  security: staff,
  request: {
    params: sourcePath,
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ enabled: z.boolean() }) } },
    },
  },
  responses: { 200: json(Source, 'The source.'), ...failures(400, 401, 403, 404) },
});

const runs = createRoute({
  method: 'get',
  path: '/syncs/{id}/runs',
  tags,
  summary: 'What came of the looks at a source, newest first (staff)',
  security: staff,
  request: {
    params: sourcePath,
    query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(20) }),
  },
  responses: { 200: json(z.object({ runs: z.array(Run) }), 'The runs.'), ...failures(400, 401, 404) },
});

const run = createRoute({
  method: 'post',
  path: '/syncs/{id}/runs',
  tags,
  summary: 'Look at a source now (staff)',
  security: staff,
  request: { params: sourcePath },
  responses: { 200: json(Run, 'What came of it.'), ...failures(401, 403, 404, 409) },
});

export function syncRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const guard = staffOnly(deps.staffToken);
  for (const path of ['/syncs', '/syncs/*']) app.use(path, guard);
  const context = (actor: string): SyncContext => ({
    db,
    clock: deps.clock,
    actor,
    ...deps.delivery,
    dropDir: deps.dropDir,
    random: Math.random,
  });

  app.openapi(list, async (c) => c.json({ sources: await listSources(db, deps.clock()) }, 200));
  app.openapi(add, async (c) => {
    const { partner, format, oauth, bearer, ...rest } = c.req.valid('json');
    const chosen = { ...(partner && { partner }), ...(format && { format }), ...(oauth && { oauth }) };
    return c.json(await addSource(context(c.get('actor')), { ...rest, ...chosen }, bearer), 201);
  });
  app.openapi(state, async (c) => {
    const { enabled } = c.req.valid('json');
    return c.json(await setSourceState(context(c.get('actor')), c.req.valid('param').id, enabled), 200);
  });
  app.openapi(runs, async (c) =>
    c.json({ runs: await runsOf(db, c.req.valid('param').id, c.req.valid('query').limit) }, 200),
  );
  app.openapi(run, async (c) => c.json(await runNow(context(c.get('actor')), c.req.valid('param').id), 200));
  return app;
}
