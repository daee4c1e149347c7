import { soundName } from '../sound/name.ts';
import type { SoundModel } from '../sound/tables.ts';
import { CORE, KIND_BITS, PART, readUnits, SMALL, WHOLE, type NameOf } from './data.ts';
import { TrieIndex, type SoundIndex } from './index.ts';
import { buildTrie, keySymbol } from './letter-trie.ts';
import { GrowingBytes, GrowingNumbers, NamesPool } from './names-pool.ts';

/** One name to be found by sound. `id` is the caller's (0 to 2^32 - 1); several records may share one. */
export interface SoundIndexRecord {
  id: number;
  name: string;
  /** Whoever files the name keeps it under `id` and gives it back through {@link NameOf}, so that it is not kept here. */
  known?: boolean;
}

const MOST_SPELLINGS = 3;
/**
 * Respellings of a text that are filed of each name among many; the first say most, and a candidate is compared in all
 * of its readings anyway.
 */
const MOST_RESPELT = 2;

const vowels = new Set(Array.from('aeiouy', (letter) => keySymbol(letter.charCodeAt(0))));

/** Whether a letter is written once in keys where a name doubles it: hardly any language hears the difference. */
const once = (symbol: number): boolean => !vowels.has(symbol);

/** Whether a respelling is so near to what it was made from that it needs no key of its own: doubled letters aside. */
function nearlySpelt(original: string, respelt: string): boolean {
  const once = (text: string): string => text.replace(/(.)\1/g, '$1');
  return once(original) === once(respelt);
}

/** Collects names for a {@link SoundIndex}; about 10 µs each for Latin names, 50 µs for others. */
export class SoundIndexBuilder {
  readonly #letters = new GrowingBytes();
  readonly #names = new GrowingBytes();
  readonly #starts = new GrowingNumbers();
  readonly #keyRecords = new GrowingNumbers();
  readonly #ids = new GrowingNumbers();
  readonly #ends = new GrowingNumbers();
  readonly #spelt = new GrowingBytes();
  #mixed = false;

  add({ id, name, known = false }: SoundIndexRecord): void {
    const record = this.#ids.size;
    this.#ids.add(id);
    if (!known) this.#names.addText(name.slice(0, readUnits));
    this.#ends.add(this.#names.size);
    const sound = soundName(name);
    this.#spelt.add(sound.form.script === 'Latn' ? 0 : 1);
    if (sound.form.script !== 'Latn') {
      this.#mixed = true;
      for (const spelling of sound.latin.slice(0, MOST_SPELLINGS))
        this.#addKey(`^${spelling}$`, record, WHOLE);
      return;
    }
    const most = record < SMALL ? Infinity : MOST_RESPELT;
    let respelt = 0;
    sound.variants.forEach((variant, at) => {
      if (variant.original !== undefined) {
        if (nearlySpelt(variant.original, variant.text) || ++respelt > most) return;
      } else respelt = 0;
      this.#addKey(variant.text, record, at === 0 ? WHOLE : variant.part ? PART : CORE);
    });
  }

  #addKey(text: string, record: number, kind: number): void {
    this.#starts.add(this.#letters.size);
    this.#letters.reserve(text.length + 1);
    let before = 0;
    for (let i = 0; i < text.length; i++) {
      const symbol = keySymbol(text.charCodeAt(i));
      if (symbol !== 0 && !(symbol === before && once(symbol))) this.#letters.add(symbol);
      before = symbol;
    }
    this.#letters.add(0);
    this.#keyRecords.add(record * (1 << KIND_BITS) + kind);
  }

  /** `nameOf` is needed when any name was filed as known. */
  build(model: SoundModel, nameOf?: NameOf): SoundIndex {
    const { trie, order } = buildTrie(this.#letters.taken(), this.#starts.taken());
    const records = this.#keyRecords.taken();
    return new TrieIndex(
      model,
      {
        trie,
        keyRecords: order.map((key) => records[key] as number),
        ids: this.#ids.taken(),
        names: new NamesPool(this.#names.taken(), this.#ends.taken()),
        spelt: this.#spelt.taken(),
        mixed: this.#mixed,
      },
      nameOf,
    );
  }
}

/** Build an index; records are read once. */
export function buildSoundIndex(model: SoundModel, records: Iterable<SoundIndexRecord>): SoundIndex {
  const builder = new SoundIndexBuilder();
  for (const record of records) builder.add(record);
  return builder.build(model);
}
