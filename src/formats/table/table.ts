import { sameContent } from '../../gi/content-hash.ts';
import type { GiList } from '../../gi/agreement.ts';
import type { Entry } from '../../gi/entry.ts';
import type { Place, Problem } from '../../gi/problem.ts';
import { applyExtra, extraOf } from '../extra.ts';
import type { DecodeContext, DecodedRecord, DecodeLimits } from '../format.ts';
import { KeyGuard } from '../key-guard.ts';
import { checkRecordCount } from '../limits.ts';
import { problem, shown, unusable } from '../problems.ts';
import { unguardFormula } from './cells.ts';
import { columns, fromRow, toRow } from './row.ts';
import type { Column, Row } from './row.ts';

/** One line of a table: its cells as text and the line it starts on, from 1. */
export interface TableLine {
  cells: string[];
  line: number;
  /** Why the line cannot be used. */
  problem?: Problem;
}

function readHeader(cells: string[]): { names: (Column | undefined)[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const place = { line: 1 };
  const seen = new Set<string>();
  const names = cells.map((cell, i) => {
    const name = cell.trim().toLowerCase();
    const known = columns.find((column) => column === name);
    if (known === undefined) {
      problems.push(
        problem('csv/unknown-column', `Column ${i + 1}, “${shown(cell)}”, is not read`, {
          ...place,
          column: i + 1,
        }),
      );
    } else if (seen.has(name))
      throw unusable('csv/header', `The column ${name} is there twice`, { ...place, field: name });
    seen.add(name);
    return known;
  });
  if (!seen.has('original_names') || !(seen.has('key') || seen.has('file_numbers'))) {
    throw unusable('csv/header', 'The header lacks original_names, or both key and file_numbers', place);
  }
  return { names, problems };
}

function extraOfRow(row: Row, entry: Entry, place: Place): { entry: Entry; problems: Problem[] } {
  const text = row.extra?.trim() ?? '';
  if (text === '') return { entry, problems: [] };
  let extra: unknown;
  try {
    extra = JSON.parse(text);
  } catch {
    return {
      entry,
      problems: [problem('extra/unusable', 'The extra cell is not JSON', { ...place, field: 'extra' })],
    };
  }
  const content =
    typeof extra === 'object' && extra !== null ? { evidence: entry.evidence, ...extra } : extra;
  return applyExtra(entry, content, { ...place, field: 'extra' });
}

/**
 * Records of a table in the gateway's columns, the first line being the header. A bad line costs its row; a bad header
 * throws `csv/header` or `csv/no-header`.
 */
export async function* decodeTable(
  lines: AsyncIterable<TableLine> | Iterable<TableLine>,
  context: DecodeContext,
  limits: DecodeLimits,
): AsyncGenerator<DecodedRecord> {
  const keys = new KeyGuard();
  let header: (Column | undefined)[] | undefined;
  let pending: Problem[] = [];
  let index = 0;
  for await (const { cells, line, problem: misfit } of lines) {
    if (!header) {
      const read = readHeader(cells);
      header = read.names;
      pending = read.problems;
      continue;
    }
    checkRecordCount(index, limits, line);
    const place = { line, record: index++ };
    if (misfit) {
      yield { entry: undefined, problems: [...pending, misfit], place };
      pending = [];
      continue;
    }
    const row: Row = {};
    for (const [i, column] of header.entries()) if (column) row[column] = unguardFormula(cells[i] ?? '');
    const read = fromRow(row, place, context);
    const done = extraOfRow(row, read.entry, place);
    const problems = [...pending, ...read.problems, ...done.problems];
    pending = [];
    if (done.entry.names.length === 0 && (row.extra ?? '') === '') {
      problems.push(problem('csv/cell', 'The row has no name', { ...place, field: 'original_names' }));
    }
    if (done.entry.key === '') {
      problems.push(
        problem('csv/cell', 'The row has neither key nor file number', { ...place, field: 'key' }),
      );
    }
    const failed = problems.some((p) => p.severity === 'error');
    yield keys.check({ entry: failed ? undefined : done.entry, problems, place });
  }
  if (!header) throw unusable('csv/no-header', 'The file has no header line', { line: 1 });
}

/** What a reader of the row without its extra cell gets. */
function baseOf(row: Row, entry: Entry): Entry {
  const list = { defaultStatus: entry.status } as Pick<GiList, 'defaultStatus'> as GiList;
  return fromRow(row, {}, { evidence: entry.evidence, list }).entry;
}

/** The row of an entry with all its cells. */
export function fullRow(entry: Entry): Row {
  const row = toRow(entry);
  const base = baseOf(row, entry);
  const { evidence, ...rest } = extraOf(base, entry);
  const extra = sameContent(base.evidence, evidence) ? rest : { evidence, ...rest };
  return { ...row, extra: Object.keys(extra).length === 0 ? '' : JSON.stringify(extra) };
}
