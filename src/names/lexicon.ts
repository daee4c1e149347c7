import type { ProductClass } from '../gi/product.ts';
import { readLexicon } from './data.ts';
import { fold } from './normalise.ts';
import { mainScript } from './script.ts';

/** What a word of a name does: name a product, liken the goods to it, or say little. */
export type WordRole = 'product' | 'qualifier' | 'admin' | 'function' | 'descriptor';

export interface LexiconWord {
  role: WordRole;
  /** Concept id: `ham`, `style`; the role's own name for words that say little. */
  concept: string;
  languages: string[];
}

export interface ProductConcept {
  id: string;
  class: ProductClass;
  broader?: string;
  words: Record<string, string[]>;
}

const products = readLexicon<{ concepts: ProductConcept[] }>('products').concepts;
const qualifiers = readLexicon<{ groups: { id: string; words: Record<string, string[]> }[] }>(
  'qualifiers',
).groups;
const plain =
  readLexicon<Record<'function' | 'admin' | 'descriptor' | 'generic', Record<string, string[]>>>(
    'plain-words',
  );

/** Product concepts by id. */
export const productConcepts: ReadonlyMap<string, ProductConcept> = new Map(products.map((c) => [c.id, c]));

/** Generic words of place names: part of the core, but hardly telling (north, lake, san). */
export const genericWords: ReadonlySet<string> = new Set(Object.values(plain.generic).flat().map(fold));

/** Words by spelling: lower case with accents first (`thé` is tea, `the` is not), then folded. */
const exact = new Map<string, LexiconWord>();
const loose = new Map<string, LexiconWord>();
/** Words that may end a compound word (Parmaschinken, Champagnerstil), and how long they are, longest first. */
const compoundEnds = new Map<string, LexiconWord>();
/** Han and Thai words for text without spaces, and by their first or last letter how long they are, longest first. */
const unspacedWords = new Set<string>();
const unspaced: Record<'start' | 'end', Map<string, number[]>> = { start: new Map(), end: new Map() };
/** Most words a lexicon phrase has. */
export const longestPhrase = 4;

const compounding = new Set(['de', 'nl', 'sv', 'da', 'en', 'hu']);
const unspacedScripts = new Set(['Hani', 'Thai', 'Kana']);

function add(role: WordRole, concept: string, language: string, word: string): void {
  const lower = word.normalize('NFC').toLowerCase();
  for (const [map, key] of [
    [exact, lower],
    [loose, fold(word)],
  ] as const) {
    const known = map.get(key);
    if (!known) map.set(key, { role, concept, languages: [language] });
    else if (known.role === role && known.concept === concept) known.languages.push(language);
  }
  const folded = fold(word);
  if (unspacedScripts.has(mainScript(word))) {
    for (const [side, letter] of [
      ['start', folded[0]],
      ['end', folded.at(-1)],
    ] as const) {
      const lengths = unspaced[side].get(letter as string) ?? [];
      unspaced[side].set(
        letter as string,
        [...new Set([...lengths, folded.length])].sort((a, b) => b - a),
      );
    }
    unspacedWords.add(folded);
  } else if (
    compounding.has(language) &&
    folded.length >= 4 &&
    !folded.includes(' ') &&
    role !== 'function'
  ) {
    if (!compoundEnds.has(folded)) compoundEnds.set(folded, loose.get(folded) as LexiconWord);
  }
}

for (const [language, words] of Object.entries(plain.function))
  for (const w of words) add('function', 'function', language, w);
for (const { id, words } of qualifiers) {
  for (const [language, list] of Object.entries(words))
    for (const w of list) add('qualifier', id, language, w);
}
for (const { id, words } of products) {
  for (const [language, list] of Object.entries(words)) for (const w of list) add('product', id, language, w);
}
for (const role of ['admin', 'descriptor'] as const) {
  for (const [language, words] of Object.entries(plain[role]))
    for (const w of words) add(role, role, language, w);
}
const endLengths = [...new Set([...compoundEnds.keys()].map((end) => end.length))].sort((a, b) => b - a);

/** The first words of phrases. */
const phraseHeads = new Set(
  [...exact.keys(), ...loose.keys()].filter((k) => k.includes(' ')).map((k) => k.split(' ')[0] as string),
);

/** False when no phrase of the lexicon begins with a word, in lower case or folded. */
export function mayBeginPhrase(lower: string, folded: string): boolean {
  return phraseHeads.has(lower) || phraseHeads.has(folded) || folded.includes(' ');
}

/** The lexicon's word for a spelling in lower case, or for its folded form where only accents differ. */
export function lookUp(lower: string, folded: string): LexiconWord | undefined {
  return exact.get(lower) ?? loose.get(folded);
}

/** A compound's last part that the lexicon knows, when at least four letters stand before it. */
export function compoundEnd(folded: string): [string, LexiconWord] | undefined {
  for (const length of endLengths) {
    if (folded.length < length + 4) continue;
    const end = folded.slice(-length);
    const word = compoundEnds.get(end);
    if (word) return [end, word];
  }
  return undefined;
}

/** Lexicon words (folded Han, Thai or kana) that a text without spaces begins or ends with, longest first. */
export function unspacedAt(text: string, side: 'start' | 'end'): string[] {
  const lengths = unspaced[side].get((side === 'start' ? text[0] : text.at(-1)) ?? '') ?? [];
  return lengths
    .filter((length) => length <= text.length)
    .map((length) => (side === 'start' ? text.slice(0, length) : text.slice(-length)))
    .filter((word) => unspacedWords.has(word));
}

/** True when two products are one, or one is a kind of the other. */
export function sameProduct(a: string, b: string): boolean {
  return a === b || productConcepts.get(a)?.broader === b || productConcepts.get(b)?.broader === a;
}
