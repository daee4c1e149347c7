import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { targetKinds } from '../../db/schema/index.ts';
import { topics } from '../../exchange/outbox/enqueue.ts';
import {
  addTarget,
  listTargets,
  pingTarget,
  rotateSecret,
  setTargetState,
  type TargetContext,
} from '../../exchange/targets/targets.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { staffOnly } from '../staff.ts';
import { OfficeCode } from './partners.ts';

const staff = [{ staff: [] }];
const tags = ['Delivery'];
const targetPath = z.object({ id: z.string().max(100).openapi({ example: 'tgt_01kt1gw6g0r6vsqfdtv2er' }) });

const wanted = {
  partner: OfficeCode.openapi({ example: 'EU' }),
  kind: z.enum(targetKinds).openapi({
    description: '`messages`: another gateway’s POST /api/v1/messages. `webhook`: after Standard Webhooks.',
  }),
  url: z.url().max(2000),
  topics: z.array(z.enum(topics)).max(20).default([]).openapi({ description: 'Empty: all.' }),
  lists: z
    .array(z.string().min(1).max(100))
    .max(200)
    .default([])
    .openapi({ description: 'Ids of lists or agreements; empty: all.' }),
  format: z.enum(['json', 'xml']).default('json'),
};
export const OAuth = z
  .object({
    tokenUrl: z.url().max(2000),
    clientId: z.string().min(1).max(500),
    scope: z.string().min(1).max(1000).optional(),
  })
  .openapi('OAuthClient', {
    description:
      'The client a partner made for us, where its system wants tokens; the secret goes as `bearer`.',
  });
const Target = z
  .object({
    id: z.string(),
    ...wanted,
    oauth: OAuth.optional(),
    addedAt: z.string(),
    addedBy: z.string(),
    failingSince: z.string().optional(),
    disabledAt: z.string().optional(),
    disabledFor: z.string().optional(),
  })
  .openapi('DeliveryTarget');
const Secret = z
  .string()
  .optional()
  .openapi({ description: 'Of a webhook (`whsec_…`); shown this once, it cannot be asked for again.' });
export const Bearer = z
  .string()
  .min(1)
  .max(4096)
  .optional()
  .openapi({ description: 'The key the partner gave us to its gateway, or the secret of the OAuth client.' });

const list = createRoute({
  method: 'get',
  path: '/delivery-targets',
  tags,
  summary: 'Where partners are told, and of what (staff)',
  security: staff,
  responses: {
    200: json(
      z.object({
        targets: z.array(Target),
        webhookKey: z.string().openapi({ description: 'Ed25519 public key of `v1a` signatures (`whpk_…`).' }),
      }),
      'The targets.',
    ),
    ...failures(401),
  },
});

const add = createRoute({
  method: 'post',
  path: '/delivery-targets',
  tags,
  summary: 'Record where a partner wants to be told (staff)',
  security: staff,
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: z.object({ ...wanted, bearer: Bearer, oauth: OAuth.optional() }) },
      },
    },
  },
  responses: {
    201: json(z.object({ target: Target, secret: Secret, webhookKey: z.string() }), 'The target.'),
    ...failures(400, 401, 403, 404, 422),
  },
});

const rotate = createRoute({
  method: 'post',
  path: '/delivery-targets/{id}/secrets',
  tags,
  summary: 'A new secret; the ones before stay in force for the overlap (staff)',
  security: staff,
  request: {
    params: targetPath,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ overlapHours: z.number().min(0).max(720).default(24), bearer: Bearer }),
        },
      },
    },
  },
  responses: {
    200: json(z.object({ secret: Secret }), 'The new secret.'),
    ...failures(400, 401, 403, 404, 422),
  },
});

const ping = createRoute({
  method: 'post',
  path: '/delivery-targets/{id}/ping',
  tags,
  summary: 'Send a test event to a webhook (staff)',
  security: staff,
  request: { params: targetPath },
  responses: {
    202: json(z.object({ delivery: z.string() }), 'It is in the outbox.'),
    ...failures(401, 403, 404, 409),
  },
});

const state = createRoute({
  method: 'put',
  path: '/delivery-targets/{id}/state',
  tags,
  summary: 'Take a target out of use, or back into it (staff)',
  security: staff,
  request: {
    params: targetPath,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ enabled: z.boolean(), reason: z.string().min(1).max(500).optional() }),
        },
      },
    },
  },
  responses: { 200: json(Target, 'The target.'), ...failures(400, 401, 403, 404) },
});

export function targetRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const guard = staffOnly(deps.staffToken);
  for (const path of ['/delivery-targets', '/delivery-targets/*']) app.use(path, guard);
  const context = (actor: string): TargetContext => ({ db, clock: deps.clock, actor, ...deps.delivery });
  const { publicKey: webhookKey } = deps.delivery.webhookKey;

  app.openapi(list, async (c) => c.json({ targets: await listTargets(db), webhookKey }, 200));
  app.openapi(add, async (c) => {
    const { bearer, oauth, ...rest } = c.req.valid('json');
    const access = { ...(bearer && { bearer }), ...(oauth && { oauth }) };
    const made = await addTarget(context(c.get('actor')), { ...rest, ...access });
    return c.json({ ...made, webhookKey }, 201);
  });
  app.openapi(rotate, async (c) => {
    const { overlapHours, bearer } = c.req.valid('json');
    const request = { overlapHours, ...(bearer && { bearer }) };
    return c.json(await rotateSecret(context(c.get('actor')), c.req.valid('param').id, request), 200);
  });
  app.openapi(ping, async (c) => {
    const delivery = await pingTarget(context(c.get('actor')), c.req.valid('param').id);
    return c.json({ delivery }, 202);
  });
  app.openapi(state, async (c) => {
    const { enabled, reason } = c.req.valid('json');
    const wish = { enabled, ...(reason && { reason }) };
    return c.json(await setTargetState(context(c.get('actor')), c.req.valid('param').id, wish), 200);
  });
  return app;
}
