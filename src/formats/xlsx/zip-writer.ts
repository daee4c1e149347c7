import { createDeflateRaw, crc32 } from 'node:zlib';

interface Written {
  name: Buffer;
  crc: number;
  packed: number;
  unpacked: number;
  offset: number;
}

/** 1 January 1980, the earliest day an archive can say: the same list gives the same bytes whenever it is written. */
const dosDate = (1 << 5) | 1;
/** Sizes follow the data; names are UTF-8. */
const flags = 0x0808;

function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(dosDate, 12);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function descriptor({ crc, packed, unpacked }: Written): Buffer {
  const after = Buffer.alloc(16);
  after.writeUInt32LE(0x08074b50, 0);
  after.writeUInt32LE(crc, 4);
  after.writeUInt32LE(packed, 8);
  after.writeUInt32LE(unpacked, 12);
  return after;
}

function directory(members: Written[], start: number): Buffer {
  const records = members.map(({ name, crc, packed, unpacked, offset }) => {
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(20, 4);
    record.writeUInt16LE(20, 6);
    record.writeUInt16LE(flags, 8);
    record.writeUInt16LE(8, 10);
    record.writeUInt16LE(dosDate, 14);
    record.writeUInt32LE(crc, 16);
    record.writeUInt32LE(packed, 20);
    record.writeUInt32LE(unpacked, 24);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt32LE(offset, 42);
    return Buffer.concat([record, name]);
  });
  const body = Buffer.concat(records);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(body.length, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([body, end]);
}

async function* deflated(content: AsyncIterable<string>, member: Written): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw();
  const feeding = (async () => {
    for await (const piece of content) {
      const bytes = Buffer.from(piece);
      member.crc = crc32(bytes, member.crc);
      member.unpacked += bytes.length;
      if (!deflate.write(bytes)) await new Promise((resolve) => deflate.once('drain', resolve));
    }
    deflate.end();
  })();
  feeding.catch((error: Error) => deflate.destroy(error));
  for await (const chunk of deflate as AsyncIterable<Buffer>) {
    member.packed += chunk.length;
    yield chunk;
  }
  await feeding;
}

/** A ZIP archive of text members, written as a stream (up to 4 GiB). */
export async function* zipped(
  members: AsyncIterable<{ name: string; content: AsyncIterable<string> }>,
): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, content } of members) {
    const member: Written = { name: Buffer.from(name), crc: 0, packed: 0, unpacked: 0, offset };
    const header = localHeader(member.name);
    yield header;
    yield* deflated(content, member);
    yield descriptor(member);
    offset += header.length + member.packed + 16;
    written.push(member);
  }
  yield directory(written, offset);
}
