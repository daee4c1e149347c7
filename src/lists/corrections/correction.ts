import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { corrections, versionCorrections, type CorrectionEnd } from '../../db/schema/index.ts';
import type { CorrectionNote } from '../../gi/correction-note.ts';
import { Refusal } from '../../platform/errors.ts';
import type { Overlay } from './overlay.ts';

/** A correction of a partner's evident error, with who made it and why. */
export interface Correction extends Overlay {
  id: string;
  listId: string;
  key: string;
  reason: string;
  /** ISO instant. */
  createdAt: string;
  createdBy: string;
  ended?: { why: CorrectionEnd; at: string; by: string; reason?: string };
}

export function toCorrection(row: typeof corrections.$inferSelect): Correction {
  const { id, listId, key, field, partnerValue, value, reason, createdBy } = row;
  return {
    id,
    listId,
    key,
    field,
    ...(partnerValue !== null && { partnerValue }),
    ...(value !== null && { value }),
    reason,
    createdAt: row.createdAt.toISOString(),
    createdBy,
    ...(row.end && {
      ended: {
        why: row.end,
        at: row.endedAt!.toISOString(),
        by: row.endedBy!,
        ...(row.endReason && { reason: row.endReason }),
      },
    }),
  };
}

/** Corrections of a list that have not ended, oldest first; of some keys only where they are named. */
export async function openCorrections(db: Db, listId: string, keys?: string[]): Promise<Correction[]> {
  const rows = await db
    .select()
    .from(corrections)
    .where(
      and(
        eq(corrections.listId, listId),
        isNull(corrections.endedAt),
        ...(keys ? [inArray(corrections.key, keys)] : []),
      ),
    )
    .orderBy(corrections.createdAt, corrections.id);
  return rows.map(toCorrection);
}

/** The corrections laid over the entries of a version, by entry key, in the order they were laid. */
export async function correctionsIn(
  db: Db,
  versionIds: string[],
  keys?: string[],
): Promise<{ versionId: string; correction: Correction }[]> {
  if (versionIds.length === 0) return [];
  const rows = await db
    .select({ versionId: versionCorrections.versionId, correction: corrections })
    .from(versionCorrections)
    .innerJoin(corrections, eq(corrections.id, versionCorrections.correctionId))
    .where(
      and(
        inArray(versionCorrections.versionId, versionIds),
        eq(versionCorrections.outcome, 'applied'),
        ...(keys ? [inArray(corrections.key, keys)] : []),
      ),
    )
    .orderBy(corrections.key, corrections.createdAt, corrections.id);
  return rows.map((row) => ({ versionId: row.versionId, correction: toCorrection(row.correction) }));
}

/** @throws Refusal not-found/correction */
export async function getCorrection(db: Db, id: string): Promise<Correction> {
  const [row] = await db.select().from(corrections).where(eq(corrections.id, id));
  if (row) return toCorrection(row);
  throw new Refusal(
    'not-found/correction',
    404,
    `There is no correction "${id}".`,
    'See the corrections of the list: gi-gateway corrections.',
  );
}

/** Corrections are made and ended one after another within a list, so that two people do not correct one field. */
export async function holdList(tx: Db, listId: string): Promise<void> {
  await tx.execute(sql`select id from lists where id = ${listId} for update`);
}

/** A correction as readers and partners are told of it: not by whom. */
export function correctionNote({
  key,
  field,
  partnerValue,
  value,
  reason,
  createdAt,
}: Correction): CorrectionNote {
  return {
    key,
    field,
    ...(partnerValue !== undefined && { partnerValue }),
    ...(value !== undefined && { value }),
    reason,
    correctedOn: createdAt.slice(0, 10),
  };
}
