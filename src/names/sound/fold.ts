import { scriptOf, type Script } from '../script.ts';
import { simplify } from '../simplify.ts';
import { kanaToLatin } from './kana.ts';

/** Scripts the sound model reads. Kana is read as Latin letters (Hepburn), other scripts have no sound. */
export type SoundScript = 'Latn' | 'Hani' | 'Thai' | 'Grek' | 'Cyrl';

/**
 * A name reduced to the letters that carry sound. `text` begins and ends with `_`, has one `_` between words, and is
 * otherwise lower-case letters of `script` (Latin letters may stand among letters of another script). A name without
 * such letters folds to the empty string.
 */
export interface SoundForm {
  readonly script: SoundScript;
  readonly text: string;
}

/** Code units of a name that are read at all; the rest of a longer text is ignored, so that cost stays bounded. */
export const READ_LIMIT = 240;
/** Symbols a folded form has at most, the marks at both ends included. */
export const FORM_LIMIT = 64;

const latinLetters: Record<string, string> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i', ħ: 'h', ŋ: 'ng', ə: 'e', ĸ: 'k', ŧ: 't', ɓ: 'b', ɗ: 'd', ƙ: 'k', ʻ: '', ʼ: '',
}; // prettier-ignore

const silent = /^[\p{M}'’‘ʻʼʹʺ`´"“”.]$/u;

function foldLatin(ch: string): string {
  const known = latinLetters[ch];
  if (known !== undefined) return known;
  const base = ch.normalize('NFD').charAt(0);
  return base >= 'a' && base <= 'z' ? base : (latinLetters[base] ?? '');
}

/** Greek: tonos goes, but a vowel pair that tonos or dialytika keeps apart (άι, αϊ) stays apart as ϊ or ϋ. */
function foldGreek(ch: string, previous: string): string {
  const parts = ch.normalize('NFD');
  const base = parts.charAt(0) === 'ς' ? 'σ' : parts.charAt(0);
  const accentBefore =
    previous.normalize('NFD').includes('\u0301') && /^[αεο]/u.test(previous.normalize('NFD'));
  const apart = parts.includes('\u0308') || (accentBefore && parts.length === 1);
  if (apart && base === 'ι') return 'ϊ';
  if (apart && base === 'υ') return 'ϋ';
  return base;
}

function foldCyrillic(ch: string): string {
  if (ch === 'й' || ch === 'ё' || ch === 'ї' || ch === 'ў') return ch;
  return ch.normalize('NFD').charAt(0);
}

const toneMarks = new Set('\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4d\u0e4e\u0e2f\u0e3a');
const preVowel = /^[เแโใไ]$/u;

/** Thai: tone marks go, ำ is spelt out, and a vowel written before its consonant is moved behind it. */
function foldThai(letters: string[]): string[] {
  const out = letters.filter((ch) => !toneMarks.has(ch));
  for (let i = 0; i + 1 < out.length; i++) {
    if (preVowel.test(out[i] as string) && /^[ก-ฮ]$/u.test(out[i + 1] as string)) {
      [out[i], out[i + 1]] = [out[i + 1] as string, out[i] as string];
      i++;
    }
  }
  return out;
}

/**
 * Fold a name for comparison by sound: compatibility forms, case, diacritics, traditional Han and punctuation are
 * levelled. Never throws; reads at most {@link READ_LIMIT} code units.
 */
export function foldSound(name: string): SoundForm {
  if (ascii.test(name)) return foldAscii(name.slice(0, READ_LIMIT).toLowerCase());
  const letters: string[] = [];
  const counts: Record<string, number> = {};
  let previous = '';
  for (const ch of name
    .slice(0, READ_LIMIT)
    .normalize('NFKC')
    .replaceAll('\u0e4d\u0e32', '\u0e33')
    .toLowerCase()) {
    // Most letters of most names need no closer look.
    if (ch >= 'a' && ch <= 'z' && ch.length === 1) {
      counts['Latn'] = (counts['Latn'] ?? 0) + 1;
      letters.push(ch);
      previous = ch;
      if (letters.length >= READ_LIMIT) break;
      continue;
    }
    const script: Script = scriptOf(ch.codePointAt(0) as number);
    let folded = '';
    if (script === 'Latn') folded = foldLatin(ch);
    else if (script === 'Grek') folded = foldGreek(ch, previous);
    else if (script === 'Cyrl') folded = foldCyrillic(ch);
    else if (script === 'Hani') folded = simplify(ch);
    else if (script === 'Thai' || script === 'Kana') folded = ch;
    else if (/^[\u0e47-\u0e4e]$/u.test(ch)) folded = ch;
    else if (!silent.test(ch)) folded = '_';
    if (folded !== '' && folded !== '_') counts[script] = (counts[script] ?? 0) + folded.length;
    previous = script === 'Zyyy' ? '' : ch;
    for (const letter of folded) {
      if (letter !== '_' || (letters.length > 0 && letters[letters.length - 1] !== '_')) letters.push(letter);
    }
    if (letters.length >= READ_LIMIT) break;
  }
  const script = mainOf(counts);
  const spelt = counts['Thai'] ? foldThai(letters) : counts['Kana'] ? kanaToLatin(letters) : letters;
  const cut = spelt.slice(0, FORM_LIMIT - 2);
  while (cut[cut.length - 1] === '_') cut.pop();
  return { script, text: cut.length === 0 ? '' : `_${cut.join('')}_` };
}

const ascii = /^[\x20-\x7e]*$/;

/** The same for names that need no Unicode: most of them. */
function foldAscii(name: string): SoundForm {
  const letters = name.replace(/['`".]+/g, '').replace(/[^a-z]+/g, '_');
  const from = letters.charCodeAt(0) === 95 ? 1 : 0;
  let to = Math.min(letters.length, from + FORM_LIMIT - 2);
  while (to > from && letters.charCodeAt(to - 1) === 95) to--;
  return { script: 'Latn', text: to === from ? '' : `_${letters.slice(from, to)}_` };
}

function mainOf(counts: Record<string, number>): SoundScript {
  let best: SoundScript = 'Latn';
  let most = 0;
  for (const script of ['Hani', 'Thai', 'Grek', 'Cyrl'] as const) {
    if ((counts[script] ?? 0) > most) [best, most] = [script, counts[script] as number];
  }
  // A Han character is a syllable, so it outweighs a few Latin letters beside it.
  return (counts['Latn'] ?? 0) > most * (best === 'Hani' ? 3 : 1) ? 'Latn' : best;
}
