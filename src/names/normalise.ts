import { simplify } from './simplify.ts';
import { repairMixed, scriptOf } from './script.ts';

/** Names are cut to this many UTF-16 units before they are indexed or compared; longer queries are refused. */
export const maxNameLength = 500;

const special: Record<string, string> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h', ŋ: 'ng', ə: 'e', ŀ: 'l', ς: 'σ',
}; // prettier-ignore
const combining = /\p{Mn}/gu;
const wordPart = /[\p{L}\p{M}\p{N}]/u;
const joiner = /['’‘ʼʻ`´′·・‧•.\u00ad]/u;
const asciiWord = /^[a-z0-9]$/;
const folded = new Map<string, string>();

/** What one character becomes: '' when it joins its neighbours, ' ' when it separates them. */
function foldChar(ch: string): string {
  if (asciiWord.test(ch)) return ch;
  let out = folded.get(ch);
  if (out !== undefined) return out;
  const script = scriptOf(ch.codePointAt(0) as number);
  if (special[ch]) out = special[ch];
  else if (script === 'Hani') out = simplify(ch);
  else if (script === 'Latn' || script === 'Grek') {
    const base = ch.normalize('NFD').replace(combining, '').toLowerCase();
    out = Array.from(base, (c) => special[c] ?? c).join('');
  } else if (ch === 'ё') out = 'е';
  else if (script !== 'Zyyy') out = ch;
  else if (joiner.test(ch)) out = '';
  else if (/\p{Mn}/u.test(ch)) out = '';
  else out = wordPart.test(ch) ? ch : ' ';
  if (folded.size < 100_000) folded.set(ch, out);
  return out;
}

/**
 * Folds a name for comparison: NFKC, lower case, diacritics off Latin and Greek letters, traditional to simplified
 * Han, apostrophes and middle dots dropped, every other separator one space, words that mix alphabets repaired.
 * Never throws; control characters, unassigned code points and lone surrogates count as separators.
 */
export function fold(name: string): string {
  if (ascii.test(name)) return foldAscii(name.slice(0, maxNameLength).toLowerCase());
  const text = repairMixed(
    name
      .slice(0, maxNameLength)
      .normalize('NFKC')
      .slice(0, 2 * maxNameLength),
  ).toLowerCase();
  let out = '';
  // Sara am, which NFKC takes apart, is one letter, and its tone mark stands before it.
  const thai = text
    .replace(/\u0e4d([\u0e48-\u0e4b]?)\u0e32/g, '$1\u0e33')
    .replace(/([\u0e48-\u0e4b])\u0e4d\u0e32/g, '$1\u0e33');
  for (const ch of thai.normalize('NFC')) out += foldChar(ch);
  // Once more without accents: a stranger with an accent has only now the look of its neighbours.
  return repairMixed(out.replace(/ +/g, ' ').trim());
}

const ascii = /^[\x20-\x7e]*$/;

/** The same for text that needs no Unicode: most names and nearly all words. */
function foldAscii(text: string): string {
  return text
    .replace(/['`.]+/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** A folded name without its spaces: two names with one tight form differ in nothing but spelling habits. */
export function tight(foldedName: string): string {
  return foldedName.includes(' ') ? foldedName.replaceAll(' ', '') : foldedName;
}
