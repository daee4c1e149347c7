import { stringify } from 'csv-stringify/sync';
import { plainCell } from '../../platform/csv-cell.ts';
import { inWords } from './report.ts';
import type { CorrectionView } from './view.ts';

const columns = ['list', 'key', 'field', 'partner', 'corrected', 'state', 'in force', 'reason', 'by', 'on', 'now', 'ended', 'ended by', 'end reason', 'id']; // prettier-ignore

/** Corrections as CSV, with a header line. */
export function correctionsCsv(corrections: CorrectionView[]): string {
  const rows = corrections.map((c) => [
    c.listId,
    c.key,
    c.field,
    inWords(c.partnerValue),
    inWords(c.value),
    c.state,
    c.inForce ? 'yes' : 'no',
    c.reason,
    c.createdBy,
    c.createdAt,
    c.seen === undefined ? '' : inWords(c.seen),
    c.ended ? `${c.ended.why} ${c.ended.at}` : '',
    c.ended?.by ?? '',
    c.ended?.reason ?? '',
    c.id,
  ]);
  return stringify([columns, ...rows.map((row) => row.map(plainCell))]);
}
