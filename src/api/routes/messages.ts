import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { noticeTypes, readEnvelope, receiptSchema } from '../../exchange/envelope.ts';
import { getMessage, getReceipt, listMessages } from '../../exchange/messages/browse.ts';
import type { Signed as SignedMessage } from '../../exchange/messages/open-message.ts';
import { receiveMessage } from '../../exchange/messages/receive.ts';
import { takeReceipt } from '../../exchange/messages/take-receipt.ts';
import { Refusal } from '../../platform/errors.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { askingPartner, partnerOrStaff } from '../partner-access.ts';
import { refuseInvalid } from '../refuse-invalid.ts';
import { failures, json } from '../responses.ts';
import { exchangeContext } from './exchange.ts';
import { OfficeCode } from './partners.ts';

const access: Record<string, string[]>[] = [{ partner: [] }, { staff: [] }];

export const Receipt = receiptSchema.openapi('Receipt');
/** Signed bytes travel base64-coded, so that no step on the way re-writes what the signature covers. */
export const Signed = z.object({
  body: z.base64().openapi({ description: 'The signed bytes, base64.' }),
  signature: z.string().openapi({ description: 'Detached JWS over them (RFC 7515, appendix F).' }),
});
/** A JWS in the flattened JSON serialization (RFC 7515, section 7.2.2). */
const FlattenedJws = z.object({
  protected: z.base64url(),
  payload: z.base64url(),
  signature: z.string().regex(/^[\w-]*$/),
});
const SignedJson = z.union([Signed, FlattenedJws]);

const Summary = z
  .object({
    id: z.string(),
    direction: z.enum(['in', 'out']).openapi({ description: '`in`: received by this office.' }),
    partner: OfficeCode,
    messageId: z.string().openapi({ description: 'The id its sender gave it.' }),
    type: z.enum(['list', ...noticeTypes]),
    format: z.enum(['json', 'xml']),
    list: z.string(),
    version: z.int().optional(),
    sha256: z.string(),
    at: z.string(),
    outcome: receiptSchema.shape.outcome.optional().openapi({ description: 'What the receipt says.' }),
  })
  .openapi('MessageSummary');
const Whole = Summary.extend({
  body: Signed.shape.body,
  signature: z.string().openapi({ description: 'Detached JWS; empty where it stands inside the message.' }),
}).openapi('Message');
const Given = Signed.extend({ id: z.string(), receipt: Receipt, repeated: z.boolean() }).openapi(
  'GivenReceipt',
);
const messagePath = z.object({ id: z.string().max(200).openapi({ example: 'in_0000000000000000000000' }) });

const list = createRoute({
  method: 'get',
  path: '/messages',
  tags: ['Exchange'],
  summary: 'Messages exchanged, newest first; a partner sees its own',
  security: access,
  request: {
    query: z.object({
      partner: OfficeCode.optional().openapi({ description: 'For staff: only those of this partner.' }),
      direction: z.enum(['in', 'out']).optional(),
      type: z.enum(['list', ...noticeTypes]).optional(),
      cursor: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: {
    200: json(z.object({ messages: z.array(Summary), next: z.string().optional() }), 'The messages.'),
    ...failures(400, 401, 403),
  },
});

const one = createRoute({
  method: 'get',
  path: '/messages/{id}',
  tags: ['Exchange'],
  summary: 'One message, byte for byte as it was signed',
  security: access,
  request: { params: messagePath },
  responses: { 200: json(Whole, 'The message.'), ...failures(401, 403, 404) },
});

const receiptOf = createRoute({
  method: 'get',
  path: '/messages/{id}/receipt',
  tags: ['Exchange'],
  summary: 'The signed receipt of a message',
  security: access,
  request: { params: messagePath },
  responses: { 200: json(Signed.extend({ receipt: Receipt }), 'The receipt.'), ...failures(401, 403, 404) },
});

const receiveDescription = {
  method: 'post' as const,
  path: '/messages',
  tags: ['Exchange'],
  summary: 'Take a partner’s signed message in; answered with a signed receipt',
  description:
    'JSON with a JWS, detached or flattened, or XML with an enveloped XML signature; see docs/exchange.md. The same message again is answered with the same receipt and done once.',
  security: access,
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: Signed },
        'application/jose+json': { schema: FlattenedJws },
        'application/xml': { schema: z.string() },
      },
    },
  },
  responses: { 200: json(Given, 'The receipt.'), ...failures(400, 401, 403, 404, 409, 413, 422) },
};

const receipt = createRoute({
  method: 'post',
  path: '/receipts',
  tags: ['Exchange'],
  summary: 'Check a partner’s receipt and keep it with the message it answers',
  security: access,
  request: { body: { required: true, content: { 'application/json': { schema: Signed } } } },
  responses: { 200: json(Receipt, 'The receipt.'), ...failures(400, 401, 403, 409, 422) },
});

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64');

/** The message a request carries, by its content type. */
async function messageIn(c: Context): Promise<SignedMessage> {
  const type = (c.req.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  if (type === 'application/xml' || type === 'text/xml')
    return { format: 'xml', body: new Uint8Array(await c.req.arrayBuffer()) };
  if (type !== 'application/json' && type !== 'application/jose+json') {
    throw new Refusal(
      'request/invalid',
      400,
      'The message is of another media type than is taken here.',
      'Send application/json, application/jose+json or application/xml.',
    );
  }
  let value: unknown;
  try {
    value = await c.req.json();
  } catch {
    throw new Refusal('request/invalid', 400, 'The body is not JSON.', 'See /docs for what is expected.');
  }
  const parsed = SignedJson.safeParse(value);
  refuseInvalid(parsed);
  const given = parsed.data!;
  if ('body' in given)
    return { format: 'json', body: Buffer.from(given.body, 'base64'), signature: given.signature };
  const signature = `${given.protected}..${given.signature}`;
  return { format: 'json', body: Buffer.from(given.payload, 'base64url'), signature };
}

/** Messages and receipts: partners send and see their own, staff hand in what came by mail and see all. */
export function messageRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const guard = partnerOrStaff(deps.staffToken, { read: 'messages:read', write: 'messages:write' });
  for (const path of ['/messages', '/messages/*', '/receipts']) app.use(path, guard);

  app.openapi(list, async (c) => {
    const { limit, cursor, partner, direction, type } = c.req.valid('query');
    const asking = askingPartner(c.get('principal')) ?? partner;
    const filter = {
      ...(asking && { partner: asking }),
      ...(direction && { direction }),
      ...(type && { type }),
      ...(cursor && { before: cursor }),
    };
    const found = await listMessages(db, filter, limit + 1);
    const shown = found.slice(0, limit);
    const next = found.length > limit ? shown.at(-1)?.id : undefined;
    return c.json({ messages: shown, ...(next && { next }) }, 200);
  });
  app.openapi(one, async (c) => {
    const whole = await getMessage(db, c.req.valid('param').id, askingPartner(c.get('principal')));
    return c.json({ ...whole, body: base64(whole.body) }, 200);
  });
  app.openapi(receiptOf, async (c) => {
    const { body, signature } = await getReceipt(
      db,
      c.req.valid('param').id,
      askingPartner(c.get('principal')),
    );
    const read = readEnvelope(receiptSchema, new TextEncoder().encode(body));
    return c.json({ body: base64(body), signature, receipt: read }, 200);
  });
  app.openAPIRegistry.registerPath(receiveDescription);
  app.post('/messages', async (c) => {
    const broughtBy = askingPartner(c.get('principal'));
    const answer = await receiveMessage(
      exchangeContext(deps, c.get('actor')),
      await messageIn(c),
      broughtBy === undefined ? { way: 'mail' } : { way: 'network', broughtBy },
    );
    return c.json({ ...answer, body: base64(answer.body) }, 200);
  });
  app.openapi(receipt, async (c) => {
    const { body, signature } = c.req.valid('json');
    const bytes = Buffer.from(body, 'base64');
    const partner = askingPartner(c.get('principal'));
    return c.json(await takeReceipt(exchangeContext(deps, c.get('actor')), bytes, signature, partner), 200);
  });
  return app;
}
