import { Hono, type Context } from 'hono';
import { xmlEscaped } from '../../formats/xml/escape.ts';
import type { ApiEnv, RouteDeps } from '../deps.ts';
import { Provider, utcSecond } from './provider.ts';
import { OaiError, readRequest, type OaiRequest } from './request.ts';

const NAMESPACE = 'http://www.openarchives.org/OAI/2.0/';
/** Largest body of a request by POST; arguments are short. */
const MOST_BODY = 64 << 10;

async function parametersOf(c: Context): Promise<URLSearchParams> {
  if (c.req.method !== 'POST') return new URL(c.req.url).searchParams;
  const body = await c.req.text();
  if (body.length > MOST_BODY) throw new OaiError('badArgument', 'The arguments are too long.');
  return new URLSearchParams(body);
}

function envelope(
  baseUrl: string,
  responseDate: Date,
  request: OaiRequest | undefined,
  content: string,
): string {
  const attributes = Object.entries(request ? { verb: request.verb, ...request.arguments } : {})
    .map(([name, value]) => ` ${name}="${xmlEscaped(value)}"`)
    .join('');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<OAI-PMH xmlns="${NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${NAMESPACE} ${NAMESPACE}OAI-PMH.xsd">`,
    `<responseDate>${utcSecond(responseDate)}</responseDate>`,
    `<request${attributes}>${xmlEscaped(baseUrl)}</request>`,
    content,
    '</OAI-PMH>',
    '',
  ].join('\n');
}

/** OAI-PMH 2.0 at `/oai`, by GET and POST. Errors of the protocol are answers with status 200, as it demands. */
export function oaiRoutes(deps: RouteDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.on(['GET', 'POST'], '/', async (c) => {
    // Noted before anything is read, so that a harvest from this time on misses nothing.
    const responseDate = deps.clock();
    const { origin, pathname } = new URL(c.req.url);
    const baseUrl = `${origin}${pathname}`;
    let request: OaiRequest | undefined;
    let content: string;
    try {
      request = readRequest(await parametersOf(c));
      const { officeCode, contactEmail } = deps;
      const repository = { db: deps.database.db, officeCode, contactEmail, baseUrl, origin };
      content = await new Provider(repository).answer(request, responseDate);
    } catch (error) {
      if (!(error instanceof OaiError)) throw error;
      // A request whose verb or arguments are at fault is not repeated (section 3.6).
      if (error.code === 'badVerb' || error.code === 'badArgument') request = undefined;
      content = `<error code="${error.code}">${xmlEscaped(error.message)}</error>`;
    }
    return c.body(envelope(baseUrl, responseDate, request, content), 200, {
      'content-type': 'text/xml; charset=utf-8',
      'cache-control': 'no-store',
    });
  });
  return app;
}
