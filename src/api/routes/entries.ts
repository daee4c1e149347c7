import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { entryAt, entryHistory } from '../../lists/entry-history.ts';
import { asOfFrom } from '../as-of.ts';
import type { ApiEnv, RouteDeps } from '../deps.ts';
import { failures, json, notModified } from '../responses.ts';
import { asOfQuery, Entry, FieldChange, entryPath, Version, CorrectionNote } from '../schemas.ts';

const one = createRoute({
  method: 'get',
  path: '/lists/{agreement}/{annex}/entries/{key}',
  tags: ['Lists'],
  summary: 'One entry of a list',
  request: { params: entryPath, query: z.object(asOfQuery) },
  responses: {
    200: json(
      z.object({
        listId: z.string(),
        key: z.string(),
        giId: z.string(),
        version: Version,
        entry: Entry,
        corrections: z
          .array(CorrectionNote)
          .openapi({ description: 'What of the entry is not the partner’s own word.' }),
      }),
      'The entry and the version it was read from.',
    ),
    ...notModified,
    ...failures(400, 404),
  },
});

const HistoryEvent = z
  .object({
    version: z.int(),
    effectiveOn: z.string(),
    publishedAt: z.string(),
    change: z.enum(['added', 'changed', 'removed']),
    entry: Entry.optional().openapi({ description: 'As it was added.' }),
    fields: z.array(FieldChange).optional().openapi({ description: 'What changed.' }),
  })
  .openapi('HistoryEvent');

const history = createRoute({
  method: 'get',
  path: '/lists/{agreement}/{annex}/entries/{key}/history',
  tags: ['Lists'],
  summary: 'What happened to one entry, version by version, field by field',
  request: { params: entryPath },
  responses: {
    200: json(
      z.object({ listId: z.string(), key: z.string(), giId: z.string(), history: z.array(HistoryEvent) }),
      'The events, oldest first.',
    ),
    ...notModified,
    ...failures(404),
  },
});

export function entryRoutes(deps: RouteDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const listId = (p: { agreement: string; annex: string }): string => `${p.agreement}/${p.annex}`;

  app.openapi(one, async (c) => {
    const params = c.req.valid('param');
    const { day, knownAt } = asOfFrom(c.req.valid('query'), deps.clock());
    const frame = await deps.frames.at(c.get('record'), day, knownAt);
    return c.json(await entryAt(db, frame, listId(params), params.key), 200);
  });
  app.openapi(history, async (c) => {
    const params = c.req.valid('param');
    const told = await entryHistory(db, listId(params), params.key);
    return c.json({ listId: listId(params), key: params.key, ...told }, 200);
  });
  return app;
}
