import { asc, eq } from 'drizzle-orm';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { recordAudit, type Actor } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import { partners } from '../db/schema/index.ts';
import type { Clock } from '../platform/clock.ts';
import { Refusal } from '../platform/errors.ts';

export interface Partner {
  code: string;
  name: string;
  keys: JSONWebKeySet;
}

/** Public Ed25519 keys only: a set with a private part or another kind of key is a mistake worth stopping at. */
export const publicKeySet = z.object({
  keys: z
    .array(
      z
        .object({
          kty: z.literal('OKP'),
          crv: z.literal('Ed25519'),
          x: z.string(),
          kid: z.string().optional(),
        })
        .catchall(z.unknown()),
    )
    .min(1)
    .refine((keys) => keys.every((k) => !('d' in k)), 'holds a private key; give the public keys only'),
});

/** Records a partner office and the keys its messages are checked against; keys given again replace those before. */
export async function savePartner(
  ctx: { db: Db; clock: Clock; actor: Actor },
  partner: Partner,
): Promise<void> {
  const now = ctx.clock();
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(partners)
      .values({ ...partner, addedAt: now, addedBy: ctx.actor })
      .onConflictDoUpdate({ target: partners.code, set: { name: partner.name, keys: partner.keys } });
    const details = { name: partner.name, kids: partner.keys.keys.map((k) => k.kid) };
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'partner.saved',
      subject: partner.code,
      details,
    });
  });
}

export async function listPartners(db: Db): Promise<Partner[]> {
  return db
    .select({ code: partners.code, name: partners.name, keys: partners.keys })
    .from(partners)
    .orderBy(asc(partners.code));
}

/** @throws Refusal not-found/partner */
export async function getPartner(db: Db, code: string): Promise<Partner> {
  const [row] = await db
    .select({ code: partners.code, name: partners.name, keys: partners.keys })
    .from(partners)
    .where(eq(partners.code, code));
  if (row) return row;
  throw new Refusal(
    'not-found/partner',
    404,
    `No partner office "${code}" is on record.`,
    `Add it with its public keys: gi-gateway partner add ${code} --name "…" --keys keys.json`,
  );
}
