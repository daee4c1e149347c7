import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { procedureEventKinds } from '../../gi/procedure-event.ts';
import { effects } from '../../lists/review/changes.ts';
import { decideStatements, waitingStatements, type StatementFilter } from '../../lists/review/statements.ts';
import type { ApiEnv, RouteDeps } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { guardStaff, staffContext } from '../staff.ts';
import { ProcedureEvent } from './procedure.ts';

const staff = [{ staff: [] }];
const filter = {
  list: z.string().max(100).optional().openapi({ example: 'cn-eu/V' }),
  event: z.enum(procedureEventKinds).optional().openapi({ description: 'Recorded or taken back.' }),
};

const Statement = z
  .object({
    draftId: z.string(),
    listId: z.string(),
    key: z.string(),
    giId: z.string(),
    name: z.string(),
    events: z.array(ProcedureEvent),
    withdrawn: z.array(ProcedureEvent),
    fields: z
      .array(z.string())
      .openapi({ description: 'What else differs; not what follows from the events.' }),
    effect: z.enum(effects).openapi({ description: 'What becomes of protection.' }),
    statedBy: z.array(z.string()).openapi({ description: 'The second word is somebody else’s.' }),
  })
  .openapi('Statement');

const waiting = createRoute({
  method: 'get',
  path: '/procedures/waiting',
  tags: ['Staff'],
  summary: 'What staff stated about entries and no second person has spoken on, over all lists (staff)',
  security: staff,
  request: { query: z.object(filter) },
  responses: {
    200: json(z.object({ statements: z.array(Statement) }), 'By list and key.'),
    ...failures(400, 401),
  },
});

const deciding = createRoute({
  method: 'post',
  path: '/procedures/decisions',
  tags: ['Staff'],
  summary: 'A second person’s word on many statements at once (staff)',
  description:
    'All of them or none; nobody accepts what they stated themselves. A draft all of whose changes have such a word, or are rejected, needs no other approval.',
  security: staff,
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            ...filter,
            items: z
              .array(z.object({ draftId: z.string().max(100), key: z.string().max(500) }))
              .min(1)
              .max(1000)
              .optional()
              .openapi({ description: 'These alone; everything that fits `list` and `event` when absent.' }),
            decision: z.enum(['accepted', 'rejected']),
            comment: z.string().max(2000).optional(),
            expected: z
              .int()
              .min(1)
              .openapi({ description: 'How many it is to be; another number is refused.' }),
          }),
        },
      },
    },
  },
  responses: {
    200: json(z.object({ decided: z.int(), drafts: z.array(z.string()) }), 'What was decided.'),
    ...failures(400, 401, 403, 404, 409),
  },
});

interface Asked {
  list?: string | undefined;
  event?: StatementFilter['event'] | undefined;
  items?: StatementFilter['items'] | undefined;
}

const filterOf = ({ list, event, items }: Asked): StatementFilter => ({
  ...(list !== undefined && { listId: list }),
  ...(event !== undefined && { event }),
  ...(items !== undefined && { items }),
});

/** Statements of staff over all lists, and the second word on many of them. */
export function statementRoutes(deps: RouteDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  guardStaff(app, deps, ['/procedures/*']);
  const context = staffContext(deps);

  app.openapi(waiting, async (c) =>
    c.json({ statements: await waitingStatements(db, filterOf(c.req.valid('query'))) }, 200),
  );
  app.openapi(deciding, async (c) => {
    const { decision, comment, expected, ...asked } = c.req.valid('json');
    const request = { filter: filterOf(asked), decision, expected, ...(comment && { comment }) };
    return c.json(await decideStatements(context(c), request), 200);
  });
  return app;
}
