import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { stream } from 'hono/streaming';
import type { StreamingApi } from 'hono/utils/stream';
import { formatById, formats } from '../../formats/registry.ts';
import { changesBetween, countChanges } from '../../lists/change-set.ts';
import { listDocument } from '../../lists/export.ts';
import { agreementViews, listSummaries, listView } from '../../lists/queries.ts';
import { getVersion, versionsOf } from '../../lists/versions.ts';
import { getAgreement, getList } from '../../lists/catalogue.ts';
import { Refusal } from '../../platform/errors.ts';
import { asOfFrom } from '../as-of.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json } from '../responses.ts';
import {
  AgreementView,
  asOfQuery,
  ChangeCounts,
  EntryChange,
  ListSummary,
  Version,
  Agreement,
  listPath,
} from '../schemas.ts';

const Time = z.object(asOfQuery);
const encodable = formats.filter((f) => f.encode ?? f.encodeBytes);
const FormatId = z.enum(encodable.map((f) => f.id)).openapi({ example: 'st96' });

const agreements = createRoute({
  method: 'get',
  path: '/agreements',
  tags: ['Lists'],
  summary: 'All agreements with their lists and how much of each is held',
  request: { query: Time },
  responses: {
    200: json(z.object({ agreements: z.array(AgreementView) }), 'The agreements.'),
    ...failures(400),
  },
});

const agreement = createRoute({
  method: 'get',
  path: '/agreements/{id}',
  tags: ['Lists'],
  summary: 'One agreement',
  request: { params: z.object({ id: z.string().openapi({ example: 'cn-eu' }) }) },
  responses: { 200: json(Agreement, 'The agreement.'), ...failures(404) },
});

const lists = createRoute({
  method: 'get',
  path: '/lists',
  tags: ['Lists'],
  summary: 'All lists: treaty annexes and home registers',
  request: { query: Time },
  responses: { 200: json(z.object({ lists: z.array(ListSummary) }), 'The lists.'), ...failures(400) },
});

const list = createRoute({
  method: 'get',
  path: '/lists/{agreement}/{annex}',
  tags: ['Lists'],
  summary: 'One list; with Accept: application/xml its entries as WIPO ST.96 V6_0',
  request: { params: listPath, query: Time },
  responses: {
    200: {
      description: 'The list with its history, or its entries as a document in the format asked for.',
      content: {
        'application/json': {
          schema: ListSummary.extend({ agreement: Agreement, versions: z.array(Version) }).openapi(
            'ListView',
          ),
        },
        'application/xml': { schema: z.string() },
        'text/csv': { schema: z.string() },
      },
    },
    ...failures(400, 404),
  },
});

const document = createRoute({
  method: 'get',
  path: '/lists/{agreement}/{annex}/document',
  tags: ['Lists'],
  summary: 'A version of a list as one document, streamed',
  request: {
    params: listPath,
    query: z.object({
      ...asOfQuery,
      format: FormatId.optional().openapi({ description: 'Overrides Accept; `json` when neither says.' }),
      version: z.coerce
        .number()
        .int()
        .positive()
        .optional()
        .openapi({ description: 'Version number; the one that applies when absent.' }),
    }),
  },
  responses: {
    200: {
      description: 'The document. Link headers name its version.',
      content: Object.fromEntries(encodable.map((f) => [f.mediaTypes[0]!, { schema: z.string() }])),
    },
    ...failures(400, 404, 406),
  },
});

const versions = createRoute({
  method: 'get',
  path: '/lists/{agreement}/{annex}/versions',
  tags: ['Lists'],
  summary: 'Published versions, newest first',
  request: { params: listPath },
  responses: { 200: json(z.object({ versions: z.array(Version) }), 'The versions.'), ...failures(404) },
});

const changes = createRoute({
  method: 'get',
  path: '/lists/{agreement}/{annex}/changes',
  tags: ['Lists'],
  summary: 'What changed between two versions, field by field',
  request: {
    params: listPath,
    query: z.object({
      from: z.coerce.number().int().positive(),
      to: z.coerce.number().int().positive(),
      cursor: z.string().default(''),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: json(
      z.object({ counts: ChangeCounts, changes: z.array(EntryChange), next: z.string().optional() }),
      'The changes.',
    ),
    ...failures(400, 404),
  },
});

/** Picks the format a request accepts, by media type; `undefined` when JSON (the view) is as good. */
function acceptedDocument(accept: string | undefined): string | undefined {
  if (!accept) return undefined;
  const wanted = accept.split(',').map((part) => part.split(';')[0]!.trim());
  for (const type of wanted) {
    if (type === 'application/json' || type === '*/*') return undefined;
    const format = encodable.find((f) => f.mediaTypes.includes(type));
    if (format) return format.id;
  }
  return undefined;
}

export function catalogueRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const listId = (p: { agreement: string; annex: string }): string => `${p.agreement}/${p.annex}`;

  const send = async (
    c: Parameters<typeof stream>[0],
    id: string,
    formatId: string,
    which: Parameters<typeof listDocument>[2],
  ): Promise<Response> => {
    const format = formatById(formatId);
    const encode = format?.encode ?? format?.encodeBytes;
    if (!format || !encode) {
      throw new Refusal(
        'request/not-acceptable',
        406,
        `Lists are not written as "${formatId}".`,
        `Ask for one of ${encodable.map((f) => f.id).join(', ')}.`,
      );
    }
    const content = await listDocument(db, id, which);
    const { number, contentHash } = content.version;
    c.header('content-type', `${format.mediaTypes[0]}${format.encode ? '; charset=utf-8' : ''}`);
    c.header(
      'content-disposition',
      `inline; filename="${id.replace('/', '-')}-v${number}.${format.extensions[0]}"`,
    );
    c.header('x-list-version', String(number));
    c.header('x-content-hash', contentHash);
    const write = async (out: StreamingApi): Promise<void> => {
      for await (const piece of encode(content)) {
        // The reader has gone: stop reading the database for nobody.
        if (out.aborted) return;
        await out.write(piece);
      }
    };
    return stream(c, write, async (error, out) => {
      deps.log.error({ err: error, list: id }, 'export broke off');
      // Cutting the connection tells the reader that the document is not whole.
      out.abort();
    });
  };

  app.openapi(agreements, async (c) => {
    const at = asOfFrom(c.req.valid('query'), deps.clock());
    return c.json({ agreements: await agreementViews(db, at) }, 200);
  });
  app.openapi(agreement, async (c) => c.json(await getAgreement(db, c.req.valid('param').id), 200));
  app.openapi(lists, async (c) => {
    const at = asOfFrom(c.req.valid('query'), deps.clock());
    return c.json({ lists: await listSummaries(db, at) }, 200);
  });
  app.openapi(list, async (c) => {
    const id = listId(c.req.valid('param'));
    const at = asOfFrom(c.req.valid('query'), deps.clock());
    c.header('vary', 'Accept');
    const formatId = acceptedDocument(c.req.header('accept'));
    if (formatId) return (await send(c, id, formatId, { at })) as never;
    return c.json(await listView(db, id, at), 200);
  });
  app.openapi(document, async (c) => {
    const id = listId(c.req.valid('param'));
    const { format, version, ...time } = c.req.valid('query');
    const formatId = format ?? acceptedDocument(c.req.header('accept')) ?? 'json';
    const which = version === undefined ? { at: asOfFrom(time, deps.clock()) } : { number: version };
    return (await send(c, id, formatId, which)) as never;
  });
  app.openapi(versions, async (c) => {
    const { id } = await getList(db, listId(c.req.valid('param')));
    return c.json({ versions: await versionsOf(db, id) }, 200);
  });
  app.openapi(changes, async (c) => {
    const id = listId(c.req.valid('param'));
    const { from, to, cursor, limit } = c.req.valid('query');
    const [a, b] = [(await getVersion(db, id, from)).versionId, (await getVersion(db, id, to)).versionId];
    const page = await changesBetween(db, a, b, { after: cursor, limit });
    const next = page.length === limit ? page.at(-1)!.key : undefined;
    return c.json({ counts: await countChanges(db, a, b), changes: page, ...(next && { next }) }, 200);
  });
  return app;
}
