import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { createApiKey, listApiKeys, revokeApiKey, rotateApiKey } from '../../exchange/access/api-keys.ts';
import { scopeMeaning, scopes } from '../../exchange/access/scopes.ts';
import { getPartner, listPartners, partnerDetails, savePartner } from '../../exchange/partners.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { staffOnly } from '../staff.ts';

const staff = [{ staff: [] }];
export const OfficeCode = z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter WIPO ST.3 code');
const Partner = partnerDetails.extend({ code: OfficeCode }).openapi('Partner');
const partnerPath = z.object({ code: OfficeCode.openapi({ example: 'EU' }) });
const keyPath = partnerPath.extend({ id: z.string().openapi({ example: 'gik_0000000000000000000000' }) });

const KeyScopes = z
  .array(z.enum(scopes))
  .min(1)
  .openapi({ description: scopes.map((s) => `\`${s}\`: ${scopeMeaning[s]}`).join(' ') });
const Days = z.int().min(1).max(730);
const ApiKey = z
  .object({
    id: z.string().openapi({ description: 'Public part; the client id for OAuth.' }),
    partner: OfficeCode,
    name: z.string(),
    scopes: z.array(z.enum(scopes)),
    createdAt: z.string(),
    createdBy: z.string(),
    expiresAt: z.string(),
    revokedAt: z.string().optional(),
    lastUsedAt: z.string().optional().openapi({ description: 'To the minute.' }),
    replaces: z.string().optional().openapi({ description: 'The key it took the place of.' }),
  })
  .openapi('ApiKey');
const NewApiKey = ApiKey.extend({
  key: z.string().openapi({ description: 'What goes behind `Bearer`. Shown this once.' }),
  secret: z.string().openapi({ description: 'The client secret for OAuth. Shown this once.' }),
}).openapi('NewApiKey');

const list = createRoute({
  method: 'get',
  path: '/partners',
  tags: ['Exchange'],
  summary: 'Partner offices on record (staff)',
  security: staff,
  responses: { 200: json(z.object({ partners: z.array(Partner) }), 'The partners.'), ...failures(401) },
});

const one = createRoute({
  method: 'get',
  path: '/partners/{code}',
  tags: ['Exchange'],
  summary: 'One partner office (staff)',
  security: staff,
  request: { params: partnerPath },
  responses: { 200: json(Partner, 'The partner.'), ...failures(400, 401, 404) },
});

const save = createRoute({
  method: 'put',
  path: '/partners/{code}',
  tags: ['Exchange'],
  summary: 'Record a partner office, its public keys and what was agreed with it (staff)',
  description:
    'What is given takes the place of what was recorded. Keys may carry `nbf` and `exp` (seconds since 1970): from when and until when they count. `trust` says by list id how far the partner’s word goes; `public-source` for a list that is not named.',
  security: staff,
  request: {
    params: partnerPath,
    body: { required: true, content: { 'application/json': { schema: Partner.omit({ code: true }) } } },
  },
  responses: { 200: json(Partner, 'The partner.'), ...failures(400, 401, 403) },
});

const keyList = createRoute({
  method: 'get',
  path: '/partners/{code}/keys',
  tags: ['Exchange'],
  summary: 'API keys of a partner, without their secrets (staff)',
  security: staff,
  request: { params: partnerPath },
  responses: { 200: json(z.object({ keys: z.array(ApiKey) }), 'Newest first.'), ...failures(400, 401, 404) },
});

const keyCreate = createRoute({
  method: 'post',
  path: '/partners/{code}/keys',
  tags: ['Exchange'],
  summary: 'Make an API key for a partner; it is shown this once (staff)',
  security: staff,
  request: {
    params: partnerPath,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ name: z.string().min(1).max(100), scopes: KeyScopes, days: Days.default(365) }),
        },
      },
    },
  },
  responses: { 201: json(NewApiKey, 'The key.'), ...failures(400, 401, 403, 404) },
});

const keyRotate = createRoute({
  method: 'post',
  path: '/partners/{code}/keys/{id}/rotation',
  tags: ['Exchange'],
  summary: 'A new key in the place of one, which works on for the overlap (staff)',
  security: staff,
  request: {
    params: keyPath,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ overlapDays: z.int().min(0).max(90).default(7), days: Days.default(365) }),
        },
      },
    },
  },
  responses: { 201: json(NewApiKey, 'The new key.'), ...failures(400, 401, 403, 404, 409) },
});

const keyRevoke = createRoute({
  method: 'delete',
  path: '/partners/{code}/keys/{id}',
  tags: ['Exchange'],
  summary: 'End a key at once, with every token got with it (staff)',
  security: staff,
  request: { params: keyPath },
  responses: { 200: json(ApiKey, 'The key as it ended.'), ...failures(400, 401, 403, 404) },
});

export function partnerRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const guard = staffOnly(deps.staffToken);
  app.use('/partners', guard);
  app.use('/partners/*', guard);
  const context = (actor: string) => ({ db, clock: deps.clock, actor });

  app.openapi(list, async (c) => c.json({ partners: await listPartners(db) } as never, 200));
  app.openapi(one, async (c) => c.json((await getPartner(db, c.req.valid('param').code)) as never, 200));
  app.openapi(save, async (c) => {
    const saved = await savePartner(context(c.get('actor')), c.req.valid('param').code, c.req.valid('json'));
    return c.json(saved as never, 200);
  });
  app.openapi(keyList, async (c) => c.json({ keys: await listApiKeys(db, c.req.valid('param').code) }, 200));
  app.openapi(keyCreate, async (c) => {
    const { code } = c.req.valid('param');
    return c.json(await createApiKey(context(c.get('actor')), code, c.req.valid('json')), 201);
  });
  app.openapi(keyRotate, async (c) => {
    const { code, id } = c.req.valid('param');
    return c.json(await rotateApiKey(context(c.get('actor')), code, id, c.req.valid('json')), 201);
  });
  app.openapi(keyRevoke, async (c) => {
    const { code, id } = c.req.valid('param');
    return c.json(await revokeApiKey(context(c.get('actor')), code, id), 200);
  });
  return app;
}
