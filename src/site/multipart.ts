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

/**
 * Reads a `multipart/form-data` body as a stream. Fields count up to the first file; what comes after it is not read,
 * so the file stands last in the form.
 * @throws Refusal request/invalid for anything else
 */
export async function readUpload(
  contentType: string | undefined,
  body: AsyncIterable<Uint8Array>,
): Promise<Upload> {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]{1,70})"?/i.exec(contentType ?? '')?.[1];
  if (boundary === undefined) throw malformed();
  const reader = new Reader(body);
  const mark = Buffer.from(`\r\n--${boundary}`);
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  let left = MAX_FIELDS;
  await reader.text(mark.subarray(2), 1024);
  for (;;) {
    // After a boundary stands the end of its line, or two hyphens where the form ends.
    if ((await reader.text(LINE_END, 1024)).startsWith('--')) return { fields, file: undefined };
    let disposition = '';
    for (let line = await reader.text(LINE_END, left); line !== ''; line = await reader.text(LINE_END, left))
      if (/^content-disposition:/i.test(line)) disposition = line;
    const name = parameter(disposition, 'name');
    const fileName = parameter(disposition, 'filename');
    if (name === undefined) throw malformed();
    if (fileName !== undefined) return { fields, file: { name: fileName, input: reader.until(mark) } };
    const value = await reader.text(mark, left);
    left -= value.length + name.length;
    if (left <= 0) throw malformed();
    fields[name] = value;
  }
}
