import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Arrays that can be stored in a packed file. */
export type PackedArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array;

const kinds = {
  u8: Uint8Array, i8: Int8Array, u16: Uint16Array, i16: Int16Array, u32: Uint32Array, i32: Int32Array, f32: Float32Array,
} as const; // prettier-ignore
type Kind = keyof typeof kinds;

interface Header {
  format: string;
  meta: unknown;
  sections: { name: string; kind: Kind; length: number; at: number }[];
}

function kindOf(array: PackedArray): Kind {
  for (const kind of Object.keys(kinds) as Kind[]) if (array instanceof kinds[kind]) return kind;
  throw new TypeError('not a packable array');
}

/** Typed arrays by name, as a packed file gives them back. */
export interface ArraySource {
  /** @throws RangeError when there is no such array of that kind. */
  array<K extends Kind>(name: string, kind: K): InstanceType<(typeof kinds)[K]>;
}

const padding = (length: number): number => (8 - (length % 8)) % 8;

/**
 * Several typed arrays and a JSON value as bytes: `mark (u32) | total length (u32) | length of header (u32),
 * little-endian | header JSON | padding | arrays`, each array at a multiple of 8. The chunks are views of the arrays.
 */
export function* packedChunks(
  format: string,
  meta: unknown,
  arrays: Record<string, PackedArray>,
): Generator<Uint8Array> {
  const sections: Header['sections'] = [];
  let at = 0;
  for (const [name, array] of Object.entries(arrays)) {
    sections.push({ name, kind: kindOf(array), length: array.length, at });
    at += array.byteLength + padding(array.byteLength);
  }
  const header = new TextEncoder().encode(JSON.stringify({ format, meta, sections } satisfies Header));
  const start = 12 + header.length + padding(12 + header.length);
  const head = new Uint8Array(start);
  const view = new DataView(head.buffer);
  view.setUint32(4, start + at, true);
  view.setUint32(8, header.length, true);
  head.set(header, 12);
  yield head;
  for (const { buffer, byteOffset, byteLength } of Object.values(arrays)) {
    yield new Uint8Array(buffer, byteOffset, byteLength);
    if (padding(byteLength) > 0) yield new Uint8Array(padding(byteLength));
  }
}

/** {@link packedChunks} as one byte string. `compress` deflates the whole behind a mark of 1. */
export function packArrays(
  format: string,
  meta: unknown,
  arrays: Record<string, PackedArray>,
  compress: boolean,
): Uint8Array {
  const chunks = [...packedChunks(format, meta, arrays)];
  const bytes = new Uint8Array(chunks.reduce((sum, c) => sum + c.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  if (!compress) return bytes;
  bytes[0] = 1;
  const packed = deflateRawSync(bytes.subarray(8), { level: 9 });
  const out = new Uint8Array(8 + packed.length);
  out.set(bytes.subarray(0, 8));
  out.set(packed, 8);
  return out;
}

/** A packed file read back. Arrays of an uncompressed file are views of its bytes, not copies. */
export interface Unpacked extends ArraySource {
  meta: unknown;
}

/** Arrays as they are in memory, for what reads them from a file otherwise. */
export function sourceOf(arrays: Record<string, PackedArray>): ArraySource {
  return {
    array(name, kind) {
      const array = arrays[name];
      if (!(array instanceof kinds[kind])) throw new RangeError(`there is no array ${name} of ${kind}`);
      return array as InstanceType<(typeof kinds)[typeof kind]>;
    },
  };
}

/** Read what {@link packArrays} wrote. @throws RangeError when the bytes are not of that format. */
export function unpackArrays(format: string, bytes: Uint8Array): Unpacked {
  if (bytes.length < 12) throw new RangeError(`not a ${format} file`);
  const head = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const compressed = head.getUint32(0, true);
  const total = head.getUint32(4, true);
  let body = bytes;
  if (compressed === 1) {
    body = new Uint8Array(total);
    try {
      body.set(inflateRawSync(bytes.subarray(8), { maxOutputLength: total }), 8);
    } catch (cause) {
      throw new RangeError(`not a ${format} file`, { cause });
    }
  } else if (compressed !== 0 || bytes.length !== total) throw new RangeError(`not a ${format} file`);
  if (body.byteOffset % 8 !== 0) body = body.slice();
  const headerLength = new DataView(body.buffer, body.byteOffset, 12).getUint32(8, true);
  let header: Header;
  try {
    header = JSON.parse(new TextDecoder().decode(body.subarray(12, 12 + headerLength))) as Header;
  } catch (cause) {
    throw new RangeError(`not a ${format} file`, { cause });
  }
  if (header.format !== format) throw new RangeError(`not a ${format} file but ${header.format}`);
  const start = Math.ceil((12 + headerLength) / 8) * 8;
  return {
    meta: header.meta,
    array(name, kind) {
      const section = header.sections.find((s) => s.name === name && s.kind === kind);
      if (!section) throw new RangeError(`${format} file has no section ${name}`);
      const Kind = kinds[kind];
      return new Kind(
        body.buffer as ArrayBuffer,
        body.byteOffset + start + section.at,
        section.length,
      ) as InstanceType<(typeof kinds)[typeof kind]>;
    },
  };
}
