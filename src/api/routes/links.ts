import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { giLinkKinds } from '../../db/schema/index.ts';
import { linkGis, linksOnRecord, unlinkGis } from '../../lists/gi-links.ts';
import type { ApiEnv, RouteDeps } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { staffOnly } from '../staff.ts';

const staff = [{ staff: [] }];
const GiId = z.string().max(200).openapi({ example: 'cy-halloumi' });
const Reason = z.string().min(1).max(2000);

const GiLink = z
  .object({
    id: z.string(),
    kind: z.enum(giLinkKinds).openapi({
      description: '`parent`: `from` is a sub-appellation of `to`; `same-entity`: one thing under two names.',
    }),
    from: z.string(),
    to: z.string(),
    reason: z.string(),
    madeAt: z.string(),
    madeBy: z.string(),
  })
  .openapi('GiLink');

const list = createRoute({
  method: 'get',
  path: '/gi-links',
  tags: ['Names'],
  summary: 'What people ruled about pairs of GIs: sub-appellations, and one thing under two names',
  request: { query: z.object({ gi: GiId.optional().openapi({ description: 'Only links of this GI.' }) }) },
  responses: { 200: json(z.object({ links: z.array(GiLink) }), 'Oldest first.'), ...failures(400) },
});

const create = createRoute({
  method: 'post',
  path: '/gi-links',
  tags: ['Staff'],
  summary: 'Link two GIs (staff)',
  security: staff,
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ kind: z.enum(giLinkKinds), from: GiId, to: GiId, reason: Reason }),
        },
      },
    },
  },
  responses: { 201: json(GiLink, 'The link.'), ...failures(400, 401, 403, 404, 409) },
});

const end = createRoute({
  method: 'delete',
  path: '/gi-links/{id}',
  tags: ['Staff'],
  summary: 'Take a link back (staff)',
  security: staff,
  request: { params: z.object({ id: z.string() }), query: z.object({ reason: Reason }) },
  responses: { 200: json(GiLink, 'The link that was.'), ...failures(400, 401, 403, 404) },
});

export function linkRoutes(deps: RouteDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const guard = staffOnly(deps.staffToken);
  app.on('POST', '/gi-links', guard);
  app.use('/gi-links/:id', guard);
  const context = (actor: string) => ({ db, clock: deps.clock, actor });

  app.openapi(list, async (c) => c.json({ links: await linksOnRecord(db, c.req.valid('query').gi) }, 200));
  app.openapi(create, async (c) => c.json(await linkGis(context(c.get('actor')), c.req.valid('json')), 201));
  app.openapi(end, async (c) => {
    const { reason } = c.req.valid('query');
    return c.json(await unlinkGis(context(c.get('actor')), c.req.valid('param').id, reason), 200);
  });
  return app;
}
