import { alignSound, ROUNDING, TOO_LITTLE } from './align.ts';
import { soundQuery, type SoundQuery } from './query.ts';
import type { ChunkTable } from './chunk-table.ts';
import type { SoundName, SoundVariant } from './name.ts';
import { sharedMeanings } from './place-words.ts';
import { Rest } from './rest.ts';
import { tableOf, type SoundModel } from './tables.ts';

const SAME_MEANING = 1.5;
const OTHER_MEANING = 4;
const OTHER_KIND = 0.5;
const SAME_KIND = 0.6;
/** What a Latin form that is one of the usual spellings of the other name adds to the weight. */
export const SAME_SPELLING = 4;

/** What translated place words of two variants say. */
export function meaningWeight(a: SoundVariant, b: SoundVariant): number {
  if (a.meanings.length === 0 && b.meanings.length === 0 && a.kinds === 0 && b.kinds === 0) return 0;
  const same = sharedMeanings(a.meanings, b.meanings);
  const other = a.meanings.length + b.meanings.length - 2 * same;
  const kind = a.kinds === 0 || b.kinds === 0 ? 0 : (a.kindBits & b.kindBits) === 0 ? -SAME_KIND : SAME_KIND;
  return same * SAME_MEANING - other * OTHER_MEANING - Math.abs(a.kinds - b.kinds) * OTHER_KIND + kind;
}

/** Variants that may be set against each other: all of one against a part of the other, but not part against part. */
function comparable(a: SoundVariant, b: SoundVariant, first: boolean): boolean {
  return a.part || b.part ? first && !(a.part && b.part) : true;
}

/** Two readings set against each other, and the weight of it. */
export interface Best {
  /** With what words in common, respellings and the like add and take off. */
  raw: number;
  /** Of the alignment alone. */
  weight: number;
  a: SoundVariant;
  b: SoundVariant;
  /** The rows of `a`. */
  query: SoundQuery;
}

/** What the letters of a variant bring at most is found out when it is aligned for the so many-th time. */
const worthReaching = 6;

/** A name to be scored against many Latin names, whose rows in one table are looked up as they are asked for. */
export class ReadyName {
  readonly name: SoundName;
  readonly table: ChunkTable;
  readonly #queries: (SoundQuery | undefined)[] = [];
  readonly #reaches: (Rest | undefined)[] | undefined;
  readonly #aligned: number[] = [];

  /** `many`: to be scored against so many names that it pays to look at its letters beforehand. */
  constructor(table: ChunkTable, name: SoundName, many = false) {
    this.table = table;
    this.name = name;
    this.#reaches = many ? [] : undefined;
  }

  /** The rows of a variant. */
  query(i: number): SoundQuery {
    return (this.#queries[i] ??= soundQuery(this.table, (this.name.variants[i] as SoundVariant).text));
  }

  /** What the letters of a variant bring at most, where it is to be known and asked for often enough. */
  reach(i: number): Rest | undefined {
    if (!this.#reaches) return undefined;
    const times = (this.#aligned[i] ?? 0) + 1;
    this.#aligned[i] = times;
    if (times < worthReaching) return undefined;
    return (this.#reaches[i] ??= Rest.certain(this.query(i), this.table.info));
  }
}

/** A name in the table of its script; `many` as for {@link ReadyName}. */
export function readyName(model: SoundModel, name: SoundName, many = false): ReadyName {
  return new ReadyName(tableOf(model, name.form.script), name, many);
}

/** A Latin name whose chunks in one table are looked up as they are asked for. */
export class ReadyLatin {
  readonly name: SoundName;
  /** The chunks of the variants looked up so far, one after another. */
  lattices: Int32Array;
  readonly #table: ChunkTable;
  readonly #starts: (number | undefined)[] = [];
  #end = 0;

  constructor(table: ChunkTable, name: SoundName, room: Int32Array) {
    this.#table = table;
    this.name = name;
    this.lattices = room;
  }

  /** Where in {@link lattices} the chunks of a variant are. */
  lattice(j: number): number {
    const known = this.#starts[j];
    if (known !== undefined) return known;
    const { text } = this.name.variants[j] as SoundVariant;
    const start = this.#end;
    this.#end += this.#table.latticeSize(text);
    if (this.#end > this.lattices.length) {
      const larger = new Int32Array(this.#end * 2);
      larger.set(this.lattices);
      this.lattices = larger;
    }
    this.#table.fillLattice(text, this.lattices, start);
    this.#starts[j] = start;
    return start;
  }
}

/** A Latin name in a table, to be kept as long as it is needed. */
export function readyLatin(table: ChunkTable, name: SoundName): ReadyLatin {
  return new ReadyLatin(table, name, new Int32Array(512));
}

const room = new Int32Array(1 << 14);

/** A Latin name in a table, to be compared before the next one is made. */
export function passingLatin(table: ChunkTable, name: SoundName): ReadyLatin {
  return new ReadyLatin(table, name, room);
}

/**
 * Letters of one name times letters of the other, over all variants of the two that are aligned: enough for every reading
 * of names of thirty letters. What comes last, parts of texts of many words, is left out beyond it.
 */
const MOST_CELLS = 24_000;

/** How much aligning is left to whoever compares many names: letters of one times letters of the other. */
export interface Allowance {
  cells: number;
}

/** The best raw weight over the variants of both; undefined when it is certainly below `floor`. Work is bounded. */
export function bestVariants(
  x: ReadyName,
  l: ReadyLatin,
  floor = -Infinity,
  allowance?: Allowance,
): Best | undefined {
  const [mine, theirs] = [x.name.variants, l.name.variants];
  const longest = x.table.info.l;
  const most = Math.min(MOST_CELLS, allowance?.cells ?? MOST_CELLS);
  let used = 0;
  let raw = floor;
  let found: Best | undefined;
  for (let i = 0; i < mine.length; i++) {
    const a = mine[i] as SoundVariant;
    for (let j = 0; j < theirs.length && used < most; j++) {
      const b = theirs[j] as SoundVariant;
      if (!comparable(a, b, i === 0 || j === 0)) continue;
      const extra = meaningWeight(a, b) - a.cost - b.cost;
      if ((x.query(i).bounds[0] as number) < raw - extra - ROUNDING) continue;
      used += a.text.length * b.text.length;
      const start = l.lattice(j);
      const weight = alignSound(
        x.query(i),
        l.lattices,
        b.text.length,
        longest,
        undefined,
        raw - extra,
        x.reach(i),
        start,
      );
      if (weight === TOO_LITTLE || (found && weight + extra <= raw)) continue;
      raw = weight + extra;
      found = { raw, weight, a, b, query: x.query(i) };
    }
  }
  if (allowance) allowance.cells -= used;
  if (!found) return undefined;
  const spelt = raw > 0 && x.name.form.script !== 'Latn' && x.name.latin.includes(found.b.text.slice(1, -1));
  return spelt ? { ...found, raw: raw + SAME_SPELLING } : found;
}
