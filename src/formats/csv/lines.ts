import { Readable, pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { DecodeLimits } from '../format.ts';
import { problem, shown, unusable } from '../problems.ts';
import type { TableLine } from '../table/table.ts';

/** What is wrong with the quoting, by the parser's code. */
const faults: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'A quote that is opened here is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'A quote stands in the middle of a quoted cell; there it is written twice',
  INVALID_OPENING_QUOTE: 'A quote stands in the middle of a cell that is not quoted',
};

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
    throw unusable('csv/not-well-formed', faults[error.code] ?? shown(error.message), { line });
  }
  if (!short) return;
  if (end !== '\n' && end !== '\r')
    throw unusable('csv/not-well-formed', 'The file ends in the middle of a row', { line: short.line });
  yield short;
}
