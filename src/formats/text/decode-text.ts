import { TextDecoder } from 'node:util';
import type { DecodeLimits } from '../format.ts';
import { shown, unusable } from '../problems.ts';
import { Utf8Decoder } from './utf8.ts';

/** Largest piece handed on at once, so that limits are checked often whatever size the source's chunks have. */
const pieceLength = 1 << 16;

interface Detected {
  /** WHATWG label. */
  encoding: string;
  bom: number;
  /** True for single- and double-byte encodings whose bytes could in truth be UTF-8. */
  legacy: boolean;
}

/** What turns bytes into text piece by piece, throwing where they are not text of its encoding. */
interface StreamDecoder {
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}

/** How a file says which encoding it is in, apart from a byte order mark. */
export type DeclaredBy = 'xml' | 'none';

function markOf(head: Uint8Array): Detected | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf)
    return { encoding: 'utf-8', bom: 3, legacy: false };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: 2, legacy: false };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: 2, legacy: false };
  return undefined;
}

const unicodeLabels = new Set(['utf-8', 'utf-16le', 'utf-16be']);

function labelOf(declared: string): string {
  try {
    return new TextDecoder(declared).encoding;
  } catch {
    throw unusable('text/encoding-unknown', `The declared encoding “${shown(declared)}” is not known`, {
      line: 1,
    });
  }
}

/**
 * Encoding of a file from its first bytes: byte order mark, then, for XML, the shape of `<?` and the declaration;
 * UTF-8 otherwise. Throws `text/encoding-unknown` and `text/encoding-conflict`.
 */
export function detectEncoding(head: Uint8Array, declaredBy: DeclaredBy): Detected {
  const mark = markOf(head);
  if (declaredBy === 'none') return mark ?? { encoding: 'utf-8', bom: 0, legacy: false };
  const wide: Detected | undefined =
    head[0] === 0x3c && head[1] === 0
      ? { encoding: 'utf-16le', bom: 0, legacy: false }
      : head[0] === 0 && head[1] === 0x3c
        ? { encoding: 'utf-16be', bom: 0, legacy: false }
        : undefined;
  const certain = mark ?? wide;
  const ascii = new TextDecoder(certain?.encoding ?? 'latin1').decode(head.subarray(0, 1024));
  const declared = /^\uFEFF?<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(ascii)?.[1];
  if (declared === undefined) return certain ?? { encoding: 'utf-8', bom: 0, legacy: false };
  const label = labelOf(declared);
  if (certain) {
    const same =
      label === certain.encoding || (certain.encoding.startsWith('utf-16') && label.startsWith('utf-16'));
    if (same) return certain;
    const found = mark ? `a ${certain.encoding} byte order mark` : `${certain.encoding} text`;
    throw unusable(
      'text/encoding-conflict',
      `The file starts with ${found} but declares “${shown(declared)}”`,
      { line: 1 },
    );
  }
  if (label.startsWith('utf-16')) {
    throw unusable('text/encoding-conflict', `The file declares “${shown(declared)}” but is not UTF-16`, {
      line: 1,
    });
  }
  return { encoding: label, bom: 0, legacy: !unicodeLabels.has(label) };
}

function lineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** True once a byte over 0x7F is met. */
function hasHighByte(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 0x7f) return true;
  return false;
}

/** Tells, over a whole input, whether bytes declared as a legacy encoding are all well-formed UTF-8. */
class Utf8Suspicion {
  #decoder: TextDecoder | undefined = new TextDecoder('utf-8', { fatal: true });
  #high = false;

  push(bytes: Uint8Array): void {
    if (!this.#decoder) return;
    this.#high ||= hasHighByte(bytes);
    try {
      this.#decoder.decode(bytes, { stream: true });
    } catch {
      this.#decoder = undefined;
    }
  }

  get confirmed(): boolean {
    if (!this.#decoder || !this.#high) return false;
    try {
      this.#decoder.decode();
      return true;
    } catch {
      return false;
    }
  }
}

async function* chunksWithHead(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined;
  for await (const chunk of input) {
    if (head === undefined && chunk.length >= 1024) {
      head = chunk;
      yield chunk;
    } else if (head === undefined || head.length < 1024) {
      const before: Uint8Array = head ?? new Uint8Array();
      head = new Uint8Array(before.length + chunk.length);
      head.set(before);
      head.set(chunk, before.length);
      if (head.length >= 1024) yield head;
    } else yield chunk;
  }
  if (head !== undefined && head.length < 1024 && head.length > 0) yield head;
}

/** The text in pieces that never end inside a surrogate pair: half a character is no character to who gets it. */
function* pieces(text: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    let end = Math.min(at + pieceLength, text.length);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end--;
    yield text.slice(at, end);
    at = end;
  }
}

/**
 * Bytes to text, streaming, refusing what is not text in the encoding it says: pieces of at most 64 Ki code units,
 * without byte order mark.
 * Throws `input/empty`, `input/too-large` and the `text/encoding-*` errors.
 */
export async function* decodeText(
  input: AsyncIterable<Uint8Array>,
  limits: Pick<DecodeLimits, 'totalBytes'>,
  declaredBy: DeclaredBy,
): AsyncGenerator<string> {
  let detected: Detected | undefined;
  let decoder: StreamDecoder | undefined;
  let suspicion: Utf8Suspicion | undefined;
  let bytes = 0;
  let line = 1;
  for await (const chunk of chunksWithHead(input)) {
    bytes += chunk.length;
    if (bytes > limits.totalBytes) {
      throw unusable('input/too-large', `The file is larger than ${limits.totalBytes} bytes`, { line });
    }
    let body = chunk;
    if (!detected) {
      detected = detectEncoding(chunk, declaredBy);
      decoder =
        detected.encoding === 'utf-8'
          ? new Utf8Decoder()
          : new TextDecoder(detected.encoding, { fatal: true, ignoreBOM: true });
      if (detected.legacy) suspicion = new Utf8Suspicion();
      body = chunk.subarray(detected.bom);
    }
    suspicion?.push(body);
    const text = decodePiece(decoder, body, detected.encoding, line);
    line += lineFeeds(text);
    yield* pieces(text);
  }
  if (!detected || !decoder) throw unusable('input/empty', 'The file has no content');
  const rest = decodePiece(decoder, undefined, detected.encoding, line);
  if (rest !== '') yield rest;
  if (suspicion?.confirmed) {
    throw unusable(
      'text/encoding-mismatch',
      `The file declares ${detected.encoding} but its bytes are UTF-8`,
      { line: 1 },
    );
  }
}

function decodePiece(
  decoder: StreamDecoder | undefined,
  bytes: Uint8Array | undefined,
  encoding: string,
  line: number,
): string {
  try {
    return bytes ? (decoder?.decode(bytes, { stream: true }) ?? '') : (decoder?.decode() ?? '');
  } catch {
    const readable = bytes ? new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes) : '';
    const before = readable.slice(0, Math.max(0, readable.indexOf('\uFFFD')));
    const feeds = lineFeeds(before);
    const message = bytes
      ? `A byte sequence is not valid ${encoding}`
      : `The file ends inside a ${encoding} character`;
    throw unusable('text/encoding-invalid', message, { line: line + feeds });
  }
}

/** The start of a file as text for telling its format; broken characters do not matter here. */
export function sniffableText(head: Uint8Array): string {
  const wide =
    head[0] === 0x3c && head[1] === 0
      ? 'utf-16le'
      : head[0] === 0 && head[1] === 0x3c
        ? 'utf-16be'
        : undefined;
  return new TextDecoder(markOf(head)?.encoding ?? wide ?? 'utf-8').decode(head);
}
