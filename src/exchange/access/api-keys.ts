import { createHash, randomBytes } from 'node:crypto';
import { and, desc, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Context } from '../../db/context.ts';
import type { Db } from '../../db/database.ts';
import { requireRole } from '../../db/roles.ts';
import { apiKeys } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { getPartner } from '../partners.ts';
import type { Scope } from './scopes.ts';

const DAY_MS = 86_400_000;

/** A key as those who manage it see it; never with its secret. */
export interface ApiKey {
  /** Public part; also the client id for OAuth. */
  id: string;
  partner: string;
  name: string;
  scopes: Scope[];
  createdAt: string;
  createdBy: string;
  expiresAt: string;
  revokedAt?: string;
  lastUsedAt?: string;
  /** The key it took the place of. */
  replaces?: string;
}

/** A key just made. The secret is shown this once. */
export interface NewApiKey extends ApiKey {
  /** What goes behind `Bearer`: `<id>_<secret>`. */
  key: string;
  /** The part behind the id: the client secret for OAuth. */
  secret: string;
}

/** A secret has 256 random bits, so that one round of SHA-256 is as good as any number. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export function toApiKey(row: typeof apiKeys.$inferSelect): ApiKey {
  const { secretHash: _hash, createdAt, expiresAt, revokedAt, lastUsedAt, replaces, ...rest } = row;
  return {
    ...rest,
    scopes: row.scopes as Scope[],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
    ...(replaces && { replaces }),
  };
}

interface Wanted {
  partner: string;
  name: string;
  scopes: readonly Scope[];
  days: number;
  replaces?: string;
}

async function insertKey(tx: Db, ctx: Context, wanted: Wanted): Promise<NewApiKey> {
  const now = ctx.clock();
  const id = newId('gik', now);
  const secret = randomBytes(32).toString('base64url');
  const { partner, name, replaces = null } = wanted;
  const scopes = [...new Set(wanted.scopes)];
  const expiresAt = new Date(now.getTime() + wanted.days * DAY_MS);
  const [row] = await tx
    .insert(apiKeys)
    .values({
      id,
      partner,
      name,
      secretHash: hashOf(secret),
      scopes,
      createdAt: now,
      createdBy: ctx.actor,
      expiresAt,
      replaces,
    })
    .returning();
  await recordAudit(tx, {
    at: now,
    actor: ctx.actor,
    action: replaces ? 'key.rotated' : 'key.created',
    subject: partner,
    details: { key: id, name, scopes, expiresAt: expiresAt.toISOString(), ...(replaces && { replaces }) },
  });
  return { ...toApiKey(row!), key: `${id}_${secret}`, secret };
}

/**
 * Makes a key for a partner.
 * @throws Refusal not-found/partner, accounts/not-allowed
 */
export async function createApiKey(
  ctx: Context,
  code: string,
  wanted: { name: string; scopes: readonly Scope[]; days: number },
): Promise<NewApiKey> {
  await requireRole(ctx.db, ctx.actor, 'admin');
  await getPartner(ctx.db, code);
  return ctx.db.transaction((tx) => insertKey(tx, ctx, { ...wanted, partner: code }));
}

function noSuchKey(): Refusal {
  return new Refusal(
    'not-found/key',
    404,
    'The partner has no such key.',
    'See `gi-gateway partner key list`.',
  );
}

/** Keys of a partner, newest first. @throws Refusal not-found/partner */
export async function listApiKeys(db: Db, code: string): Promise<ApiKey[]> {
  await getPartner(db, code);
  const rows = await db
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.partner, code))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id));
  return rows.map(toApiKey);
}

/**
 * Gives a partner a new key in the place of one, which goes on working for the overlap.
 * @throws Refusal not-found/key, access/key-ended, accounts/not-allowed
 */
export async function rotateApiKey(
  ctx: Context,
  code: string,
  id: string,
  { overlapDays, days }: { overlapDays: number; days: number },
): Promise<NewApiKey> {
  await requireRole(ctx.db, ctx.actor, 'admin');
  return ctx.db.transaction(async (tx) => {
    const own = and(eq(apiKeys.id, id), eq(apiKeys.partner, code));
    const [old] = await tx.select().from(apiKeys).where(own).for('update');
    if (!old) throw noSuchKey();
    const now = ctx.clock();
    if (old.revokedAt || old.expiresAt <= now) {
      throw new Refusal(
        'access/key-ended',
        409,
        'The key is revoked or has expired; there is nothing to overlap with.',
        'Make a new key.',
      );
    }
    const until = new Date(now.getTime() + overlapDays * DAY_MS);
    await tx
      .update(apiKeys)
      .set({ expiresAt: until < old.expiresAt ? until : old.expiresAt })
      .where(own);
    const { name, scopes, partner } = old;
    return insertKey(tx, ctx, { partner, name, scopes: scopes as Scope[], days, replaces: id });
  });
}

/**
 * Ends a key at once, and every access token got with it. Ending it again changes nothing.
 * @throws Refusal not-found/key, accounts/not-allowed
 */
export async function revokeApiKey(ctx: Context, code: string, id: string): Promise<ApiKey> {
  await requireRole(ctx.db, ctx.actor, 'admin');
  return ctx.db.transaction(async (tx) => {
    const own = and(eq(apiKeys.id, id), eq(apiKeys.partner, code));
    const at = ctx.clock();
    const [ended] = await tx
      .update(apiKeys)
      .set({ revokedAt: at })
      .where(and(own, isNull(apiKeys.revokedAt)))
      .returning();
    if (ended) {
      await recordAudit(tx, {
        at,
        actor: ctx.actor,
        action: 'key.revoked',
        subject: code,
        details: { key: id, name: ended.name },
      });
    }
    const [row] = ended ? [ended] : await tx.select().from(apiKeys).where(own);
    if (!row) throw noSuchKey();
    return toApiKey(row);
  });
}
