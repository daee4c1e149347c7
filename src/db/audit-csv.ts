import { stringify } from 'csv-stringify/sync';
import { plainCell } from '../platform/csv-cell.ts';
import { auditRows, type AuditFilter } from './audit.ts';
import type { Db } from './database.ts';

const line = (cells: string[]): string => stringify([cells.map(plainCell)]);

/** Every audit row a filter means as lines of CSV, newest first, under a header; details are JSON. */
export async function* auditCsv(db: Db, filter: AuditFilter): AsyncIterable<string> {
  yield line(['id', 'at', 'actor', 'action', 'subject', 'details']);
  for await (const { id, at, actor, action, subject, details } of auditRows(db, filter))
    yield line([String(id), at, actor, action, subject, JSON.stringify(details)]);
}
