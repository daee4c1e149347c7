import { asc, eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { madridRefusals, type SentHow } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';
import { numberOrRefuse } from '../docket/docketing.ts';
import type { FormDocument } from '../filing/form-document.ts';

/** A provisional refusal this office wrote. */
export interface WrittenRefusal {
  id: string;
  number: string;
  giId: string;
  sha256: string;
  createdAt: string;
  createdBy: string;
  reference?: string;
  /** Alert of the watch it came from. */
  alertId?: string;
  /** ST.96 V6_0 MadridOfficeToIBTransaction. */
  xml: string;
  /** How it went to the International Bureau; absent until then. */
  sent?: { how: SentHow; on: string; at: string; by: string; note?: string; deliveries: string[] };
}

type Row = typeof madridRefusals.$inferSelect;

function told(row: Row): WrittenRefusal {
  const { id, number, giId, sha256, createdBy, reference, alertId, xml } = row;
  const { sentAt, sentBy, sentHow, sentOn, sentNote, deliveries } = row;
  return {
    id,
    number,
    giId,
    sha256,
    createdAt: row.createdAt.toISOString(),
    createdBy,
    ...(reference !== null && { reference }),
    ...(alertId !== null && { alertId }),
    xml,
    ...(sentAt &&
      sentHow && {
        sent: {
          how: sentHow,
          on: sentOn ?? sentAt.toISOString().slice(0, 10),
          at: sentAt.toISOString(),
          by: sentBy ?? '',
          ...(sentNote !== null && { note: sentNote }),
          deliveries,
        },
      }),
  };
}

/** @throws Refusal not-found/refusal */
async function rowOf(db: Db, id: string): Promise<Row> {
  const [row] = await db.select().from(madridRefusals).where(eq(madridRefusals.id, id));
  if (row) return row;
  throw new Refusal(
    'not-found/refusal',
    404,
    `This office wrote no refusal "${id.slice(0, 60)}".`,
    'See `gi-gateway madrid refusals`.',
  );
}

/** Refusals that came from an alert of the watch, oldest first. */
export async function refusalsOfAlert(db: Db, alertId: string): Promise<WrittenRefusal[]> {
  const rows = await db
    .select()
    .from(madridRefusals)
    .where(eq(madridRefusals.alertId, alertId))
    .orderBy(asc(madridRefusals.createdAt), asc(madridRefusals.id));
  return rows.map(told);
}

/** Refusals this office wrote, oldest first. @param number of one registration only */
export async function writtenRefusals(db: Db, number?: string): Promise<WrittenRefusal[]> {
  const rows = await db
    .select()
    .from(madridRefusals)
    .where(number ? eq(madridRefusals.number, numberOrRefuse(number)) : undefined)
    .orderBy(asc(madridRefusals.createdAt), asc(madridRefusals.id));
  return rows.map(told);
}

/** @throws Refusal not-found/refusal */
export async function writtenRefusal(db: Db, id: string): Promise<WrittenRefusal> {
  return told(await rowOf(db, id));
}

/**
 * A refusal as a form to print.
 * @throws Refusal not-found/refusal, docket/no-form for one written before forms were kept
 */
export async function refusalDocument(db: Db, id: string): Promise<FormDocument> {
  const { form } = await rowOf(db, id);
  if (form) return form as FormDocument;
  throw new Refusal(
    'docket/no-form',
    409,
    'This refusal was written before forms to print were kept.',
    'Use its XML, or write it again.',
  );
}
