import { spellingsOf } from '../aliases.ts';
import { decisions } from '../decided.ts';
import { meaningKeys } from '../meanings.ts';
import { fold, tight } from '../normalise.ts';
import type { Prepared } from '../prepare.ts';
import { hashText } from './text-hash.ts';

/** Records looked at for one text at most: what more names share tells of none. */
const mostSharing = 12;
/** Shortest text in scripts without spaces, and in others. */
const least = { unspaced: 2, spaced: 4 } as const;

const none: readonly number[] = [];

/** Every text by which a record is known as it stands: spellings, renderings, signs that were ruled on. */
export class KnownTexts {
  /** By hash of the text. */
  readonly #records = new Map<number, number[]>();
  readonly #meanings = new Map<number, number[]>();
  readonly #ruled = new Map<string, string[]>();

  constructor() {
    for (const { sign, name } of decisions()) {
      const key = tight(fold(name));
      this.#ruled.set(key, [...(this.#ruled.get(key) ?? []), tight(fold(sign))]);
    }
  }

  add(record: number, forms: readonly Prepared[]): void {
    for (const form of forms) {
      for (const text of textsOf(form)) this.#add(this.#records, text, record);
      for (const id of form.units.flatMap((unit) => unit.aliases))
        for (const text of spellingsOf(id)) this.#add(this.#records, text, record);
      for (const sign of this.#ruled.get(form.core) ?? []) this.#add(this.#records, sign, record);
      if (form.meanings) for (const key of meaningKeys(form.meanings)) this.#add(this.#meanings, key, record);
    }
  }

  #add(to: Map<number, number[]>, text: string, record: number): void {
    if (text.length < (text.charCodeAt(0) > 0xe00 ? least.unspaced : least.spaced)) return;
    const hash = hashText(text);
    const list = to.get(hash);
    if (!list) to.set(hash, [record]);
    else if (list.length < mostSharing && list[list.length - 1] !== record) list.push(record);
  }

  /** Records known by a tight folded text, by its hash; once in a long while others. */
  of(hash: number): readonly number[] {
    return this.#records.get(hash) ?? none;
  }

  /** Records of which every word has the meaning of a word asked about; a key of `meaningKeys`. */
  meaning(key: string): readonly number[] {
    return this.#meanings.get(hashText(key)) ?? none;
  }
}

function textsOf(form: Prepared): Set<string> {
  const texts = new Set([form.tight, form.core]);
  if (form.script === 'Latn') return texts;
  for (const { text } of form.latin) texts.add(text);
  for (const { text } of form.latinWhole) texts.add(text);
  for (const { text } of form.units) texts.add(text);
  return texts;
}
