import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { and, eq, isNotNull } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { imports, sourceFileChunks, sourceFiles } from '../db/schema/index.ts';
import { newId } from '../platform/ids.ts';
import type { Context } from './context.ts';

const CHUNK_BYTES = 1 << 20;

export interface StoredFile {
  id: string;
  sha256: string;
  size: number;
  name: string;
}

/** Gathers pieces of any size into pieces of exactly `CHUNK_BYTES`, the last one shorter. */
async function* chunked(input: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const piece of input) {
    let rest = piece;
    while (held + rest.length >= CHUNK_BYTES) {
      const take = CHUNK_BYTES - held;
      yield Buffer.concat([...parts, rest.subarray(0, take)]);
      rest = rest.subarray(take);
      parts = [];
      held = 0;
    }
    if (rest.length > 0) parts.push(rest);
    held += rest.length;
  }
  if (held > 0) yield Buffer.concat(parts);
}

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

/** Opens the record of a file that is about to be received; `fillFile` fills it. */
export async function openFile(ctx: Context, name: string): Promise<string> {
  const id = newId('file', ctx.clock());
  await ctx.db.insert(sourceFiles).values({ id, name, receivedAt: ctx.clock(), receivedBy: ctx.actor });
  return id;
}

/**
 * Keeps a received file byte for byte, before anybody looks into it. The same bytes received again are kept once.
 * Memory use does not grow with the file: while one piece is on its way to the disk, one more is taken in and packed.
 * @param id what `openFile` gave
 * @param received told the bytes received so far, piece by piece
 */
export async function fillFile(
  ctx: Context,
  id: string,
  name: string,
  input: AsyncIterable<Uint8Array>,
  received?: (bytes: number) => Promise<void>,
): Promise<StoredFile> {
  const { db } = ctx;
  const hash = createHash('sha256');
  let size = 0;
  let ordinal = 0;
  let keeping: Promise<unknown> = Promise.resolve();
  const keep = async (bytes: Uint8Array, nth: number, soFar: number): Promise<void> => {
    // The fastest level already takes a list to a twentieth; the database's own packing is slower and packs less.
    const packing = pack(bytes, { level: 1 });
    const before = keeping;
    const [packed] = await Promise.all([packing, before]);
    const [kept, encoding] =
      packed.length < bytes.length ? [packed, 'deflate' as const] : [bytes, 'raw' as const];
    await db.insert(sourceFileChunks).values({ fileId: id, ordinal: nth, bytes: kept, encoding });
    await received?.(soFar);
  };
  try {
    for await (const bytes of chunked(input)) {
      hash.update(bytes);
      size += bytes.length;
      const before = keeping;
      keeping = keep(bytes, ordinal++, size);
      // A failure shows at the next await; until then it must not count as unhandled.
      keeping.catch(() => {});
      await before;
    }
  } finally {
    await keeping;
  }
  const sha256 = hash.digest('hex');
  const [same] = await db
    .select()
    .from(sourceFiles)
    .where(and(eq(sourceFiles.sha256, sha256), isNotNull(sourceFiles.size)));
  if (same) {
    await db.transaction(async (tx) => {
      await tx.update(imports).set({ fileId: same.id }).where(eq(imports.fileId, id));
      await tx.delete(sourceFileChunks).where(eq(sourceFileChunks.fileId, id));
      await tx.delete(sourceFiles).where(eq(sourceFiles.id, id));
    });
    return { id: same.id, sha256, size, name: same.name };
  }
  await db.update(sourceFiles).set({ sha256, size }).where(eq(sourceFiles.id, id));
  return { id, sha256, size, name };
}

/** Keeps a received file, as `fillFile` does. */
export async function storeFile(
  ctx: Context,
  name: string,
  input: AsyncIterable<Uint8Array>,
): Promise<StoredFile> {
  return fillFile(ctx, await openFile(ctx, name), name, input);
}

/** The kept bytes of a file, piece by piece, as they were received. */
export async function* readFile(db: Db, fileId: string): AsyncIterable<Uint8Array> {
  for (let ordinal = 0; ; ordinal++) {
    const [row] = await db
      .select({ bytes: sourceFileChunks.bytes, encoding: sourceFileChunks.encoding })
      .from(sourceFileChunks)
      .where(and(eq(sourceFileChunks.fileId, fileId), eq(sourceFileChunks.ordinal, ordinal)));
    if (!row) return;
    yield row.encoding === 'deflate' ? await unpack(row.bytes, { chunkSize: CHUNK_BYTES }) : row.bytes;
  }
}
