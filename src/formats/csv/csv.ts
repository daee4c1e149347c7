import { Readable, pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import type { DecodeContext, DecodedRecord, DecodeLimits, Format, ListDocument } from '../format.ts';
import { limitsOf } from '../limits.ts';
import { problem, shown, unusable } from '../problems.ts';
import { guardFormula } from '../table/cells.ts';
import { columns } from '../table/row.ts';
import { decodeTable, fullRow } from '../table/table.ts';
import type { TableLine } from '../table/table.ts';
import { decodeText } from '../text/decode-text.ts';

/**
 * Lines of a CSV text, its delimiter told from the header: comma, semicolon or tab. A line of more or fewer cells than
 * the header has says so in `problem`.
 * @throws InputError csv/not-well-formed for an open quote and for a text that ends in the middle of its last line
 */
export async function* csvLines(
  pieces: AsyncIterable<string>,
  limits: DecodeLimits,
): AsyncGenerator<TableLine> {
  const source = pieces[Symbol.asyncIterator]();
  const first = await source.next();
  const head = first.done === true ? '' : first.value;
  const header = head.slice(0, head.search(/[\r\n]|$/));
  const delimiter = [',', ';', '\t'].reduce(
    (best, d) => (header.split(d).length > header.split(best).length ? d : best),
    ',',
  );
  let end = head.at(-1);
  async function* rest(): AsyncGenerator<string> {
    yield head;
    for (;;) {
      const next = await source.next();
      if (next.done === true) return;
      yield next.value;
      end = next.value.at(-1) ?? end;
    }
  }
  const parser = parse({
    delimiter,
    info: true,
    max_record_size: limits.recordLength,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  pipeline(Readable.from(rest()), parser, () => undefined);
  let started = 1;
  let width: number | undefined;
  let short: TableLine | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (short) yield short;
      const line = started;
      started = info.lines + 1;
      width ??= record.length;
      const misfit = record.length !== width && {
        problem: problem('csv/cell-count', `The row has ${record.length} cells and the header ${width}`, {
          line,
        }),
      };
      const read: TableLine = { cells: record, line, ...misfit };
      short = misfit && record.length < width ? read : undefined;
      if (!short) yield read;
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
  if (!short) return;
  if (end !== '\n' && end !== '\r')
    throw unusable('csv/not-well-formed', 'The file ends in the middle of a row', { line: short.line });
  yield short;
}

async function* decode(
  input: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<DecodedRecord> {
  const limits = limitsOf(context);
  yield* decodeTable(csvLines(decodeText(input, limits, 'none'), limits), context, limits);
}

/** Starting the writer costs as much as some rows. */
const ROWS_AT_ONCE = 100;

/** CSV text of a list; with `bom` it starts with the byte order mark Excel wants for UTF-8. */
export async function* encodeCsv(
  document: ListDocument,
  options: { bom?: boolean } = {},
): AsyncGenerator<string> {
  if (options.bom === true) yield '\uFEFF';
  yield stringify([[...columns]]);
  let rows: string[][] = [];
  const written = (): string => stringify(rows, { quoted_match: /[\r\n]/ });
  for await (const entry of document.entries) {
    const row = fullRow(entry);
    rows.push(columns.map((column) => guardFormula(row[column] ?? '')));
    if (rows.length < ROWS_AT_ONCE) continue;
    yield written();
    rows = [];
  }
  yield written();
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
