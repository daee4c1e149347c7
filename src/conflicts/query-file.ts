import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { readGoods } from '../gi/goods.ts';
import { InputError, type Place, type Problem } from '../gi/problem.ts';
import type { ScreenQuery } from '../names/engine.ts';

/** A name to screen, with the id its result refers to. */
export interface NamedQuery extends ScreenQuery {
  id: string;
  /** Things in the line that were not understood; the name is screened without them. */
  warnings: Problem[];
}

function fault(code: string, message: string, remedy: string, place: Place): InputError {
  return new InputError([{ code, severity: 'error', message, remedy, place }]);
}

function toQuery(record: Record<string, unknown>, line: number): NamedQuery {
  const text = (field: string): string => (typeof record[field] === 'string' ? record[field] : '');
  const given = record['id'];
  const id = typeof given === 'number' ? String(given) : text('id');
  if (!id) {
    throw fault('screen/no-id', 'The record has no id.', 'Give every name an id; results refer to it.', {
      line,
      field: 'id',
    });
  }
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
    name: text('name'),
    warnings,
    ...(language && { language }),
    ...(classes.length > 0 && { goods: classes }),
  };
}

/**
 * Names of a CSV file with the header `id,name` and optional `language` and `goods` (classes or Nice numbers joined by
 * `|`), read as a stream.
 * @throws InputError screen/header, screen/no-id, screen/csv, with the line
 */
export async function* queriesFromCsv(input: AsyncIterable<Uint8Array>): AsyncIterable<NamedQuery> {
  const parser = parse({
    columns: true,
    bom: true,
    skip_empty_lines: true,
    relax_column_count_less: true,
    info: true,
  });
  // An input that cannot be read ends the parser with its error, which the loop below meets.
  pipeline(Readable.from(input), parser).catch(() => {});
  let checked = false;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: Record<string, string>;
      info: { lines: number };
    }>) {
      if (!checked && !('id' in record && 'name' in record)) {
        const columns = Object.keys(record).join(', ');
        throw fault(
          'screen/header',
          `The file has the columns ${columns}.`,
          'The first line must name the columns: id,name and optionally language,goods.',
          { line: 1 },
        );
      }
      checked = true;
      yield toQuery(record, info.lines);
    }
  } catch (error) {
    const { code, message, lines } = error as Error & { code?: string; lines?: number };
    if (!code?.startsWith('CSV_')) throw error;
    throw fault('screen/csv', message, 'Save the file as comma-separated text in UTF-8.', {
      ...(lines && { line: lines }),
    });
  }
}

/**
 * Names of an NDJSON file, one object `{"id","name","language"?,"goods"?}` a line, read as a stream.
 * @throws InputError screen/ndjson, screen/no-id, with the line
 */
export async function* queriesFromNdjson(input: AsyncIterable<Uint8Array>): AsyncIterable<NamedQuery> {
  const MAX_LINE = 1 << 20;
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
    if (typeof value !== 'object' || value === null) {
      throw fault(
        'screen/ndjson',
        'The line is not a JSON object.',
        'Write one object with id and name per line.',
        { line },
      );
    }
    return toQuery(value as Record<string, unknown>, line);
  };
  for await (const piece of input) {
    rest += decoder.decode(piece, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE)
      throw fault('screen/ndjson', 'The line is too long.', 'Write one object per line.', { line: line + 1 });
    for (const text of lines) {
      const query = read(text);
      if (query) yield query;
    }
  }
  const last = read(rest + decoder.decode());
  if (last) yield last;
}
