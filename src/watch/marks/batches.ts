import type { Db } from '../../db/database.ts';
import { unusable } from '../../formats/problems.ts';
import type { Place, Problem } from '../../gi/problem.ts';
import { readFile } from '../../lists/source-file.ts';
import { decodeMarks, sniffMarks, type MarkFormat } from './decode.ts';
import { markHash, type DecodedMark, type WatchedMark } from './mark.ts';

/** Records screened and written together: the more, the more of what they need is shared, and is read again after a crash. */
export const marksAtOnce = 5000;

/** A mark as a file tells it. */
export interface Told {
  mark: WatchedMark;
  hash: string;
  place: Place;
}

export interface Batch {
  told: Told[];
  refused: number;
  problems: Problem[];
  /** Records read up to the end of this batch. */
  position: number;
}

/** @throws InputError for a file that is empty or in no format marks come in */
export async function formatOf(db: Db, fileId: string): Promise<MarkFormat> {
  for await (const piece of readFile(db, fileId)) return sniffMarks(piece.subarray(0, 4096));
  throw unusable('input/empty', 'The file is empty');
}

/**
 * Reads the file once before anything is written, so that one broken further on leaves its bytes and nothing else.
 * @throws InputError
 */
export async function checkFile(
  db: Db,
  fileId: string,
  format: MarkFormat,
  office: string | undefined,
): Promise<void> {
  let records = 0;
  for await (const _ of decodeMarks(readFile(db, fileId), format, { office })) records++;
  if (records === 0) throw unusable('marks/root', 'The file holds no mark');
}

/** The records of a file, a batch at a time. @param from how many were read before and are passed over */
export async function* batches(records: AsyncIterable<DecodedMark>, from: number): AsyncGenerator<Batch> {
  let position = 0;
  let batch: Batch = { told: [], refused: 0, problems: [], position: from };
  for await (const { mark, problems, place } of records) {
    position++;
    if (position <= from) continue;
    if (mark) batch.told.push({ mark, hash: markHash(mark), place });
    else batch.refused++;
    batch.problems.push(...problems);
    batch.position = position;
    if (batch.told.length + batch.refused < marksAtOnce) continue;
    yield batch;
    batch = { told: [], refused: 0, problems: [], position };
  }
  if (batch.position > from && batch.told.length + batch.refused > 0) yield batch;
}
