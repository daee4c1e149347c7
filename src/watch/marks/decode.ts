import { csvLines } from '../../formats/csv/lines.ts';
import type { DecodeLimits } from '../../formats/format.ts';
import { limitsOf } from '../../formats/limits.ts';
import { shown, unusable } from '../../formats/problems.ts';
import { decodeText, sniffableText } from '../../formats/text/decode-text.ts';
import { readItems, type ReadOptions } from '../../formats/xml/read-items.ts';
import { workbookRows } from '../../formats/xlsx/workbook.ts';
import type { DecodedMark } from './mark.ts';
import { marksOfTable } from './table.ts';
import { localName, markOfRomarin, markOfStandard } from './xml.ts';

/** What files of marks come in. */
export const markFormats = {
  xml: 'WIPO ST.96 or ST.66 trade marks',
  romarin: 'ROMARIN extract (MARKGR)',
  csv: 'CSV table of marks',
  xlsx: 'Excel table of marks',
} as const;
export type MarkFormat = keyof typeof markFormats;

/** A workbook is held in memory while it is read. */
const mostWorkbook = 64 << 20;
const mostUnpacked = 256 << 20;

/** The format of a file by its first bytes: what is no XML and no workbook is taken as a table. */
export function sniffMarks(head: Uint8Array): MarkFormat {
  const text = sniffableText(head);
  if (text.startsWith('PK\u0003\u0004')) return 'xlsx';
  if (/<(?:ROMARIN|MARKGR)[\s>/]/.test(text)) return 'romarin';
  return /^\uFEFF?\s*</.test(text) ? 'xml' : 'csv';
}

const markNames = new Set(['TradeMark', 'Trademark', 'TrademarkApplication', 'MARKGR']);
const bags =
  /^(?:Trade[Mm]ark\w*(?:Bag|Body|Details|Transaction)|Transaction(?:Body|Content\w*|Data)|TrademarkTransactionBody|Madrid(?:IBToOffice|OfficeToIB)Bag)$/;
const roots = /^(?:Transaction|Trade[Mm]ark\w*|MadridIBToOfficeTransaction|ROMARIN|MARKGR)$/;

const reading: Pick<ReadOptions, 'wholeRoot' | 'container'> = {
  wholeRoot: (name) => markNames.has(localName(name)),
  container: (name) => bags.test(localName(name)) && !markNames.has(localName(name)),
};

async function* marksOfXml(
  input: AsyncIterable<Uint8Array>,
  limits: DecodeLimits,
  office: string | undefined,
): AsyncGenerator<DecodedMark> {
  let record = 0;
  for await (const items of readItems(decodeText(input, limits, 'xml'), { limits, ...reading })) {
    for (const item of items) {
      if (item.kind === 'root' && !roots.test(localName(item.name)))
        throw unusable('marks/root', `<${shown(item.name)}> holds no marks`, { line: item.line });
      if (item.kind !== 'element') continue;
      const name = localName(item.node.name);
      if (name === 'MARKGR') yield markOfRomarin(item.node, record++);
      else if (
        markNames.has(name) ||
        /^Madrid(?:Designation|InternationalRegistration|SubsequentDesignation)/.test(name)
      )
        yield markOfStandard(item.node, record++, office);
    }
  }
}

async function whole(input: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    size += chunk.length;
    if (size > most) throw unusable('input/too-large', `The workbook is larger than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a file of marks record by record, under the limits every format has. A record that cannot be used is told with
 * its place and costs nothing else.
 * @param options.office ST.3 code for records that name no office
 * @throws InputError where the file as a whole cannot be used
 */
export async function* decodeMarks(
  input: AsyncIterable<Uint8Array>,
  format: MarkFormat,
  options: { office?: string | undefined; limits?: Partial<DecodeLimits> } = {},
): AsyncGenerator<DecodedMark> {
  const limits = limitsOf(options);
  if (format === 'csv')
    yield* marksOfTable(csvLines(decodeText(input, limits, 'none'), limits), limits, options.office);
  else if (format === 'xlsx') {
    const file = await whole(input, Math.min(mostWorkbook, limits.totalBytes));
    yield* marksOfTable(workbookRows(file, limits, mostUnpacked), limits, options.office);
  } else yield* marksOfXml(input, limits, options.office);
}
