import { and, asc, desc, eq } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Context } from '../../db/context.ts';
import type { Db } from '../../db/database.ts';
import { requireRole } from '../../db/roles.ts';
import { syncRuns, syncSources, type SyncKind, type SyncOutcome } from '../../db/schema/index.ts';
import { getList } from '../../lists/catalogue.ts';
import { Refusal } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import type { Outbound } from '../../platform/outbound/client.ts';
import type { OAuthClient } from '../access/client-tokens.ts';
import { getPartner } from '../partners.ts';
import type { Vault } from '../targets/vault.ts';

export type SourceRow = typeof syncSources.$inferSelect;

export interface NewSource {
  listId: string;
  partner?: string;
  kind: SyncKind;
  location: string;
  format?: string;
  mode: 'full' | 'partial';
  everySeconds: number;
  /** The client an address's owner made for us, where it wants tokens. */
  oauth?: OAuthClient;
}

/** What came of one look. */
export interface Run {
  id: string;
  startedAt: string;
  startedBy: string;
  endedAt: string;
  outcome: SyncOutcome;
  detail: string;
  file?: string;
  importId?: string;
  draftId?: string;
}

/** A source as those who manage it see it. */
export interface Source extends NewSource {
  id: string;
  enabled: boolean;
  addedAt: string;
  addedBy: string;
  /** When it is looked at next; absent while it is switched off. */
  nextAt?: string;
  /** Whether it is asked with a key or a token. */
  keyed?: true;
  /** Whether somebody is looking at it now. */
  running: boolean;
  failures: number;
  lastRun?: Run;
}

/** Folder names: one level, nothing that could lead elsewhere. */
const FOLDER = /^[a-z0-9][a-z0-9-]{0,63}$/;

export function toRun(row: typeof syncRuns.$inferSelect): Run {
  const { id, startedBy, outcome, detail, file, importId, draftId } = row;
  return {
    id,
    startedAt: row.startedAt.toISOString(),
    startedBy,
    endedAt: row.endedAt.toISOString(),
    outcome,
    detail,
    ...(file !== null && { file }),
    ...(importId !== null && { importId }),
    ...(draftId !== null && { draftId }),
  };
}

function toSource(row: SourceRow, now: Date, lastRun?: Run): Source {
  const { id, listId, kind, location, mode, everySeconds, enabled, addedBy, failures } = row;
  return {
    id,
    listId,
    kind,
    location,
    mode,
    everySeconds,
    enabled,
    failures,
    addedBy,
    addedAt: row.addedAt.toISOString(),
    running: row.leaseUntil !== null && row.leaseUntil > now,
    ...(row.partner !== null && { partner: row.partner }),
    ...(row.format !== null && { format: row.format }),
    ...(row.oauth !== null && { oauth: row.oauth }),
    ...(row.sealed !== null && { keyed: true }),
    ...(enabled && { nextAt: row.nextAt.toISOString() }),
    ...(lastRun && { lastRun }),
  };
}

/**
 * Records where a list comes from by itself. Nothing it brings is published: it becomes a draft to review.
 * @param secret for an address: the key it is asked with, or the secret of its OAuth client
 * @throws Refusal accounts/not-allowed, not-found/list, not-found/partner, sync/bad-folder, outbox/no-key, outbound/*
 */
export async function addSource(
  ctx: Context & { outbound: Outbound; vault: Vault },
  wanted: NewSource,
  secret?: string,
): Promise<Source> {
  await requireRole(ctx.db, ctx.actor, 'admin');
  await getList(ctx.db, wanted.listId);
  if (wanted.partner !== undefined) await getPartner(ctx.db, wanted.partner);
  if (wanted.oauth && !secret)
    throw new Refusal(
      'outbox/no-key',
      422,
      'A token is got with a client’s id and secret, and no secret was given.',
      'Ask the partner for the secret, and give it with --key-file.',
    );
  if (wanted.oauth) await ctx.outbound.check(wanted.oauth.tokenUrl);
  if (wanted.kind === 'url') await ctx.outbound.check(wanted.location);
  else if (!FOLDER.test(wanted.location))
    throw new Refusal(
      'sync/bad-folder',
      422,
      'A drop folder is named by lower-case letters, digits and hyphens; it lies under the gateway’s own.',
      'Name it like eu-annex-iv.',
    );
  const now = ctx.clock();
  const id = newId('syn', now);
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(syncSources)
      .values({
        ...wanted,
        id,
        ...(secret !== undefined && { sealed: ctx.vault.seal(secret, id) }),
        enabled: true,
        addedAt: now,
        addedBy: ctx.actor,
        nextAt: now,
        failures: 0,
      })
      .returning();
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'sync.added',
      subject: wanted.listId,
      details: { ...wanted, source: row!.id },
    });
    return toSource(row!, now);
  });
}

/** All sources with what came of the last look at each. */
export async function listSources(db: Db, now: Date): Promise<Source[]> {
  const rows = await db.select().from(syncSources).orderBy(asc(syncSources.listId), asc(syncSources.id));
  const sources: Source[] = [];
  for (const row of rows) {
    const [last] = await runsOf(db, row.id, 1);
    sources.push(toSource(row, now, last));
  }
  return sources;
}

/** What came of the looks at a source, newest first. @throws Refusal not-found/sync */
export async function runsOf(db: Db, id: string, limit: number): Promise<Run[]> {
  await sourceRow(db, id);
  const rows = await db
    .select()
    .from(syncRuns)
    .where(and(eq(syncRuns.sourceId, id)))
    .orderBy(desc(syncRuns.startedAt), desc(syncRuns.id))
    .limit(limit);
  return rows.map(toRun);
}

/** @throws Refusal not-found/sync */
export async function sourceRow(db: Db, id: string): Promise<SourceRow> {
  const [row] = await db.select().from(syncSources).where(eq(syncSources.id, id));
  if (row) return row;
  throw new Refusal(
    'not-found/sync',
    404,
    `There is no source "${id.slice(0, 50)}".`,
    'See `gi-gateway sync list`.',
  );
}

/** Switches a source on or off. @throws Refusal accounts/not-allowed, not-found/sync */
export async function setSourceState(ctx: Context, id: string, enabled: boolean): Promise<Source> {
  await requireRole(ctx.db, ctx.actor, 'admin');
  await sourceRow(ctx.db, id);
  const now = ctx.clock();
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .update(syncSources)
      .set({ enabled, ...(enabled && { nextAt: now, failures: 0 }) })
      .where(eq(syncSources.id, id))
      .returning();
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: enabled ? 'sync.enabled' : 'sync.disabled',
      subject: row!.listId,
      details: { source: id },
    });
    return toSource(row!, now);
  });
}
