import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { Guidance, subjectOf } from '../../guidance/guidance.ts';
import { guidanceTopics } from '../../guidance/statement.ts';
import { evidenceLevels } from '../../gi/evidence.ts';
import { productClasses } from '../../gi/product.ts';
import { protectionStates } from '../../gi/protection.ts';
import { allJurisdictions } from '../../lists/catalogue.ts';
import { frameAt, giAnswer } from '../../lists/queries.ts';
import { packagePath } from '../../platform/paths.ts';
import { asOfFrom } from '../as-of.ts';
import type { ApiEnv, RouteDeps } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { asOfQuery } from '../schemas.ts';

const Localised = z.object({
  en: z.string(),
  zh: z.string().optional(),
  fr: z.string().optional(),
  th: z.string().optional(),
});

const Statement = z
  .object({
    id: z.string(),
    jurisdiction: z.string(),
    topic: z.enum(guidanceTopics),
    applies: z
      .object({
        origins: z.array(z.string()).optional(),
        agreements: z.array(z.string()).optional(),
        goods: z.array(z.enum(productClasses)).optional(),
        states: z.array(z.enum(protectionStates)).optional(),
        foreign: z.boolean().optional(),
      })
      .openapi({ description: 'For whom it holds; every condition given must be met.' }),
    title: Localised,
    text: Localised,
    source: z.object({ text: z.string(), uri: z.string().optional(), date: z.string().optional() }),
    evidence: z.enum(evidenceLevels),
    checkedOn: z.string().openapi({ description: 'Day the source was last looked at.' }),
  })
  .openapi('GuidanceStatement');

const guidance = createRoute({
  method: 'get',
  path: '/guidance',
  tags: ['Guidance'],
  summary: 'What to know where: official signs, routes, oppositions, contacts, each with source and date',
  request: {
    query: z.object({
      in: z
        .string()
        .regex(/^[A-Z]{2}$/, 'must be a two-letter code such as EU')
        .optional()
        .openapi({
          example: 'EU',
          description: 'What holds there: its own, that of its union, and what holds everywhere.',
        }),
      topic: z.enum(guidanceTopics).optional(),
      gi: z.string().max(200).optional().openapi({
        example: 'cn-longjing-cha',
        description: 'Only what holds for this geographical indication on the day.',
      }),
      ...asOfQuery,
    }),
  },
  responses: {
    200: json(
      z.object({ jurisdictions: z.array(z.string()), statements: z.array(Statement) }),
      'Statements by jurisdiction and topic; `jurisdictions` are those there is guidance for.',
    ),
    ...failures(400, 404),
  },
});

export function guidanceRoutes(deps: RouteDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const held = new Guidance(packagePath('fixtures/guidance'));
  const app = new OpenAPIHono<ApiEnv>();
  app.openapi(guidance, async (c) => {
    const { in: code, topic, gi, ...asked } = c.req.valid('query');
    const jurisdictions = await allJurisdictions(db);
    const codes = code === undefined ? held.jurisdictions() : held.reaching(code, jurisdictions);
    const now = deps.clock();
    const subject =
      gi === undefined
        ? undefined
        : subjectOf(await giAnswer(db, await frameAt(db, asOfFrom(asked, now), now), gi), jurisdictions);
    const statements = codes.flatMap((jurisdiction) => held.statements({ jurisdiction, topic, subject }));
    return c.json({ jurisdictions: held.jurisdictions(), statements }, 200);
  });
  return app;
}
