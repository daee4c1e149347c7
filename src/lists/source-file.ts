import { createHash } from 'node:crypto';
import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { sourceFileChunks, sourceFiles } from '../db/schema/index.ts';
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

/**
 * Keeps a received file byte for byte, before anybody looks into it. The same bytes received again are kept once.
 * Memory use does not grow with the file.
 */
export async function storeFile(
  ctx: Context,
  name: string,
  input: AsyncIterable<Uint8Array>,
): Promise<StoredFile> {
  const { db } = ctx;
  const id = newId('file', ctx.clock());
  await db.insert(sourceFiles).values({ id, name, receivedAt: ctx.clock(), receivedBy: ctx.actor });
  const hash = createHash('sha256');
  let size = 0;
  let ordinal = 0;
  for await (const bytes of chunked(input)) {
    hash.update(bytes);
    size += bytes.length;
    await db.insert(sourceFileChunks).values({ fileId: id, ordinal: ordinal++, bytes });
  }
  const sha256 = hash.digest('hex');
  const [same] = await db
    .select()
    .from(sourceFiles)
    .where(and(eq(sourceFiles.sha256, sha256), isNotNull(sourceFiles.size)));
  if (same) {
    await db.transaction(async (tx) => {
      await tx.delete(sourceFileChunks).where(eq(sourceFileChunks.fileId, id));
      await tx.delete(sourceFiles).where(eq(sourceFiles.id, id));
    });
    return { id: same.id, sha256, size, name: same.name };
  }
  await db.update(sourceFiles).set({ sha256, size }).where(eq(sourceFiles.id, id));
  return { id, sha256, size, name };
}

/** The kept bytes of a file, piece by piece. */
export async function* readFile(db: Db, fileId: string): AsyncIterable<Uint8Array> {
  for (let ordinal = 0; ; ordinal++) {
    const [row] = await db
      .select({ bytes: sourceFileChunks.bytes })
      .from(sourceFileChunks)
      .where(and(eq(sourceFileChunks.fileId, fileId), eq(sourceFileChunks.ordinal, ordinal)))
      .orderBy(asc(sourceFileChunks.ordinal));
    if (!row) return;
    yield row.bytes;
  }
}
