import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { noticeSchema, noticeTypes } from '../../exchange/envelope.ts';
import { MOST_OVERLAP_DAYS, rotateSigningKeys, USUAL_OVERLAP_DAYS } from '../../exchange/keys/rotate.ts';
import { sendList, sendNotice, type ExchangeContext, type Sent } from '../../exchange/send.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { listPath } from '../schemas.ts';
import { staffOnly } from '../staff.ts';
import { OfficeCode } from './partners.ts';

const staff = [{ staff: [] }];

const keys = createRoute({
  method: 'get',
  path: '/keys',
  tags: ['Exchange'],
  summary: 'This office’s public keys (JWK Set)',
  responses: { 200: json(z.object({ keys: z.array(z.record(z.string(), z.unknown())) }), 'The keys.') },
});

const rotation = createRoute({
  method: 'post',
  path: '/keys/rotation',
  tags: ['Exchange'],
  summary: 'New signing keys in the place of this office’s; the old ones stay published as retired (staff)',
  description:
    'The new keys, for JSON and for XML, sign from now on. Give partners the new set of `/keys` at once: until they have it they refuse what is signed with the new keys.',
  security: staff,
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            overlapDays: z.int().min(0).max(MOST_OVERLAP_DAYS).default(USUAL_OVERLAP_DAYS).openapi({
              description:
                'Days that signatures of the old keys still count, for messages under way; 0 where a key may be in other hands.',
            }),
          }),
        },
      },
    },
  },
  responses: {
    200: json(
      z
        .object({
          keys: z.array(z.object({ kid: z.string(), kind: z.string(), replaces: z.string() })),
          until: z.string().openapi({ description: 'Until when signatures of the old keys count.' }),
        })
        .openapi('KeyRotation'),
      'The new keys.',
    ),
    ...failures(400, 401, 403),
  },
});

const MessageFormat = z.enum(['json', 'xml']).default('json');
const Made = z
  .object({
    id: z.string(),
    messageId: z.string(),
    format: z.enum(['json', 'xml']),
    sha256: z.string(),
    body: z.base64().openapi({ description: 'The message’s bytes, base64.' }),
    signature: z.string().openapi({ description: 'Detached JWS; empty where it stands inside the message.' }),
  })
  .openapi('MadeMessage');

const send = createRoute({
  method: 'post',
  path: '/lists/{agreement}/{annex}/messages',
  tags: ['Exchange'],
  summary: 'Make the signed message that carries a list to a partner (staff)',
  security: staff,
  request: {
    params: listPath,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ recipient: OfficeCode.openapi({ example: 'EU' }), format: MessageFormat }),
        },
      },
    },
  },
  responses: { 200: json(Made, 'The message.'), ...failures(400, 401, 404) },
});

const notify = createRoute({
  method: 'post',
  path: '/lists/{agreement}/{annex}/notices',
  tags: ['Exchange'],
  summary: 'Make a signed notice to a partner about one entry of a list (staff)',
  security: staff,
  request: {
    params: listPath,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            recipient: OfficeCode.openapi({ example: 'EU' }),
            format: MessageFormat,
            type: z.enum(noticeTypes),
            notice: noticeSchema.openapi('Notice'),
          }),
        },
      },
    },
  },
  responses: { 200: json(Made, 'The message.'), ...failures(400, 401, 404) },
});

/** What the verbs of the exchange need, for one actor. */
export function exchangeContext(deps: ApiDeps, actor: string): ExchangeContext {
  const { clock, signer, officeCode, leaseMs } = deps;
  const lease = leaseMs === undefined ? {} : { leaseMs };
  return { db: deps.database.db, clock, actor, signer, officeCode, ...lease };
}

export function exchangeRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const guard = staffOnly(deps.staffToken);
  for (const path of [
    '/lists/:agreement/:annex/messages',
    '/lists/:agreement/:annex/notices',
    '/keys/rotation',
  ])
    app.use(path, guard);
  const made = (sent: Sent) => ({ ...sent, body: Buffer.from(sent.body).toString('base64') });

  app.openapi(keys, (c) => c.json(deps.signer.publicKeys() as { keys: Record<string, unknown>[] }, 200));
  app.openapi(rotation, async (c) =>
    c.json(await rotateSigningKeys(exchangeContext(deps, c.get('actor')), c.req.valid('json')), 200),
  );
  app.openapi(send, async (c) => {
    const { agreement, annex } = c.req.valid('param');
    const request = { listId: `${agreement}/${annex}`, ...c.req.valid('json') };
    return c.json(made(await sendList(exchangeContext(deps, c.get('actor')), request)), 200);
  });
  app.openapi(notify, async (c) => {
    const { agreement, annex } = c.req.valid('param');
    const request = { listId: `${agreement}/${annex}`, ...c.req.valid('json') };
    return c.json(made(await sendNotice(exchangeContext(deps, c.get('actor')), request)), 200);
  });
  return app;
}
