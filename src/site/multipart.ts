import { Refusal } from '../platform/errors.ts';

/** A form as browsers send it: its fields, then its file as a stream. */
export interface Upload {
  fields: Record<string, string>;
  file: { name: string; input: AsyncIterable<Uint8Array> } | undefined;
}

const MAX_FIELDS = 64 << 10;
const LINE_END = Buffer.from('\r\n');

function malformed(): Refusal {
  return new Refusal(
    'request/invalid',
    400,
    'The form did not arrive as a browser sends it.',
    'Open the page again and repeat what you did.',
  );
}

/** Bytes of a stream, read up to a mark; holds one piece and a mark's length at most. */
class Reader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#source.next();
    if (done) throw malformed();
    this.#held = Buffer.concat([this.#held, value]);
  }

  /** Everything before the mark, which is taken too, piece by piece. */
  async *until(mark: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      // The mark may have begun at the end of what is here.
      const sure = at >= 0 ? at : Math.max(0, this.#held.length - mark.length + 1);
      const piece = this.#held.subarray(0, sure);
      this.#held = this.#held.subarray(at >= 0 ? at + mark.length : sure);
      if (piece.length > 0) yield piece;
      if (at >= 0) return;
      await this.#more();
    }
  }

  /** Everything before the mark as one text of at most so many bytes. */
  async text(mark: Buffer, max: number): Promise<string> {
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of this.until(mark)) {
      length += piece.length;
      if (length > max) throw malformed();
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('utf8');
  }
}

/** A parameter of a header, with the escapes that browsers write. */
function parameter(header: string, name: string): string | undefined {
  const value = new RegExp(`[; ]${name}="([^"]*)"`, 'i').exec(header)?.[1];
  return value?.replace(/%(22|0D|0A)/gi, (escape) => decodeURIComponent(escape));
}

interface Part {
  name: string;
  /** Of a file; empty where none was chosen. */
  fileName: string | undefined;
  content: AsyncGenerator<Buffer>;
}

/** The parts of a `multipart/form-data` body, each to be read to its end before the next. */
async function* partsOf(
  contentType: string | undefined,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Part> {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]{1,70})"?/i.exec(contentType ?? '')?.[1];
  if (boundary === undefined) throw malformed();
  const reader = new Reader(body);
  const mark = Buffer.from(`\r\n--${boundary}`);
  let left = MAX_FIELDS;
  const line = async (): Promise<string> => {
    const text = await reader.text(LINE_END, left);
    left -= text.length;
    return text;
  };
  await reader.text(mark.subarray(2), 1024);
  for (;;) {
    // After a boundary stands the end of its line, or two hyphens where the form ends.
    if ((await reader.text(LINE_END, 1024)).startsWith('--')) return;
    let disposition = '';
    for (let header = await line(); header !== ''; header = await line())
      if (/^content-disposition:/i.test(header)) disposition = header;
    const name = parameter(disposition, 'name');
    if (name === undefined) throw malformed();
    yield { name, fileName: parameter(disposition, 'filename'), content: reader.until(mark) };
  }
}

/** A part's bytes, at most so many. @param refuse throws what the sender of more is told */
async function whole(part: Part, max: number, refuse: () => never): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of part.content) {
    length += piece.length;
    if (length > max) refuse();
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

const refuseForm = (): never => {
  throw malformed();
};

/** Text fields of a form, bounded together. */
class Fields {
  readonly all = Object.create(null) as Record<string, string>;
  #left = MAX_FIELDS;

  async take(part: Part): Promise<void> {
    const value = (await whole(part, this.#left, refuseForm)).toString('utf8');
    this.#left -= value.length + part.name.length;
    if (this.#left <= 0) throw malformed();
    this.all[part.name] = value;
  }
}

/**
 * Reads a `multipart/form-data` body as a stream. Fields count up to the first file; what comes after it is not read,
 * so the file stands last in the form.
 * @throws Refusal request/invalid for anything else
 */
export async function readUpload(
  contentType: string | undefined,
  body: AsyncIterable<Uint8Array>,
): Promise<Upload> {
  const fields = new Fields();
  for await (const part of partsOf(contentType, body)) {
    if (part.fileName !== undefined)
      return { fields: fields.all, file: { name: part.fileName, input: part.content } };
    await fields.take(part);
  }
  return { fields: fields.all, file: undefined };
}

/**
 * Reads a `multipart/form-data` body whose files are small enough to be held: none may be larger than is said for it,
 * and no more than that is ever in memory.
 * @param limits most bytes of each file the form has, by its field
 * @throws Refusal request/invalid for a form that is not the page's
 */
export async function readSmallFiles(
  contentType: string | undefined,
  body: AsyncIterable<Uint8Array>,
  limits: Record<string, number>,
  tooLarge: () => never,
): Promise<{ fields: Record<string, string>; files: Map<string, { name: string; bytes: Buffer }> }> {
  const fields = new Fields();
  const files = new Map<string, { name: string; bytes: Buffer }>();
  for await (const part of partsOf(contentType, body)) {
    const { name, fileName } = part;
    if (fileName === undefined) await fields.take(part);
    else {
      const bytes = await whole(part, limits[name] ?? 0, tooLarge);
      // A field where no file was chosen comes with an empty name.
      if (bytes.length > 0 || fileName !== '') files.set(name, { name: fileName, bytes });
    }
  }
  return { fields: fields.all, files };
}
