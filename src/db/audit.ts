import { and, desc, gte, ilike, lt, lte, sql } from 'drizzle-orm';
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

/** Rows of one change that touches many things, all of one actor and instant. */
export async function recordAudits(
  tx: Db,
  by: { at: Date; actor: Actor },
  rows: readonly { action: string; subject: string; details: Record<string, unknown> }[],
): Promise<void> {
  const PART = 500;
  for (let i = 0; i < rows.length; i += PART)
    await tx.insert(audit).values(rows.slice(i, i + PART).map((row) => ({ ...by, ...row })));
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
  /** Anything the row's details speak of: a draft, an entry, a name. */
  entity?: string;
  from?: string;
  to?: string;
  /** Only rows older than this one: the page after it. */
  before?: number;
}

const part = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** Audit rows, newest first. */
export async function searchAudit(db: Db, filter: AuditFilter, limit: number): Promise<AuditRow[]> {
  const { actor, action, subject, entity, from, to, before } = filter;
  const rows = await db
    .select()
    .from(audit)
    .where(
      and(
        ...(actor ? [ilike(audit.actor, part(actor))] : []),
        ...(action ? [ilike(audit.action, part(action))] : []),
        ...(subject ? [ilike(audit.subject, part(subject))] : []),
        ...(entity ? [ilike(sql`${audit.details}::text`, part(entity))] : []),
        ...(from ? [gte(audit.at, new Date(`${from}T00:00:00Z`))] : []),
        ...(to ? [lte(audit.at, new Date(`${to}T23:59:59.999Z`))] : []),
        ...(before ? [lt(audit.id, before)] : []),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(limit);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Every audit row a filter means, newest first, read page by page: memory does not grow with the trail. */
export async function* auditRows(db: Db, filter: AuditFilter): AsyncIterable<AuditRow> {
  const PAGE = 500;
  for (let page = filter; ;) {
    const rows = await searchAudit(db, page, PAGE);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    page = { ...filter, before: last.id };
  }
}
