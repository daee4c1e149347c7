import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { unusable } from '../problems.ts';

const inflate = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflateRaw);

interface Member {
  method: number;
  flags: number;
  packed: number;
  offset: number;
}

function bad(message: string): never {
  throw unusable('xlsx/unusable', message);
}

function tooLarge(): never {
  throw unusable('xlsx/too-large', 'The workbook unpacks to more than the limit');
}

/**
 * The members of a ZIP archive, read by its central directory and unpacked on demand, so that what is not asked for
 * costs nothing. All that is unpacked together may not exceed `limit` bytes.
 */
export class ZipArchive {
  readonly #data: Buffer;
  readonly #members = new Map<string, Member>();
  #left: number;

  /** Throws `xlsx/unusable` when the bytes are no plain archive (encrypted, split and ZIP64 ones are refused). */
  constructor(data: Buffer, limit: number) {
    this.#data = data;
    this.#left = limit;
    try {
      this.#readDirectory();
    } catch (error) {
      if (error instanceof RangeError) bad('The archive is damaged or cut off');
      throw error;
    }
  }

  #readDirectory(): void {
    const data = this.#data;
    const lowest = Math.max(0, data.length - 22 - 0xffff);
    let end = data.length - 22;
    while (end >= lowest && data.readUInt32LE(end) !== 0x06054b50) end--;
    if (end < lowest || end < 0) bad('The file is not a ZIP archive, or is cut off');
    const count = data.readUInt16LE(end + 10);
    let at = data.readUInt32LE(end + 16);
    for (let i = 0; i < count; i++) {
      if (data.readUInt32LE(at) !== 0x02014b50) bad('The directory of the archive is damaged');
      const nameLength = data.readUInt16LE(at + 28);
      const name = data.toString('utf8', at + 46, at + 46 + nameLength);
      if (this.#members.has(name)) bad('The archive has two members of one name');
      this.#members.set(name, {
        flags: data.readUInt16LE(at + 8),
        method: data.readUInt16LE(at + 10),
        packed: data.readUInt32LE(at + 20),
        offset: data.readUInt32LE(at + 42),
      });
      at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
    }
  }

  /** Unpacked bytes of a member; undefined when there is none of that name. */
  async read(name: string): Promise<Buffer | undefined> {
    const member = this.#members.get(name);
    if (!member) return undefined;
    if ((member.flags & 1) !== 0) bad('The workbook is encrypted');
    const data = this.#data;
    if (member.offset + 30 > data.length || data.readUInt32LE(member.offset) !== 0x04034b50)
      bad('The archive is damaged');
    const start =
      member.offset + 30 + data.readUInt16LE(member.offset + 26) + data.readUInt16LE(member.offset + 28);
    if (start + member.packed > data.length) bad('The archive is cut off');
    const packed = data.subarray(start, start + member.packed);
    const content = member.method === 0 ? packed : await this.#unpack(member.method, packed);
    this.#left -= content.length;
    if (this.#left < 0) tooLarge();
    return content;
  }

  async #unpack(method: number, packed: Uint8Array): Promise<Buffer> {
    if (method !== 8) bad('The archive uses a compression that is not read');
    try {
      return await inflate(packed, { maxOutputLength: Math.max(1, this.#left) });
    } catch (error) {
      const tooLong = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      return tooLong ? tooLarge() : bad('The archive is damaged');
    }
  }
}
