import { soundCeiling } from './calibrate.ts';
import { SMALL } from './index/data.ts';
import type { SoundCandidate, Sought } from './index/index.ts';
import { queryKeys } from './keys.ts';
import { LetterPairs } from './letter-pairs.ts';
import type { NameIndex } from './name-index.ts';
import type { Prepared } from './prepare.ts';
import { hashKey } from './store/key-table.ts';

/** Records that share a key with a query and are compared with it, at most. */
const mostCandidates = 100;
/**
 * The same where few findings are asked for, and besides, of those that share no more than a beginning, an ending or two
 * syllables; small sets can be looked at more thoroughly in the same time.
 */
const usualCandidates = { small: 24, large: 16 };
const mostAlike = { small: 12, large: 8 };
/** Records that are looked at of those that share one key. */
const mostOfKey = 400;
/** Bits that it counts to be spelt all alike. */
const likelyBits = 30;
const mostSounds = 40;
/** Candidates by sound however few findings are asked for: whether a name alerts must not depend on that. */
const leastSounds = 10;

/** Records worth comparing with a query. */
export interface Candidates {
  /** Records that share a key with it. */
  shared: Set<number>;
  /** The nearest by sound; some of them share a key too. */
  sounds: Map<number, SoundCandidate>;
}

/** What is gathered, and what is not worth it. */
export interface Gathering {
  /** Records kept at most of those that only begin or end alike. */
  alike?: number;
  /** What of the candidates by sound is of interest, for a form of the query. */
  sound?: (form: Prepared) => Sought;
}

/**
 * Collects the records that share a key with any form of a query, and the nearest by sound. Of those that only begin or
 * end alike, `alike` are kept at most: the ones that share most, and what fewest others share.
 */
export function gather(
  index: NameIndex,
  asked: readonly Prepared[],
  wanted = 10,
  { alike, sound = () => ({}) }: Gathering = {},
): Candidates {
  const shared = new Set<number>();
  const sounds = new Map<number, SoundCandidate>();
  const size = index.tables.records.size <= SMALL ? 'small' : 'large';
  const most = Math.max(usualCandidates[size], Math.min(mostCandidates, wanted + (wanted >> 1)));
  for (const [i, form] of asked.entries()) {
    if (form.tight === '') continue;
    if (i > 0 || asked.length === 1) {
      const limit = Math.min(mostSounds, Math.max(leastSounds, wanted));
      for (const candidate of index.tables.sound.candidates(form.heard, limit, sound(form))) {
        if (index.hides(candidate.id)) continue;
        if (candidate.score > (sounds.get(candidate.id)?.score ?? -Infinity))
          sounds.set(candidate.id, candidate);
      }
    }
    const { telling, affixed } = sharing(index, form);
    for (const record of likeliest(index, form, telling, most)) shared.add(record);
    for (const record of likeliest(index, form, affixed, alike ?? mostAlike[size])) shared.add(record);
  }
  return { shared, sounds };
}

/** Records that share keys with a query, with how much these tell, in bits. */
interface Sharing {
  /** Those that share more than a beginning, an ending or two syllables. */
  telling: Map<number, number>;
  /** The others. */
  affixed: Map<number, number>;
}

function sharing(index: NameIndex, form: Prepared): Sharing {
  const telling = new Map<number, number>();
  const affixed = new Map<number, number>();
  const some = new Set<number>();
  for (const { key, common, affix } of queryKeys(form)) {
    some.clear();
    const found = index.tables.keys.collect(key, some, Math.min(common, mostOfKey));
    if (found > common || found === 0) continue;
    const bits = Math.log2((index.tables.records.size + 1) / found);
    for (const record of some) {
      if (index.hides(record)) continue;
      if (!affix) telling.set(record, (telling.get(record) ?? 0) + bits);
      else if (index.mayBeSpelt(record, form.script)) affixed.set(record, (affixed.get(record) ?? 0) + bits);
    }
  }
  for (const [record, bits] of affixed) {
    const known = telling.get(record);
    if (known === undefined) continue;
    telling.set(record, known + bits);
    affixed.delete(record);
  }
  return { telling, affixed };
}

/** Records with a rendering of one of some names, by the ids of these; among many, those that hold little else. */
export function renderingsOf(index: NameIndex, query: Prepared, ids: readonly string[]): Iterable<number> {
  const found = new Map<number, number>();
  const some = new Set<number>();
  for (const id of ids) {
    some.clear();
    index.tables.keys.collect(hashKey('A', id), some, mostOfKey);
    for (const record of some) if (!index.hides(record)) found.set(record, 0);
  }
  const small = index.tables.records.size <= SMALL;
  return likeliest(index, query, found, small ? mostCandidates : usualCandidates.large, ids);
}

/** Of records that share keys with a query, those that share most and are spelt most like it or a rendering of it. */
function likeliest(
  index: NameIndex,
  form: Prepared,
  bits: ReadonlyMap<number, number>,
  most: number,
  renderings?: readonly string[],
): Iterable<number> {
  if (bits.size <= most) return bits.keys();
  const pairs = new LetterPairs(index.tables.records.names, form, renderings);
  const ranked = Array.from(bits, ([record, telling]): [number, number] => [
    record,
    telling + likelyBits * pairs.shared(record, index.scriptOf(record) === 'Latn'),
  ]);
  ranked.sort((a, b) => b[1] - a[1] || a[0] - b[0]).length = most;
  return ranked.map(([record]) => record);
}

/** A record that a query shares no key with, and the most its likeness can come to. */
export interface SoundAlone {
  record: number;
  ceiling: number;
  /** What the sound index said of it, where nothing else is to be said: a plain name of another script. */
  heard?: SoundCandidate;
}

/**
 * Candidates by sound alone, the most promising first. Names of two scripts that share no key have no other argument than
 * sound; of other pairs nothing can be said before they are compared.
 */
export function soundsAlone(
  index: NameIndex,
  asked: readonly Prepared[],
  { shared, sounds }: Candidates,
  kinds: boolean,
): SoundAlone[] {
  const [query] = asked as [Prepared];
  const alone: SoundAlone[] = [];
  for (const [record, candidate] of sounds) {
    if (shared.has(record)) continue;
    const script = index.scriptOf(record);
    const known = asked.length === 1 && script !== undefined && script !== query.script;
    const pair = query.script === 'Latn' ? script : query.script;
    if (!known) alone.push({ record, ceiling: Infinity });
    else
      alone.push({
        record,
        ceiling: soundCeiling(candidate.score, pair as string, kinds),
        ...(index.isPlain(record) && { heard: candidate }),
      });
  }
  return alone.sort((a, b) => b.ceiling - a.ceiling || a.record - b.record);
}
