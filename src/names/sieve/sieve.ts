import type { ProductClass } from '../../gi/product.ts';
import { classesOf } from '../goods.ts';
import { compoundEnd, lookUp } from '../lexicon.ts';
import { meaningKeys, meaningsOf } from '../meanings.ts';
import type { NameIndex } from '../name-index.ts';
import { fold, maxNameLength, tight } from '../normalise.ts';
import { readingsOf } from '../romanise/han.ts';
import { latinForms } from '../romanise/index.ts';
import type { Candidate } from '../screen-among.ts';
import { mainScript, type Script } from '../script.ts';
import { GoodsBonus } from './goods-bonus.ts';
import { KnownTexts } from './known.ts';
import { HanSieve } from './han.ts';
import { LatinSieve } from './latin.ts';
import { LetterSieve } from './letters.ts';
import { SoundTexts } from './sound-texts.ts';
import { hashJoined, hashText } from './text-hash.ts';

/** Candidates compared in full. */
const mostCompared = 8;
/** Words joined when a sign is looked up among what is known. */
const longestRun = 5;
const mostWords = 12;
/** Characters of a sign in Han that are read, and of a part of it that is looked up. */
const mostHan = 24;
const longestHan = 8;
const mostThai = 40;
const longestThai = 20;
/** Letters of a sign spelt in Latin ones. */
const mostSpelt = 60;
const elided = /(?<![\p{L}\p{M}])(d|l|dell|all|nell|sull|dall|qu|s)['’](?=\p{L})/giu;
const recordsAtOnce = 20;

const readers: Partial<Record<Script, true>> = { Latn: true, Hani: true, Thai: true, Grek: true, Cyrl: true };

/** Tells which names a sign may come close enough to for an alert. */
export class Sieve {
  readonly #bonus: GoodsBonus;
  readonly #known: KnownTexts;
  readonly #latin: LatinSieve;
  readonly #sounds: SoundTexts;
  readonly #han: HanSieve;
  readonly #letters: LetterSieve;

  private constructor(index: NameIndex) {
    this.#bonus = new GoodsBonus(index.tables.records.size);
    this.#known = new KnownTexts();
    this.#latin = new LatinSieve(index, this.#bonus);
    this.#sounds = new SoundTexts(index, this.#bonus);
    this.#han = new HanSieve(index, this.#sounds, this.#bonus);
    this.#letters = new LetterSieve(this.#sounds, this.#bonus);
  }

  /**
   * Makes the sieve of an index in steps, so that whoever asks for it may pause in between: most take a few milliseconds, the
   * last ones, which put all names of a kind in order, up to some 100 ms for 5,000 names.
   */
  static *making(index: NameIndex): Generator<undefined, Sieve> {
    const sieve = new Sieve(index);
    for (let record = 0; record < index.tables.records.size; record++) {
      if (record % recordsAtOnce === 0) yield;
      if (index.hides(record)) continue;
      const forms = index.prepared(record);
      sieve.#bonus.add(record, index.goods(record), forms);
      for (const part of [sieve.#known, sieve.#latin, sieve.#sounds, sieve.#han, sieve.#letters])
        part.add(record, forms);
    }
    for (const part of [sieve.#latin, sieve.#sounds, sieve.#han, sieve.#letters]) {
      yield;
      part.build();
    }
    return sieve;
  }

  /** Makes the sieve of an index at once. */
  static of(index: NameIndex): Sieve {
    const making = Sieve.making(index);
    for (;;) {
      const { done, value } = making.next();
      if (done) return value;
    }
  }

  /**
   * The records that a sign may come to a strength with, for `screenAmong` to compare; nothing where the sieve does not read
   * the sign. Too few are found for a few alerts in a hundred. Records that share no more than a key with the sign are not
   * among them.
   */
  candidates(text: string, goods: readonly ProductClass[], least: number): Candidate[] | undefined {
    const script = mainScript(text);
    if (!(script in readers) || text.length > maxNameLength) return undefined;
    return Array.from(this.#candidates(script, text, goods, least));
  }

  #candidates(
    script: Script,
    text: string,
    goods: readonly ProductClass[],
    least: number,
  ): Iterable<Candidate> {
    if (script === 'Latn') return this.#latinCandidates(text, goods, least);
    if (script === 'Hani') return this.#hanCandidates(text, goods, least);
    return this.#letterCandidates(script as 'Thai' | 'Grek' | 'Cyrl', text, goods, least);
  }

  *#letterCandidates(
    script: 'Thai' | 'Grek' | 'Cyrl',
    text: string,
    goods: readonly ProductClass[],
    least: number,
  ): Generator<Candidate> {
    const words = fold(text).split(' ').slice(0, mostWords);
    yield* this.#knownAmong(words);
    if (script === 'Thai') yield* this.#knownInside(words.join('').slice(0, mostThai));
    for (const { text: spelt } of latinForms(words.join(' ').slice(0, mostSpelt))) {
      yield* this.#knownAmong(spelt.split(' '));
      for (const record of this.#known.of(hashText(tight(spelt)))) yield { record };
    }
    yield* first(mostCompared, this.#letters.spelt(words));
    const key = `${least} ${goods.join()}`;
    yield* this.#letters.heard(script, text, key, this.#sounds.floors(script, key, goods, least));
  }

  *#hanCandidates(text: string, goods: readonly ProductClass[], least: number): Generator<Candidate> {
    const sign = fold(text).replaceAll(' ', '').slice(0, mostHan);
    yield* this.#knownInside(sign);
    yield* first(mostCompared, this.#han.alike(sign));
    const key = `${least} ${goods.join()}`;
    yield* this.#han.heard(text, key, this.#sounds.floors('Hani', key, goods, least));
  }

  *#latinCandidates(text: string, goods: readonly ProductClass[], least: number): Generator<Candidate> {
    const all = fold(/['’]/.test(text) ? text.replace(elided, '$1 ') : text)
      .split(' ')
      .slice(0, mostWords);
    yield* this.#knownAmong(all);
    for (const word of all) {
      const [end] = compoundEnd(word) ?? [];
      if (end) for (const record of this.#known.of(hashText(word.slice(0, -end.length)))) yield { record };
    }
    const products: string[] = [];
    const own = all.filter((word) => {
      const known = lookUp(word, word);
      if (known?.role === 'product') products.push(known.concept);
      return !known || known.role === 'admin' || known.role === 'descriptor';
    });
    const classes = products.length > 0 ? [...goods, ...classesOf(products)] : goods;
    const key = classes.join();
    const found = this.#latin.candidates(
      own.length > 0 ? own : all,
      key,
      this.#bonus.of(key, classes),
      least,
    );
    if (found.size === 0) return;
    const ranked = [...found].sort((a, b) => b[1].strength - a[1].strength).slice(0, mostCompared);
    for (const [record, { sure, foreign }] of ranked)
      yield foreign ? { record, heard: true } : { record, sure };
  }

  /** Records known by words or neighbours joined, or by the meaning of all. */
  *#knownAmong(words: readonly string[]): Generator<Candidate> {
    const hashes = words.map(hashText);
    for (let i = 0; i < words.length; i++) {
      let run = 0;
      for (let n = i; n < Math.min(words.length, i + longestRun); n++) {
        run = hashJoined(run, hashes[n] as number, (words[n] as string).length);
        for (const record of this.#known.of(run)) yield { record };
      }
    }
    if (words.length > 1) yield* this.#meaning(words);
  }

  /** Records known by a part of a sign without spaces, by its reading, or by the meaning of all. */
  *#knownInside(sign: string): Generator<Candidate> {
    const han = (sign.codePointAt(0) as number) > 0x2e80;
    const [from, to] = han ? [2, longestHan] : [4, longestThai];
    const syllables = han ? Array.from(sign, (ch) => readingsOf(ch)[0] ?? ch) : [];
    const hashes = syllables.map(hashText);
    for (let i = 0; i < sign.length; i++) {
      let written = 0;
      let spelt = 0;
      for (let n = 1; n <= Math.min(sign.length - i, to); n++) {
        const at = i + n - 1;
        written = hashJoined(written, sign.charCodeAt(at), 1);
        if (han && at < hashes.length)
          spelt = hashJoined(spelt, hashes[at] as number, (syllables[at] as string).length);
        if (n < from) continue;
        for (const record of this.#known.of(written)) yield { record };
        if (han) for (const record of this.#known.of(spelt)) yield { record };
      }
    }
    yield* this.#meaning([sign]);
  }

  *#meaning(words: readonly string[]): Generator<Candidate> {
    const meant = meaningsOf(words);
    if (!meant) return;
    for (const key of meaningKeys(meant)) for (const record of this.#known.meaning(key)) yield { record };
  }
}

function* first(count: number, records: Iterable<number>): Generator<Candidate> {
  let left = count;
  for (const record of records) if (left-- > 0) yield { record };
}
