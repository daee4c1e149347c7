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
