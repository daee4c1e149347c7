import { soundIndexFrom } from './index/index.ts';
import { NameIndex } from './name-index.ts';
import { Records } from './records.ts';
import type { SoundModel } from './sound/model.ts';
import { packArrays, packedChunks, unpackArrays, type ArraySource, type PackedArray } from './sound/pack.ts';
import { AffixCounts } from './store/affix-counts.ts';
import { KeyTable } from './store/key-table.ts';
import { PrefixTable } from './store/prefix-table.ts';
import { TextStore } from './store/text-store.ts';

const format = 'gi-name-index-3';
const texts = ['ids', 'names', 'groups', 'languages'] as const;
/** Before the names of the sound index's arrays. */
const sound = 'sound.';

/** What a snapshot says of itself. */
export interface SnapshotMeta {
  /** The engine that made it. */
  version: string;
  /** Whatever its maker wants to know of it again: the state of the data it was made of. */
  state?: string;
}

/** All the arrays of an index, not copied; {@link indexOver} makes it of them again, here or in another thread. */
export function arraysOf(index: NameIndex): Record<string, PackedArray> {
  const { records, keys, prefixes, affixes, scripts } = index.tables;
  const { heads } = prefixes;
  const arrays: Record<string, PackedArray> = {
    goods: records.goods,
    keys: keys.keys,
    keyRecords: keys.records,
    keyStarts: keys.starts,
    prefixHeads: new Uint8Array(heads.buffer, heads.byteOffset, heads.byteLength),
    prefixRecords: prefixes.records,
    affixes: affixes.counts,
    scripts,
  };
  for (const name of texts) {
    arrays[name] = records[name].bytes;
    arrays[`${name}At`] = records[name].offsets;
  }
  for (const [name, array] of Object.entries(index.tables.sound.arrays())) arrays[sound + name] = array;
  return arrays;
}

/** The index over arrays, which are used in place. @throws {RangeError} when they are not those of an index. */
export function indexOver(model: SoundModel, source: ArraySource): NameIndex {
  const text = (name: string): TextStore =>
    new TextStore(source.array(name, 'u8'), source.array(`${name}At`, 'u32'));
  const heads = source.array('prefixHeads', 'u8');
  const records = new Records(
    text('ids'),
    text('names'),
    text('groups'),
    text('languages'),
    source.array('goods', 'u32'),
  );
  return new NameIndex(model, {
    records,
    keys: new KeyTable(
      source.array('keys', 'u32'),
      source.array('keyRecords', 'u32'),
      source.array('keyStarts', 'u32'),
    ),
    prefixes: new PrefixTable(
      new Float64Array(heads.buffer as ArrayBuffer, heads.byteOffset, heads.byteLength / 8),
      source.array('prefixRecords', 'u32'),
    ),
    affixes: new AffixCounts(source.array('affixes', 'u16')),
    scripts: source.array('scripts', 'u8'),
    sound: soundIndexFrom(model, { array: (name, kind) => source.array(sound + name, kind) }, (id) =>
      records.names.get(id),
    ),
  });
}

/** An index as bytes in pieces, not compressed: together about as large as it is in memory. */
export function indexChunks(index: NameIndex, meta: SnapshotMeta): Iterable<Uint8Array> {
  return packedChunks(format, meta, arraysOf(index));
}

/** {@link indexChunks} as one byte string. */
export function packIndex(index: NameIndex, meta: SnapshotMeta): Uint8Array {
  return packArrays(format, meta, arraysOf(index), false);
}

/**
 * Reads what {@link indexChunks} wrote. The bytes are kept and used in place.
 * @throws {RangeError} when they are no index, or were written by another version of the engine.
 */
export function unpackIndex(
  model: SoundModel,
  bytes: Uint8Array,
  version: string,
): { index: NameIndex; state: string | undefined } {
  const file = unpackArrays(format, bytes);
  const meta = file.meta as SnapshotMeta;
  if (meta.version !== version)
    throw new RangeError(`the snapshot was made by engine ${meta.version}; this is ${version}`);
  return { index: indexOver(model, file), state: meta.state };
}
