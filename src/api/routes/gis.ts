import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { protectionChannels } from '../../gi/channel.ts';
import { productClasses } from '../../gi/product.ts';
import { protectionOf } from '../../lists/protection.ts';
import { giAnswer } from '../../lists/queries.ts';
import type { RecordState } from '../../lists/record.ts';
import { searchGis } from '../../lists/search.ts';
import { asOfFrom } from '../as-of.ts';
import type { ApiEnv, RouteDeps } from '../deps.ts';
import { failures, json, notModified } from '../responses.ts';
import { asOfQuery, Gi } from '../schemas.ts';

const Jurisdiction = z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter code such as EU');
const Kind = z.string().openapi({ example: 'identical' });

const FacetCounts = z.array(z.object({ value: z.string(), count: z.int() }));
const Facets = z
  .object({
    origin: FacetCounts,
    product: FacetCounts,
    class: FacetCounts,
    channel: FacetCounts,
    protection: z.array(z.object({ jurisdiction: z.string(), states: FacetCounts })),
  })
  .openapi('Facets', { description: 'Counts over all GIs found, whichever page is shown.' });

const search = createRoute({
  method: 'get',
  path: '/gis',
  tags: ['Names'],
  summary: 'Search geographical indications by any spelling in any script',
  request: {
    query: z.object({
      q: z
        .string()
        .max(500)
        .optional()
        .openapi({ example: '香槟', description: 'Any spelling, or its beginning; all GIs when absent.' }),
      in: Jurisdiction.optional().openapi({
        example: 'CN',
        description: 'Only those protected there on the day.',
      }),
      origin: Jurisdiction.optional().openapi({
        example: 'FR',
        description: 'Only those from this country.',
      }),
      product: z.enum(productClasses).optional().openapi({ description: 'Only of this product class.' }),
      class: z.string().max(60).optional().openapi({
        example: 'HS:0902',
        description:
          'Only of this class of any system, stated or derived: EU, CNIPA, NICE, CN or HS and its code.',
      }),
      channel: z
        .enum(protectionChannels)
        .optional()
        .openapi({ description: 'Only those protected or applied for by this channel.' }),
      ...asOfQuery,
      facets: z.enum(['true', 'false']).optional().openapi({
        description: 'Count all that is found by origin, product class and state of protection.',
      }),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
  },
  responses: {
    200: json(
      z.object({
        gis: z.array(
          Gi.extend({ match: z.object({ name: z.string(), kind: Kind, score: z.number() }).optional() }),
        ),
        next: z
          .string()
          .optional()
          .openapi({ description: 'Cursor of the next page; absent on the last. Also a Link header.' }),
        facets: Facets.optional(),
      }),
      'GIs, best match first.',
    ),
    ...notModified,
    ...failures(400),
  },
});

const one = createRoute({
  method: 'get',
  path: '/gis/{id}',
  tags: ['Names'],
  summary: 'One geographical indication: spellings, lists, protection',
  request: {
    params: z.object({ id: z.string().openapi({ example: 'cn-longjing-cha' }) }),
    query: z.object(asOfQuery),
  },
  responses: { 200: json(Gi, 'The GI.'), ...failures(400, 404) },
});

const protection = createRoute({
  method: 'get',
  path: '/protection',
  tags: ['Names'],
  summary: 'Is this name protected, where, since when, on what basis?',
  request: {
    query: z.object({
      name: z.string().min(1).max(500).openapi({ example: 'Longjing cha' }),
      in: Jurisdiction.optional().openapi({ example: 'EU' }),
      ...asOfQuery,
    }),
  },
  responses: {
    200: json(
      z.object({
        name: z.string(),
        matches: z.array(Gi),
        similar: z.array(z.object({ id: z.string(), name: z.string(), kind: Kind, score: z.number() })),
        asOf: z.string(),
        knownAt: z.string(),
      }),
      'The answer.',
    ),
    ...notModified,
    ...failures(400),
  },
});

export function giRoutes(deps: RouteDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  // The record as one revision shows it, so that the answer stays the same, byte for byte, until the next.
  const frame = (query: { asOf?: string | undefined; knownAt?: string | undefined }, state: RecordState) => {
    const { day, knownAt } = asOfFrom(query, deps.clock());
    return deps.frames.at(state, day, knownAt);
  };

  app.openapi(search, async (c) => {
    const { facets, ...query } = c.req.valid('query');
    const request = { ...query, facets: facets === 'true' };
    const page = await searchGis(db, await frame(query, c.get('record')), await deps.names.engine(), request);
    if (page.next) {
      const next = new URL(c.req.url);
      next.searchParams.set('cursor', page.next);
      c.header('link', `<${next.pathname}${next.search}>; rel="next"`);
    }
    return c.json(page, 200);
  });
  app.openapi(one, async (c) =>
    c.json(
      await giAnswer(db, await frame(c.req.valid('query'), c.get('record')), c.req.valid('param').id),
      200,
    ),
  );
  app.openapi(protection, async (c) => {
    const query = c.req.valid('query');
    return c.json(
      await protectionOf(db, await frame(query, c.get('record')), await deps.names.engine(), query),
      200,
    );
  });
  return app;
}
