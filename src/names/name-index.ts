import type { ProductClass } from '../gi/product.ts';
import { buildSoundIndex, type SoundIndex } from './index/index.ts';
import { recordKeys } from './keys.ts';
import { prepare, type Prepared } from './prepare.ts';
import { RecordsBuilder, type NameRecord, type Records } from './records.ts';
import { scorePair, type SoundModel, type SoundSegment } from './sound/model.ts';
import { KeyTableBuilder, type KeyTable } from './store/key-table.ts';
import { PrefixTableBuilder, type PrefixTable } from './store/prefix-table.ts';

/** Analysed names are kept up to this many; a larger set analyses candidates again when they come up. */
const keepPrepared = 60_000;

/** Everything the engine knows of a set of names. */
export class NameIndex {
  readonly model: SoundModel;
  readonly records: Records;
  readonly keys: KeyTable;
  readonly prefixes: PrefixTable;
  readonly sound: SoundIndex;
  readonly #prepared = new Map<number, Prepared>();

  constructor(model: SoundModel, records: Records, keys: KeyTable, prefixes: PrefixTable, sound: SoundIndex) {
    this.model = model;
    this.records = records;
    this.keys = keys;
    this.prefixes = prefixes;
    this.sound = sound;
  }

  /** The analysed name of a record. */
  prepared(record: number): Prepared {
    let name = this.#prepared.get(record);
    if (!name) {
      name = prepare(this.records.names.get(record));
      if (this.#prepared.size >= keepPrepared) this.#prepared.clear();
      this.#prepared.set(record, name);
    }
    return name;
  }

  goods(record: number): ProductClass[] {
    return this.records.goods[record] === 0 ? [] : this.records.get(record).goods;
  }

  scoreSound(a: string, b: string): number {
    return scorePair(this.model, a, b).score;
  }

  soundSegments(a: string, b: string): SoundSegment[] {
    return scorePair(this.model, a, b).segments;
  }
}

/** Reads records once and files them under every key; the sound index is built over the cores. */
export function buildNameIndex(model: SoundModel, records: Iterable<NameRecord>): NameIndex {
  const store = new RecordsBuilder();
  const keys = new KeyTableBuilder();
  const prefixes = new PrefixTableBuilder();
  function* spoken(): Generator<{ id: number; name: string; language?: string }> {
    for (const record of records) {
      const name = prepare(record.name);
      const id = store.add(record);
      for (const key of recordKeys(name)) keys.add(key, id);
      for (const key of prefixKeys(name)) prefixes.add(key, id);
      if (name.spoken !== '')
        yield { id, name: name.spoken, ...(record.language ? { language: record.language } : {}) };
    }
  }
  const sound = buildSoundIndex(model, spoken());
  return new NameIndex(model, store.build(), keys.build(), prefixes.build(), sound);
}

/** What a reader may begin to type: the name, its words, its standard Latin spelling. */
export function prefixKeys(name: Prepared): string[] {
  const words = name.folded
    .split(' ')
    .slice(1, 6)
    .filter((w) => w.length > 2);
  return [
    ...new Set([
      name.tight,
      name.core,
      ...words,
      ...(name.script === 'Latn' ? [] : [name.latin[0]?.text ?? '']),
    ]),
  ];
}
