import { OpenAPIHono } from '@hono/zod-openapi';
import { sql } from 'drizzle-orm';
import type { Context, Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { MOST_MESSAGE_BYTES } from '../exchange/messages/open-message.ts';
import { Refusal } from '../platform/errors.ts';
import { limitedBody } from '../platform/limited-body.ts';
import { Frames } from '../lists/frames.ts';
import { RecordWatch } from '../lists/record-watch.ts';
import { unlessChanged } from './conditional.ts';
import type { ApiDeps, ApiEnv, RouteDeps } from './deps.ts';
import { docsPage } from './docs.tsx';
import { oaiRoutes } from './oai/oai.ts';
import { openApiDocument } from './openapi.ts';
import { identify, readingScope, WrongKeys } from './identity.ts';
import { authorizationServerMetadata, oauthRoutes } from './oauth.ts';
import { respondWithError } from './problem.ts';
import { refuseInvalid } from './refuse-invalid.ts';
import { rateLimit } from './rate-limit.ts';
import { accountRoutes } from './routes/accounts.ts';
import { auditRoutes } from './routes/audit.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { changeRoutes } from './routes/changes.ts';
import { disputeRoutes } from './routes/disputes.ts';
import { entryRoutes } from './routes/entries.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { conflictRoutes } from './routes/conflicts.ts';
import { correctionRoutes } from './routes/corrections.ts';
import { docketRoutes } from './routes/docket.ts';
import { refusalRoutes } from './routes/refusals.ts';
import { exchangeRoutes } from './routes/exchange.ts';
import { giRoutes } from './routes/gis.ts';
import { guidanceRoutes } from './routes/guidance.ts';
import { importRoutes } from './routes/imports.ts';
import { linkRoutes } from './routes/links.ts';
import { madridRoutes } from './routes/madrid.ts';
import { messageRoutes } from './routes/messages.ts';
import { outboxRoutes } from './routes/outbox.ts';
import { partnerRoutes } from './routes/partners.ts';
import { procedureRoutes } from './routes/procedure.ts';
import { statementRoutes } from './routes/statements.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { screeningRoutes } from './routes/screenings.ts';
import { subscriptionRoutes } from './routes/subscriptions.ts';
import { watchRoutes } from './routes/watch.ts';
import { syncRoutes } from './routes/sync.ts';
import { targetRoutes } from './routes/targets.ts';

/** Largest body of anything but a file; files have `maxBodyBytes`. */
const SMALL_BODY = 16 << 20;

/** Largest body of a request for a token. */
const FORM_BODY = 64 << 10;

/** Paths answered from the published lists alone: whoever holds the newest answer is told so without a query. */
const published = [
  '/agreements',
  '/agreements/:id',
  '/changes',
  '/gis',
  '/gis/:id',
  '/lists',
  '/lists/:agreement/:annex/changes',
  '/lists/:agreement/:annex/entries/:key',
  '/lists/:agreement/:annex/entries/:key/history',
  '/lists/:agreement/:annex/entries/:key/procedure',
  '/lists/:agreement/:annex/versions',
  '/protection',
];

/**
 * The API for machines: `/api/v1`, its description, and the probes. Every failure is problem+json with a stable code.
 */
export function createApi(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  app.use(requestId());
  app.use(secureHeaders());
  app.use(async (c, next) => {
    if (!deps.log.isLevelEnabled('info')) return next();
    const started = performance.now();
    await next();
    const ms = Math.round(performance.now() - started);
    deps.log.info(
      { requestId: c.get('requestId'), method: c.req.method, path: c.req.path, status: c.res.status, ms },
      'request',
    );
  });
  app.onError((error, c) => respondWithError(c, error, deps.log));
  app.notFound((c) => {
    const refusal = new Refusal(
      'not-found/route',
      404,
      `There is nothing at ${c.req.method} ${c.req.path}.`,
      'See /docs for what there is.',
    );
    return respondWithError(c, refusal, deps.log);
  });

  const { clock, signer, officeCode } = deps;
  const tokens = { db: deps.database.db, clock, signer, officeCode };
  const wrong = new WrongKeys(clock);
  const who = identify(tokens, deps.staffToken, wrong);
  const limit = rateLimit({ open: deps.rateLimit, partner: deps.partnerRateLimit }, clock);
  for (const path of ['/api/*', '/oai']) app.use(path, who, limit, readingScope);
  app.use('/oauth/*', async (c, next) => {
    c.set('principal', { kind: 'anonymous' });
    return limit(c, next);
  });

  const tooLarge = (bytes: number) => (): never => {
    throw new Refusal(
      'request/too-large',
      413,
      `The body is larger than ${bytes >> 10} KiB.`,
      'Split the file, or raise the limit.',
    );
  };
  const files = (c: Context, next: Next): Promise<void> => {
    c.req.raw = limitedBody(c.req.raw, deps.maxBodyBytes, tooLarge(deps.maxBodyBytes));
    return next();
  };
  const small = bodyLimit({ maxSize: SMALL_BODY, onError: tooLarge(SMALL_BODY) });
  app.use('/oai', small);
  app.use('/oauth/*', bodyLimit({ maxSize: FORM_BODY, onError: tooLarge(FORM_BODY) }));
  const messages = bodyLimit({ maxSize: MOST_MESSAGE_BYTES, onError: tooLarge(MOST_MESSAGE_BYTES) });
  app.use('/api/*', (c, next) => {
    // Asking a request for its body costs more than answering many a question.
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    // Only those known by a key may make the gateway hold much.
    if (c.get('principal').kind === 'anonymous') return small(c, next);
    if (c.req.path === '/api/v1/messages') return messages(c, next);
    return /\/(imports|notifications|documents|watch\/files)$/.test(c.req.path)
      ? files(c, next)
      : small(c, next);
  });

  const v1 = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  const watch = new RecordWatch(deps.database.db, deps.clock);
  v1.use(async (c, next) => {
    await next();
    // What a staff member just changed is seen at once; what is not said to be kept, is not.
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') watch.forget();
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
  for (const path of published) v1.get(path, unlessChanged(watch, deps.clock));
  const routeDeps: RouteDeps = { ...deps, watch, frames: new Frames(deps.database.db) };
  for (const routes of [
    catalogueRoutes,
    changeRoutes,
    entryRoutes,
    procedureRoutes,
    statementRoutes,
    linkRoutes,
    giRoutes,
    screeningRoutes,
    importRoutes,
    reviewRoutes,
    correctionRoutes,
    conflictRoutes,
    auditRoutes,
    accountRoutes,
    exchangeRoutes,
    partnerRoutes,
    evidenceRoutes,
    messageRoutes,
    targetRoutes,
    outboxRoutes,
    syncRoutes,
    madridRoutes,
    docketRoutes,
    refusalRoutes,
    guidanceRoutes,
    watchRoutes,
    subscriptionRoutes,
    disputeRoutes,
  ]) {
    v1.route('/', routes(routeDeps));
  }
  app.route('/api/v1', v1);
  app.route('/oai', oaiRoutes(routeDeps));
  app.route('/oauth', oauthRoutes(tokens, wrong));
  app.get('/.well-known/oauth-authorization-server', (c) =>
    c.json(authorizationServerMetadata(new URL(deps.notices.publicUrl).origin)),
  );

  const document = openApiDocument(app);
  app.get('/openapi.json', (c) => c.json(document));
  app.get('/docs', (c) => c.html(docsPage(document)));
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    try {
      await deps.database.db.execute(sql`select 1`);
      return c.json({ status: 'ready', database: deps.database.kind });
    } catch (error) {
      deps.log.error({ err: error }, 'not ready');
      return c.json({ status: 'unavailable', database: deps.database.kind }, 503);
    }
  });
  return app;
}
