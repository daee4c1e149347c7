import { OpenAPIHono } from '@hono/zod-openapi';
import { correctEntry, correctInDraft, type CorrectionRequest } from '../../lists/corrections/correct.ts';
import { ruleOnCorrection } from '../../lists/corrections/rule.ts';
import { correctionsCsv } from '../../lists/corrections/table.ts';
import { correctionViews } from '../../lists/corrections/view.ts';
import { withdrawCorrection } from '../../lists/corrections/withdraw.ts';
import type { Evidence } from '../../gi/evidence.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { guardStaff, staffContext } from '../staff.ts';
import * as routes from './correction-routes.ts';

function asked(
  key: string,
  body: { field: string; value?: unknown; reason: string; evidence?: Evidence | undefined },
): CorrectionRequest {
  const { field, value, reason, evidence } = body;
  return { key, field, value, reason, ...(evidence && { evidence }) };
}

export function correctionRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  guardStaff(app, deps, [
    '/corrections',
    '/corrections/*',
    '/drafts/*',
    '/lists/:agreement/:annex/entries/:key/corrections',
  ]);
  const context = staffContext(deps);

  app.openapi(routes.list, async (c) => {
    const { list, key, draft, state } = c.req.valid('query');
    const corrections = await correctionViews(db, {
      ...(list && { listId: list }),
      ...(key && { key }),
      ...(draft && { draftId: draft }),
      ...(state && { state }),
    });
    c.header('vary', 'Accept');
    if (!c.req.header('accept')?.includes('text/csv')) return c.json({ corrections }, 200);
    return c.body(correctionsCsv(corrections), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="corrections.csv"',
    }) as never;
  });

  app.openapi(routes.inDraft, async (c) => {
    const { key, ...body } = c.req.valid('json');
    return c.json(await correctInDraft(context(c), c.req.valid('param').id, asked(key, body)), 201);
  });

  app.openapi(routes.ofEntry, async (c) => {
    const { agreement, annex, key } = c.req.valid('param');
    const made = await correctEntry(context(c), `${agreement}/${annex}`, asked(key, c.req.valid('json')));
    return c.json(made, 201);
  });

  app.openapi(routes.withdrawal, async (c) => {
    const { reason } = c.req.valid('json');
    return c.json(await withdrawCorrection(context(c), { id: c.req.valid('param').id, reason }), 200);
  });

  app.openapi(routes.ruling, async (c) => {
    const { id: draftId, correction: correctionId } = c.req.valid('param');
    const ruled = { draftId, correctionId, ...c.req.valid('json') };
    return c.json(await ruleOnCorrection(context(c), ruled), 200);
  });
  return app;
}
