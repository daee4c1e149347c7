import { loadSoundIndex } from './index/index.ts';
import { NameIndex } from './name-index.ts';
import { Records } from './records.ts';
import type { SoundModel } from './sound/model.ts';
import { packArrays, unpackArrays, type PackedArray, type Unpacked } from './sound/pack.ts';
import { AffixCounts } from './store/affix-counts.ts';
import { KeyTable } from './store/key-table.ts';
import { PrefixTable } from './store/prefix-table.ts';
import { TextStore } from './store/text-store.ts';

const format = 'gi-name-index';
const texts = ['ids', 'names', 'groups', 'languages'] as const;

const asBytes = (array: Float64Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** An index as one byte string, not compressed: about as large as it is in memory. */
export function packIndex(index: NameIndex, version: string): Uint8Array {
  const { records, keys, prefixes, affixes, sound } = index.tables;
  const arrays: Record<string, PackedArray> = {
    goods: records.goods,
    keys: keys.keys,
    keyRecords: keys.records,
    keyStarts: keys.starts,
    prefixHeads: asBytes(prefixes.heads),
    prefixRecords: prefixes.records,
    affixes: affixes.counts,
    scripts: index.tables.scripts,
    sound: sound.serialise(),
  };
  for (const name of texts) {
    arrays[name] = records[name].bytes;
    arrays[`${name}At`] = records[name].offsets;
  }
  return packArrays(format, { version, model: index.model.version }, arrays, false);
}

const textStore = (file: Unpacked, name: string): TextStore =>
  new TextStore(file.array(name, 'u8'), file.array(`${name}At`, 'u32'));

/**
 * Reads what {@link packIndex} wrote. The bytes are kept and used in place.
 * @throws {RangeError} when they are no index, or were written by other rules or another sound model.
 */
export function unpackIndex(model: SoundModel, bytes: Uint8Array, version: string): NameIndex {
  const file = unpackArrays(format, bytes);
  const meta = file.meta as { version: string; model: string };
  if (meta.version !== version || meta.model !== model.version) {
    throw new RangeError(`the snapshot was made by engine ${meta.version}; this is ${version}`);
  }
  const [ids, names, groups, languages] = texts.map((name) => textStore(file, name)) as [
    TextStore,
    TextStore,
    TextStore,
    TextStore,
  ];
  const heads = file.array('prefixHeads', 'u8');
  return new NameIndex(model, {
    records: new Records(ids, names, groups, languages, file.array('goods', 'u32')),
    keys: new KeyTable(
      file.array('keys', 'u32'),
      file.array('keyRecords', 'u32'),
      file.array('keyStarts', 'u32'),
    ),
    prefixes: new PrefixTable(
      new Float64Array(heads.buffer as ArrayBuffer, heads.byteOffset, heads.byteLength / 8),
      file.array('prefixRecords', 'u32'),
    ),
    affixes: new AffixCounts(file.array('affixes', 'u16')),
    scripts: file.array('scripts', 'u8'),
    sound: loadSoundIndex(model, file.array('sound', 'u8')),
  });
}
