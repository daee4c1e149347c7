import { soundQuery } from '../sound/query.ts';
import { tableOf, type ScoreCurve, type SoundModel } from '../sound/tables.ts';
import { soundName } from '../sound/name.ts';
import { rawOn } from '../sound/curve.ts';
import { compareReady, SILENT, type Scored } from '../sound/score.ts';
import { segmentsOf, type SoundSegment } from '../sound/segments.ts';
import { readyName } from '../sound/variants.ts';
import type { ArraySource, PackedArray } from '../sound/pack.ts';
import { beamSearch, type BeamLimits } from './beam.ts';
import { KIND_BITS, keyCosts, readUnits, SMALL, type NameOf, type SoundIndexData } from './data.ts';
import { NamesPool } from './names-pool.ts';

/** A record that may sound like the query, with the score of `scorePair`. */
export interface SoundCandidate {
  id: number;
  score: number;
}

/** How hard to look; the work of a query is bounded by these. */
export interface SearchEffort extends Pick<BeamLimits, 'states' | 'keys' | 'margin' | 'listed'> {
  /** Records scored in full. */
  rerank: number;
  /** Readings of a name that are looked for; what is found is scored in all of them. */
  readings: number;
  /** Whether a name that is not Latin is looked for by its usual Latin spelling besides. */
  spelt: boolean;
}

/** What is looked for, and how hard. */
export interface Sought extends Partial<SearchEffort> {
  /** Candidates with a lower score are of no interest, so that not much is done to find them. */
  least?: number;
  /** The same for one id; never lower. */
  leastOf?: (id: number) => number;
}

/** Names that can be found by sound, in any script. */
export interface SoundIndex {
  /** Number of records. */
  readonly size: number;
  /** The best candidates, best first, one per id. Never throws; work is bounded whatever the text. */
  candidates(query: string, limit: number, sought?: Sought): SoundCandidate[];
  /** Why a candidate that this index gave sounds like the query it was given for. */
  evidence(candidate: SoundCandidate): SoundSegment[];
  /** All it is made of, for {@link soundIndexFrom}. */
  arrays(): Record<string, PackedArray>;
}

const usual: SearchEffort = { states: 120, keys: 45, margin: 7, listed: 16, rerank: 10, readings: 4, spelt: false }; // prettier-ignore
/** Small sets can be searched more thoroughly in the same time. */
const thorough: SearchEffort = { states: 1200, keys: 320, margin: 10, listed: 24, rerank: 40, readings: 8, spelt: true }; // prettier-ignore
/** What is very much alike is found by the first few ways that are looked at. */
const narrow: SearchEffort = { states: 300, keys: 64, margin: 10, listed: 24, rerank: 12, readings: Infinity, spelt: true }; // prettier-ignore
/** From this score on names are very much alike. */
const VERY_ALIKE = 3;
/** What comparing in full may add to the weight by which a key was found: shared place words. */
const SLACK = 2.5;
/** The same for Latin names, which are found by sound to be compared by their letters. */
const SLACK_LATIN = 6;
/** What is very much alike is so from the first letters on: half of the best is as much as is hoped for of the rest. */
const MODEST = 1;
/** Records in other scripts scored in full besides: their Latin spellings tell less of the final score. */
const OTHER_SCRIPTS = 24;
/** Records scored in full at most, however many are asked for. */
const MOST_SCORED = 200;
/** How much aligning that may take, letters of one name times letters of the other; a query takes some ten thousand. */
const MOST_CELLS = 400_000;

/** Raw weights below which a key is of no interest: any, and those of one record. */
interface Floors {
  least: number;
  of: ((record: number) => number) | undefined;
}

/** A candidate that knows how it was scored, as long as someone holds it. */
class Heard implements SoundCandidate {
  readonly id: number;
  readonly score: number;
  readonly #scored: Scored | undefined;

  constructor(id: number, scored: Scored | undefined) {
    this.id = id;
    this.score = scored?.score ?? SILENT;
    this.#scored = scored;
  }

  static evidence(candidate: SoundCandidate): SoundSegment[] {
    return candidate instanceof Heard && candidate.#scored ? segmentsOf(candidate.#scored) : [];
  }
}

/** Names as a trie of their Latin spellings. */
export class TrieIndex implements SoundIndex {
  private readonly model: SoundModel;
  private readonly data: SoundIndexData;
  private readonly nameOf: NameOf;

  constructor(model: SoundModel, data: SoundIndexData, nameOf: NameOf = () => '') {
    this.model = model;
    this.data = data;
    this.nameOf = nameOf;
  }

  private nameAt(record: number): string {
    const own = this.data.names.get(record);
    return own === '' ? this.nameOf(this.data.ids[record] as number).slice(0, readUnits) : own;
  }

  get size(): number {
    return this.data.ids.length;
  }

  candidates(query: string, limit: number, sought: Sought = {}): SoundCandidate[] {
    const { least = -Infinity, leastOf, ...effort } = sought;
    if (this.size === 0 || limit < 1) return [];
    const usually = least >= VERY_ALIKE ? narrow : this.size <= SMALL ? thorough : usual;
    const limits: BeamLimits & SearchEffort = { ...usually, ...effort };
    const name = soundName(query);
    if (name.variants.length === 0) return [];
    const found = new Map<number, number>();
    const script = name.form.script;
    const whole = name.variants.filter((variant) => !variant.part).slice(0, limits.readings);
    const floors = this.floorsOn(
      this.model.curves[script],
      script === 'Latn' ? SLACK_LATIN : SLACK,
      least,
      leastOf,
    );
    if (script !== 'Latn' && least >= VERY_ALIKE) limits.optimism = MODEST;
    const half = { ...limits, states: limits.states / 2, keys: limits.keys / 2 };
    whole.forEach(({ text, cost }, at) => {
      this.search(tableOf(this.model, script), text, cost, at === 0 ? limits : half, floors, found);
    });
    if (limits.spelt && script !== 'Latn' && this.data.mixed && name.latin[0]) {
      const spelt = this.floorsOn(this.model.curves.spelt, SLACK, least, leastOf);
      this.search(this.model.latin, `^${name.latin[0]}$`, 0, half, spelt, found);
    }
    if (found.size === 0) return [];
    const ready = readyName(this.model, name, true);
    const byId = new Map<number, SoundCandidate>();
    const allowance = { cells: MOST_CELLS };
    for (const record of this.mostHopeful(found, Math.max(limits.rerank, Math.min(limit, MOST_SCORED)))) {
      const id = this.data.ids[record] as number;
      const other = soundName(this.nameAt(record));
      const scored = compareReady(this.model, ready, other, allowance, found.get(record));
      const candidate = new Heard(id, scored);
      if (leastOf && script !== 'Latn' && candidate.score < leastOf(id)) continue;
      if (candidate.score <= (byId.get(id)?.score ?? -Infinity)) continue;
      byId.set(id, candidate);
    }
    return [...byId.values()].sort((p, q) => q.score - p.score || p.id - q.id).slice(0, limit);
  }

  evidence(candidate: SoundCandidate): SoundSegment[] {
    return Heard.evidence(candidate);
  }

  /** The records to be scored in full: the best so far, and some more of other scripts. */
  private mostHopeful(found: ReadonlyMap<number, number>, count: number): number[] {
    const ranked = [...found].sort((p, q) => q[1] - p[1] || p[0] - q[0]);
    const best = ranked.slice(0, count);
    if (this.data.mixed) {
      const others = ranked.slice(count).filter(([record]) => this.data.spelt[record] === 1);
      best.push(...others.slice(0, OTHER_SCRIPTS));
    }
    return best.map(([record]) => record);
  }

  /** What is asked for in raw weights of one curve. */
  private floorsOn(
    curve: ScoreCurve,
    slack: number,
    least: number,
    leastOf?: (id: number) => number,
  ): Floors {
    const raws = new Map<number, number>();
    const rawOf = (score: number): number => {
      let raw = raws.get(score);
      if (raw === undefined) raws.set(score, (raw = rawOn(curve, score) - slack));
      return raw;
    };
    const of = leastOf && ((record: number) => rawOf(leastOf(this.data.ids[record] as number)));
    return { least: rawOf(least), of };
  }

  private search(
    table: ReturnType<typeof tableOf>,
    text: string,
    cost: number,
    limits: BeamLimits,
    { least, of }: Floors,
    into: Map<number, number>,
  ): void {
    const { keys, raws } = beamSearch(this.data.trie, table, soundQuery(table, text), {
      ...limits,
      least: least + cost,
      ...(of && { leastOf: (key) => of((this.data.keyRecords[key] as number) >>> KIND_BITS) + cost }),
    });
    keys.forEach((key, at) => {
      const entry = this.data.keyRecords[key] as number;
      const record = entry >>> KIND_BITS;
      const raw = (raws[at] as number) - cost - (keyCosts[(entry & 3) as 0 | 1 | 2] as number);
      if (raw < (of ? of(record) : least)) return;
      const known = into.get(record);
      if (known === undefined || known < raw) into.set(record, raw);
    });
  }

  arrays(): Record<string, PackedArray> {
    const { trie, keyRecords, ids, names, spelt } = this.data;
    return { ...trie, keyRecords, ids, names: names.bytes, ends: names.ends, spelt };
  }
}

/**
 * An index from its arrays, which are used in place and must not be changed afterwards. It stays readable with another
 * version of the model.
 * @throws RangeError when they are not those of an index.
 */
export function soundIndexFrom(model: SoundModel, source: ArraySource, nameOf?: NameOf): SoundIndex {
  const spelt = source.array('spelt', 'u8');
  const data: SoundIndexData = {
    trie: {
      letters: source.array('letters', 'u8'),
      starts: source.array('starts', 'u32'),
      nodes: source.array('nodes', 'i32'),
    },
    keyRecords: source.array('keyRecords', 'u32'),
    ids: source.array('ids', 'u32'),
    names: new NamesPool(source.array('names', 'u8'), source.array('ends', 'u32')),
    spelt,
    mixed: spelt.includes(1),
  };
  return new TrieIndex(model, data, nameOf);
}
