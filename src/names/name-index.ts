import type { ProductClass } from '../gi/product.ts';
import { formsOf } from './forms.ts';
import { SoundIndexBuilder } from './index/builder.ts';
import type { SoundIndex } from './index/index.ts';
import { recordKeys } from './keys.ts';
import { prepare, type Prepared } from './prepare.ts';
import { GrowingBytes } from './index/names-pool.ts';
import { scriptCodes, type Script } from './script.ts';
import { RecordsBuilder, type NameRecord, type Records } from './records.ts';
import { scorePair, type SoundModel, type SoundSegment } from './sound/model.ts';
import { soundName, type SoundName } from './sound/name.ts';
import { SILENT, scoreNames } from './sound/score.ts';
import { AffixCounts } from './store/affix-counts.ts';
import { HashSet } from './store/hash-set.ts';
import { KeyTableBuilder, hashKey, type KeyTable } from './store/key-table.ts';
import { Recent } from './store/recent.ts';
import { PrefixTableBuilder, type PrefixTable } from './store/prefix-table.ts';

/**
 * Sets of so many names keep all that have been analysed. Of a larger set the same names hardly come up again, and what is
 * kept for long is copied by the collector of garbage, while a query waits for it: only those last looked at are kept.
 */
const keptWhole = 12_000;
const keptLast = 64;
/** Names analysed for their sound that a set kept whole keeps. */
const keptSounds = 4000;

/** The tables of an index; all flat arrays but the sound index, which keeps its own. */
export interface NameTables {
  records: Records;
  keys: KeyTable;
  prefixes: PrefixTable;
  affixes: AffixCounts;
  /**
   * The script of each record's core, by its number in `scriptCodes`, with {@link plainName} where it holds;
   * {@link severalForms} for a line of many names.
   */
  scripts: Uint8Array;
  sound: SoundIndex;
}

const severalForms = 255;
/** Of a name without product words, qualifiers and known renderings, which is heard as it is written. */
const plainName = 0x40;

const isPlain = ({ name, heard, parts, units }: Prepared): boolean =>
  heard === name &&
  units.length > 0 &&
  parts.products.length === 0 &&
  parts.qualifiers.length === 0 &&
  units.every((unit) => unit.aliases.length === 0);

const scriptByte = (forms: readonly Prepared[]): number => {
  const [form] = forms as [Prepared];
  return forms.length > 1 ? severalForms : scriptCodes.indexOf(form.script) | (isPlain(form) ? plainName : 0);
};

/** Everything the engine knows of a set of names. */
export class NameIndex {
  readonly model: SoundModel;
  readonly tables: NameTables;
  /** Records that are not to be found any more. */
  readonly #hidden: ReadonlySet<number>;
  /** Where beginnings and endings are counted besides. */
  readonly #beside: AffixCounts | undefined;
  readonly #prepared = new Map<number, Prepared[]>();
  #goodsHeld: Map<number, ProductClass[]> | undefined;
  readonly #sounds: Recent<string, SoundName>;
  #asked: { name: string; sound: SoundName } | undefined;

  constructor(
    model: SoundModel,
    tables: NameTables,
    hidden: ReadonlySet<number> = new Set(),
    beside?: AffixCounts,
  ) {
    this.model = model;
    this.tables = tables;
    this.#hidden = hidden;
    this.#beside = beside;
    this.#sounds = new Recent(tables.records.size <= keptWhole ? keptSounds : keptLast);
  }

  /** Number of names that can be found. */
  get size(): number {
    return this.tables.records.size - this.#hidden.size;
  }

  hides(record: number): boolean {
    return this.#hidden.has(record);
  }

  /** The same index, in which the names of some groups are not found. */
  without(groups: Iterable<string>): NameIndex {
    const { keys, records } = this.tables;
    const hidden = new Set(this.#hidden);
    const some = new Set<number>();
    for (const group of groups) {
      some.clear();
      keys.collect(hashKey('G', group), some, Infinity);
      for (const record of some) if (records.groups.get(record) === group) hidden.add(record);
    }
    return new NameIndex(this.model, this.tables, hidden, this.#beside);
  }

  /** The same index, whose names are weighed as names among those of another. */
  beside(other: NameIndex): NameIndex {
    return new NameIndex(this.model, this.tables, this.#hidden, other.tables.affixes);
  }

  /** How many names begin (B) or end (E) with some letters. */
  common(side: 'B' | 'E', letters: string): number {
    return this.tables.affixes.get(side, letters) + (this.#beside?.get(side, letters) ?? 0);
  }

  /** The analysed forms of a record, the line as written first. */
  prepared(record: number): Prepared[] {
    let forms = this.#prepared.get(record);
    if (!forms) {
      const name = this.tables.records.names.get(record);
      forms = this.isPlain(record) ? [prepare(name)] : formsOf(name).map((form) => prepare(form));
      if (this.#prepared.size >= (this.tables.records.size <= keptWhole ? keptWhole : keptLast))
        this.#prepared.clear();
      this.#prepared.set(record, forms);
    }
    return forms;
  }

  /** The script of a record's core; `undefined` when its line holds several names. */
  scriptOf(record: number): Script | undefined {
    const byte = this.tables.scripts[record] as number;
    return byte === severalForms ? undefined : scriptCodes[byte & ~plainName];
  }

  /** Whether a record's line is one name of nothing but its core: no product word, no qualifier, no known rendering. */
  isPlain(record: number): boolean {
    const byte = this.tables.scripts[record] as number;
    return byte !== severalForms && (byte & plainName) !== 0;
  }

  /** False when a record's name is known to be in another script, so that the two cannot be spelt alike. */
  mayBeSpelt(record: number, script: Script): boolean {
    const known = this.scriptOf(record);
    return known === undefined || known === script;
  }

  goods(record: number): ProductClass[] {
    const { records } = this.tables;
    return records.goods[record] === 0 ? [] : records.get(record).goods;
  }

  /** Every set of goods that some record has, by its mask in the table of records. */
  get goodsHeld(): ReadonlyMap<number, ProductClass[]> {
    if (!this.#goodsHeld) {
      this.#goodsHeld = new Map();
      const { records } = this.tables;
      records.goods.forEach((mask, record) => {
        if (!this.#goodsHeld?.has(mask)) this.#goodsHeld?.set(mask, this.goods(record));
      });
    }
    return this.#goodsHeld;
  }

  /** What two names score by sound; {@link SILENT} also where that is certainly less than `least`. */
  scoreSound(a: string, b: string, least?: number): number {
    return scoreNames(this.model, this.soundAsked(a), this.soundHeld(b), least)?.score ?? SILENT;
  }

  /** A name analysed for scoring by sound; the last one is remembered, since one name is scored beside many. */
  soundAsked(name: string): SoundName {
    if (this.#asked?.name !== name) this.#asked = { name, sound: soundName(name) };
    return this.#asked.sound;
  }

  /** A name of this set analysed for scoring by sound; the same few come up again and again. */
  soundHeld(name: string): SoundName {
    return this.#sounds.get(name) ?? this.#sounds.keep(name, soundName(name));
  }

  soundSegments(a: string, b: string): SoundSegment[] {
    return scorePair(this.model, a, b).segments;
  }
}

/** Files records under every key, one after another, so that whoever adds them may pause in between. */
export class NameIndexBuilder {
  readonly #records = new RecordsBuilder();
  readonly #keys = new KeyTableBuilder();
  readonly #prefixes = new PrefixTableBuilder();
  readonly #affixes = new AffixCounts();
  #counted = new HashSet();
  readonly #scripts = new GrowingBytes();
  readonly #sound: SoundIndexBuilder | undefined;
  #size = 0;

  /** Without `bySound`, names are found by their keys alone. */
  constructor({ bySound = true }: { bySound?: boolean } = {}) {
    this.#sound = bySound ? new SoundIndexBuilder() : undefined;
  }

  /** Number of records so far. */
  get size(): number {
    return this.#size;
  }

  /** About 30 µs for a Latin name, more for others. */
  add(record: NameRecord): void {
    this.#size++;
    const id = this.#records.add(record);
    if (record.group) this.#keys.add(hashKey('G', record.group), id);
    const forms = formsOf(record.name).map((form) => prepare(form));
    this.#scripts.add(scriptByte(forms));
    for (const [i, form] of forms.entries()) {
      for (const key of recordKeys(form)) this.#keys.add(key, id);
      for (const key of prefixKeys(form)) this.#prefixes.add(key, id);
      for (const { text } of form.script === 'Latn' ? form.units : []) this.#countOnce(text);
      // A line that holds several names is filed by sound under each of them, not under the line.
      if (form.spoken === '' || (i === 0 && forms.length > 1)) continue;
      this.#sound?.add({ id, name: form.heard, known: form.heard === record.name });
      // What was read as a product may be the name of a place: Olive Branch, Santa Rosa de Copán.
      if (form.heard !== form.name)
        this.#sound?.add({ id, name: form.name, known: form.name === record.name });
    }
  }

  #countOnce(word: string): void {
    if (word.length < 5 || !this.#counted.add(hashKey('W', word))) return;
    for (const n of [4, 5]) {
      this.#affixes.add('B', word.slice(0, n));
      this.#affixes.add('E', word.slice(-n));
    }
  }

  build(model: SoundModel): NameIndex {
    // The one that needs most room while it is built comes first, when what is only for reading has gone.
    this.#counted = new HashSet();
    const sound = (this.#sound ?? new SoundIndexBuilder()).build(model, (id) => records.names.get(id));
    const records = this.#records.build();
    return new NameIndex(model, {
      records,
      keys: this.#keys.build(),
      prefixes: this.#prefixes.build(),
      affixes: this.#affixes,
      scripts: this.#scripts.taken(),
      sound,
    });
  }
}

/** Reads records once and files them under every key. */
export function buildNameIndex(
  model: SoundModel,
  source: Iterable<NameRecord>,
  options: { bySound?: boolean } = {},
): NameIndex {
  const builder = new NameIndexBuilder(options);
  for (const record of source) builder.add(record);
  return builder.build(model);
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
      ...(name.script === 'Latn' ? [] : [name.latinWhole[0]?.text ?? '', name.latin[0]?.text ?? '']),
    ]),
  ];
}
