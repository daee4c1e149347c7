import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { frameAt } from '../../lists/queries.ts';
import { prepareApplication } from '../../madrid/prepare.ts';
import { asOfFrom } from '../as-of.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { Problem } from '../schemas.ts';

const FilingPackage = z
  .object({
    giId: z.string(),
    designations: z.array(z.string()),
    xml: z.string().openapi({ description: 'ST.96 V6_0 MadridOfficeToIBTransaction.' }),
    missing: z.array(Problem).openapi({ description: 'What has to be added before it can be filed.' }),
  })
  .openapi('FilingPackage');

const prepare = createRoute({
  method: 'post',
  path: '/madrid/applications',
  tags: ['Madrid'],
  summary: 'Prepare a Madrid application for a GI with a basic mark; nothing is filed',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            giId: z.string().openapi({ example: 'cn-xi-hu-long-jing' }),
            designations: z
              .array(z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter WIPO ST.3 code'))
              .min(1)
              .openapi({ example: ['EM', 'TH'] }),
          }),
        },
      },
    },
  },
  responses: { 200: json(FilingPackage, 'The package.'), ...failures(400, 404, 422) },
});

export function madridRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  app.openapi(prepare, async (c) => {
    const frame = await frameAt(deps.database.db, asOfFrom({}, deps.clock()), deps.clock());
    const request = { ...c.req.valid('json'), officeOfOrigin: deps.officeCode };
    return c.json(await prepareApplication(deps.database.db, frame, request), 200);
  });
  return app;
}
