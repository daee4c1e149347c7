import { and, desc, eq, inArray } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Context } from '../../db/context.ts';
import { requireRole } from '../../db/roles.ts';
import { syncRuns, syncSources } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import type { Outbound } from '../../platform/outbound/client.ts';
import type { ClientTokens } from '../access/client-tokens.ts';
import type { Vault } from '../targets/vault.ts';
import { takeDropped } from './drop-folder.ts';
import { renew, stillHeld, SYNC_LEASE_MS, takeSource, type Held } from './lease.ts';
import { pull } from './pull.ts';
import { sourceRow, toRun, type Run } from './sources.ts';
import type { Found } from './take.ts';

export interface SyncContext extends Context {
  outbound: Outbound;
  vault: Vault;
  tokens: ClientTokens;
  /** Folder in which drop folders lie. */
  dropDir: string;
  /** 0 up to 1. */
  random: () => number;
}

/** Each wait is lengthened by up to this part, so that sources do not all come at once. */
const JITTER = 0.1;
/** After a failure it is looked again sooner than planned, though not at once. */
const AFTER_FAILURE_SECONDS = 15 * 60;
/** More files may be waiting behind the one just taken. */
const NEXT_FILE_SECONDS = 1;

function nextAt({ source }: Held, found: Found, now: Date, random: number): Date {
  const { kind, everySeconds } = source;
  const took = found.outcome !== 'unchanged';
  const wait =
    kind === 'folder' && took
      ? NEXT_FILE_SECONDS
      : found.outcome === 'failed'
        ? Math.min(everySeconds, AFTER_FAILURE_SECONDS)
        : everySeconds;
  return new Date(now.getTime() + Math.round(wait * 1000 * (1 + JITTER * random)));
}

async function write(ctx: SyncContext, held: Held, started: Date, found: Found): Promise<Run | undefined> {
  const { source } = held;
  const now = ctx.clock();
  const { validators, ...rest } = found;
  return ctx.db.transaction(async (tx) => {
    const kept = await tx
      .update(syncSources)
      .set({
        leaseUntil: null,
        leaseBy: null,
        nextAt: nextAt(held, found, now, ctx.random()),
        failures: found.outcome === 'failed' ? source.failures + 1 : 0,
        ...validators,
      })
      .where(stillHeld(held))
      .returning({ id: syncSources.id });
    // Taken over by another process, whose look counts.
    if (kept.length === 0) return undefined;
    // Looks that find nothing come by the thousand; the last one says enough.
    const idle = await tx
      .select({ id: syncRuns.id })
      .from(syncRuns)
      .where(and(eq(syncRuns.sourceId, source.id), eq(syncRuns.outcome, 'unchanged')))
      .orderBy(desc(syncRuns.startedAt));
    if (idle.length > 0)
      await tx.delete(syncRuns).where(
        inArray(
          syncRuns.id,
          idle.map((row) => row.id),
        ),
      );
    const [row] = await tx
      .insert(syncRuns)
      .values({
        ...rest,
        id: newId('run', started),
        sourceId: source.id,
        startedAt: started,
        startedBy: ctx.actor,
        endedAt: now,
      })
      .returning();
    if (found.outcome !== 'unchanged') {
      const details = { source: source.id, ...rest };
      await recordAudit(tx, {
        at: now,
        actor: ctx.actor,
        action: `sync.${found.outcome}`,
        subject: source.listId,
        details,
      });
    }
    return toRun(row!);
  });
}

async function look(ctx: SyncContext, held: Held, signal: AbortSignal): Promise<Run | undefined> {
  const started = ctx.clock();
  const renewal = setInterval(() => {
    // A lease that cannot be renewed runs out; the look is then another's to write down.
    renew(ctx.db, held, ctx.clock()).catch(() => {});
  }, SYNC_LEASE_MS / 3);
  try {
    const found =
      held.source.kind === 'url'
        ? await pull(ctx, held.source, signal)
        : await takeDropped(ctx, held.source, ctx.dropDir);
    return await write(ctx, held, started, found);
  } finally {
    clearInterval(renewal);
  }
}

/** Looks at the source that is due for longest. @returns nothing when none is due */
export async function runDue(ctx: SyncContext, signal: AbortSignal): Promise<Run | undefined> {
  const held = await takeSource(ctx.db, ctx.clock());
  return held && look(ctx, held, signal);
}

/**
 * Looks at a source now, whatever its schedule.
 * @throws Refusal accounts/not-allowed, not-found/sync, sync/busy
 */
export async function runNow(ctx: SyncContext, id: string): Promise<Run> {
  await requireRole(ctx.db, ctx.actor, 'editor');
  await sourceRow(ctx.db, id);
  const held = await takeSource(ctx.db, ctx.clock(), id);
  const run = held && (await look(ctx, held, new AbortController().signal));
  if (run) return run;
  throw new Refusal(
    'sync/busy',
    409,
    'The source is being looked at right now.',
    'See what came of it: gi-gateway sync list.',
  );
}
