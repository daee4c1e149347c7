import type { DecodeContext, DecodedRecord, Format, ListDocument } from '../format.ts';
import { limitsOf } from '../limits.ts';
import { unusable } from '../problems.ts';
import { guardFormula } from '../table/cells.ts';
import { columns } from '../table/row.ts';
import { decodeTable, fullRow } from '../table/table.ts';
import { workbookRows } from './workbook.ts';
import { zipped } from './zip-writer.ts';

/** A workbook is held in memory while it is read, so its own bounds are tighter than those of streamed formats. */
const mostBytes = 64 << 20;
const mostUnpacked = 256 << 20;

async function* decode(
  input: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<DecodedRecord> {
  const limits = limitsOf(context);
  const most = Math.min(mostBytes, limits.totalBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    size += chunk.length;
    if (size > most) throw unusable('input/too-large', `The workbook is larger than ${most} bytes`);
    chunks.push(chunk);
  }
  if (size === 0) throw unusable('input/empty', 'The file has no content');
  const rows = workbookRows(Buffer.concat(chunks), limits, Math.min(mostUnpacked, limits.totalBytes));
  yield* decodeTable(rows, context, limits);
}

/**
 * Excel's own escape, code unit by code unit, for characters a cell's XML cannot carry or should not, and
 * for text that looks like such an escape.
 */
function escapeText(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/(?![\t\n])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\ufffd]/gu, (char) => {
      const units = Array.from({ length: char.length }, (_, i) => char.charCodeAt(i));
      return units.map((unit) => `_x${unit.toString(16).toUpperCase().padStart(4, '0')}_`).join('');
    });
}

function cellText(text: string): string {
  return escapeText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function rowXml(number: number, cells: readonly string[]): string {
  const xml = cells.map((cell) =>
    cell === '' ? '<c/>' : `<c t="inlineStr"><is><t xml:space="preserve">${cellText(cell)}</t></is></c>`,
  );
  return `<row r="${number}">${xml.join('')}</row>`;
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The parts of a workbook that are the same for every list. */
const fixedParts: [name: string, xml: string][] = [
  [
    '[Content_Types].xml',
    `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="list" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  ],
];

async function* sheetXml(document: ListDocument): AsyncGenerator<string> {
  yield `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><sheetData>`;
  yield rowXml(1, columns);
  let number = 2;
  for await (const entry of document.entries) {
    const row = fullRow(entry);
    yield rowXml(
      number++,
      columns.map((column) => guardFormula(row[column] ?? '')),
    );
  }
  yield '</sheetData></worksheet>';
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

async function* parts(
  document: ListDocument,
): AsyncGenerator<{ name: string; content: AsyncIterable<string> }> {
  for (const [name, xml] of fixedParts) yield { name, content: once(declaration + xml) };
  yield { name: 'xl/worksheets/sheet1.xml', content: sheetXml(document) };
}

/**
 * An Excel workbook: the first sheet has the columns of the CSV. Every cell is written as text, so that Excel neither
 * runs nor changes it. Written as a stream; read in memory.
 */
export const xlsx: Format = {
  id: 'xlsx',
  title: 'Excel workbook',
  mediaTypes: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  extensions: ['xlsx'],
  sniff: (head) => head.startsWith('PK\u0003\u0004'),
  decode,
  encodeBytes: (document) => zipped(parts(document)),
  losses: () => [],
};
