import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { receiptSchema } from '../../exchange/envelope.ts';
import { receiveMessage, takeReceipt } from '../../exchange/receive.ts';
import { sendList, type ExchangeContext } from '../../exchange/send.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { listPath } from '../schemas.ts';
import { staffOnly } from '../staff.ts';
import { OfficeCode } from './partners.ts';

const staff = [{ staff: [] }];
const Receipt = receiptSchema.openapi('Receipt');
/** Signed bytes travel base64-coded, so that no step on the way re-writes what the signature covers. */
const Signed = z.object({
  body: z.base64().openapi({ description: 'The signed bytes, base64.' }),
  signature: z.string().openapi({ description: 'Detached JWS over them (RFC 7515, appendix F).' }),
});

const keys = createRoute({
  method: 'get',
  path: '/keys',
  tags: ['Exchange'],
  summary: 'This office’s public keys (JWK Set)',
  responses: { 200: json(z.object({ keys: z.array(z.record(z.string(), z.unknown())) }), 'The keys.') },
});

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
        'application/json': { schema: z.object({ recipient: OfficeCode.openapi({ example: 'EU' }) }) },
      },
    },
  },
  responses: {
    200: json(Signed.extend({ messageId: z.string(), sha256: z.string() }), 'The message.'),
    ...failures(400, 401, 404),
  },
});

const receive = createRoute({
  method: 'post',
  path: '/messages',
  tags: ['Exchange'],
  summary: 'Take a partner’s signed message in; answered with a signed receipt (staff)',
  security: staff,
  request: { body: { required: true, content: { 'application/json': { schema: Signed } } } },
  responses: {
    200: json(Signed.extend({ receipt: Receipt, repeated: z.boolean() }), 'The receipt.'),
    ...failures(400, 401, 404, 409, 413, 422),
  },
});

const receipt = createRoute({
  method: 'post',
  path: '/receipts',
  tags: ['Exchange'],
  summary: 'Check a partner’s receipt and keep it with the message it answers (staff)',
  security: staff,
  request: { body: { required: true, content: { 'application/json': { schema: Signed } } } },
  responses: { 200: json(Receipt, 'The receipt.'), ...failures(400, 401, 404, 409, 422) },
});

export function exchangeRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const guard = staffOnly(deps.staffToken);
  for (const path of ['/lists/:agreement/:annex/messages', '/messages', '/receipts']) app.use(path, guard);
  const context = (actor: string): ExchangeContext => ({
    db,
    clock: deps.clock,
    actor,
    signer: deps.signer,
    officeCode: deps.officeCode,
  });
  const bytes = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

  app.openapi(keys, (c) => c.json(deps.signer.publicKeys() as { keys: Record<string, unknown>[] }, 200));
  app.openapi(send, async (c) => {
    const { agreement, annex } = c.req.valid('param');
    const sent = await sendList(context(c.get('actor')), {
      listId: `${agreement}/${annex}`,
      recipient: c.req.valid('json').recipient,
    });
    return c.json({ ...sent, body: Buffer.from(sent.body).toString('base64') }, 200);
  });
  app.openapi(receive, async (c) => {
    const { body, signature } = c.req.valid('json');
    const answer = await receiveMessage(context(c.get('actor')), bytes(body), signature);
    return c.json({ ...answer, body: Buffer.from(answer.body).toString('base64') }, 200);
  });
  app.openapi(receipt, async (c) => {
    const { body, signature } = c.req.valid('json');
    return c.json(await takeReceipt(context(c.get('actor')), bytes(body), signature), 200);
  });
  return app;
}
