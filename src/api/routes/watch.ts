import { OpenAPIHono } from '@hono/zod-openapi';
import { isoDate } from '../../platform/clock.ts';
import { defaultAlertAt } from '../../names/engine.ts';
import { alertCounts, alertPage, alertView, newestAlerts, openStatuses } from '../../watch/alerts.ts';
import { deliverNotices } from '../../watch/deliver.ts';
import { atomFeed, jsonFeed, type Feed } from '../../watch/feeds.ts';
import { feedOf, subscribe, subscriptions, unsubscribe } from '../../watch/subscriptions.ts';
import { webhookSecret } from '../../watch/webhook.ts';
import { Refusal } from '../../platform/errors.ts';
import { readAlertFilter } from '../../watch/filter.ts';
import { decideAlerts } from '../../watch/decide.ts';
import { noiseRules, setNoise } from '../../watch/noise.ts';
import { notices, retryNotice } from '../../watch/notices.ts';
import { oppositionRules } from '../../watch/opposition.ts';
import { rescreenMarks, rescreens, type Rescreen } from '../../watch/rescreen.ts';
import { watchMarksFile } from '../../watch/run.ts';
import { watchRunPage, watchRunView, type RunView } from '../../watch/runs.ts';
import { bodyOf } from '../body.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { staffOnly } from '../staff.ts';
import * as routes from './watch-routes.ts';

/** Alerts a feed shows. */
const FEED_ALERTS = 100;

function toWire(view: RunView) {
  const { office, endedAt, ...run } = view;
  return {
    ...run,
    startedAt: run.startedAt.toISOString(),
    ...(office !== null && { office }),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
  };
}

function toRescreen({ endedAt, ...row }: Rescreen) {
  return {
    ...row,
    startedAt: row.startedAt.toISOString(),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
  };
}

/** The watch: files of marks in, alerts out. */
export function watchRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const { senders, webhookKey, publicUrl } = deps.notices;
  const app = new OpenAPIHono<ApiEnv>();
  const guard = staffOnly(deps.staffToken);
  for (const path of [
    '/watch/files',
    '/watch/runs',
    '/watch/runs/*',
    '/watch/rescreens',
    '/watch/alerts',
    '/watch/alerts/*',
    '/watch/noise',
    '/watch/subscriptions',
    '/watch/subscriptions/*',
    '/watch/deliveries',
    '/watch/deliveries/*',
  ])
    app.use(path, guard);
  const context = (actor: string) => ({ db, clock: deps.clock, actor });

  app.openapi(routes.oppositionPeriods, (c) => c.json({ offices: [...oppositionRules.values()] }, 200));

  app.openapi(routes.screenFile, async (c) => {
    const { fileName, office } = c.req.valid('query');
    const request = { fileName, office, input: bodyOf(c.req.raw) };
    const { run, file, repeated, resumedAt } = await watchMarksFile(
      context(c.get('actor')),
      deps.markWatch,
      request,
    );
    return c.json({ run: toWire({ ...run, file }), repeated, resumedAt }, 200);
  });

  app.openapi(routes.runs, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    const page = await watchRunPage(db, { before: cursor, limit });
    return c.json({ ...page, runs: page.runs.map(toWire) }, 200);
  });

  app.openapi(routes.run, async (c) => c.json(toWire(await watchRunView(db, c.req.valid('param').id)), 200));

  app.openapi(routes.rescreens, async (c) =>
    c.json({ rescreens: (await rescreens(db)).map(toRescreen) }, 200),
  );

  app.openapi(routes.rescreen, async (c) => {
    const done = await rescreenMarks(context(c.get('actor')), deps.markWatch);
    return c.json({ rescreens: done.map(toRescreen).toReversed() }, 200);
  });

  app.openapi(routes.alerts, async (c) => {
    const { cursor, limit, ...query } = c.req.valid('query');
    const today = isoDate(deps.clock());
    const page = await alertPage(db, readAlertFilter(query), { today, cursor, limit });
    return c.json({ ...page, counts: await alertCounts(db) }, 200);
  });

  app.openapi(routes.decide, async (c) => {
    const ids = await decideAlerts(context(c.get('actor')), c.req.valid('json'));
    return c.json({ ids }, 200);
  });

  app.openapi(routes.alert, async (c) => c.json(await alertView(db, c.req.valid('param').id), 200));

  app.openapi(routes.noise, async (c) => c.json({ defaultAlertAt, rules: await noiseRules(db) }, 200));

  app.openapi(routes.noiseSet, async (c) => {
    await setNoise(context(c.get('actor')), c.req.valid('json'));
    return c.json({ rules: await noiseRules(db) }, 200);
  });

  app.openapi(routes.subscriptions, async (c) => c.json({ subscriptions: await subscriptions(db) }, 200));

  app.openapi(routes.subscribe, async (c) => {
    const request = c.req.valid('json');
    const made = await subscribe(context(c.get('actor')), request);
    const feed = (form: string) =>
      `${publicUrl}/api/v1/watch/feeds/${made.id}/${form}?token=${made.token ?? ''}`;
    return c.json(
      {
        ...made,
        ...(made.token !== undefined && { feeds: { atom: feed('atom'), json: feed('json') } }),
        ...(request.channel === 'webhook' && { secret: webhookSecret(webhookKey, made.id) }),
      },
      200,
    );
  });

  app.openapi(routes.unsubscribe, async (c) => {
    const { id } = c.req.valid('param');
    await unsubscribe(context(c.get('actor')), id);
    return c.json({ id }, 200);
  });

  app.openapi(routes.deliver, async (c) =>
    c.json(await deliverNotices(context(c.get('actor')), senders, publicUrl), 200),
  );

  app.openapi(routes.notices, async (c) => {
    const { troubled, ...filter } = c.req.valid('query');
    return c.json({ notices: await notices(db, { ...filter, troubled: troubled === 'true' }) }, 200);
  });

  app.openapi(routes.noticeRetry, async (c) => {
    const { id } = c.req.valid('param');
    await retryNotice(context(c.get('actor')), id);
    return c.json({ id }, 200);
  });

  const feed = async (id: string, token: string | undefined, form: string): Promise<Feed> => {
    if (!token)
      throw new Refusal(
        'request/unauthorised',
        401,
        'A feed opens with its token.',
        'Use the address that was shown when it was made.',
      );
    const { name, filter, createdAt } = await feedOf(db, id, token);
    const alerts = await newestAlerts(db, { ...filter, status: openStatuses }, FEED_ALERTS);
    const updated =
      alerts
        .map((a) => a.changedAt)
        .sort()
        .at(-1) ?? createdAt.toISOString();
    return {
      id,
      title: name,
      self: `${publicUrl}/api/v1/watch/feeds/${id}/${form}`,
      alertsUrl: `${publicUrl}/console/alerts`,
      alerts,
      updated,
    };
  };

  app.openapi(routes.atom, async (c) => {
    const text = atomFeed(await feed(c.req.valid('param').id, c.req.valid('query').token, 'atom'));
    return c.body(text, 200, {
      'content-type': 'application/atom+xml; charset=utf-8',
      'referrer-policy': 'no-referrer',
    });
  });

  app.openapi(routes.jsonFeed, async (c) => {
    const told = jsonFeed(await feed(c.req.valid('param').id, c.req.valid('query').token, 'json'));
    return c.body(JSON.stringify(told), 200, {
      'content-type': 'application/feed+json; charset=utf-8',
      'referrer-policy': 'no-referrer',
    }) as never;
  });
  return app;
}
