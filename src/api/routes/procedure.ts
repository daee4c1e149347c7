import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import {
  channelSchema,
  coexistenceSchema,
  evidenceSchema,
  phaseOutSchema,
  procedureEventSchema,
} from '../../formats/entry-schema.ts';
import { dueKinds } from '../../gi/due.ts';
import type { Evidence } from '../../gi/evidence.ts';
import { oppositionOutcomes, procedureDecisions, procedureStages } from '../../gi/procedure-event.ts';
import { dueDesk } from '../../lists/procedure/due.ts';
import { recordEvent, setTerms, withdrawEvent } from '../../lists/procedure/record.ts';
import { procedureView } from '../../lists/procedure/view.ts';
import { asOfFrom } from '../as-of.ts';
import type { ApiEnv, RouteDeps } from '../deps.ts';
import { failures, json, notModified } from '../responses.ts';
import { asOfQuery, Entry, listPath } from '../schemas.ts';
import { staffOnly } from '../staff.ts';

const entryPath = listPath.extend({
  key: z.string().openapi({ example: 'PGI-CN-2704', description: 'Key of the entry within its list.' }),
});
const staff = [{ staff: [] }];

export const ProcedureEvent = procedureEventSchema.openapi('ProcedureEvent');
const PhaseOut = phaseOutSchema.openapi('PhaseOut');
const Coexistence = coexistenceSchema.openapi('Coexistence');

const Due = z.object({
  kind: z.enum(dueKinds),
  on: z.string(),
  days: z.int().openapi({ description: 'Days from the day asked about; negative when passed.' }),
  state: z.enum(['coming', 'passed', 'overdue']),
  about: z.string().optional(),
});

const Procedure = z
  .object({
    listId: z.string(),
    key: z.string(),
    giId: z.string(),
    asOf: z.string(),
    version: z.int().openapi({ description: 'Number of the version it was read from.' }),
    stage: z.enum(procedureStages).optional(),
    since: z.string().optional(),
    opposableUntil: z.string().optional().openapi({ description: 'Last day for oppositions.' }),
    decision: z.enum(procedureDecisions).optional(),
    appealOpen: z.boolean(),
    notClaimed: z.array(z.string()),
    oppositions: z.array(
      z.object({
        id: z.string(),
        filedOn: z.string(),
        party: z.string().optional(),
        grounds: z.array(z.string()),
        decidedOn: z.string().optional(),
        outcome: z.enum(oppositionOutcomes).optional(),
      }),
    ),
    timeline: z.array(
      ProcedureEvent.extend({
        implied: z.literal(true).optional().openapi({ description: 'Only a date of the entry tells of it.' }),
      }),
    ),
    due: z.array(Due),
    phaseOuts: z.array(PhaseOut),
    coexistence: z.array(Coexistence),
  })
  .openapi('Procedure');

const Stated = z
  .object({
    draftId: z.string().openapi({ description: 'The draft it waits in for a second person’s word.' }),
    listId: z.string(),
    key: z.string(),
    entry: Entry,
  })
  .openapi('Stated');

const one = createRoute({
  method: 'get',
  path: '/lists/{agreement}/{annex}/entries/{key}/procedure',
  tags: ['Lists'],
  summary: 'Where an entry’s procedure stands on a day, what happened, and what is due',
  request: { params: entryPath, query: z.object(asOfQuery) },
  responses: { 200: json(Procedure, 'The procedure.'), ...notModified, ...failures(400, 404) },
});

const evidence = evidenceSchema.optional().openapi({
  description: 'How well it is known; taken from `reference`, else unverified, when absent.',
});
const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

const recording = createRoute({
  method: 'post',
  path: '/lists/{agreement}/{annex}/entries/{key}/procedure',
  tags: ['Staff'],
  summary: 'Record an event of an entry’s procedure (staff)',
  description:
    'It goes into a draft, which a second person approves. Events in an impossible order are refused.',
  security: staff,
  request: { params: entryPath, body: body(ProcedureEvent.extend({ evidence })) },
  responses: { 201: json(Stated, 'The entry as it will be.'), ...failures(400, 401, 403, 404, 409) },
});

const withdrawal = createRoute({
  method: 'delete',
  path: '/lists/{agreement}/{annex}/entries/{key}/procedure/{ordinal}',
  tags: ['Staff'],
  summary: 'Take back an event recorded in error (staff)',
  security: staff,
  request: {
    params: entryPath.extend({
      ordinal: z.coerce
        .number()
        .int()
        .min(0)
        .openapi({ description: 'Place among the entry’s events, from 0.' }),
    }),
    query: z.object({ reason: z.string().min(1).max(2000) }),
  },
  responses: { 200: json(Stated, 'The entry as it will be.'), ...failures(400, 401, 403, 404, 409) },
});

const terms = createRoute({
  method: 'put',
  path: '/lists/{agreement}/{annex}/entries/{key}/terms',
  tags: ['Staff'],
  summary: 'State transitional periods, coexisting signs and channels of protection of an entry (staff)',
  description: 'What is left out stays; an empty list takes all of them away. It goes into a draft.',
  security: staff,
  request: {
    params: entryPath,
    body: body(
      z.object({
        phaseOuts: z.array(PhaseOut).optional(),
        coexistence: z.array(Coexistence).optional(),
        channels: z.array(channelSchema).optional(),
      }),
    ),
  },
  responses: { 200: json(Stated, 'The entry as it will be.'), ...failures(400, 401, 403, 404, 409) },
});

const due = createRoute({
  method: 'get',
  path: '/procedures/due',
  tags: ['Staff'],
  summary: 'What the agreements’ rules make due, over all current lists (staff)',
  security: staff,
  request: { query: z.object({ days: z.coerce.number().int().min(0).max(3660).default(90) }) },
  responses: {
    200: json(
      z.object({
        entries: z.array(
          Due.extend({ listId: z.string(), key: z.string(), giId: z.string(), name: z.string() }),
        ),
        lists: z.array(
          z.object({
            listId: z.string(),
            on: z.string(),
            days: z.int(),
            state: z.enum(['coming', 'passed', 'overdue']),
            undecided: z.int(),
          }),
        ),
      }),
      'Dates of single entries, and processing periods of lists with undecided entries.',
    ),
    ...failures(400, 401),
  },
});

function evidenceOf(stated: Evidence | undefined, reference: { text: string } | undefined): Evidence {
  if (stated) return stated;
  return reference
    ? { level: 'public-source', source: reference.text }
    : { level: 'unverified', source: 'stated by staff, no source named' };
}

/** Drops members that were not sent: the domain says "absent". */
function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never;
}

export function procedureRoutes(deps: RouteDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const guard = staffOnly(deps.staffToken);
  const entry = '/lists/:agreement/:annex/entries/:key';
  app.on('POST', `${entry}/procedure`, guard);
  app.use(`${entry}/procedure/:ordinal`, guard);
  app.use(`${entry}/terms`, guard);
  app.use('/procedures/*', guard);
  const context = (actor: string) => ({ db, clock: deps.clock, actor });
  const ref = (p: { agreement: string; annex: string; key: string }) => ({
    listId: `${p.agreement}/${p.annex}`,
    key: p.key,
  });

  app.openapi(one, async (c) => {
    const { listId, key } = ref(c.req.valid('param'));
    const { day, knownAt } = asOfFrom(c.req.valid('query'), deps.clock());
    const frame = await deps.frames.at(c.get('record'), day, knownAt);
    const {
      entry: _entry,
      rules: _rules,
      faults: _faults,
      state,
      ...view
    } = await procedureView(db, frame, listId, key);
    const { dates: _dates, ...stands } = state;
    return c.json({ ...view, ...stands }, 200);
  });
  app.openapi(recording, async (c) => {
    const { evidence: stated, ...event } = c.req.valid('json');
    const recorded = { ...event, evidence: evidenceOf(stated, event.reference) };
    const done = await recordEvent(context(c.get('actor')), ref(c.req.valid('param')), present(recorded));
    return c.json(done, 201);
  });
  app.openapi(withdrawal, async (c) => {
    const { ordinal, ...path } = c.req.valid('param');
    const { reason } = c.req.valid('query');
    const done = await withdrawEvent(context(c.get('actor')), { ...ref(path), ordinal }, reason);
    return c.json(done, 200);
  });
  app.openapi(terms, async (c) => {
    const stated = present(c.req.valid('json'));
    return c.json(await setTerms(context(c.get('actor')), ref(c.req.valid('param')), stated), 200);
  });
  app.openapi(due, async (c) => c.json(await dueDesk(db, deps.clock(), c.req.valid('query').days), 200));
  return app;
}
