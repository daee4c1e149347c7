import type { ProductClass } from '../gi/product.ts';
import { bestMatch, type Scored } from './best-match.ts';
import { renderingsOf } from './candidates.ts';
import { heardToo } from './compare-all.ts';
import { bestDetour, detours } from './detours.ts';
import type { Finding } from './finding.ts';
import type { SoundCandidate } from './index/index.ts';
import type { NameIndex } from './name-index.ts';
import type { Prepared } from './prepare.ts';
import { prepareQuery, told, type ScreenOptions, type ScreenQuery } from './screen.ts';
import { compareReady } from './sound/score.ts';
import { readyName, type ReadyName } from './sound/variants.ts';

/** A record that a sign may be like. */
export interface Candidate {
  record: number;
  /** Their sounds are what speaks for it. */
  heard?: boolean;
  /** It is so alike over a rendering of its name that it needs no closer look. */
  sure?: boolean;
}

const rounding = 1e-3;
/** Records that sound alike and are scored. */
const mostHeard = 12;

/** Compares a name with nothing but some candidates; see `BaseNameEngine.screenAmong`. */
export function screenAmong(
  index: NameIndex,
  { name, language, goods = [] }: ScreenQuery,
  candidates: readonly Candidate[],
  options: ScreenOptions,
  engine: string,
): Finding[] {
  const least = (options.minScore ?? 0) * 10;
  const asked = prepareQuery(name, language);
  const among = new Among(index, asked, goods);
  for (const candidate of candidates) among.take(candidate);
  const found = new Map<number, Scored>();
  let passed = among.rendered;
  for (const one of among.best.values()) {
    passed ||= one.strength >= least - rounding;
    if (one.strength >= least) found.set(one.record, heardToo(index, asked, goods, one));
  }
  if (!passed) return [];
  const ways: ReturnType<typeof detours> = among.rendered ? detours(index, asked) : new Map();
  for (const record of renderingsOf(index, asked[0] as Prepared, [...ways.keys()])) {
    const other = bestDetour(index, record, asked[0] as Prepared, ways);
    if (other && other.strength > (found.get(record)?.strength ?? 0)) found.set(record, other);
  }
  return told(index, [...found.values()], options, engine);
}

/** A name beside its candidates. */
class Among {
  /** The strongest argument for each record. */
  readonly best = new Map<number, Scored>();
  /** A record is near over a rendering of its name. */
  rendered = false;
  readonly #index: NameIndex;
  readonly #asked: readonly Prepared[];
  readonly #goods: readonly ProductClass[];
  readonly #records = new Set<number>();
  readonly #heard = new Set<number>();
  #ready: ReadyName | undefined;

  constructor(index: NameIndex, asked: readonly Prepared[], goods: readonly ProductClass[]) {
    this.#index = index;
    this.#asked = asked;
    this.#goods = goods;
  }

  take({ record, heard = false, sure = false }: Candidate): void {
    if (!heard) {
      if (this.#records.has(record)) return;
      this.#records.add(record);
      this.rendered ||= sure;
      this.#compare(record, undefined);
    } else {
      if (this.#heard.has(record) || this.#heard.size === mostHeard) return;
      this.#heard.add(record);
      this.#compare(record, { id: record, score: this.#scored(record) });
    }
  }

  #compare(record: number, heard: SoundCandidate | undefined): void {
    const best = bestMatch(this.#index, this.#asked, record, this.#goods, heard);
    if (best && best.strength > (this.best.get(record)?.strength ?? 0)) this.best.set(record, best);
  }

  /** The score by sound that the whole search would give. */
  #scored(record: number): number {
    const { model, tables } = this.#index;
    const form = this.#asked[this.#asked.length === 1 ? 0 : 1] as Prepared;
    this.#ready ??= readyName(model, this.#index.soundAsked(form.heard));
    const names = new Set(this.#index.prepared(record).map(({ heard }) => heard));
    names.add(tables.records.names.get(record));
    let best = 0;
    for (const name of names)
      best = Math.max(best, compareReady(model, this.#ready, this.#index.soundHeld(name))?.score ?? 0);
    return best;
  }
}
