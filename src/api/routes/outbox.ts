import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { deliveryStates } from '../../db/schema/index.ts';
import { discard, getDelivery, listDeliveries, replay } from '../../exchange/outbox/manage.ts';
import { noticeSchema, noticeTypes } from '../../exchange/envelope.ts';
import { announceTo } from '../../exchange/outbox/announce.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { listPath } from '../schemas.ts';
import { staffOnly } from '../staff.ts';
import { OfficeCode } from './partners.ts';

const staff = [{ staff: [] }];
const tags = ['Delivery'];
const deliveryPath = z.object({
  id: z.string().max(100).openapi({ example: 'msg_01kt1gw6g0r6vsqfdtv2er' }),
});
const Delivery = z
  .object({
    id: z.string().openapi({ description: 'Also the message’s id on the wire.' }),
    target: z.string(),
    partner: z.string(),
    topic: z.string(),
    subject: z.string(),
    state: z.enum(deliveryStates).openapi({
      description: '`dead`: given up; it holds up those behind it until it is replayed or discarded.',
    }),
    attempts: z.int(),
    createdAt: z.string(),
    createdBy: z.string(),
    dueAt: z.string().optional().openapi({ description: 'When it is tried next.' }),
    settledAt: z.string().optional(),
  })
  .openapi('Delivery');
const Tried = z
  .object({
    attempt: z.int(),
    at: z.string(),
    outcome: z.enum(['delivered', 'failed', 'refused']),
    status: z.int().optional(),
    detail: z.string(),
  })
  .openapi('DeliveryAttempt');

const list = createRoute({
  method: 'get',
  path: '/deliveries',
  tags,
  summary: 'The outbox, newest first (staff)',
  security: staff,
  request: {
    query: z.object({
      state: z.enum(deliveryStates).optional(),
      partner: OfficeCode.optional(),
      target: z.string().max(100).optional(),
      cursor: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(50),
    }),
  },
  responses: {
    200: json(z.object({ deliveries: z.array(Delivery), next: z.string().optional() }), 'The deliveries.'),
    ...failures(400, 401),
  },
});

const one = createRoute({
  method: 'get',
  path: '/deliveries/{id}',
  tags,
  summary: 'A delivery and what came of each try (staff)',
  security: staff,
  request: { params: deliveryPath },
  responses: {
    200: json(z.object({ delivery: Delivery, tries: z.array(Tried) }), 'The delivery.'),
    ...failures(401, 404),
  },
});

const order = createRoute({
  method: 'post',
  path: '/lists/{agreement}/{annex}/deliveries',
  tags,
  summary: 'Deliver a list’s current version, or a notice about one of its entries, to a partner (staff)',
  security: staff,
  request: {
    params: listPath,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            recipient: OfficeCode.openapi({ example: 'EU' }),
            notice: z
              .object({ type: z.enum(noticeTypes), notice: noticeSchema })
              .optional()
              .openapi({ description: 'The list itself when absent.' }),
          }),
        },
      },
    },
  },
  responses: {
    202: json(z.object({ deliveries: z.array(z.string()) }), 'They are in the outbox.'),
    ...failures(400, 401, 403, 404, 409),
  },
});

const act = (verb: 'replay' | 'discard', summary: string) =>
  createRoute({
    method: 'post',
    path: `/deliveries/{id}/${verb}`,
    tags,
    summary,
    security: staff,
    request: { params: deliveryPath },
    responses: { 200: json(Delivery, 'The delivery.'), ...failures(401, 403, 404, 409) },
  });

export function outboxRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const guard = staffOnly(deps.staffToken);
  for (const path of ['/deliveries', '/deliveries/*', '/lists/:agreement/:annex/deliveries'])
    app.use(path, guard);
  const context = (actor: string) => ({ db, clock: deps.clock, actor });

  app.openapi(list, async (c) => {
    const { limit, cursor, state, partner, target } = c.req.valid('query');
    const filter = {
      ...(state && { state }),
      ...(partner && { partner }),
      ...(target && { target }),
      ...(cursor && { before: cursor }),
    };
    const found = await listDeliveries(db, filter, limit + 1);
    const deliveries = found.slice(0, limit);
    const next = found.length > limit ? deliveries.at(-1)?.id : undefined;
    return c.json({ deliveries, ...(next && { next }) }, 200);
  });
  app.openapi(order, async (c) => {
    const { agreement, annex } = c.req.valid('param');
    const { recipient, notice } = c.req.valid('json');
    const wanted = { listId: `${agreement}/${annex}`, recipient, ...(notice && { notice }) };
    return c.json({ deliveries: await announceTo(context(c.get('actor')), wanted) }, 202);
  });
  app.openapi(one, async (c) => c.json(await getDelivery(db, c.req.valid('param').id), 200));
  app.openapi(act('replay', 'Send a delivery again, now and with the same id and bytes (staff)'), async (c) =>
    c.json(await replay(context(c.get('actor')), c.req.valid('param').id), 200),
  );
  app.openapi(act('discard', 'Give a delivery up for good (staff)'), async (c) =>
    c.json(await discard(context(c.get('actor')), c.req.valid('param').id), 200),
  );
  return app;
}
