import { createRoute, z } from '@hono/zod-openapi';
import { importStages } from '../../db/schema/index.ts';
import { evidenceLevels } from '../../gi/evidence.ts';
import { failures, json } from '../responses.ts';
import { ChangeCounts, Day, EntryChange, listPath, Problem } from '../schemas.ts';

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

export const create = createRoute({
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

export const run = createRoute({
  method: 'get',
  path: '/imports/{id}',
  tags: ['Staff'],
  summary: 'How far an import is, and what came of it (staff)',
  security: staff,
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: json(Run, 'The import.'), ...failures(401, 404) },
});

export const resumption = createRoute({
  method: 'post',
  path: '/imports/{id}/resumption',
  tags: ['Staff'],
  summary: 'Read the kept file of an interrupted import again (staff)',
  security: staff,
  request: { params: z.object({ id: z.string() }) },
  responses: { 202: json(Started, 'A new import of the same file.'), ...failures(401, 404, 409) },
});

export const problems = createRoute({
  method: 'get',
  path: '/imports/{id}/problems',
  tags: ['Staff'],
  summary: 'Every problem an import met (staff)',
  security: staff,
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: json(z.object({ problems: z.array(Problem) }), 'The problems.'), ...failures(401) },
});

export const draftChanges = createRoute({
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

export const publication = createRoute({
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
