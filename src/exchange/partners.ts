import { asc, eq } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import type { Db } from '../db/database.ts';
import { requireRole } from '../db/roles.ts';
import { partners } from '../db/schema/index.ts';
import { evidenceLevels } from '../gi/evidence.ts';
import type { Agreement } from '../gi/agreement.ts';
import { formats } from '../formats/registry.ts';
import { Refusal } from '../platform/errors.ts';
import { z } from 'zod';
import { named, publicKeySet } from './keys/public-keys.ts';

const contact = z.object({
  name: z.string().min(1).max(200),
  email: z.email().optional(),
  phone: z.string().max(50).optional(),
  role: z.string().max(100).optional(),
});

/** What is recorded of a partner office; what is left out is empty. */
export const partnerDetails = z.object({
  name: z.string().min(1).max(200),
  keys: publicKeySet,
  contacts: z.array(contact).max(20).default([]),
  formats: z
    .array(z.string().refine((id) => formats.some((f) => f.id === id), 'is no format of the gateway'))
    .max(20)
    .default([]),
  schedule: z
    .object({
      every: z
        .string()
        .regex(/^P(?:\d+[YMWD]){1,4}$/, 'must be a period such as P1M')
        .optional(),
      note: z.string().max(500).optional(),
    })
    .default({}),
  agreements: z.array(z.string().min(1).max(50)).max(50).optional(),
  trust: z.record(z.string().max(100), z.enum(evidenceLevels)).default({}),
  suspended: z.boolean().default(false),
});

export type PartnerDetails = z.output<typeof partnerDetails>;
export type Partner = Omit<PartnerDetails, 'keys'> & {
  /** WIPO ST.3 code of the office. */
  code: string;
  keys: typeof partners.$inferSelect.keys;
};

type Row = typeof partners.$inferSelect;

function toPartner({ addedAt: _at, addedBy: _by, suspendedAt, agreements, ...row }: Row): Partner {
  return { ...row, ...(agreements && { agreements }), suspended: suspendedAt !== null };
}

/** Whether an office exchanges lists of an agreement with us: as recorded, or as a party to it where nothing is. */
export function exchangesUnder(partner: Partner, agreement: Pick<Agreement, 'id' | 'parties'>): boolean {
  return partner.agreements?.includes(agreement.id) ?? agreement.parties.includes(partner.code);
}

/**
 * Records a partner office: everything given takes the place of what stood there. A key without a kid gets its thumbprint.
 * @throws Refusal accounts/not-allowed
 */
export async function savePartner(ctx: Context, code: string, details: PartnerDetails): Promise<Partner> {
  await requireRole(ctx.db, ctx.actor, 'admin');
  const now = ctx.clock();
  const { suspended, agreements = null, ...rest } = details;
  const keys = await named(details.keys as Row['keys']);
  return ctx.db.transaction(async (tx) => {
    const [before] = await tx.select().from(partners).where(eq(partners.code, code)).for('update');
    const suspendedAt = suspended ? (before?.suspendedAt ?? now) : null;
    const values = { ...rest, contacts: rest.contacts as Row['contacts'], keys, agreements, suspendedAt };
    const schedule = rest.schedule as Row['schedule'];
    const [row] = await tx
      .insert(partners)
      .values({ ...values, schedule, code, addedAt: now, addedBy: ctx.actor })
      .onConflictDoUpdate({ target: partners.code, set: { ...values, schedule } })
      .returning();
    const kids = (set: Row['keys'] | undefined) => set?.keys.map((k) => k.kid) ?? [];
    const { formats: spoken, trust } = rest;
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'partner.saved',
      subject: code,
      details: {
        name: rest.name,
        kids: kids(keys),
        kidsBefore: kids(before?.keys),
        formats: spoken,
        agreements,
        trust,
        suspended,
      },
    });
    return toPartner(row!);
  });
}

export async function listPartners(db: Db): Promise<Partner[]> {
  return (await db.select().from(partners).orderBy(asc(partners.code))).map(toPartner);
}

/** @throws Refusal not-found/partner */
export async function getPartner(db: Db, code: string): Promise<Partner> {
  const [row] = await db.select().from(partners).where(eq(partners.code, code));
  if (row) return toPartner(row);
  throw new Refusal(
    'not-found/partner',
    404,
    `No partner office "${code.slice(0, 20)}" is on record.`,
    'Add it with its public keys: gi-gateway partner add CODE --name "…" --keys keys.json',
  );
}
