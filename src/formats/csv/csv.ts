import { stringify } from 'csv-stringify/sync';
import type { DecodeContext, DecodedRecord, Format, ListDocument } from '../format.ts';
import { limitsOf } from '../limits.ts';
import { guardFormula } from '../table/cells.ts';
import { columns } from '../table/row.ts';
import { decodeTable, fullRow } from '../table/table.ts';
import { decodeText } from '../text/decode-text.ts';
import { csvLines } from './lines.ts';

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
