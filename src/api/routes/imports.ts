import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import { changesBetween, countChanges } from '../../lists/change-set.ts';
import {
  importFile,
  problemsOf,
  resumeImport,
  startImport,
  type ImportRequest,
  type StartedImport,
} from '../../lists/import.ts';
import type { ImportReport } from '../../lists/read-import.ts';
import { importView } from '../../lists/import-view.ts';
import { draftToPublish, publish } from '../../lists/publish.ts';
import { getDraft } from '../../lists/versions.ts';
import { bodyOf } from '../body.ts';
import { describeError } from '../problem.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { guardStaff, staffContext } from '../staff.ts';
import * as routes from './import-routes.ts';

function announced(length: string | undefined): number | undefined {
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
}

export function importRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  guardStaff(app, deps, [
    '/lists/:agreement/:annex/imports',
    '/lists/:agreement/:annex/publications',
    '/imports/*',
    '/drafts/*',
  ]);
  const context = staffContext(deps);

  /** A draft's new names are screened for conflicts as soon as there is a draft. */
  const screened = ({ draftId }: ImportReport): void => {
    if (draftId) deps.screenings.start(draftId);
  };

  /** The answer for an import that goes on by itself; what becomes of it is in its run, faults of ours in the log. */
  const going = (c: Context<ApiEnv>, { importId, report }: StartedImport) => {
    report.then(screened).catch((error: unknown) => {
      if (describeError(error).status >= 500) deps.log.error({ err: error, importId }, 'import failed');
    });
    c.header('Location', `/api/v1/imports/${importId}`);
    return c.json({ importId }, 202);
  };

  app.openapi(routes.create, async (c) => {
    const { agreement, annex } = c.req.valid('param');
    const { evidence, source, format, effectiveOn, fileName, mode } = c.req.valid('query');
    const request: ImportRequest = {
      listId: `${agreement}/${annex}`,
      fileName,
      mode,
      input: bodyOf(c.req.raw),
      totalBytes: announced(c.req.header('content-length')),
      ...(format && { format }),
      ...(effectiveOn && { effectiveOn }),
      ...(evidence && { evidence: { level: evidence, source: source ?? fileName } }),
    };
    const ctx = context(c);
    if (c.req.header('prefer')?.includes('respond-async')) return going(c, await startImport(ctx, request));
    const imported = async (onProgress?: ImportRequest['onProgress']): Promise<ImportReport> => {
      const report = await importFile(ctx, { ...request, ...(onProgress && { onProgress }) });
      screened(report);
      return report;
    };
    if (!c.req.header('accept')?.includes('application/x-ndjson')) return c.json(await imported(), 200);
    c.header('content-type', 'application/x-ndjson; charset=utf-8');
    return stream(c, async (out) => {
      const line = (value: unknown): Promise<unknown> => out.write(`${JSON.stringify(value)}\n`);
      try {
        await line({ report: await imported((progress) => void line({ progress })) });
      } catch (error) {
        const problem = describeError(error);
        if (problem.status >= 500)
          deps.log.error({ err: error, requestId: c.get('requestId') }, 'import failed');
        await line({ error: problem });
      }
    }) as never;
  });

  app.openapi(routes.run, async (c) =>
    c.json(await importView(db, c.req.valid('param').id, deps.clock()), 200),
  );

  app.openapi(routes.resumption, async (c) =>
    going(c, await resumeImport(context(c), c.req.valid('param').id)),
  );

  app.openapi(routes.problems, async (c) =>
    c.json({ problems: await problemsOf(db, c.req.valid('param').id) }, 200),
  );

  app.openapi(routes.draftChanges, async (c) => {
    const draft = await getDraft(db, c.req.valid('param').id);
    const { cursor, limit } = c.req.valid('query');
    const changes = await changesBetween(db, draft.baseId, draft.versionId, { after: cursor, limit });
    const next = changes.length === limit ? changes.at(-1)!.key : undefined;
    const counts = await countChanges(db, draft.baseId, draft.versionId);
    return c.json({ listId: draft.listId, counts, changes, ...(next && { next }) }, 200);
  });

  app.openapi(routes.publication, async (c) => {
    const { agreement, annex } = c.req.valid('param');
    const { draftId, acceptProblems, effectiveOn } = c.req.valid('json');
    const request = {
      listId: `${agreement}/${annex}`,
      ...(draftId && { draftId }),
      ...(acceptProblems && { acceptProblems }),
      ...(effectiveOn && { effectiveOn }),
    };
    const meant = await draftToPublish(db, request);
    await deps.screenings.ensure(meant);
    return c.json(await publish(context(c), { ...request, draftId: meant, screened: true }), 200);
  });
  return app;
}
