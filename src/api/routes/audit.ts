import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { stream } from 'hono/streaming';
import { auditCsv } from '../../db/audit-csv.ts';
import { searchAudit, type AuditFilter } from '../../db/audit.ts';
import { badCursor } from '../cursor.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { Day } from '../schemas.ts';
import { guardStaff } from '../staff.ts';

const AuditRow = z
  .object({
    id: z.int(),
    at: z.string().openapi({ description: 'Instant of the deed.' }),
    actor: z.string().openapi({ description: '`system`, `local:<user>`, `user:<id>` or a partner office.' }),
    action: z.string().openapi({ example: 'list.published' }),
    subject: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .openapi('AuditRow');

const part = z.string().max(200).optional();

const search = createRoute({
  method: 'get',
  path: '/audit',
  tags: ['Staff'],
  summary: 'Who did what, and when (staff)',
  description: 'As JSON page by page, or all of it as CSV when that is asked for.',
  security: [{ staff: [] }],
  request: {
    query: z.object({
      actor: part.openapi({ description: 'Any part of who did it.' }),
      action: part.openapi({ description: 'Any part of the action.', example: 'list.' }),
      subject: part.openapi({ description: 'Any part of what it was done to.' }),
      entity: part.openapi({ description: 'Anything the details speak of: a draft, an entry, a name.' }),
      from: Day.optional(),
      to: Day.optional().openapi({ description: 'Last day, inclusive.' }),
      cursor: z.string().max(200).default(''),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: json(
      z.object({ rows: z.array(AuditRow), next: z.string().optional() }),
      'Newest first; `next` is the cursor of the page after this one.',
    ),
    ...failures(400, 401),
  },
});

/** @throws Refusal request/bad-cursor */
function readBefore(cursor: string): number | undefined {
  if (cursor === '') return undefined;
  if (!/^\d{1,15}$/.test(cursor)) throw badCursor();
  return Number(cursor);
}

/** The audit trail. */
export function auditRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  guardStaff(app, deps, ['/audit']);

  app.openapi(search, async (c) => {
    const { cursor, limit, ...asked } = c.req.valid('query');
    const before = readBefore(cursor);
    const filter = Object.fromEntries(
      Object.entries(asked).filter(([, value]) => value !== undefined && value !== ''),
    ) as AuditFilter;
    c.header('vary', 'Accept');
    if (c.req.header('accept')?.includes('text/csv')) {
      c.header('content-type', 'text/csv; charset=utf-8');
      c.header('content-disposition', 'attachment; filename="audit.csv"');
      return stream(c, async (out) => {
        for await (const line of auditCsv(db, filter)) {
          if (out.aborted) return;
          await out.write(line);
        }
      }) as never;
    }
    const rows = await searchAudit(db, { ...filter, ...(before && { before }) }, limit + 1);
    const shown = rows.slice(0, limit);
    const more = rows.length > limit && { next: String(shown.at(-1)!.id) };
    return c.json({ rows: shown, ...more }, 200);
  });
  return app;
}
