import { OpenAPIHono } from '@hono/zod-openapi';
import { stream } from 'hono/streaming';
import { decidePair } from '../../conflicts/decisions.ts';
import {
  conflictStatus,
  countConflicts,
  decideConflicts,
  draftConflictPage,
  type ConflictFilter,
} from '../../lists/review/conflicts.ts';
import { getDraft } from '../../lists/versions.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { describeError } from '../problem.ts';
import { guardStaff, staffContext } from '../staff.ts';
import * as routes from './conflict-routes.ts';

type Asked = {
  [K in 'list' | 'state' | 'kind' | 'text' | 'draft' | 'ids']?: unknown;
};

function filterOf({ list, draft, ...rest }: Asked): ConflictFilter {
  const named = { listId: list, draftId: draft, ...rest };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

export function conflictRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  guardStaff(app, deps, ['/conflicts', '/drafts/*']);
  const context = staffContext(deps);

  app.openapi(routes.queue, async (c) => {
    const { cursor, limit, ...asked } = c.req.valid('query');
    const filter = filterOf(asked);
    const conflicts = await draftConflictPage(db, filter, { after: cursor, limit });
    const next = conflicts.length === limit ? conflicts.at(-1)!.id : undefined;
    return c.json({ ...(await countConflicts(db, filter)), conflicts, ...(next && { next }) }, 200);
  });

  app.openapi(routes.screening, async (c) => {
    const { id } = c.req.valid('param');
    await getDraft(db, id);
    if (!c.req.header('accept')?.includes('application/x-ndjson')) {
      await deps.screenings.ensure(id);
      return c.json(await conflictStatus(db, id), 200);
    }
    c.header('content-type', 'application/x-ndjson; charset=utf-8');
    return stream(c, async (out) => {
      const line = (value: unknown): Promise<unknown> => out.write(`${JSON.stringify(value)}\n`);
      try {
        await deps.screenings.ensure(id, (progress) => void line({ progress }));
        await line({ status: await conflictStatus(db, id) });
      } catch (error) {
        const problem = describeError(error);
        if (problem.status >= 500)
          deps.log.error({ err: error, requestId: c.get('requestId') }, 'screening failed');
        await line({ error: problem });
      }
    }) as never;
  });

  app.openapi(routes.decision, async (c) => {
    const { filter, ruling, reason, reject, expected } = c.req.valid('json');
    const draftId = c.req.valid('param').id;
    const request = { draftId, filter: filterOf(filter), ruling, reason, reject, expected };
    return c.json({ decided: await decideConflicts(context(c), request, decidePair) }, 200);
  });
  return app;
}
