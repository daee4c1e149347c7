import { classId } from '../gi/classification.ts';
import type { ProtectionState } from '../gi/protection.ts';
import type { GiAnswer } from './queries.ts';

/** How many GIs have a value. */
export interface FacetCount {
  value: string;
  count: number;
}

/** Counts over all GIs a search finds, whichever page is shown. A GI of two origins counts for both. */
export interface Facets {
  origin: FacetCount[];
  /** Product classes, as the first list of a GI has it: the home register where there is one. */
  product: FacetCount[];
  /** Classes of every system, stated or derived, as `EU:1.3`. */
  class: FacetCount[];
  channel: FacetCount[];
  protection: { jurisdiction: string; states: FacetCount[] }[];
}

class Counts<T extends string> {
  readonly #counts = new Map<T, number>();

  add(value: T): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  /** The most frequent first. */
  list(): FacetCount[] {
    const all = [...this.#counts].map(([value, count]) => ({ value, count }));
    return all.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  }
}

/** Counts answers as they pass. */
export class FacetCounter {
  readonly #origin = new Counts();
  readonly #product = new Counts();
  readonly #class = new Counts();
  readonly #channel = new Counts();
  readonly #protection = new Map<string, Counts<ProtectionState>>();

  add(answer: GiAnswer): void {
    for (const origin of new Set(answer.origin)) this.#origin.add(origin);
    this.#product.add(answer.occurrences[0]!.entry.product.class);
    for (const id of new Set(answer.classes.map(classId))) this.#class.add(id);
    for (const channel of new Set(answer.channels.map((c) => c.channel))) this.#channel.add(channel);
    for (const { jurisdiction, state } of answer.protection) {
      const counts = this.#protection.get(jurisdiction) ?? new Counts<ProtectionState>();
      this.#protection.set(jurisdiction, counts);
      counts.add(state);
    }
  }

  facets(): Facets {
    const protection = [...this.#protection].map(([jurisdiction, counts]) => ({
      jurisdiction,
      states: counts.list(),
    }));
    return {
      origin: this.#origin.list(),
      product: this.#product.list(),
      class: this.#class.list(),
      channel: this.#channel.list(),
      protection,
    };
  }
}
