import { z, type OpenAPIHono } from '@hono/zod-openapi';
import { scopeMeaning } from '../exchange/access/scopes.ts';
import type { ApiEnv } from './deps.ts';
import { failures } from './responses.ts';

export type OpenApiDocument = ReturnType<OpenAPIHono<ApiEnv>['getOpenAPI31Document']>;

const probes = {
  '/healthz': 'The process is alive',
  '/readyz': 'The database answers; 503 when it does not',
};

const oauthError = (description: string) => ({
  description,
  content: {
    'application/json': { schema: z.object({ error: z.string(), error_description: z.string() }) },
  },
});

const tokenPath: Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0] = {
  method: 'post',
  path: '/oauth/token',
  tags: ['Exchange'],
  summary: 'An access token for an API key (OAuth 2.0 client credentials, RFC 6749)',
  description:
    'The client is an API key: its id and secret, by HTTP Basic or in the form. Errors are those of RFC 6749, section 5.2.',
  request: {
    body: {
      required: true,
      content: {
        'application/x-www-form-urlencoded': {
          schema: z.object({
            grant_type: z.literal('client_credentials'),
            scope: z.string().optional().openapi({ description: 'Fewer scopes than the key has.' }),
            client_id: z.string().optional(),
            client_secret: z.string().optional(),
          }),
        },
      },
    },
  },
  responses: {
    ...failures(),
    200: {
      description: 'The token.',
      content: {
        'application/json': {
          schema: z.object({
            access_token: z.string(),
            token_type: z.literal('Bearer'),
            expires_in: z.int(),
            scope: z.string(),
          }),
        },
      },
    },
    400: oauthError('The request or the scope is not usable.'),
    401: oauthError('The client is unknown, or its key has ended.'),
  },
};

const metadataPath: Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0] = {
  method: 'get',
  path: '/.well-known/oauth-authorization-server',
  tags: ['Exchange'],
  summary: 'Where and how a token is got, for clients that look it up (RFC 8414)',
  responses: {
    ...failures(),
    200: {
      description: 'The metadata of the token endpoint.',
      content: {
        'application/json': {
          schema: z.object({
            issuer: z.string(),
            token_endpoint: z.string(),
            token_endpoint_auth_methods_supported: z.array(z.string()),
            grant_types_supported: z.array(z.string()),
            response_types_supported: z.array(z.string()),
            scopes_supported: z.array(z.string()),
            service_documentation: z.string(),
          }),
        },
      },
    },
  },
};

/** The OpenAPI 3.1 description of everything the app serves to machines, made from the routes themselves. */
export function openApiDocument(app: OpenAPIHono<ApiEnv>): OpenApiDocument {
  app.openAPIRegistry.registerComponent('securitySchemes', 'staff', {
    type: 'http',
    scheme: 'bearer',
    description: 'Token of the gateway’s own machine, used by the gi-gateway command.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'partner', {
    type: 'http',
    scheme: 'bearer',
    description: 'A partner office’s API key, or an access token got with it at /oauth/token.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'oauth', {
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: '/oauth/token', scopes: scopeMeaning } },
  });
  app.openAPIRegistry.registerPath(tokenPath);
  app.openAPIRegistry.registerPath(metadataPath);
  for (const [path, summary] of Object.entries(probes)) {
    app.openAPIRegistry.registerPath({
      method: 'get',
      path,
      tags: ['Operation'],
      summary,
      responses: {
        200: {
          description: 'Yes.',
          content: {
            'application/json': { schema: { type: 'object', properties: { status: { type: 'string' } } } },
          },
        },
      },
    });
  }
  app.openAPIRegistry.registerPath({
    method: 'get',
    path: '/oai',
    tags: ['Exchange'],
    summary: 'OAI-PMH 2.0: harvest all lists, with what was removed; also by POST',
    description:
      'Sets are agreements and lists, metadata formats oai_dc and st96. Errors of the protocol are answered with status 200, as it demands.',
    request: {
      query: z.object({
        verb: z.string().openapi({ example: 'Identify' }),
        identifier: z.string().optional(),
        metadataPrefix: z.string().optional(),
        from: z.string().optional(),
        until: z.string().optional(),
        set: z.string().optional(),
        resumptionToken: z.string().optional(),
      }),
    },
    responses: {
      200: {
        description: 'The answer of the protocol.',
        content: { 'text/xml': { schema: { type: 'string' } } },
      },
      ...failures(),
    },
  });
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'GI gateway',
      version: '1',
      description:
        'Bilateral lists of geographical indications: names in every script, protection with legal basis and as-of dates, possible conflicts, exchange. Every fact carries its evidence; what is marked unverified was recalled, not read.',
      license: { name: 'Apache-2.0' },
    },
    tags: [
      { name: 'Names', description: 'Find a name and what protects it.' },
      { name: 'Lists', description: 'Agreements, their lists, versions and differences.' },
      { name: 'Conflicts', description: 'Names that sound, look or mean alike.' },
      { name: 'Exchange', description: 'Signed lists and receipts.' },
      {
        name: 'Madrid',
        description: 'Filings for Chinese collective and certification marks, and the docket.',
      },
      { name: 'Staff', description: 'Importing and publishing.' },
      { name: 'Operation', description: 'Probes.' },
    ],
  });
}
