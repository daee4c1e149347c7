import type { ProductClass } from '../../gi/product.ts';
import type { Near } from '../candidates.ts';
import type { NameIndex } from '../name-index.ts';
import type { Prepared } from '../prepare.ts';
import { bestMatch } from '../best-match.ts';
import { prepareQuery } from '../screen.ts';
import { soundName } from '../sound/name.ts';
import { compareReady } from '../sound/score.ts';
import { readyName, type ReadyName } from '../sound/variants.ts';
import type { SoundCandidate } from '../index/index.ts';

/** A record that a sign may be like. */
export interface Candidate {
  record: number;
  /** The raw weight of their sounds, where that is what speaks for it. */
  weight?: number;
  /** It needs no closer look. */
  sure?: boolean;
}

const rounding = 1e-3;
/** Records that sound alike and are scored. */
const mostHeard = 12;

/** Holds candidates against a sign, until one reaches a strength. */
export class Reaching {
  passed = false;
  readonly #index: NameIndex;
  readonly #text: string;
  readonly #goods: readonly ProductClass[];
  readonly #least: number;
  readonly #records = new Set<number>();
  /** The score of each record that sounds alike. */
  readonly #heard = new Map<number, number>();
  #asked: Prepared[] | undefined;
  #ready: ReadyName | undefined;

  constructor(index: NameIndex, text: string, goods: readonly ProductClass[], least: number) {
    this.#index = index;
    this.#text = text;
    this.#goods = goods;
    this.#least = least;
  }

  take({ record, weight, sure = false }: Candidate): void {
    if (weight === undefined) {
      if (this.#records.has(record)) return;
      this.#records.add(record);
      this.passed ||= sure || this.#reaches(record, undefined);
    } else {
      if (this.#heard.has(record) || this.#heard.size === mostHeard) return;
      const score = this.#scored(record);
      this.#heard.set(record, score);
      this.passed ||= this.#reaches(record, { id: record, score });
    }
  }

  #reaches(record: number, heard: SoundCandidate | undefined): boolean {
    this.#asked ??= prepareQuery(this.#text);
    const best = bestMatch(this.#index, this.#asked, record, this.#goods, heard);
    return best !== undefined && best.strength >= this.#least - rounding;
  }

  /** The score by sound that the whole search would give. */
  #scored(record: number): number {
    const { model, tables } = this.#index;
    this.#asked ??= prepareQuery(this.#text);
    const form = this.#asked[this.#asked.length === 1 ? 0 : 1] as Prepared;
    this.#ready ??= readyName(model, soundName(form.heard));
    const names = new Set(this.#index.prepared(record).map(({ heard }) => heard));
    names.add(tables.records.names.get(record));
    let best = 0;
    for (const name of names)
      best = Math.max(best, compareReady(model, this.#ready, soundName(name))?.score ?? 0);
    return best;
  }

  /** All that was taken. */
  near(): Near {
    return { records: this.#records, sounds: Array.from(this.#heard, ([id, score]) => ({ id, score })) };
  }
}
