import type { ProductClass } from '../../gi/product.ts';
import type { NameIndex } from '../name-index.ts';
import type { Prepared } from '../prepare.ts';
import { bestMatch, type Scored } from '../best-match.ts';
import { prepareQuery, type Near } from '../screen.ts';
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
  readonly #heard = new Set<number>();
  readonly #best = new Map<number, Scored>();
  #rendered = false;
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
      this.#rendered ||= sure;
      this.#compare(record, undefined);
      this.passed ||= sure;
    } else {
      if (this.#heard.has(record) || this.#heard.size === mostHeard) return;
      this.#heard.add(record);
      this.#compare(record, { id: record, score: this.#scored(record) });
    }
  }

  #compare(record: number, heard: SoundCandidate | undefined): void {
    const best = bestMatch(this.#index, this.#prepared, record, this.#goods, heard);
    if (!best || best.strength <= (this.#best.get(record)?.strength ?? 0)) return;
    this.#best.set(record, best);
    this.passed ||= best.strength >= this.#least - rounding;
  }

  get #prepared(): Prepared[] {
    return (this.#asked ??= prepareQuery(this.#text));
  }

  /** The score by sound that the whole search would give. */
  #scored(record: number): number {
    const { model, tables } = this.#index;
    const asked = this.#prepared;
    const form = asked[asked.length === 1 ? 0 : 1] as Prepared;
    this.#ready ??= readyName(model, this.#index.soundAsked(form.heard));
    const names = new Set(this.#index.prepared(record).map(({ heard }) => heard));
    names.add(tables.records.names.get(record));
    let best = 0;
    for (const name of names)
      best = Math.max(best, compareReady(model, this.#ready, this.#index.soundHeld(name))?.score ?? 0);
    return best;
  }

  /** All that was taken, compared. */
  near(): Near {
    return { asked: this.#prepared, scored: [...this.#best.values()], rendered: this.#rendered };
  }
}
