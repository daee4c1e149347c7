import type { LetterTrie } from './letter-trie.ts';
import type { NamesPool } from './names-pool.ts';

/** The name that was filed under an id as known; only its first thousand UTF-16 units are read. */
export type NameOf = (id: number) => string;

/** Up to so many names a set is small: it can be searched, and its names be filed, more thoroughly in the same time. */
export const SMALL = 20_000;
/** What a key costs on top of its alignment, by kind: the whole name, the name without place words, a part of it. */
export const keyCosts = [0, 1, 7] as const;
export const WHOLE = 0;
export const CORE = 1;
export const PART = 2;
export const KIND_BITS = 2;
/** UTF-16 units of a name that are kept. */
export const readUnits = 1000;

/** What an index is made of. */
export interface SoundIndexData {
  trie: LetterTrie;
  /** Record and kind of each key: `record << 2 | kind`. */
  keyRecords: Uint32Array;
  ids: Uint32Array;
  /** Empty for a name that is known elsewhere. */
  names: NamesPool;
  /** By record: 1 when it is in another script and its keys are Latin spellings of it. */
  spelt: Uint8Array;
  /** Whether there is any such record. */
  mixed: boolean;
}
