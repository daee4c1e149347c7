import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { changesBetween, countChanges } from '../../lists/change-set.ts';
import { lossReport } from '../../lists/losses.ts';
import { agreementViews, listSummaries, listView } from '../../lists/queries.ts';
import { getVersion, versionsOf } from '../../lists/versions.ts';
import { getAgreement, getList } from '../../lists/catalogue.ts';
import { asOfFrom } from '../as-of.ts';
import { unlessChanged } from '../conditional.ts';
import type { ApiEnv, RouteDeps } from '../deps.ts';
import { acceptedOffer, Documents, formatOffer, offers, typeOffer, writable } from '../documents.ts';
import { negotiate, NotAcceptable } from '../negotiate.ts';
import { failures, json, notModified } from '../responses.ts';
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
const FormatId = z.enum(writable.map((f) => f.id)).openapi({ example: 'st96' });

/** A list in JSON is told about; as anything else it is written out. */
const VIEW = 'application/json';
const listTypes = [VIEW, ...offers.map((o) => o.mediaType).filter((type) => type !== VIEW)];

/** @throws NotAcceptable */
function wantedOfList(accept: string | undefined): string {
  const type = negotiate(accept, listTypes);
  if (!type) throw new NotAcceptable(listTypes);
  return type;
}

const written = { type: 'string', format: 'binary' } as const;

const agreements = createRoute({
  method: 'get',
  path: '/agreements',
  tags: ['Lists'],
  summary: 'All agreements with their lists and how much of each is held',
  request: { query: Time },
  responses: {
    200: json(z.object({ agreements: z.array(AgreementView) }), 'The agreements.'),
    ...notModified,
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
        ...Object.fromEntries(listTypes.slice(1).map((type) => [type, { schema: written }])),
      },
    },
    ...notModified,
    ...failures(400, 404, 406),
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
      description:
        'The document. X-List-Version and X-Content-Hash name its version; X-Changes-Cursor is where /changes goes on from it; X-Corrections counts fields that are not the partner’s own word, which JSON lists in giGateway.corrections.',
      content: Object.fromEntries(offers.map((o) => [o.mediaType, { schema: written }])),
    },
    ...notModified,
    ...failures(400, 404, 406),
  },
});

const losses = createRoute({
  method: 'get',
  path: '/lists/{agreement}/{annex}/losses',
  tags: ['Lists'],
  summary: 'What a format does not carry of a version of a list, field by field',
  description:
    'What a reader gets that passes over the companion data. The gateway’s own reader loses nothing of an entry.',
  request: {
    params: listPath,
    query: z.object({
      ...asOfQuery,
      format: FormatId,
      version: z.coerce.number().int().positive().optional(),
    }),
  },
  responses: {
    200: json(
      z
        .object({
          list: z.string(),
          version: z.int(),
          format: FormatId,
          entries: z.int().openapi({ description: 'Entries of the version.' }),
          losses: z.array(
            z.object({
              field: z.string(),
              message: z.string(),
              entries: z.int().openapi({ description: 'How many entries it concerns.' }),
              keys: z.array(z.string()).openapi({ description: 'The first of them, at most 20.' }),
            }),
          ),
        })
        .openapi('LossReport'),
      'The report; nothing in `losses` when the format carries everything.',
    ),
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
    ...notModified,
    ...failures(400, 404),
  },
});

export function catalogueRoutes(deps: RouteDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const documents = new Documents(deps);
  // As a list has many representations, only its view in JSON is answered from the revision alone.
  const fresh = unlessChanged(deps.watch, deps.clock);
  app.get('/lists/:agreement/:annex', (c, next) =>
    wantedOfList(c.req.header('accept')) === VIEW ? fresh(c, next) : next(),
  );
  const listId = (p: { agreement: string; annex: string }): string => `${p.agreement}/${p.annex}`;

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
    const type = wantedOfList(c.req.header('accept'));
    if (type !== VIEW) return (await documents.send(c, id, typeOffer(type), { at })) as never;
    c.header('vary', 'Accept');
    return c.json(await listView(db, id, at), 200);
  });
  app.openapi(document, async (c) => {
    const id = listId(c.req.valid('param'));
    const { format, version, ...time } = c.req.valid('query');
    const offer = format ? formatOffer(format) : acceptedOffer(c.req.header('accept'));
    const which = version === undefined ? { at: asOfFrom(time, deps.clock()) } : { number: version };
    return (await documents.send(c, id, offer, which)) as never;
  });
  app.openapi(losses, async (c) => {
    const id = listId(c.req.valid('param'));
    const { format, version, ...time } = c.req.valid('query');
    const which = version === undefined ? { at: asOfFrom(time, deps.clock()) } : { number: version };
    return c.json(await lossReport(db, id, formatOffer(format).format, which), 200);
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
