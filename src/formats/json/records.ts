import type { Place } from '../../gi/problem.ts';
import type { DecodeLimits } from '../format.ts';
import { checkRecordCount } from '../limits.ts';
import { unusable } from '../problems.ts';
import { locateJsonError } from './locate-error.ts';

/** One element of the record array. */
export interface JsonRecord {
  value: unknown;
  /** Line and column of the element's first character, its JSON path and index. */
  place: Place & { line: number; path: string; record: number };
}

const enum Ch {
  Tab = 9,
  Feed = 10,
  Return = 13,
  Space = 32,
  Quote = 34,
  Comma = 44,
  Colon = 58,
  OpenBracket = 91,
  Backslash = 92,
  CloseBracket = 93,
  OpenBrace = 123,
  CloseBrace = 125,
}

/**
 * Reads the records of a JSON document as a stream: the elements of the array found under the member names `path`
 * (`[]`: the document is the array). What stands around the array is kept, small as it is, and handed to `onOutline`
 * when the document has ended well. One record is in memory at a time.
 * Throws `json/not-well-formed`, `json/no-records` and the `input/*` limit errors.
 */
export async function* jsonRecords(
  pieces: AsyncIterable<string>,
  path: readonly string[],
  limits: DecodeLimits,
  onOutline: (outline: unknown) => void = () => undefined,
): AsyncGenerator<JsonRecord> {
  const scanner = new Scanner(path, limits);
  for await (const piece of pieces) {
    scanner.push(piece);
    yield* scanner.take();
  }
  const outline = scanner.end();
  yield* scanner.take();
  onOutline(outline);
}

class Scanner {
  readonly #path: readonly string[];
  readonly #limits: DecodeLimits;
  readonly #prefix: string;
  readonly #ready: JsonRecord[] = [];
  readonly #stack: ('{' | '[')[] = [];
  /** Member name under which each open container stands, as deep as `path` matters. */
  readonly #names: (string | undefined)[] = [];
  #outline = '';
  #record: { parts: string[]; length: number; line: number; column: number } | undefined;
  /** In the record array: whether an element may start, must be separated first, or neither is known yet. */
  #expect: 'first' | 'element' | 'separator' = 'first';
  #found = false;
  #inArray = false;
  #inString = false;
  #escaped = false;
  #string = '';
  #name: string | undefined;
  #line = 1;
  #column = 0;
  #index = 0;

  constructor(path: readonly string[], limits: DecodeLimits) {
    this.#path = path;
    this.#limits = limits;
    this.#prefix = ['$', ...path].join('.');
  }

  *take(): Generator<JsonRecord> {
    yield* this.#ready.splice(0);
  }

  push(piece: string): void {
    let start = 0;
    for (let i = 0; i < piece.length; i++) {
      const code = piece.charCodeAt(i);
      this.#column++;
      if (code === Ch.Feed) {
        this.#line++;
        this.#column = 0;
      }
      if (this.#inString) {
        this.#string += this.#record || this.#stack.length > this.#path.length ? '' : (piece[i] ?? '');
        if (this.#escaped) this.#escaped = false;
        else if (code === Ch.Backslash) this.#escaped = true;
        else if (code === Ch.Quote) this.#inString = false;
        continue;
      }
      if (
        code <= Ch.Space &&
        (code === Ch.Space || code === Ch.Feed || code === Ch.Return || code === Ch.Tab)
      )
        continue;
      const own = this.#inArray && this.#stack.length === this.#path.length + 1;
      if (own && (code === Ch.Comma || code === Ch.CloseBracket)) {
        this.#finish(piece.slice(start, i));
        start = code === Ch.Comma ? i + 1 : i;
        if (code === Ch.Comma) {
          if (this.#expect !== 'separator') this.#fail('A value is missing before the comma');
          this.#expect = 'element';
          continue;
        }
        if (this.#expect === 'element') this.#fail('A value is missing after the comma');
        this.#inArray = false;
      } else if (own && !this.#record) {
        if (this.#expect === 'separator') this.#fail('A comma is missing between two records');
        checkRecordCount(this.#index, this.#limits, this.#line);
        this.#record = { parts: [], length: 0, line: this.#line, column: this.#column };
        start = i;
      }
      this.#mark(code);
      if (this.#inArray && !own && !this.#record && this.#stack.length === this.#path.length + 1) {
        this.#outline += piece.slice(start, i + 1);
        start = i + 1;
      }
    }
    this.#keep(piece.slice(start));
  }

  end(): unknown {
    if (this.#record || this.#inArray) this.#fail('The document ends inside the list');
    let outline: unknown;
    try {
      outline = JSON.parse(this.#outline);
    } catch {
      this.#fail(
        this.#outline.trim() === '' ? 'The document is empty' : 'The text around the list is not JSON',
      );
    }
    if (!this.#found) {
      throw unusable('json/no-records', `There is no list at ${this.#prefix}`, { path: this.#prefix });
    }
    return outline;
  }

  #mark(code: number): void {
    switch (code) {
      case Ch.Quote:
        this.#inString = true;
        this.#string = '"';
        break;
      case Ch.Colon:
        if (!this.#record && this.#stack.length <= this.#path.length) this.#name = unquote(this.#string);
        break;
      case Ch.OpenBrace:
      case Ch.OpenBracket:
        this.#open(code === Ch.OpenBrace ? '{' : '[');
        break;
      case Ch.CloseBrace:
      case Ch.CloseBracket:
        if (this.#stack.pop() !== (code === Ch.CloseBrace ? '{' : '['))
          this.#fail('A bracket is closed that is not open');
        this.#names.length = Math.min(this.#names.length, this.#stack.length);
        break;
      default:
        break;
    }
  }

  #open(kind: '{' | '['): void {
    const level = this.#stack.length;
    if (level >= this.#limits.depth) {
      throw unusable('input/too-deep', `The document nests deeper than ${this.#limits.depth} levels`, {
        line: this.#line,
        column: this.#column,
      });
    }
    if (!this.#record && level <= this.#path.length)
      this.#names[level] = level === 0 ? undefined : this.#name;
    this.#stack.push(kind);
    const here =
      !this.#record &&
      kind === '[' &&
      level === this.#path.length &&
      this.#path.every((name, i) => this.#names[i + 1] === name && this.#stack[i] === '{');
    if (!here) return;
    if (this.#found) this.#fail(`The list at ${this.#prefix} is there twice`);
    this.#found = true;
    this.#inArray = true;
  }

  #keep(text: string): void {
    if (this.#record) {
      this.#record.parts.push(text);
      this.#record.length += text.length;
      if (this.#record.length > this.#limits.recordLength) {
        throw unusable(
          'input/record-too-large',
          `A record is longer than ${this.#limits.recordLength} characters`,
          {
            line: this.#record.line,
            path: `${this.#prefix}[${this.#index}]`,
            record: this.#index,
          },
        );
      }
      return;
    }
    if (this.#inArray) return;
    this.#outline += text;
    if (this.#outline.length > this.#limits.recordLength) {
      throw unusable(
        'input/record-too-large',
        `The text around the list is longer than ${this.#limits.recordLength} characters`,
        {
          line: this.#line,
        },
      );
    }
  }

  #finish(last: string): void {
    if (!this.#record) return;
    this.#keep(last);
    const { parts, line, column } = this.#record;
    const text = parts.join('');
    const place = { line, column, path: `${this.#prefix}[${this.#index}]`, record: this.#index };
    this.#record = undefined;
    this.#expect = 'separator';
    this.#index++;
    try {
      this.#ready.push({ value: JSON.parse(text) as unknown, place });
    } catch {
      const before = text.slice(0, locateJsonError(text));
      const feeds = before.split('\n');
      const at = feeds.length === 1 ? column + before.length : (feeds.at(-1) ?? '').length + 1;
      throw unusable('json/not-well-formed', 'The text of a record is not JSON', {
        ...place,
        line: line + feeds.length - 1,
        column: at,
      });
    }
  }

  #fail(message: string): never {
    throw unusable('json/not-well-formed', message, { line: this.#line, column: this.#column });
  }
}

function unquote(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
