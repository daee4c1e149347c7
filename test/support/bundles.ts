import { bundle } from '../../src/formats/bundle/bundle.ts';
import type { Entry } from '../../src/gi/entry.ts';
import { agreement, aList } from './entries.ts';

/** A text as a file arrives: in pieces. */
export async function* bytes(text: string): AsyncIterable<Uint8Array> {
  const all = new TextEncoder().encode(text);
  for (let i = 0; i < all.length; i += 1000) yield all.subarray(i, i + 1000);
}

/** Entries of a list, annex III unless told, as a bundle file. */
export async function bundleOf(entries: Entry[], list = aList()): Promise<string> {
  const version = { number: 1, contentHash: '-' };
  let text = '';
  for await (const piece of bundle.encode!({ agreement, list, version, entries })) text += piece;
  return text;
}
