import type { ProductClass } from '../gi/product.ts';
import { formsOf } from './forms.ts';
import { buildSoundIndex, type SoundIndex } from './index/index.ts';
import { recordKeys } from './keys.ts';
import { prepare, type Prepared } from './prepare.ts';
import { GrowingBytes } from './index/names-pool.ts';
import { scriptCodes, type Script } from './script.ts';
import { RecordsBuilder, type NameRecord, type Records } from './records.ts';
import { scorePair, type SoundModel, type SoundSegment } from './sound/model.ts';
import { AffixCounts } from './store/affix-counts.ts';
import { KeyTableBuilder, hashKey, type KeyTable } from './store/key-table.ts';
import { PrefixTableBuilder, type PrefixTable } from './store/prefix-table.ts';

/** Analysed names are kept up to this many; a larger set analyses candidates again when they come up. */
const keepPrepared = 12_000;

/** The tables of an index; all flat arrays but the sound index, which keeps its own. */
export interface NameTables {
  records: Records;
  keys: KeyTable;
  prefixes: PrefixTable;
  affixes: AffixCounts;
  /** The script of each record's core, by its number in `scriptCodes`; {@link severalForms} for a line of many names. */
  scripts: Uint8Array;
  sound: SoundIndex;
}

const severalForms = 255;

/** Everything the engine knows of a set of names. */
export class NameIndex {
  readonly model: SoundModel;
  readonly tables: NameTables;
  readonly #prepared = new Map<number, Prepared[]>();

  constructor(model: SoundModel, tables: NameTables) {
    this.model = model;
    this.tables = tables;
  }

  /** The analysed forms of a record, the line as written first. */
  prepared(record: number): Prepared[] {
    let forms = this.#prepared.get(record);
    if (!forms) {
      forms = formsOf(this.tables.records.names.get(record)).map(prepare);
      if (this.#prepared.size >= keepPrepared) this.#prepared.clear();
      this.#prepared.set(record, forms);
    }
    return forms;
  }

  /** The script of a record's core; `undefined` when its line holds several names. */
  scriptOf(record: number): Script | undefined {
    return scriptCodes[this.tables.scripts[record] as number];
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

  scoreSound(a: string, b: string): number {
    return scorePair(this.model, a, b).score;
  }

  soundSegments(a: string, b: string): SoundSegment[] {
    return scorePair(this.model, a, b).segments;
  }
}

/** Reads records once and files them under every key; the sound index is built over the cores. */
export function buildNameIndex(
  model: SoundModel,
  source: Iterable<NameRecord>,
  { bySound = true }: { bySound?: boolean } = {},
): NameIndex {
  const records = new RecordsBuilder();
  const keys = new KeyTableBuilder();
  const prefixes = new PrefixTableBuilder();
  const affixes = new AffixCounts();
  const scripts = new GrowingBytes();
  const counted = new Set<number>();
  const countOnce = (word: string): void => {
    const hash = hashKey('W', word);
    if (word.length < 5 || counted.has(hash)) return;
    counted.add(hash);
    for (const n of [4, 5]) {
      affixes.add('B', word.slice(0, n));
      affixes.add('E', word.slice(-n));
    }
  };
  function* spoken(): Generator<{ id: number; name: string; language?: string }> {
    for (const record of source) {
      const id = records.add(record);
      const forms = formsOf(record.name).map(prepare);
      scripts.add(forms.length > 1 ? severalForms : scriptCodes.indexOf((forms[0] as Prepared).script));
      for (const [i, form] of forms.entries()) {
        for (const key of recordKeys(form)) keys.add(key, id);
        for (const key of prefixKeys(form)) prefixes.add(key, id);
        for (const { text } of form.script === 'Latn' ? form.units : []) countOnce(text);
        // A line that holds several names is filed by sound under each of them, not under the line.
        if (!bySound || form.spoken === '' || (i === 0 && forms.length > 1)) continue;
        yield { id, name: form.heard, ...(record.language ? { language: record.language } : {}) };
      }
    }
  }
  const sound = buildSoundIndex(model, spoken());
  return new NameIndex(model, {
    records: records.build(),
    keys: keys.build(),
    prefixes: prefixes.build(),
    affixes,
    scripts: scripts.taken(),
    sound,
  });
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
