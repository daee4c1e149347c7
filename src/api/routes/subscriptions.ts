import { OpenAPIHono } from '@hono/zod-openapi';
import { calendarObject } from '../../madrid/docket/icalendar.ts';
import { genevaDay } from '../../madrid/rules/calendar.ts';
import { isoDate } from '../../platform/clock.ts';
import { Refusal } from '../../platform/errors.ts';
import { alertPage, newestAlerts, openStatuses } from '../../watch/alerts.ts';
import { oppositionEvents, refusalEvents } from '../../watch/calendar.ts';
import { deliverNotices } from '../../watch/deliver.ts';
import { atomFeed, jsonFeed, type Feed } from '../../watch/feeds.ts';
import { notices, retryNotice } from '../../watch/notices.ts';
import { ownLimits } from '../../watch/own-limits.ts';
import { feedOf, subscribe, subscriptions, unsubscribe } from '../../watch/subscriptions.ts';
import { webhookSecret } from '../../watch/webhook.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { guardStaff } from '../staff.ts';
import * as routes from './subscription-routes.ts';

/** Alerts a feed shows. */
const FEED_ALERTS = 100;
/** Deadlines a calendar shows, the nearest ones. */
const CALENDAR_ALERTS = 1000;

/** Who is told of the alerts of the watch, and the feeds that are read instead. */
export function subscriptionRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const { senders, webhookKey, publicUrl } = deps.notices;
  const alertsUrl = `${publicUrl}/console/alerts`;
  const sender = { origin: publicUrl, office: deps.officeCode };
  const app = new OpenAPIHono<ApiEnv>();
  guardStaff(app, deps, [
    '/watch/subscriptions',
    '/watch/subscriptions/*',
    '/watch/deliveries',
    '/watch/deliveries/*',
  ]);
  const context = (actor: string) => ({ db, clock: deps.clock, actor });

  app.openapi(routes.subscriptions, async (c) => c.json({ subscriptions: await subscriptions(db) }, 200));

  app.openapi(routes.subscribe, async (c) => {
    const request = c.req.valid('json');
    const made = await subscribe(context(c.get('actor')), request);
    const feed = (form: string) =>
      `${publicUrl}/api/v1/watch/feeds/${made.id}/${form}?token=${made.token ?? ''}`;
    return c.json(
      {
        ...made,
        ...(made.token !== undefined && {
          feeds: { atom: feed('atom'), json: feed('json'), ics: feed('ics') },
        }),
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
    c.json(await deliverNotices(context(c.get('actor')), senders, sender), 200),
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

  const opened = async (
    id: string,
    token: string | undefined,
  ): Promise<Awaited<ReturnType<typeof feedOf>>> => {
    if (token) return feedOf(db, id, token);
    throw new Refusal(
      'request/unauthorised',
      401,
      'A feed opens with its token.',
      'Use the address that was shown when it was made.',
    );
  };
  const feed = async (id: string, token: string | undefined, form: string): Promise<Feed> => {
    const { name, filter, createdAt } = await opened(id, token);
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
      alertsUrl,
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

  app.openapi(routes.calendar, async (c) => {
    const { name, filter } = await opened(c.req.valid('param').id, c.req.valid('query').token);
    const now = deps.clock();
    const page = { today: isoDate(now), limit: CALENDAR_ALERTS };
    const { alerts } = await alertPage(db, { ...filter, status: openStatuses }, page);
    const chosen = new Set(alerts.map(({ id }) => id));
    const own = await ownLimits(db, deps.officeCode, genevaDay(now));
    // A refusal that is written waits to be sent, whatever became of its alert.
    const limits = own.filter(
      (limit) => limit.state === 'written' || limit.alerts.some((a) => chosen.has(a.id)),
    );
    const events = [...oppositionEvents(alerts, alertsUrl), ...refusalEvents(limits, alertsUrl)];
    return c.body(calendarObject(name, events), 200, {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="deadlines.ics"',
      'referrer-policy': 'no-referrer',
    });
  });
  return app;
}
