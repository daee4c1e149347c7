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

/**
 * Several typed arrays and a JSON value as one byte string: `length of header (u32, little-endian) | header JSON |
 * padding | arrays`, each array at a multiple of 8. `compress` deflates the whole behind a one-byte mark.
 */
export function packArrays(
  format: string,
  meta: unknown,
  arrays: Record<string, PackedArray>,
  compress: boolean,
): Uint8Array {
  const sections: Header['sections'] = [];
  let at = 0;
  for (const [name, array] of Object.entries(arrays)) {
    sections.push({ name, kind: kindOf(array), length: array.length, at });
    at += Math.ceil(array.byteLength / 8) * 8;
  }
  const header = new TextEncoder().encode(JSON.stringify({ format, meta, sections } satisfies Header));
  const start = Math.ceil((12 + header.length) / 8) * 8;
  const bytes = new Uint8Array(start + at);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, compress ? 1 : 0, true);
  view.setUint32(4, bytes.length, true);
  view.setUint32(8, header.length, true);
  bytes.set(header, 12);
  for (const { name, at: offset } of sections) {
    const array = arrays[name] as PackedArray;
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + offset);
  }
  if (!compress) return bytes;
  const packed = deflateRawSync(bytes.subarray(8), { level: 9 });
  const out = new Uint8Array(8 + packed.length);
  out.set(bytes.subarray(0, 8));
  out.set(packed, 8);
  return out;
}

/** A packed file read back. Arrays of an uncompressed file are views of its bytes, not copies. */
export interface Unpacked {
  meta: unknown;
  array<K extends Kind>(name: string, kind: K): InstanceType<(typeof kinds)[K]>;
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
