import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { desc } from 'drizzle-orm';
import { stream } from 'hono/streaming';
import { evidenceCheckpoints } from '../../db/schema/index.ts';
import { makeCheckpoint, type CheckpointContext } from '../../exchange/evidence/checkpoint.ts';
import { exportEvidence } from '../../exchange/evidence/export.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { failures, json } from '../responses.ts';
import { staffOnly } from '../staff.ts';

const staff = [{ staff: [] }];
const SignedCheckpoint = z
  .object({
    checkpoint: z.object({
      format: z.literal('gi-gateway/checkpoint@1'),
      log: z.string(),
      office: z.string(),
      seq: z.int().positive().openapi({ description: 'Records the log had.' }),
      hash: z.string().openapi({ description: 'Hash of the last of them, hex SHA-256.' }),
      at: z.iso.datetime(),
    }),
    signature: z.string().openapi({ description: 'Detached JWS over the checkpoint’s canonical JSON.' }),
  })
  .openapi('SignedCheckpoint');
const Checkpoints = z.object({ checkpoints: z.array(SignedCheckpoint) });

const exported = createRoute({
  method: 'get',
  path: '/evidence',
  tags: ['Evidence'],
  summary: 'The evidence log as NDJSON, streamed, signed for to its end (staff)',
  security: staff,
  request: {
    query: z.object({
      from: z.coerce
        .number()
        .int()
        .positive()
        .optional()
        .openapi({ description: 'First record wanted; begins at the checkpoint before it.' }),
    }),
  },
  responses: {
    200: {
      description: 'Header, records and checkpoints, one JSON object a line; see docs/evidence.md.',
      content: { 'application/x-ndjson': { schema: z.string() } },
    },
    ...failures(400, 401),
  },
});

const newest = createRoute({
  method: 'get',
  path: '/evidence/checkpoints',
  tags: ['Evidence'],
  summary: 'The newest signed checkpoint of the evidence log, for partners to keep',
  responses: { 200: json(Checkpoints, 'The newest one; none while nothing was signed for.') },
});

const sign = createRoute({
  method: 'post',
  path: '/evidence/checkpoints',
  tags: ['Evidence'],
  summary: 'Sign where the evidence log ends now (staff)',
  security: staff,
  responses: {
    200: json(Checkpoints, 'The checkpoint; none while the log is empty.'),
    ...failures(401),
  },
});

type Row = { checkpoint: string; signature: string } | undefined;

function shown(row: Row): z.infer<typeof Checkpoints> {
  if (!row) return { checkpoints: [] };
  const checkpoint = JSON.parse(row.checkpoint) as z.infer<typeof SignedCheckpoint>['checkpoint'];
  return { checkpoints: [{ checkpoint, signature: row.signature }] };
}

export function evidenceRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const ctx: CheckpointContext = {
    db,
    clock: deps.clock,
    signer: deps.signer,
    officeCode: deps.officeCode,
  };
  const guard = staffOnly(deps.staffToken);
  app.use('/evidence', guard);
  app.use('/evidence/checkpoints', (c, next) => (c.req.method === 'POST' ? guard(c, next) : next()));

  app.openapi(exported, (c) => {
    const { from } = c.req.valid('query');
    c.header('content-type', 'application/x-ndjson; charset=utf-8');
    c.header('content-disposition', 'attachment; filename="evidence.ndjson"');
    if (c.req.method === 'HEAD') return c.body(null) as never;
    return stream(
      c,
      async (out) => {
        for await (const lines of exportEvidence(ctx, from)) {
          if (out.aborted) return;
          await out.write(lines);
        }
      },
      async (error, out) => {
        deps.log.error({ err: error }, 'export of the evidence log broke off');
        out.abort();
      },
    ) as never;
  });
  app.openapi(newest, async (c) => {
    const [row] = await db.select().from(evidenceCheckpoints).orderBy(desc(evidenceCheckpoints.seq)).limit(1);
    return c.json(shown(row), 200);
  });
  app.openapi(sign, async (c) => c.json(shown(await makeCheckpoint(ctx)), 200));
  return app;
}
