import { isoDate } from '../../gi/thai-date.ts';
import type { DecodeLimits } from '../format.ts';
import { unusable } from '../problems.ts';
import type { TableLine } from '../table/table.ts';
import { parsePart } from './sheet-events.ts';
import type { Handlers } from './sheet-events.ts';
import { ZipArchive } from './zip.ts';

/*
 * A reader of our own, and a writer beside it, because the npm packages tried did not hold: the reader unpacks every
 * member whatever its size and lays out cells by the addresses the file claims, the writer lost a cell that said
 * `toString`.
 */

/** Columns beyond this are not looked at: a cell far out on the right must not cost memory. */
const mostColumns = 256;

async function readPart(
  zip: ZipArchive,
  name: string,
  limits: DecodeLimits,
  handlers: Handlers,
): Promise<boolean> {
  const bytes = await zip.read(name);
  if (!bytes) return false;
  for await (const _ of parsePart(bytes, name, limits, handlers));
  return true;
}

const ignore = (): void => undefined;

/** `_x000D_` and its like stand for characters XML cannot carry. */
function unescapeText(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

async function sharedStrings(zip: ZipArchive, limits: DecodeLimits): Promise<string[]> {
  const strings: string[] = [];
  let text: string | undefined;
  let phonetic = 0;
  let inText = false;
  await readPart(zip, 'xl/sharedStrings.xml', limits, {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic++;
      else if (name === 't') inText = phonetic === 0;
    },
    close: (name) => {
      if (name === 'si') strings.push(unescapeText(text ?? ''));
      else if (name === 'rPh') phonetic--;
      else if (name === 't') inText = false;
    },
    text: (piece) => {
      if (inText) text = (text ?? '') + piece;
    },
  });
  return strings;
}

const builtInDates = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);

/** For each cell style whether it shows a number as a date. */
async function dateStyles(zip: ZipArchive, limits: DecodeLimits): Promise<boolean[]> {
  const custom = new Set<number>();
  const styles: boolean[] = [];
  let inFormats = false;
  await readPart(zip, 'xl/styles.xml', limits, {
    open: (name, attributes) => {
      if (name === 'cellXfs') inFormats = true;
      else if (name === 'numFmt') {
        const code = (attributes['formatCode'] ?? '').slice(0, 255).replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
        if (/[yd]/i.test(code)) custom.add(Number(attributes['numFmtId']));
      } else if (name === 'xf' && inFormats) {
        const id = Number(attributes['numFmtId'] ?? 0);
        styles.push(builtInDates.has(id) || custom.has(id));
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inFormats = false;
    },
    text: ignore,
  });
  return styles;
}

/** Path of the first sheet and whether days count from 1904. */
async function firstSheet(
  zip: ZipArchive,
  limits: DecodeLimits,
): Promise<{ path: string; from1904: boolean }> {
  let id: string | undefined;
  let from1904 = false;
  const found = await readPart(zip, 'xl/workbook.xml', limits, {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      if (name === 'sheet' && id === undefined) {
        id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      }
    },
    close: ignore,
    text: ignore,
  });
  if (!found || id === undefined)
    throw unusable('xlsx/unusable', 'The file is not an Excel workbook (.xlsx)');
  let target: string | undefined;
  await readPart(zip, 'xl/_rels/workbook.xml.rels', limits, {
    open: (name, attributes) => {
      if (name === 'Relationship' && attributes['Id'] === id) target = attributes['Target'];
    },
    close: ignore,
    text: ignore,
  });
  const path =
    target === undefined
      ? 'xl/worksheets/sheet1.xml'
      : target.startsWith('/')
        ? target.slice(1)
        : `xl/${target}`;
  return { path, from1904 };
}

function columnOf(reference: string): number {
  let column = 0;
  for (const char of reference) {
    const code = char.charCodeAt(0) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
    if (column > mostColumns) break;
  }
  return column - 1;
}

/** The day a serial number stands for: 1 is 1 January 1900, with the leap day that year did not have, or 1904's. */
function serialDay(serial: number, from1904: boolean): string | undefined {
  const days = Math.floor(serial) + (from1904 ? 1462 : serial < 60 ? 1 : 0);
  const date = new Date(Date.UTC(1899, 11, 30) + days * 86_400_000);
  if (Number.isNaN(date.getTime())) return undefined;
  return isoDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

class Sheet implements Handlers {
  rows: TableLine[] = [];
  readonly #strings: string[];
  readonly #dates: boolean[];
  readonly #from1904: boolean;
  #row: TableLine | undefined;
  #line = 0;
  #column = -1;
  #type = '';
  #isDate = false;
  #value = '';
  #collect = false;

  constructor(strings: string[], dates: boolean[], from1904: boolean) {
    this.#strings = strings;
    this.#dates = dates;
    this.#from1904 = from1904;
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') {
      this.#line = Number(attributes['r'] ?? this.#line + 1);
      this.#row = { cells: [], line: this.#line };
      this.#column = -1;
    } else if (name === 'c') {
      const reference = attributes['r'];
      this.#column = reference === undefined ? this.#column + 1 : columnOf(reference);
      this.#type = attributes['t'] ?? 'n';
      this.#isDate = this.#dates[Number(attributes['s'] ?? -1)] ?? false;
      this.#value = '';
    } else if (name === 'v' || name === 't') this.#collect = true;
  }

  text(text: string): void {
    if (this.#collect) this.#value += text;
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#collect = false;
    else if (name === 'c' && this.#row && this.#column >= 0 && this.#column < mostColumns) {
      const { cells } = this.#row;
      while (cells.length < this.#column) cells.push('');
      cells[this.#column] = this.#cell();
    } else if (name === 'row' && this.#row) {
      if (this.#row.cells.some((cell) => cell !== '')) this.rows.push(this.#row);
      this.#row = undefined;
    }
  }

  #cell(): string {
    const value = this.#value;
    if (this.#type === 's') return this.#strings[Number(value)] ?? '';
    if (this.#type === 'b') return value === '1' ? 'true' : 'false';
    if (this.#type === 'e') return '';
    if (this.#type === 'd') return value.slice(0, 10);
    if (this.#type !== 'n') return unescapeText(value);
    const number = Number(value);
    if (value.trim() === '' || Number.isNaN(number)) return value;
    return (this.#isDate ? serialDay(number, this.#from1904) : undefined) ?? String(number);
  }
}

/**
 * Rows of a workbook's first sheet that hold anything, as text: dates as `YYYY-MM-DD`, formulas by their last value,
 * errors as nothing. Throws `xlsx/unusable` and the `xml/*` errors.
 * @param unpackedLimit bytes that all parts read may unpack to
 */
export async function* workbookRows(
  file: Buffer,
  limits: DecodeLimits,
  unpackedLimit: number,
): AsyncGenerator<TableLine> {
  const zip = new ZipArchive(file, unpackedLimit);
  const { path, from1904 } = await firstSheet(zip, limits);
  const sheet = new Sheet(await sharedStrings(zip, limits), await dateStyles(zip, limits), from1904);
  const bytes = await zip.read(path);
  if (!bytes) throw unusable('xlsx/unusable', 'The workbook has no sheet');
  for await (const _ of parsePart(bytes, path, limits, sheet)) {
    yield* sheet.rows;
    sheet.rows = [];
  }
}
