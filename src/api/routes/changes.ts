import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { getList } from '../../lists/catalogue.ts';
import { feedAfter, feedStart, type FeedChange } from '../../lists/feed.ts';
import { badCursor, readCursor, writeCursor } from '../cursor.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json, notModified } from '../responses.ts';
import { Change } from '../schemas.ts';

const changes = createRoute({
  method: 'get',
  path: '/changes',
  tags: ['Lists'],
  summary: 'Every change of every list in the order of publication, with removals',
  description:
    'Apply the changes in order and you hold every current list exactly. Keep the cursor of the last change applied, or `cursor` of the page, and ask again with it as `since`; no change is missed or told twice, however many lists are published meanwhile.',
  request: {
    query: z.object({
      since: z
        .string()
        .max(1000)
        .optional()
        .openapi({ description: 'A cursor; from the beginning when absent.' }),
      list: z
        .string()
        .optional()
        .openapi({ example: 'cn-eu/III', description: 'Only the changes of this list.' }),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: json(
      z.object({
        changes: z.array(Change),
        cursor: z.string().openapi({ description: 'Where to go on; also when nothing has changed yet.' }),
        more: z.boolean().openapi({ description: 'More is on record already. Then also a Link header.' }),
      }),
      'The changes, oldest first.',
    ),
    ...notModified,
    ...failures(400, 404),
  },
});

const toWire = ({ position, listId, version, change, key, giId, entry, at }: FeedChange) => ({
  cursor: writeCursor(position),
  list: listId,
  version,
  change,
  key,
  giId,
  ...(entry && { entry }),
  at,
});

export function changeRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  app.openapi(changes, async (c) => {
    const { since, list, limit } = c.req.valid('query');
    const from = since === undefined ? feedStart : readCursor(since);
    if (list !== undefined) await getList(db, list);
    // A cursor from beyond the newest revision was given by another database: going on from it would miss changes.
    if (from.publication > c.get('record').revision + 1) throw badCursor();
    const page = await feedAfter(db, from, { limit, ...(list !== undefined && { listIds: [list] }) });
    const cursor = writeCursor(page.position);
    if (page.more) {
      const next = new URL(c.req.url);
      next.searchParams.set('since', cursor);
      c.header('link', `<${next.pathname}${next.search}>; rel="next"`);
    }
    return c.json({ changes: page.changes.map(toWire), cursor, more: page.more }, 200);
  });
  return app;
}
