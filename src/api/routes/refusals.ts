import { OpenAPIHono } from '@hono/zod-openapi';
import { frameAt } from '../../lists/queries.ts';
import { numberOrRefuse } from '../../madrid/docket/docketing.ts';
import { calendarObject } from '../../madrid/docket/icalendar.ts';
import { Glyphs } from '../../madrid/filing/print/glyphs.ts';
import { printForm } from '../../madrid/filing/print/pdf.ts';
import { refusalDocument, writtenRefusal, writtenRefusals } from '../../madrid/refusal/kept.ts';
import { transmitRefusal } from '../../madrid/refusal/transmit.ts';
import { genevaDay } from '../../madrid/rules/calendar.ts';
import { refusalEvents } from '../../watch/calendar.ts';
import { designatedMarks } from '../../watch/designated.ts';
import { ownLimits } from '../../watch/own-limits.ts';
import { refuseDesignation } from '../../watch/refuse-designation.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { guardStaff, staffContext } from '../staff.ts';
import * as routes from './refusal-routes.ts';

/** This office as a designated one: what designates it, and the refusals it writes because of protected GIs. */
export function refusalRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  guardStaff(app, deps, [
    '/madrid/designated',
    '/madrid/designated/*',
    '/madrid/designated.ics',
    '/madrid/refusals',
    '/madrid/refusals/*',
  ]);
  const context = staffContext(deps);
  const glyphs = new Glyphs();

  app.openapi(routes.designated, async (c) => {
    const { all, number, cursor = '', limit } = c.req.valid('query');
    const filter = {
      all: all === 'true',
      number: number === undefined ? undefined : numberOrRefuse(number),
      cursor,
      limit,
    };
    const page = await designatedMarks(db, deps.officeCode, genevaDay(deps.clock()), filter);
    return c.json({ office: deps.officeCode, ...page }, 200);
  });

  app.openapi(routes.limits, async (c) => {
    const from = genevaDay(deps.clock());
    const limits = await ownLimits(db, deps.officeCode, from, c.req.valid('query').days);
    return c.json({ office: deps.officeCode, from, limits }, 200);
  });

  app.openapi(routes.limitsCalendar, async (c) => {
    const limits = await ownLimits(db, deps.officeCode, genevaDay(deps.clock()));
    const events = refusalEvents(limits, `${deps.notices.publicUrl}/console/alerts`);
    return c.body(calendarObject('Last days to refuse', events), 200, {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="last-days-to-refuse.ics"',
    });
  });

  app.openapi(routes.refusal, async (c) => {
    const now = deps.clock();
    const frame = await frameAt(db, { day: genevaDay(now) }, now);
    const request = c.req.valid('json');
    return c.json(await refuseDesignation(context(c), frame, request, deps.officeCode), 200);
  });

  app.openapi(routes.refusals, async (c) =>
    c.json({ refusals: await writtenRefusals(db, c.req.valid('query').number) }, 200),
  );

  app.openapi(routes.oneRefusal, async (c) => {
    const { id } = c.req.valid('param');
    if (!/^\s*application\/pdf\b/.test(c.req.header('accept') ?? ''))
      return c.json(await writtenRefusal(db, id), 200);
    const body = new Uint8Array(await printForm(await refusalDocument(db, id), glyphs));
    return c.body(body, 200, {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="refusal-${id}.pdf"`,
    });
  });

  app.openapi(routes.transmission, async (c) => {
    const request = { id: c.req.valid('param').id, ...c.req.valid('json') };
    return c.json(await transmitRefusal(context(c), request), 200);
  });
  return app;
}
