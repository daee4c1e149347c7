import { OpenAPIHono } from '@hono/zod-openapi';
import { isoDate } from '../../platform/clock.ts';
import { defaultAlertAt } from '../../names/engine.ts';
import { alertCounts, alertPage, alertView } from '../../watch/alerts.ts';
import { readAlertFilter } from '../../watch/filter.ts';
import { decideAlerts } from '../../watch/decide.ts';
import { noiseRules } from '../../watch/noise.ts';
import { oppositionRules } from '../../watch/opposition.ts';
import { rescreenMarks, rescreens, type Rescreen } from '../../watch/rescreen.ts';
import { watchMarksFile } from '../../watch/run.ts';
import { previewNoise, setNoise } from '../../watch/set-noise.ts';
import { watchRunPage, watchRunView, type RunView } from '../../watch/runs.ts';
import { bodyOf } from '../body.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { staffOnly } from '../staff.ts';
import * as routes from './watch-routes.ts';

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
    '/watch/noise/*',
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
    const decided = await decideAlerts(context(c.get('actor')), c.req.valid('json'));
    return c.json(decided, 200);
  });

  app.openapi(routes.alert, async (c) => c.json(await alertView(db, c.req.valid('param').id), 200));

  app.openapi(routes.noise, async (c) => c.json({ defaultAlertAt, rules: await noiseRules(db) }, 200));

  app.openapi(routes.noiseSet, async (c) => {
    const done = await setNoise(context(c.get('actor')), c.req.valid('json'));
    return c.json({ rules: await noiseRules(db), ...done }, 200);
  });

  app.openapi(routes.noisePreview, async (c) => {
    const preview = await previewNoise(db, c.req.valid('json'), isoDate(deps.clock()));
    return c.json(preview, 200);
  });

  return app;
}
