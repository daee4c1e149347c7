import { csvLines } from '../csv/lines.ts';
import { defaultLimits } from '../format.ts';
import { decodeText } from '../text/decode-text.ts';
import { readGoods } from '../../gi/goods.ts';
import { InputError, type Place, type Problem } from '../../gi/problem.ts';
import type { ScreenQuery } from '../../names/engine.ts';

/** A name to screen, with the id its result refers to. */
export interface NamedQuery extends ScreenQuery {
  /** Absent only where the line is unusable. */
  id?: string;
  /** Things in the line that were not understood; the name is screened without them. */
  warnings: Problem[];
  /** Why the line cannot be used; it is not screened. */
  unusable?: Problem[];
}

function problemOf(code: string, message: string, remedy: string, place: Place): Problem {
  return { code, severity: 'error', message, remedy, place };
}

function toQuery(record: Record<string, unknown>, line: number, misfit?: Problem): NamedQuery {
  const text = (field: string): string => (typeof record[field] === 'string' ? record[field] : '');
  const given = record['id'];
  const id = typeof given === 'number' ? String(given) : text('id');
  const name = text('name');
  const problem =
    misfit ??
    (id === ''
      ? problemOf('screen/no-id', 'The record has no id.', 'Give every name an id; results refer to it.', {
          line,
          field: 'id',
        })
      : undefined);
  if (problem) return { ...(id !== '' && { id }), name, warnings: [], unusable: [problem] };
  const goods = Array.isArray(record['goods']) ? record['goods'].join('|') : text('goods');
  const { classes, unknown } = readGoods(goods);
  const warnings = unknown.map((word): Problem => ({
    code: 'screen/goods',
    severity: 'warning',
    message: `"${word}" names no product class; it was left out of account.`,
    remedy: 'Use a product class (wine, spirit, dairy, tea, …) or a Nice class number.',
    place: { line, field: 'goods' },
  }));
  const language = text('language');
  return {
    id,
    name,
    warnings,
    ...(language && { language }),
    ...(classes.length > 0 && { goods: classes }),
  };
}

/** A file that is not CSV as a whole, as screening says it. */
function fileFault(error: unknown): unknown {
  if (!(error instanceof InputError)) return error;
  const [first] = error.problems;
  if (first?.code !== 'csv/not-well-formed') return error;
  const remedy = 'Save the file as CSV again and send it whole.';
  return new InputError([problemOf('screen/csv', first.message, remedy, first.place)]);
}

/**
 * Names of a CSV file with the header `id,name` and optional `language` and `goods` (classes or Nice numbers joined by
 * `|`), read as a stream; commas, semicolons or tabs part the cells. A line of more cells than the header, or without an id, is
 * unusable; cells at the end of a line may be left out.
 * @throws InputError screen/header, and screen/csv for a file whose quotes do not close or that breaks off, with the line
 */
export async function* queriesFromCsv(input: AsyncIterable<Uint8Array>): AsyncIterable<NamedQuery> {
  let header: string[] | undefined;
  try {
    const lines = csvLines(decodeText(input, defaultLimits, 'none'), defaultLimits);
    for await (const { cells, line, problem } of lines) {
      if (header) {
        const record = Object.fromEntries(header.map((column, i) => [column, cells[i] ?? '']));
        yield toQuery(record, line, cells.length > header.length ? problem : undefined);
        continue;
      }
      header = cells.map((cell) => cell.trim().toLowerCase());
      if (header.includes('id') && header.includes('name')) continue;
      throw new InputError([
        problemOf(
          'screen/header',
          `The file has the columns ${cells.join(', ').slice(0, 80)}.`,
          'The first line must name the columns: id,name and optionally language,goods.',
          { line: 1 },
        ),
      ]);
    }
  } catch (error) {
    throw fileFault(error);
  }
}

/** Longest line of NDJSON, in characters. */
const MAX_LINE = 1 << 20;

function ndjsonFault(message: string, line: number): Problem {
  return problemOf('screen/ndjson', message, 'Write one object with id and name per line.', { line });
}

/**
 * Names of an NDJSON file, one object `{"id","name","language"?,"goods"?}` a line, read as a stream. A line that is no
 * object, or has no id, is unusable.
 * @throws InputError screen/ndjson for a file that breaks off in its last line, or a line that does not end
 */
export async function* queriesFromNdjson(input: AsyncIterable<Uint8Array>): AsyncIterable<NamedQuery> {
  const decoder = new TextDecoder();
  let rest = '';
  let line = 0;
  const read = (text: string): NamedQuery | undefined => {
    line++;
    if (text.trim() === '') return undefined;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      value = undefined;
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return toQuery(value as Record<string, unknown>, line);
    return { name: '', warnings: [], unusable: [ndjsonFault('The line is not a JSON object.', line)] };
  };
  for await (const piece of input) {
    rest += decoder.decode(piece, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE)
      throw new InputError([ndjsonFault('The line is too long.', line + lines.length + 1)]);
    for (const text of lines) {
      const query = read(text);
      if (query) yield query;
    }
  }
  const last = read(rest + decoder.decode());
  if (last?.unusable?.[0]?.code === 'screen/ndjson')
    throw new InputError([ndjsonFault('The file ends in the middle of a line.', line)]);
  if (last) yield last;
}
