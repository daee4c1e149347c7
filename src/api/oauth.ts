import { Hono, type Context } from 'hono';
import { byKey, splitKey } from '../exchange/access/authenticate.ts';
import { isScope, scopes as allScopes, type Scope } from '../exchange/access/scopes.ts';
import { issueToken, TOKEN_SECONDS, type TokenContext } from '../exchange/access/tokens.ts';
import type { ApiEnv } from './deps.ts';
import type { WrongKeys } from './identity.ts';

/** An error of the token endpoint as RFC 6749, section 5.2 has it. */
class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: string;
  constructor(
    code: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope',
    description: string,
  ) {
    super(description);
    this.code = code;
  }
}

interface Client {
  id: string;
  secret: string;
}

/** Text of application/x-www-form-urlencoded, which id and secret are in before Base64 (section 2.3.1). */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new OAuthError('invalid_request', 'The Authorization header is not readable.');
  }
}

function basicClient(authorization: string): Client {
  const encoded = /^Basic +([\w+/=-]{1,4096})$/i.exec(authorization)?.[1];
  const text = Buffer.from(encoded ?? '', 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 0) throw new OAuthError('invalid_client', 'Client id and secret come by HTTP Basic.');
  return { id: formDecoded(text.slice(0, colon)), secret: formDecoded(text.slice(colon + 1)) };
}

/** The client's id and secret by client_secret_basic or client_secret_post, never both (section 2.3). */
function clientOf(authorization: string | undefined, form: URLSearchParams): Client {
  const [id, secret] = [form.get('client_id'), form.get('client_secret')];
  if (authorization !== undefined) {
    if (secret !== null)
      throw new OAuthError('invalid_request', 'The client may authenticate in one way only.');
    return basicClient(authorization);
  }
  if (id === null || secret === null)
    throw new OAuthError('invalid_client', 'The client did not authenticate.');
  return { id, secret };
}

/** The scopes asked for, all of the key's when none are: never more than the key has (section 3.3). */
function narrowed(asked: string | null, held: Scope[]): Scope[] {
  if (asked === null) return held;
  const scopes = [...new Set(asked.split(' ').filter((scope) => scope !== ''))];
  if (scopes.length === 0 || !scopes.every((scope) => isScope(scope) && held.includes(scope))) {
    throw new OAuthError('invalid_scope', `The key is for: ${held.join(' ')}.`);
  }
  return scopes.filter(isScope);
}

async function formOf(c: Context): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded(?:;|$)/i.test(c.req.header('content-type') ?? ''))
    throw new OAuthError('invalid_request', 'The body must be application/x-www-form-urlencoded.');
  const form = new URLSearchParams(await c.req.text());
  if (new Set(form.keys()).size !== [...form.keys()].length)
    throw new OAuthError('invalid_request', 'A parameter is there twice.');
  return form;
}

/**
 * What the token endpoint is and takes (RFC 8414), so that a standard client needs only the gateway's address.
 * @param origin the gateway's address as partners reach it, the issuer
 */
export function authorizationServerMetadata(origin: string): object {
  return {
    issuer: origin,
    token_endpoint: `${origin}/oauth/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    grant_types_supported: ['client_credentials'],
    // There is no authorization endpoint, so no kind of answer to give.
    response_types_supported: [],
    scopes_supported: [...allScopes],
    service_documentation: `${origin}/docs`,
  };
}

/** The OAuth 2.0 token endpoint for client credentials; a client is an API key. */
export function oauthRoutes(ctx: TokenContext, wrong: WrongKeys): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.post('/token', async (c) => {
    c.header('cache-control', 'no-store');
    c.header('pragma', 'no-cache');
    wrong.check(c);
    try {
      const form = await formOf(c);
      const grant = form.get('grant_type');
      if (grant === null) throw new OAuthError('invalid_request', 'grant_type is missing.');
      if (grant !== 'client_credentials')
        throw new OAuthError('unsupported_grant_type', 'Only client_credentials is offered.');
      const client = clientOf(c.req.header('authorization'), form);
      // A partner may give the whole key as the secret: it holds the id too.
      const secret = splitKey(client.secret)?.secret ?? client.secret;
      const access = await byKey(ctx, client.id, secret);
      if (!access) {
        wrong.count(c);
        throw new OAuthError('invalid_client', 'The client is unknown, or its key has ended.');
      }
      const scopes = narrowed(form.get('scope'), access.scopes);
      const token = await issueToken(ctx, access, scopes);
      return c.json({
        access_token: token,
        token_type: 'Bearer',
        expires_in: TOKEN_SECONDS,
        scope: scopes.join(' '),
      });
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const refused = error.code === 'invalid_client';
      if (refused) c.header('www-authenticate', 'Basic realm="gi-gateway"');
      return c.json({ error: error.code, error_description: error.message }, refused ? 401 : 400);
    }
  });
  return app;
}
