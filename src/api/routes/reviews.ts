import { OpenAPIHono } from '@hono/zod-openapi';
import { approve, withdrawApproval } from '../../lists/review/approve.ts';
import { discard } from '../../lists/review/care.ts';
import { countMatching, reviewedChanges, type ChangeFilter } from '../../lists/review/changes.ts';
import { decide } from '../../lists/review/decide.ts';
import { draftReview, openDrafts } from '../../lists/review/overview.ts';
import { decideProblems } from '../../lists/review/problems.ts';
import { revert } from '../../lists/review/revert.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { guardStaff, staffContext } from '../staff.ts';
import * as routes from './review-routes.ts';

/** What was said of a filter, without what was not. */
function said<T extends object>(filter: T): ChangeFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

export function reviewRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  guardStaff(app, deps, ['/drafts', '/drafts/*', '/lists/:agreement/:annex/reversions']);
  const context = staffContext(deps);

  app.openapi(routes.drafts, async (c) => c.json({ drafts: await openDrafts(db) }, 200));

  app.openapi(routes.draft, async (c) => c.json(await draftReview(db, c.req.valid('param').id), 200));

  app.openapi(routes.review, async (c) => {
    const { cursor, limit, ...asked } = c.req.valid('query');
    const found = await draftReview(db, c.req.valid('param').id);
    const filter = said(asked);
    const changes = await reviewedChanges(db, found, filter, { after: cursor, limit });
    const next = changes.length === limit ? changes.at(-1)!.key : undefined;
    return c.json({ counts: await countMatching(db, found, filter), changes, ...(next && { next }) }, 200);
  });

  app.openapi(routes.decisions, async (c) => {
    const { filter, decision, comment, expected } = c.req.valid('json');
    const decided = await decide(context(c), {
      draftId: c.req.valid('param').id,
      filter: said(filter),
      decision,
      expected,
      ...(comment && { comment }),
    });
    return c.json({ decided }, 200);
  });

  app.openapi(routes.problemDecisions, async (c) => {
    const { ordinals, ruling, reason } = c.req.valid('json');
    const draftId = c.req.valid('param').id;
    const request = { draftId, ordinals: ordinals ?? ('all-open' as const), ruling, reason };
    return c.json({ decided: await decideProblems(context(c), request) }, 200);
  });

  app.openapi(routes.approval, async (c) => {
    const { id } = c.req.valid('param');
    // Whoever approves is to know what the names may be taken for.
    await deps.screenings.ensure(id);
    await approve(context(c), id);
    return c.json(await draftReview(db, id), 200);
  });

  app.openapi(routes.withdrawal, async (c) => {
    const { id } = c.req.valid('param');
    await withdrawApproval(context(c), id);
    return c.json(await draftReview(db, id), 200);
  });

  app.openapi(routes.discarding, async (c) => {
    const { id } = c.req.valid('param');
    await discard(context(c), id);
    return c.json(await draftReview(db, id), 200);
  });

  app.openapi(routes.reversion, async (c) => {
    const { agreement, annex } = c.req.valid('param');
    const { number } = c.req.valid('json');
    const made = await revert(context(c), { listId: `${agreement}/${annex}`, number });
    return c.json(await draftReview(db, made.versionId), 201);
  });
  return app;
}
