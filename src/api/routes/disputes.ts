import { OpenAPIHono } from '@hono/zod-openapi';
import { likeCases } from '../../disputes/alike.ts';
import { disputeOverview } from '../../disputes/overview.ts';
import { openDispute, recordStep } from '../../disputes/record.ts';
import { getDispute, stepsOf } from '../../disputes/rows.ts';
import { searchDisputes, type Asked } from '../../disputes/search.ts';
import { stateOf } from '../../disputes/state.ts';
import { readFile } from '../../lists/source-file.ts';
import { isoDate } from '../../platform/clock.ts';
import { Refusal } from '../../platform/errors.ts';
import { bodyOf } from '../body.ts';
import type { ApiEnv, RouteDeps } from '../deps.ts';
import { holdsToken, staffOnly } from '../staff.ts';
import * as routes from './dispute-routes.ts';

export function disputeRoutes(deps: RouteDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const guard = staffOnly(deps.staffToken);
  app.on('POST', ['/disputes', '/disputes/:id/steps', '/disputes/:id/documents'], guard);
  app.use('/disputes/:id/documents/:fileId', guard);
  const context = (actor: string) => ({ db, clock: deps.clock, actor });
  /** Visitors are told of open cases; the office's own are for its staff. */
  const asked = (authorization: string | undefined, asOf?: string): Asked => ({
    staff: holdsToken(deps.staffToken, authorization),
    day: asOf ?? isoDate(deps.clock()),
  });
  const whole = async (id: string, { staff, day }: Asked) => {
    const dispute = await getDispute(db, id, staff);
    const steps = (await stepsOf(db, [id])).get(id)!.filter((s) => s.on <= day);
    const like = await likeCases(db, dispute, { staff, day });
    return { dispute, state: stateOf(steps, day), steps, like };
  };

  app.openapi(routes.list, async (c) => {
    const { cursor, limit, asOf, ...filter } = c.req.valid('query');
    const by = asked(c.req.header('authorization'), asOf);
    return c.json(await searchDisputes(db, filter, by, { cursor, limit }), 200);
  });

  app.openapi(routes.overview, async (c) => {
    const { days, asOf } = c.req.valid('query');
    return c.json(await disputeOverview(db, asked(c.req.header('authorization'), asOf), days), 200);
  });

  app.openapi(routes.one, async (c) => {
    const by = asked(c.req.header('authorization'), c.req.valid('query').asOf);
    return c.json(await whole(c.req.valid('param').id, by), 200);
  });

  app.openapi(routes.opening, async (c) => {
    const { steps, ...dispute } = c.req.valid('json');
    const opened = await openDispute(context(c.get('actor')), dispute, steps);
    const { alert } = opened;
    const told = await whole(opened.id, { staff: true, day: isoDate(deps.clock()) });
    return c.json({ ...told, ...(alert && { alert }) }, 201);
  });

  app.openapi(routes.step, async (c) => {
    const { id } = c.req.valid('param');
    const stepId = await recordStep(context(c.get('actor')), id, c.req.valid('json'));
    return c.json({ stepId, ...(await whole(id, { staff: true, day: isoDate(deps.clock()) })) }, 201);
  });

  app.openapi(routes.document, async (c) => {
    const { id } = c.req.valid('param');
    const { fileName, on, text } = c.req.valid('query');
    const day = isoDate(deps.clock());
    const step = { on: on ?? day, kind: 'document' as const, text: text ?? fileName };
    const document = { name: fileName, input: bodyOf(c.req.raw) };
    const stepId = await recordStep(context(c.get('actor')), id, step, document);
    return c.json({ stepId, ...(await whole(id, { staff: true, day })) }, 201);
  });

  app.openapi(routes.documentBytes, async (c) => {
    const { id, fileId } = c.req.valid('param');
    await getDispute(db, id, true);
    const step = (await stepsOf(db, [id])).get(id)!.find((s) => s.file?.id === fileId);
    if (!step?.file) {
      throw new Refusal(
        'not-found/dispute',
        404,
        `The dispute has no document "${fileId.slice(0, 80)}".`,
        'Take the id of a file from its steps.',
      );
    }
    // Whatever was sent in is given back as a file to keep, never as a page of this origin.
    return c.body(ReadableStream.from(readFile(db, fileId)) as ReadableStream, 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(step.file.name)}`,
    });
  });
  return app;
}
