import { checkRecordCount } from '../../formats/limits.ts';
import { problem, shown, unusable } from '../../formats/problems.ts';
import type { DecodeLimits } from '../../formats/format.ts';
import { unguardFormula } from '../../formats/table/cells.ts';
import type { TableLine } from '../../formats/table/table.ts';
import type { Problem } from '../../gi/problem.ts';
import type { DecodedMark } from './mark.ts';
import { MarkReader } from './reader.ts';

/** Columns of a table of marks; docs/watch.md explains each. `number` and `mark` must be there. */
export const markColumns = [
  'number',
  'office',
  'mark',
  'language',
  'classes',
  'goods',
  'holder',
  'applied_on',
  'published_on',
  'status',
  'designations',
] as const;
type MarkColumn = (typeof markColumns)[number];

/** Names other tables give the columns. */
const alsoCalled: Record<string, MarkColumn> = {
  'mark number': 'number',
  mark_number: 'number',
  'application number': 'number',
  application_number: 'number',
  'registration number': 'number',
  text: 'mark',
  name: 'mark',
  trademark: 'mark',
  'trade mark': 'mark',
  mark_text: 'mark',
  nice: 'classes',
  'nice classes': 'classes',
  nice_classes: 'classes',
  class: 'classes',
  applicant: 'holder',
  owner: 'holder',
  'filing date': 'applied_on',
  application_date: 'applied_on',
  applied: 'applied_on',
  'publication date': 'published_on',
  publication_date: 'published_on',
  published: 'published_on',
  state: 'status',
  designated: 'designations',
  注册号: 'number',
  申请号: 'number',
  '申请/注册号': 'number',
  商标: 'mark',
  商标名称: 'mark',
  类别: 'classes',
  国际分类: 'classes',
  '商品/服务': 'goods',
  商品: 'goods',
  申请人: 'holder',
  申请人名称: 'holder',
  申请日期: 'applied_on',
  公告日期: 'published_on',
  初审公告日期: 'published_on',
  初步审定公告日: 'published_on',
  状态: 'status',
  商标状态: 'status',
  numéro: 'number',
  marque: 'mark',
  produits: 'goods',
  titulaire: 'holder',
  déposant: 'holder',
};

function readHeader(cells: readonly string[]): { names: (MarkColumn | undefined)[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const names = cells.map((cell, i) => {
    const written = cell.trim().toLowerCase();
    const name = markColumns.find((c) => c === written) ?? alsoCalled[written];
    if (name === undefined) {
      problems.push(
        problem('csv/unknown-column', `Column ${i + 1}, “${shown(cell)}”, is not read`, {
          line: 1,
          column: i + 1,
        }),
      );
    } else if (seen.has(name))
      throw unusable('marks/header', `The column ${name} is there twice`, { line: 1, field: name });
    if (name) seen.add(name);
    return name;
  });
  const missing = (['number', 'mark'] as const).find((name) => !seen.has(name));
  if (missing)
    throw unusable('marks/header', `The header lacks the column ${missing}`, { line: 1, field: missing });
  return { names, problems };
}

const several = (cell: string | undefined): string[] => (cell ?? '').split(/[|;,、；，\s]+/);

/** Marks of a table, its first line the header. A line that cannot be used costs that line only. */
export async function* marksOfTable(
  lines: AsyncIterable<TableLine> | Iterable<TableLine>,
  limits: DecodeLimits,
  fallbackOffice: string | undefined,
): AsyncGenerator<DecodedMark> {
  let header: (MarkColumn | undefined)[] | undefined;
  let pending: Problem[] = [];
  let record = 0;
  for await (const { cells, line, problem: misfit } of lines) {
    if (!header) {
      const read = readHeader(cells);
      [header, pending] = [read.names, read.problems];
      continue;
    }
    checkRecordCount(record, limits, line);
    if (misfit) {
      yield { mark: undefined, problems: [...pending, misfit], place: { line, record: record++ } };
      pending = [];
      continue;
    }
    const row: Partial<Record<MarkColumn, string>> = {};
    for (const [i, name] of header.entries()) if (name) row[name] = unguardFormula(cells[i] ?? '');
    const decoded = new MarkReader({ line, record: record++ }).read({
      office: row.office?.trim() ? row.office : fallbackOffice,
      number: row.number,
      text: row.mark,
      language: row.language,
      classes: several(row.classes),
      goods: row.goods,
      holder: row.holder,
      appliedOn: row.applied_on,
      publishedOn: row.published_on,
      state: row.status,
      designations: several(row.designations).filter(Boolean),
    });
    yield pending.length > 0 ? { ...decoded, problems: [...pending, ...decoded.problems] } : decoded;
    pending = [];
  }
  if (!header) throw unusable('marks/header', 'The file has no header line', { line: 1 });
}
