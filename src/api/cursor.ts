import type { FeedPosition } from '../lists/feed.ts';
import { Refusal } from '../platform/errors.ts';

/** The refusal of a cursor this gateway did not give. */
export function badCursor(): Refusal {
  return new Refusal(
    'request/bad-cursor',
    400,
    'The cursor is not one this feed gave.',
    'Use the cursor of an earlier answer as it is, or leave it out and read from the beginning.',
  );
}

/** A place in the feed as callers hold it. Its inside is no promise. */
export function writeCursor({ publication, key }: FeedPosition): string {
  return Buffer.from(`${publication}/${key}`).toString('base64url');
}

/** @throws Refusal request/bad-cursor */
export function readCursor(cursor: string): FeedPosition {
  const found = /^(\d{1,15})\/([^]*)$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!found || writeCursor({ publication: Number(found[1]), key: found[2]! }) !== cursor) throw badCursor();
  return { publication: Number(found[1]), key: found[2]! };
}
