import { timingSafeEqual } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { apiKeys, partners } from '../../db/schema/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { hashOf } from './api-keys.ts';
import { isScope, type Scope } from './scopes.ts';

/** A partner office as a request shows it to be. */
export interface PartnerAccess {
  partner: string;
  keyId: string;
  scopes: Scope[];
}

/** A use within this time of the last one noted is not noted. */
const NOTE_MS = 60_000;

interface Where {
  db: Db;
  clock: Clock;
}

/**
 * The key of this id while it opens anything: neither revoked nor expired, and its partner not suspended. Asked of the
 * database each time, so that an end takes effect at once in every process.
 */
async function openKey({ db, clock }: Where, id: string) {
  const [found] = await db
    .select({ key: apiKeys })
    .from(apiKeys)
    .innerJoin(partners, eq(partners.code, apiKeys.partner))
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt), isNull(partners.suspendedAt)));
  const now = clock();
  if (!found || found.key.expiresAt <= now) return undefined;
  return { key: found.key, now };
}

async function noteUse(
  db: Db,
  key: Pick<typeof apiKeys.$inferSelect, 'id' | 'lastUsedAt'>,
  now: Date,
): Promise<void> {
  if (key.lastUsedAt && now.getTime() - key.lastUsedAt.getTime() < NOTE_MS) return;
  await db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, key.id));
}

/** Who holds this id and secret; undefined when nobody does, or no longer. */
export async function byKey(where: Where, id: string, secret: string): Promise<PartnerAccess | undefined> {
  const open = await openKey(where, id);
  // An unknown id takes the comparison's time too.
  const expected = Buffer.from(open?.key.secretHash ?? hashOf(''), 'hex');
  const same = timingSafeEqual(Buffer.from(hashOf(secret), 'hex'), expected);
  if (!open || !same) return undefined;
  await noteUse(where.db, open.key, open.now);
  return { partner: open.key.partner, keyId: id, scopes: open.key.scopes.filter(isScope) };
}

/** Splits `<id>_<secret>`; undefined for a text of another form. */
export function splitKey(text: string): { id: string; secret: string } | undefined {
  const found = /^(gik_[0-9a-z]{22})_([\w-]{43})$/.exec(text);
  return found ? { id: found[1]!, secret: found[2]! } : undefined;
}

/** What a token got with a key opens now: never more than the key itself still does. */
export async function byToken(
  where: Where,
  keyId: string,
  granted: readonly string[],
): Promise<PartnerAccess | undefined> {
  const open = await openKey(where, keyId);
  if (!open) return undefined;
  await noteUse(where.db, open.key, open.now);
  const scopes = open.key.scopes.filter(isScope).filter((scope) => granted.includes(scope));
  return { partner: open.key.partner, keyId, scopes };
}
