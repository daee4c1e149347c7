import { OpenAPIHono } from '@hono/zod-openapi';
import { frameAt, type Frame } from '../../lists/queries.ts';
import { docketRegistration, numberOrRefuse } from '../../madrid/docket/docketing.ts';
import { docketPage, dueWithin, wholeDocket, type DocketEntry } from '../../madrid/docket/docket.ts';
import { icalendar } from '../../madrid/docket/icalendar.ts';
import { assignEvent, moveEvents, setEventAside } from '../../madrid/docket/queue-actions.ts';
import { queuePage } from '../../madrid/docket/queue.ts';
import { recordNotifications } from '../../madrid/docket/record.ts';
import { memberCodes } from '../../madrid/members.ts';
import { addDays, genevaDay } from '../../madrid/rules/calendar.ts';
import { refusalPeriod } from '../../madrid/rules/declarations.ts';
import { bodyOf } from '../body.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { guardStaff, staffContext } from '../staff.ts';
import * as routes from './docket-routes.ts';

export function docketRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  guardStaff(app, deps, [
    '/madrid/registrations/*',
    '/madrid/notifications',
    '/madrid/queue/*/assignment',
    '/madrid/queue/*/set-aside',
    '/madrid/queue/actions',
  ]);
  const context = staffContext(deps);
  const frame = (asOf?: string): Promise<Frame> => {
    const now = deps.clock();
    return frameAt(db, { day: asOf ?? genevaDay(now) }, now);
  };

  app.openapi(routes.docket, async (c) => {
    const { gi, number, asOf, cursor, limit } = c.req.valid('query');
    const on = await frame(asOf);
    const page = await docketPage(db, on, {
      giId: gi,
      number: number === undefined ? undefined : numberOrRefuse(number),
      cursor,
      limit,
    });
    return c.json({ asOf: on.at.day, ...page }, 200);
  });

  app.openapi(routes.calendar, async (c) => {
    const entries: DocketEntry[] = [];
    for await (const entry of wholeDocket(db, await frame(), { giId: c.req.valid('query').gi }))
      entries.push(entry);
    return c.body(icalendar(entries), 200, {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="madrid-docket.ics"',
    });
  });

  app.openapi(routes.reminders, async (c) => {
    const { days, asOf } = c.req.valid('query');
    const on = await frame(asOf);
    const due = await dueWithin(db, on, days);
    return c.json({ from: on.at.day, to: addDays(on.at.day, days), due }, 200);
  });

  app.openapi(routes.refusalTimes, (c) => {
    const origin = c.req.valid('query').origin ?? deps.officeCode;
    const offices = memberCodes()
      .filter((office) => office !== origin)
      .map((office) => ({ office, ...refusalPeriod(office, { officeOfOrigin: origin }) }));
    return c.json({ origin, offices }, 200);
  });

  app.openapi(routes.registrationSave, async (c) => {
    const request = { ...c.req.valid('json'), number: c.req.valid('param').number };
    return c.json(await docketRegistration(context(c), request), 200);
  });

  app.openapi(routes.record, async (c) => {
    const { fileName } = c.req.valid('query');
    const request = { fileName, input: bodyOf(c.req.raw) };
    return c.json(await recordNotifications(context(c), request), 200);
  });

  app.openapi(routes.queue, async (c) => {
    const { cursor, ...filter } = c.req.valid('query');
    return c.json(await queuePage(db, { cursor: cursor ?? '', office: deps.officeCode, ...filter }), 200);
  });

  app.openapi(routes.assignment, async (c) => {
    const request = { ...c.req.valid('json'), id: c.req.valid('param').id };
    return c.json(await assignEvent(context(c), request), 200);
  });

  app.openapi(routes.settingAside, async (c) => {
    const { id } = c.req.valid('param');
    await setEventAside(context(c), { id, ...c.req.valid('json') });
    return c.json({ id }, 200);
  });

  app.openapi(routes.queueAction, async (c) =>
    c.json(await moveEvents(context(c), c.req.valid('json')), 200),
  );
  return app;
}
