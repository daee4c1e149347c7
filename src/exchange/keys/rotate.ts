import { and, eq, inArray, sql } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Context } from '../../db/context.ts';
import { requireRole } from '../../db/roles.ts';
import { audit } from '../../db/schema/index.ts';
import { appendEvidence } from '../evidence/append.ts';
import type { Signer } from '../signing.ts';
import type { OwnPublicKey, Replaced } from './own-keys.ts';

const DAY_MS = 86_400_000;
/** Any fixed number: one rotation at a time holds this advisory lock. */
const ROTATION_LOCK = 0x6b657973;
const ROTATED = 'signing-key.rotated';
const FOUND = 'signing-key.found';

/** Most days that signatures of keys retired by a rotation may go on counting. */
export const MOST_OVERLAP_DAYS = 90;
/** As long as a message may be under way by network. */
export const USUAL_OVERLAP_DAYS = 7;

/** Keys that took the place of others. */
export interface KeyRotation {
  keys: { kid: string; kind: string; replaces: string }[];
  /** Until when signatures of the keys they took the place of still count. */
  until: string;
}

const kindOf = ({ crv }: OwnPublicKey): string => crv ?? '';

/**
 * Puts new keys, for JSON and for XML, in the place of the ones this office signs with. They sign from now on, in every
 * process of the data folder; the old ones stay published as retired, and their private parts are gone.
 * The files are replaced last before the commit, and put back should that fail.
 * @param overlapDays how long signatures of the old keys still count, for messages under way; 0 where a key may be in
 * other hands. Keys retired earlier end with them at the latest.
 * @throws Refusal accounts/not-allowed
 */
export async function rotateSigningKeys(
  ctx: Context & { signer: Signer; officeCode: string },
  { overlapDays }: { overlapDays: number },
): Promise<KeyRotation> {
  const { db, clock, actor, signer, officeCode } = ctx;
  await requireRole(db, actor, 'admin');
  let replaced: Replaced | undefined;
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${ROTATION_LOCK})`);
      const at = clock();
      const replacement = signer.prepareReplacement(at, overlapDays * DAY_MS);
      const keys = replacement.keys.map(({ made, retired }) => ({
        kid: made.kid,
        kind: kindOf(made),
        replaces: retired.kid,
      }));
      const until = new Date(replacement.keys[0]!.retired.exp! * 1000).toISOString();
      for (const { kid, ...details } of keys)
        await recordAudit(tx, { at, actor, action: ROTATED, subject: kid, details: { ...details, until } });
      const details = { keys, until };
      await appendEvidence(tx, { at, actor, kind: 'keys.rotated', subject: officeCode, details });
      replaced = replacement.putInPlace();
      return { keys, until };
    });
  } catch (error) {
    replaced?.undo();
    throw error;
  }
}

/**
 * Writes down keys found in use that no rotation tells of: an operator changed the files, or the process was killed
 * after it replaced them and before the commit. The first keys of an office are no such thing.
 */
export async function noteKeysFound({
  db,
  clock,
  actor,
  signer,
}: Context & { signer: Signer }): Promise<void> {
  const own = signer.publicKeys().keys as OwnPublicKey[];
  const retired = own.filter(({ exp }) => exp !== undefined);
  const later = own.filter(
    ({ exp, alg }) => exp === undefined && retired.some((before) => before.alg === alg),
  );
  for (const key of later) {
    await db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${ROTATION_LOCK})`);
      const [told] = await tx
        .select({ id: audit.id })
        .from(audit)
        .where(and(inArray(audit.action, [ROTATED, FOUND]), eq(audit.subject, key.kid)))
        .limit(1);
      if (told) return;
      const details = { kind: kindOf(key) };
      await recordAudit(tx, { at: clock(), actor, action: FOUND, subject: key.kid, details });
    });
  }
}
