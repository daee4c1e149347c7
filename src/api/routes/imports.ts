import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
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
import { importStages } from '../../db/schema/index.ts';
import { draftToPublish, publish } from '../../lists/publish.ts';
import { getDraft } from '../../lists/versions.ts';
import { evidenceLevels } from '../../gi/evidence.ts';
import { bodyOf } from '../body.ts';
import { describeError } from '../problem.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { ChangeCounts, Day, EntryChange, listPath, Problem } from '../schemas.ts';
import { guardStaff, staffContext } from '../staff.ts';

const Report = z
  .object({
    importId: z.string(),
    listId: z.string(),
    file: z.object({ id: z.string(), sha256: z.string(), size: z.int(), name: z.string() }),
    format: z.string(),
    records: z.int(),
    problems: z.array(Problem),
    draftId: z
      .string()
      .optional()
      .openapi({ description: 'Absent when the file says exactly what the current version says.' }),
    baseNumber: z.int().optional(),
    changes: ChangeCounts,
    successions: z
      .array(
        z.object({
          kind: z.enum(['renumbered', 'merged', 'split']),
          from: z.array(z.string()),
          to: z.array(z.string()),
        }),
      )
      .openapi({ description: 'Entries that live on under another number, in one entry, or in several.' }),
  })
  .openapi('ImportReport');

const Run = z
  .object({
    id: z.string(),
    listId: z.string(),
    file: z.object({ name: z.string(), sha256: z.string().optional(), size: z.int().optional() }).openapi({
      description: 'Hash and size once all of it is here.',
    }),
    format: z.string().optional(),
    mode: z.enum(['full', 'partial']),
    state: z.enum(['running', 'done', 'failed', 'interrupted']),
    stage: z
      .enum(importStages)
      .openapi({ description: 'What a running import is at, or what it was at when it ended.' }),
    records: z.int().openapi({ description: 'Records read so far.' }),
    bytes: z.int().openapi({ description: 'Bytes received, then bytes read.' }),
    totalBytes: z.int().optional(),
    problemCount: z.int(),
    startedAt: z.string(),
    startedBy: z.string(),
    endedAt: z.string().optional(),
    resumes: z.string().optional().openapi({ description: 'The interrupted run whose file this one reads.' }),
    resumable: z.boolean(),
    draftId: z.string().optional(),
    draftOpen: z.boolean(),
  })
  .openapi('ImportRun');

const Started = z.object({ importId: z.string() }).openapi('StartedImport');

const staff = [{ staff: [] }];

const create = createRoute({
  method: 'post',
  path: '/lists/{agreement}/{annex}/imports',
  tags: ['Staff'],
  summary: 'Read a partner’s file towards a list; leaves a draft, publishes nothing (staff)',
  description:
    'The body is the file as it is. With `Accept: application/x-ndjson` progress comes line by line: `{"progress":…}` and at last `{"report":…}` or `{"error":…}`. With `Prefer: respond-async` the answer comes once the file is kept; the import goes on and is asked for at its own address. Closing the connection after the file has arrived does not stop it. The body is taken in as a stream, up to the size the gateway is configured for.',
  security: staff,
  request: {
    params: listPath,
    query: z.object({
      fileName: z
        .string()
        .min(1)
        .max(255)
        .regex(/^(?!\.{1,2}$)[^/\\\p{Cc}]+$/u, 'must be the name of a file, not a path')
        .openapi({ example: 'eambrosia.json' }),
      format: z.string().optional().openapi({ description: 'Detected when absent.', example: 'eambrosia' }),
      mode: z
        .enum(['full', 'partial'])
        .default('full')
        .openapi({ description: '`partial`: entries the file leaves out stay.' }),
      evidence: z.enum(evidenceLevels).optional(),
      source: z
        .string()
        .max(500)
        .optional()
        .openapi({ description: 'Citation of the evidence.', example: 'OJ L 408I, 4.12.2020, annex III' }),
      effectiveOn: Day.optional(),
    }),
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: {
    200: {
      description: 'What was read and what it would change.',
      content: { 'application/json': { schema: Report }, 'application/x-ndjson': { schema: z.string() } },
    },
    202: json(Started, 'The file is kept and being read; `Location` tells where to ask how far it is.'),
    ...failures(400, 401, 404, 413, 422),
  },
});

const run = createRoute({
  method: 'get',
  path: '/imports/{id}',
  tags: ['Staff'],
  summary: 'How far an import is, and what came of it (staff)',
  security: staff,
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: json(Run, 'The import.'), ...failures(401, 404) },
});

const resumption = createRoute({
  method: 'post',
  path: '/imports/{id}/resumption',
  tags: ['Staff'],
  summary: 'Read the kept file of an interrupted import again (staff)',
  security: staff,
  request: { params: z.object({ id: z.string() }) },
  responses: { 202: json(Started, 'A new import of the same file.'), ...failures(401, 404, 409) },
});

const problems = createRoute({
  method: 'get',
  path: '/imports/{id}/problems',
  tags: ['Staff'],
  summary: 'Every problem an import met (staff)',
  security: staff,
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: json(z.object({ problems: z.array(Problem) }), 'The problems.'), ...failures(401) },
});

const draftChanges = createRoute({
  method: 'get',
  path: '/drafts/{id}/changes',
  tags: ['Staff'],
  summary: 'The change set of a draft, field by field (staff)',
  security: staff,
  request: {
    params: z.object({ id: z.string() }),
    query: z.object({
      cursor: z.string().default(''),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: json(
      z.object({
        listId: z.string(),
        counts: ChangeCounts,
        changes: z.array(EntryChange),
        next: z.string().optional(),
      }),
      'The changes.',
    ),
    ...failures(400, 401, 404),
  },
});

const Published = z
  .object({
    listId: z.string(),
    versionId: z.string(),
    number: z.int(),
    contentHash: z.string(),
    entryCount: z.int(),
    effectiveOn: z.string(),
    publishedAt: z.string(),
  })
  .openapi('Published');

const publication = createRoute({
  method: 'post',
  path: '/lists/{agreement}/{annex}/publications',
  tags: ['Staff'],
  summary: 'Make a draft the current version (staff)',
  security: staff,
  request: {
    params: listPath,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            draftId: z.string().optional().openapi({ description: 'The newest draft when absent.' }),
            acceptProblems: z
              .string()
              .min(1)
              .max(2000)
              .optional()
              .openapi({ description: 'Reason to publish without the records that could not be used.' }),
            effectiveOn: Day.optional(),
          }),
        },
      },
    },
  },
  responses: { 200: json(Published, 'The version readers now see.'), ...failures(400, 401, 404, 409) },
});

/** The size a sender announces, where it is a number. */
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

  app.openapi(create, async (c) => {
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

  app.openapi(run, async (c) => c.json(await importView(db, c.req.valid('param').id, deps.clock()), 200));

  app.openapi(resumption, async (c) => going(c, await resumeImport(context(c), c.req.valid('param').id)));

  app.openapi(problems, async (c) =>
    c.json({ problems: await problemsOf(db, c.req.valid('param').id) }, 200),
  );

  app.openapi(draftChanges, async (c) => {
    const draft = await getDraft(db, c.req.valid('param').id);
    const { cursor, limit } = c.req.valid('query');
    const changes = await changesBetween(db, draft.baseId, draft.versionId, { after: cursor, limit });
    const next = changes.length === limit ? changes.at(-1)!.key : undefined;
    const counts = await countChanges(db, draft.baseId, draft.versionId);
    return c.json({ listId: draft.listId, counts, changes, ...(next && { next }) }, 200);
  });

  app.openapi(publication, async (c) => {
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
