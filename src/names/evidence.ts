import { latinBits, letterIndex } from './letters.ts';
import { readLexicon } from './data.ts';
import { genericWords } from './lexicon.ts';
import { mainScript } from './script.ts';

const frequent = readLexicon<{ words: number; counts: Record<string, number> }>('common-words');
const counts = new Map(Object.entries(frequent.counts));

/** True for Latin words that many names hold (springs, san, river). */
export function isCommonWord(text: string): boolean {
  return counts.has(text) || genericWords.has(text);
}

const perLetter = {
  Hani: 10,
  Thai: 3.3,
  Grek: 3.6,
  Cyrl: 3.6,
  Kana: 5,
  Hang: 8,
  Zyyy: 2,
  Zzzz: 3.5,
} as const;

const genericBits = 6;

const { per10000 } = readLexicon<{ per10000: Record<string, number> }>('common-han');

/** Bits of a Han character: ten, less for those that transliterations are made of (斯, 尔, 特). */
const hanBits = (ch: string): number => Math.min(10, Math.log2(10_000 / (per10000[ch] ?? 1)));

/** Bits of information in a folded piece of a name: how unlikely another name holds it by chance. */
export function bitsOf(text: string): number {
  const script = mainScript(text);
  if (genericWords.has(text)) return genericBits;
  if (script === 'Latn') {
    const count = counts.get(text);
    return count === undefined
      ? latinBits(text)
      : Math.min(latinBits(text), Math.log2(frequent.words / count));
  }
  if (script === 'Hani') return Array.from(text, hanBits).reduce((a, b) => a + b, 0);
  let letters = 0;
  for (const ch of text)
    if (!/\p{M}/u.test(ch)) letters += letterIndex(ch.codePointAt(0) as number) > 0 ? 0.4 : 1;
  return letters * perLetter[script];
}
