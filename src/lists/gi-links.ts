import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import { isAncestor, sameEntity } from '../db/gi-relations.ts';
import { requireRole } from '../db/roles.ts';
import { giLinks, gis, type GiLinkKind } from '../db/schema/index.ts';
import { Refusal } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Context } from './context.ts';
import { advanceRecord } from './record.ts';

/** What a person ruled about two GIs. */
export interface GiLink {
  id: string;
  kind: GiLinkKind;
  /** `parent`: the sub-appellation. */
  from: string;
  to: string;
  reason: string;
  madeAt: string;
  madeBy: string;
}

type Row = typeof giLinks.$inferSelect;

const toLink = ({ id, kind, fromGi, toGi, reason, madeAt, madeBy }: Row): GiLink => ({
  id,
  kind,
  from: fromGi,
  to: toGi,
  reason,
  madeAt: madeAt.toISOString(),
  madeBy,
});

const refuse = (code: Refusal['code'], message: string, remedy: string): Refusal =>
  new Refusal(code, 409, message, remedy);

async function check(tx: Db, { kind, from, to }: Pick<GiLink, 'kind' | 'from' | 'to'>): Promise<void> {
  if (from === to)
    throw refuse('links/self', 'A GI cannot be linked to itself.', 'Name two geographical indications.');
  const known = await tx
    .select({ id: gis.id })
    .from(gis)
    .where(inArray(gis.id, [from, to]));
  const missing = [from, to].find((id) => !known.some((k) => k.id === id));
  if (missing !== undefined)
    throw new Refusal(
      'not-found/gi',
      404,
      `There is no geographical indication "${missing.slice(0, 80)}".`,
      'Use the id of its permanent address.',
    );
  const one = (await sameEntity(tx, from)).has(to);
  if (kind === 'same-entity' && one)
    throw refuse('links/exists', 'The two are held to be one already.', 'Nothing needs doing.');
  if (one)
    throw refuse(
      'links/cycle',
      'The two are held to be one, so neither is part of the other.',
      'Take the link that makes them one back first.',
    );
  const [known2] = await tx
    .select()
    .from(giLinks)
    .where(
      and(eq(giLinks.kind, kind), eq(giLinks.fromGi, from), eq(giLinks.toGi, to), isNull(giLinks.endedAt)),
    );
  if (known2) throw refuse('links/exists', 'This link is on record already.', 'Nothing needs doing.');
  const above = await isAncestor(tx, from, to);
  const below = kind === 'same-entity' && (await isAncestor(tx, to, from));
  if (above || below)
    throw refuse(
      'links/cycle',
      kind === 'parent'
        ? `"${to}" is itself part of "${from}".`
        : 'One of the two is part of the other, so they cannot be one.',
      'Check which is the larger area, and take a wrong link back first.',
    );
}

/**
 * Links two GIs on a person's word: as one thing under two names, or as a sub-appellation and its parent. Readers see
 * it at once, and names of one thing raise no conflict with each other.
 * @throws Refusal links/self, links/exists, links/cycle, not-found/gi, accounts/not-allowed
 */
export async function linkGis(
  ctx: Context,
  asked: { kind: GiLinkKind; from: string; to: string; reason: string },
): Promise<GiLink> {
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'editor');
    // Links are made one after another, so that two people cannot close a circle together.
    const { changedAt } = await advanceRecord(tx, ctx.clock);
    const { kind, reason } = asked;
    // The same thing is the same either way round: one order is kept.
    const [from, to] = kind === 'same-entity' ? [asked.from, asked.to].sort() : [asked.from, asked.to];
    const link = { kind, from: from!, to: to! };
    await check(tx, link);
    const [row] = await tx
      .insert(giLinks)
      .values({
        id: newId('lnk', changedAt),
        kind,
        fromGi: link.from,
        toGi: link.to,
        reason,
        madeAt: changedAt,
        madeBy: ctx.actor,
      })
      .returning();
    await recordAudit(tx, {
      at: changedAt,
      actor: ctx.actor,
      action: 'gi.linked',
      subject: link.from,
      details: { linkId: row!.id, ...link, reason },
    });
    return toLink(row!);
  });
}

/**
 * Takes a link back; what was on record before stays on record.
 * @throws Refusal not-found/link, accounts/not-allowed
 */
export async function unlinkGis(ctx: Context, id: string, reason: string): Promise<GiLink> {
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'editor');
    const { changedAt } = await advanceRecord(tx, ctx.clock);
    const [row] = await tx
      .update(giLinks)
      .set({ endedAt: changedAt, endedBy: ctx.actor, endReason: reason })
      .where(and(eq(giLinks.id, id), isNull(giLinks.endedAt)))
      .returning();
    if (!row)
      throw new Refusal(
        'not-found/link',
        404,
        `There is no link "${id.slice(0, 80)}" on record.`,
        'See /api/v1/gi-links for those there are.',
      );
    const link = toLink(row);
    await recordAudit(tx, {
      at: changedAt,
      actor: ctx.actor,
      action: 'gi.unlinked',
      subject: link.from,
      details: { linkId: id, kind: link.kind, from: link.from, to: link.to, reason },
    });
    return link;
  });
}

/** Links on record, oldest first; of one GI where it is named. */
export async function linksOnRecord(db: Db, giId?: string): Promise<GiLink[]> {
  const rows = await db
    .select()
    .from(giLinks)
    .where(
      and(isNull(giLinks.endedAt), ...(giId ? [or(eq(giLinks.fromGi, giId), eq(giLinks.toGi, giId))] : [])),
    )
    .orderBy(asc(giLinks.madeAt), asc(giLinks.id));
  return rows.map(toLink);
}
