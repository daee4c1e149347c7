import { Readable, pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { canonicalJson } from '../../gi/content-hash.ts';
import type { Entry } from '../../gi/entry.ts';
import type { GiList } from '../../gi/agreement.ts';
import type { Place, Problem } from '../../gi/problem.ts';
import { applyExtra, extraOf } from '../extra.ts';
import type { DecodeContext, DecodedRecord, DecodeLimits, Format, ListDocument } from '../format.ts';
import { KeyGuard } from '../key-guard.ts';
import { checkRecordCount, limitsOf } from '../limits.ts';
import { problem, shown, unusable } from '../problems.ts';
import { decodeText } from '../text/decode-text.ts';
import { guardFormula, unguardFormula } from './cells.ts';
import { columns, fromRow, toRow } from './row.ts';
import type { Column, Row } from './row.ts';

interface Line {
  cells: string[];
  line: number;
}

/** Lines of a CSV text, its delimiter told from the header: comma, semicolon or tab. */
export async function* csvLines(pieces: AsyncIterable<string>, limits: DecodeLimits): AsyncGenerator<Line> {
  const source = pieces[Symbol.asyncIterator]();
  const first = await source.next();
  const head = first.done === true ? '' : first.value;
  const header = head.slice(0, head.search(/[\r\n]|$/));
  const delimiter = [',', ';', '\t'].reduce(
    (best, d) => (header.split(d).length > header.split(best).length ? d : best),
    ',',
  );
  async function* rest(): AsyncGenerator<string> {
    yield head;
    for (;;) {
      const next = await source.next();
      if (next.done === true) return;
      yield next.value;
    }
  }
  const parser = parse({
    delimiter,
    info: true,
    max_record_size: limits.recordLength,
    skip_empty_lines: true,
  });
  pipeline(Readable.from(rest()), parser, () => undefined);
  let started = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      yield { cells: record, line: started };
      started = info.lines + 1;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : started;
    if (error.code === 'CSV_MAX_RECORD_SIZE') {
      throw unusable('input/record-too-large', `A record is longer than ${limits.recordLength} characters`, {
        line,
      });
    }
    throw unusable('csv/not-well-formed', shown(error.message), { line });
  }
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

async function* decode(
  input: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<DecodedRecord> {
  const limits = limitsOf(context);
  const keys = new KeyGuard();
  let header: (Column | undefined)[] | undefined;
  let pending: Problem[] = [];
  let index = 0;
  for await (const { cells, line } of csvLines(decodeText(input, limits, 'none'), limits)) {
    if (!header) {
      const read = readHeader(cells);
      header = read.names;
      pending = read.problems;
      continue;
    }
    checkRecordCount(index, limits, line);
    const place = { line, record: index++ };
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
  const extra = canonicalJson(base.evidence) === canonicalJson(evidence) ? rest : { evidence, ...rest };
  return { ...row, extra: Object.keys(extra).length === 0 ? '' : JSON.stringify(extra) };
}

/** CSV text of a list; with `bom` it starts with the byte order mark Excel wants for UTF-8. */
export async function* encodeCsv(
  document: ListDocument,
  options: { bom?: boolean } = {},
): AsyncGenerator<string> {
  if (options.bom === true) yield '\uFEFF';
  yield stringify([[...columns]]);
  for await (const entry of document.entries) {
    const row = fullRow(entry);
    yield stringify([columns.map((column) => guardFormula(row[column] ?? ''))], { quoted_match: /[\r\n]/ });
  }
}

/**
 * One row per entry in the columns of {@link columns}: UTF-8 with comma; read also with semicolon or tab and with byte
 * order mark. What cells cannot say is JSON in the last one, so nothing is lost.
 */
export const csv: Format = {
  id: 'csv',
  title: 'CSV',
  mediaTypes: ['text/csv'],
  extensions: ['csv'],
  sniff: (head) => {
    const header = head.replace(/^\uFEFF/, '').split(/\r?\n/)[0] ?? '';
    return /(^|[,;\t])"?original_names"?([,;\t]|$)/i.test(header);
  },
  decode,
  encode: (document) => encodeCsv(document),
  losses: () => [],
};
