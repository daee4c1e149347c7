import { and, desc, gte, ilike, lt, lte } from 'drizzle-orm';
import { audit } from './schema/index.ts';
import type { Db } from './database.ts';

/** Who acts: `system`, `local:<user>`, later a signed-in person or a partner office. */
export type Actor = string;

/** Writes an audit row. Call it with the transaction of the change it tells of, so that neither stands without the other. */
export async function recordAudit(
  tx: Db,
  row: { at: Date; actor: Actor; action: string; subject: string; details?: Record<string, unknown> },
): Promise<void> {
  await tx.insert(audit).values({ ...row, details: row.details ?? {} });
}

export interface AuditRow {
  id: number;
  at: string;
  actor: Actor;
  action: string;
  subject: string;
  details: Record<string, unknown>;
}

/** Which audit rows are meant; texts match any part, days are inclusive. */
export interface AuditFilter {
  actor?: string;
  action?: string;
  subject?: string;
  from?: string;
  to?: string;
  /** Only rows older than this one: the page after it. */
  before?: number;
}

const part = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** Audit rows, newest first. */
export async function searchAudit(db: Db, filter: AuditFilter, limit: number): Promise<AuditRow[]> {
  const { actor, action, subject, from, to, before } = filter;
  const rows = await db
    .select()
    .from(audit)
    .where(
      and(
        ...(actor ? [ilike(audit.actor, part(actor))] : []),
        ...(action ? [ilike(audit.action, part(action))] : []),
        ...(subject ? [ilike(audit.subject, part(subject))] : []),
        ...(from ? [gte(audit.at, new Date(`${from}T00:00:00Z`))] : []),
        ...(to ? [lte(audit.at, new Date(`${to}T23:59:59.999Z`))] : []),
        ...(before ? [lt(audit.id, before)] : []),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(limit);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
