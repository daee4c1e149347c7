import { and, desc, eq, gt, isNull, or } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { targetSecrets, type SecretKind } from '../../db/schema/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Vault } from './vault.ts';

/**
 * Keeps a new secret of a target. Those before stay in force until the overlap is over.
 * @param overlapMs 0 ends them at once
 */
export async function addSecret(
  tx: Db,
  vault: Vault,
  secret: { targetId: string; kind: SecretKind; text: string; at: Date; overlapMs: number },
): Promise<void> {
  const { targetId, kind, text, at, overlapMs } = secret;
  const until = new Date(at.getTime() + overlapMs);
  await tx
    .update(targetSecrets)
    .set({ endsAt: until })
    .where(
      and(
        eq(targetSecrets.targetId, targetId),
        or(isNull(targetSecrets.endsAt), gt(targetSecrets.endsAt, until)),
      ),
    );
  const id = newId('sec', at);
  await tx
    .insert(targetSecrets)
    .values({ id, targetId, kind, sealed: vault.seal(text, targetId), createdAt: at });
}

/** The secrets of a target in force, the newest first. */
export async function secretsOf(db: Db, vault: Vault, targetId: string, at: Date): Promise<string[]> {
  const rows = await db
    .select({ sealed: targetSecrets.sealed })
    .from(targetSecrets)
    .where(
      and(
        eq(targetSecrets.targetId, targetId),
        or(isNull(targetSecrets.endsAt), gt(targetSecrets.endsAt, at)),
      ),
    )
    .orderBy(desc(targetSecrets.createdAt), desc(targetSecrets.id));
  return rows.map((row) => vault.open(row.sealed, targetId));
}
