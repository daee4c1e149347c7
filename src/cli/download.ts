import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes an answer's body as it comes: into a file, or to standard output when no file is named. */
export async function download(response: Response, file: string | undefined): Promise<void> {
  const content = Readable.fromWeb(response.body as never);
  if (file === undefined) {
    await pipeline(content, process.stdout, { end: false }).catch((error: NodeJS.ErrnoException) => {
      // `| head` has read enough.
      if (error.code !== 'EPIPE') throw error;
    });
    return;
  }
  // A broken-off download must not pass for a whole one: it gets its name only at the end.
  const part = `${file}.part`;
  try {
    await pipeline(content, createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
