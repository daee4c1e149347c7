import { spellingsOf } from '../aliases.ts';
import { share } from '../compare/match.ts';
import { genericWords } from '../lexicon.ts';
import type { NameIndex } from '../name-index.ts';
import type { Prepared } from '../prepare.ts';
import { onCurve } from '../sound/curve.ts';
import { Recent } from '../store/recent.ts';
import type { GoodsBonus } from './goods-bonus.ts';
import { GramIndex, type Asked as GramsAsked } from './grams.ts';
import { OneChange } from './one-change.ts';
import { SameEnd } from './same-end.ts';
import { wordLikeness } from './word-likeness.ts';

/** What two Latin words for goods of one class count more, see `strengthOf`. */
const sameGoods = 0.3;
/** What goods that are named on both sides may add besides. */
const nearly = 0.2;
/** What the sound of a name in another script may tell besides its Latin spelling. */
const bySound = 1;
/** Latin spellings of a name in another script that are looked at. */
const mostSpellings = 2;
/** Where goods take more away, a letter changed is not enough. */
const leastForOne = -0.5;
/** Shorter words are looked up as they are. */
const shortest = 4;
/** Marks of more words than this are looked at by their words alone. */
const mostJoined = 3;
const mostWords = 8;
const longest = 24;

/**
 * The share of their grams that two words have in common when their likeness is worth an alert, by what goods add to it:
 * points of a line, measured on alerts for names of the training files; see docs/names.md.
 */
const shares: readonly (readonly [added: number, share: number])[] = [
  [-1, 0.7],
  [0, 0.46],
  [0.2, 0.44],
  [0.64, 0.36],
  [1.2, 0.29],
  [1.7, 0.2],
];

/** The strength for which they were measured. */
const measuredAt = 5.824;

const leastShare = 0.15;

function shareFor(added: number): number {
  return Math.max(leastShare, Math.min(0.7, onCurve(shares, added)));
}

/**
 * The share of the sounds of two words that they begin and end with alike, taken together: those that are alike in the
 * middle alone remind nobody of one another.
 */
const alikeAtEnds = 0.35;

/** A word of a record's core, and the share of the core it is. */
interface Held {
  record: number;
  part: number;
  /** The word is of a rendering of the name, not of the name. */
  rendered?: boolean;
  /** The word is a Latin spelling of a name in another script. */
  foreign?: boolean;
}

/** A record that a sign is like, as far as can be told by one word of each. */
export interface LatinCandidate {
  strength: number;
  /** A rendering of its name is like the sign, which the search will see. */
  sure: boolean;
  /** Names of two scripts, of which the sound tells. */
  foreign: boolean;
}

interface Asked {
  /** By kind of word, what its goods add at most, less what more is asked for than was measured. */
  added: Float32Array;
  grams: GramsAsked;
  /** What words of signs are like: some come again and again. */
  words: Recent<string, ReadonlyMap<number, LatinCandidate>>;
}

const mostKept = 256;
const mostSeen = 2000;
/** Words that are alike by their grams, looked at for one word. */
const mostAlike = 64;
const nothing = new Map<number, LatinCandidate>();
const latin = /^[a-z]+$/;
/** What the choice among renderings takes off, see `detours` of the search. */
const oneOfMany = 0.4;

/** Latin names by the words of their cores, for signs in Latin letters. */
export class LatinSieve {
  /** How many names begin or end with some letters. */
  readonly #common: NameIndex['common'];
  readonly #bonus: GoodsBonus;
  readonly #words: string[] = [];
  readonly #held: Held[][] = [];
  readonly #numbers = new Map<string, number>();
  /** By number of the word, its kind: words of records with the same kinds of goods. */
  #kinds = new Uint16Array();
  #goods: { kinds: readonly number[]; generic: boolean }[] = [];
  #grams = new GramIndex([], new Uint16Array(), leastShare);
  readonly #changes = new OneChange();
  readonly #ends = new SameEnd();
  readonly #near = new Set<number>();
  readonly #asked = new Recent<string, Asked>(mostKept);

  constructor(index: NameIndex, bonus: GoodsBonus) {
    this.#common = (side, letters) => index.common(side, letters);
    this.#bonus = bonus;
  }

  add(record: number, forms: readonly Prepared[]): void {
    for (const form of forms) {
      if (form.script !== 'Latn') {
        for (const { text } of form.latin.slice(0, mostSpellings))
          if (latin.test(text)) this.#add(text, { record, part: 1, foreign: true });
        continue;
      }
      const texts = new Set([form.core, ...form.units.slice(0, 4).map((unit) => unit.text)]);
      // Kornbrand, of which brand is read as a product, is looked at as written too.
      if (!form.folded.includes(' ')) texts.add(form.tight);
      for (const text of texts) this.#add(text, { record, part: share(form.core, [text]) });
      for (const unit of form.units)
        for (const text of unit.aliases.flatMap(spellingsOf))
          if (latin.test(text))
            this.#add(text, { record, part: share(form.core, [unit.text]), rendered: true });
    }
  }

  /** After the last record, before the first question. */
  build(): void {
    const kinds = new Map<string, number>();
    this.#kinds = Uint16Array.from(this.#held, (held, number) => {
      const goods = [...new Set(held.map(({ record }) => this.#bonus.kinds[record] as number))].sort();
      const generic = genericWords.has(this.#words[number] as string);
      const key = `${generic} ${goods.join()}`;
      let kind = kinds.get(key);
      if (kind === undefined) {
        kind = this.#goods.push({ kinds: goods, generic }) - 1;
        kinds.set(key, kind);
      }
      return kind;
    });
    this.#grams = new GramIndex(this.#words, this.#kinds, leastShare);
    this.#words.forEach((word, number) => {
      this.#changes.add(word, number);
      this.#ends.add(word, number);
    });
  }

  #add(text: string, held: Held): void {
    if (text.length < shortest) return;
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#words.push(text) - 1;
      this.#numbers.set(text, number);
      this.#held.push([]);
    }
    this.#held[number]?.push(held);
  }

  #askedFor(name: string, kinds: Float32Array, least: number): Asked {
    const known = this.#asked.get(name);
    if (known) return known;
    const added = Float32Array.from(this.#goods, ({ kinds: held }) => {
      const most = Math.max(...held.map((kind) => kinds[kind] as number));
      return (most > 0.3 ? most + sameGoods : most) + measuredAt - least;
    });
    const shares = added.map((one, kind) => (this.#goods[kind]?.generic ? 1 : shareFor(one)));
    return this.#asked.keep(name, {
      added,
      grams: { shares, least: Math.min(...shares), ends: alikeAtEnds },
      words: new Recent(mostSeen),
    });
  }

  /**
   * Records with a word like one of these, most alike first; `least` is the strength below which nothing counts.
   */
  candidates(
    words: readonly string[],
    key: string,
    kinds: Float32Array,
    least: number,
  ): Map<number, LatinCandidate> {
    const asked = this.#askedFor(`${least} ${key}`, kinds, least);
    const found = new Map<number, LatinCandidate>();
    if (words.length > 1)
      for (const word of words.slice(0, mostWords)) {
        if (word.length < shortest) continue;
        const known =
          asked.words.get(word) ?? asked.words.keep(word, this.#likePart(word, asked, kinds, least));
        for (const [record, candidate] of known) note(found, record, candidate);
      }
    const joined = words.length > mostJoined ? '' : words.join('');
    if (joined.length >= shortest && joined.length <= longest)
      this.#addLike(joined, asked, kinds, least, found);
    return found;
  }

  /**
   * Records with a word like one word of several. That it is alike in some places is chance: it must begin or end alike, as
   * the search asks too.
   */
  #likePart(
    word: string,
    asked: Asked,
    kinds: Float32Array,
    least: number,
  ): ReadonlyMap<number, LatinCandidate> {
    const alike = this.#nearIn(word, asked);
    const same = this.#numbers.get(word);
    if (same !== undefined) alike.add(same);
    if (alike.size === 0) return nothing;
    const found = new Map<number, LatinCandidate>();
    for (const number of alike) this.#weigh(word, number, kinds, least, found);
    return found;
  }

  /** Adds the records with a word like the whole of a sign. */
  #addLike(
    sign: string,
    asked: Asked,
    kinds: Float32Array,
    least: number,
    found: Map<number, LatinCandidate>,
  ): void {
    const alike = this.#nearIn(sign, asked);
    const { words, size } = this.#grams.alike(sign, asked.grams);
    for (let i = 0; i < Math.min(size, mostAlike); i++) alike.add(words[i] as number);
    for (const number of alike) this.#weigh(sign, number, kinds, least, found);
  }

  /** Words that begin or end as a word does, and those a letter from it where that may be enough; until the next call. */
  #nearIn(word: string, asked: Asked): Set<number> {
    const near = this.#near;
    near.clear();
    this.#changes.near(word, near);
    for (const number of near)
      if ((asked.added[this.#kinds[number] as number] as number) < leastForOne) near.delete(number);
    this.#ends.near(word, near);
    return near;
  }

  /** Notes the records of a word that a word of a sign is alike enough to. */
  #weigh(
    text: string,
    number: number,
    kinds: Float32Array,
    least: number,
    found: Map<number, LatinCandidate>,
  ): void {
    const likeness = wordLikeness(text, this.#words[number] as string, this.#common);
    for (const { record, part, rendered = false, foreign = false } of this.#held[number] as Held[]) {
      const goods = kinds[this.#bonus.kinds[record] as number] as number;
      const strength = rendered
        ? (likeness(1) - oneOfMany) * part ** 2
        : likeness(part) + (goods > 0.3 ? goods + sameGoods : goods);
      if (strength >= least - (foreign ? bySound : nearly))
        note(found, record, { strength, sure: rendered && strength >= least, foreign });
    }
  }
}

/** Keeps the strongest of what is found of a record. */
function note(found: Map<number, LatinCandidate>, record: number, candidate: LatinCandidate): void {
  const known = found.get(record);
  if (!known) found.set(record, candidate);
  else if (candidate.strength > known.strength || candidate.sure)
    found.set(record, {
      ...candidate,
      strength: Math.max(candidate.strength, known.strength),
      sure: candidate.sure || known.sure,
    });
}
