import { scriptOfLetter } from '../gi/script.ts';

/** Scripts the engine distinguishes. `Zyyy`: digits, marks, punctuation; `Zzzz`: letters of any other script. */
export type Script = 'Latn' | 'Grek' | 'Cyrl' | 'Thai' | 'Hani' | 'Kana' | 'Hang' | 'Zyyy' | 'Zzzz';

/** Every script, so that a number can stand for one. */
export const scriptCodes: readonly Script[] = [
  'Zyyy',
  'Latn',
  'Grek',
  'Cyrl',
  'Thai',
  'Hani',
  'Kana',
  'Hang',
  'Zzzz',
];
const scripts = new Set<string>(scriptCodes);
/** Numbers of scripts by code unit, looked up once each; `unseen` before that. */
const unseen = 255;
const seen = new Uint8Array(0x10000).fill(unseen);
/** The mark of long vowels belongs to both kana and to nothing else here. */
const longVowel = 0x30fc;

/** The script of a code point. */
export function scriptOf(codePoint: number): Script {
  return scriptCodes[numberOf(codePoint)] as Script;
}

/** The same by its number in {@link scriptCodes}. */
function numberOf(codePoint: number): number {
  if (codePoint > 0xffff) return scriptCodes.indexOf(lookUp(codePoint));
  const known = seen[codePoint] as number;
  if (known !== unseen) return known;
  return (seen[codePoint] = scriptCodes.indexOf(lookUp(codePoint)));
}

function lookUp(codePoint: number): Script {
  if (codePoint === longVowel) return 'Kana';
  const script = scriptOfLetter(String.fromCodePoint(codePoint));
  if (script === undefined) return 'Zyyy';
  return scripts.has(script) ? (script as Script) : 'Zzzz';
}

/** Letters per script in a text, in order of first appearance; `Zyyy` is not counted. */
export function scriptsOf(text: string): Map<Script, number> {
  const counts = new Map<Script, number>();
  for (const ch of text) {
    const script = scriptOf(ch.codePointAt(0) as number);
    if (script !== 'Zyyy') counts.set(script, (counts.get(script) ?? 0) + 1);
  }
  return counts;
}

const ascii = /^[\0-\x7f]*$/;
const latinLetter = /[a-z]/i;

/** Letters of one text by the number of their script, and the scripts in the order in which they were met. */
const counted = new Uint32Array(scriptCodes.length);
const met = new Uint8Array(scriptCodes.length);

/** The script most letters of a text are in; `Zyyy` when it has none. */
export function mainScript(text: string): Script {
  if (ascii.test(text)) return latinLetter.test(text) ? 'Latn' : 'Zyyy';
  counted.fill(0);
  let distinct = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) i++;
    const script = numberOf(code);
    if (script === 0) continue;
    if (counted[script]!++ === 0) met[distinct++] = script;
  }
  let best = 0;
  for (let k = 0; k < distinct; k++) {
    const script = met[k] as number;
    if ((counted[script] as number) > (counted[best] as number)) best = script;
  }
  return scriptCodes[best] as Script;
}

const needsLook = /[\p{Script=Greek}\p{Script=Cyrillic}]/u;
const alphabets = new Set<Script>(['Latn', 'Grek', 'Cyrl']);

/** A word that mixes alphabets whose letters look alike, such as `водкa` with a Latin a. */
export interface MixedWord {
  word: string;
  scripts: Script[];
  /** The word with the strangers replaced by the look-alike letters of its main script. */
  repaired: string;
}

/**
 * Words that mix Latin, Greek and Cyrillic letters inside one word. Han beside Latin, or whole words in another
 * script, are ordinary and not reported.
 */
export function mixedWords(text: string): MixedWord[] {
  // Plain ASCII and text of one script, nearly all there is, needs no closer look.
  if (!needsLook.test(text)) return [];
  const found: MixedWord[] = [];
  for (const word of text.match(/[\p{L}\p{M}]+/gu) ?? []) {
    const scripts = [...scriptsOf(word).keys()].filter((s) => alphabets.has(s));
    if (scripts.length > 1) found.push({ word, scripts, repaired: repairWord(word) });
  }
  return found;
}

/**
 * Columns of letters that look alike in Latin, Greek and Cyrillic (a subset of the Unicode confusables, UTS #39, kept
 * to letters that are drawn the same in common typefaces).
 */
const lookAlikes: [Latn: string, Grek: string, Cyrl: string][] = [
  ['A', 'Α', 'А'], ['B', 'Β', 'В'], ['E', 'Ε', 'Е'], ['Z', 'Ζ', ''], ['H', 'Η', 'Н'], ['I', 'Ι', 'І'], ['J', '', 'Ј'], ['K', 'Κ', 'К'],
  ['M', 'Μ', 'М'], ['N', 'Ν', ''], ['O', 'Ο', 'О'], ['P', 'Ρ', 'Р'], ['C', '', 'С'], ['S', '', 'Ѕ'], ['T', 'Τ', 'Т'], ['Y', 'Υ', 'У'],
  ['X', 'Χ', 'Х'], ['a', 'α', 'а'], ['c', '', 'с'], ['e', 'ε', 'е'], ['i', 'ι', 'і'], ['j', '', 'ј'], ['k', 'κ', 'к'], ['o', 'ο', 'о'], ['p', 'ρ', 'р'],
  ['s', '', 'ѕ'], ['u', 'υ', ''], ['v', 'ν', ''], ['x', 'χ', 'х'], ['y', 'γ', 'у'], ['n', 'η', 'п'], ['m', '', 'м'], ['t', 'τ', 'т'], ['h', '', 'н'], ['b', '', 'в'],
  ['o', 'ό', ''], ['a', 'ά', ''], ['i', 'ί', ''], ['u', 'ύ', ''], ['ó', 'ό', ''], ['á', 'ά', ''], ['í', 'ί', ''], ['ú', 'ύ', ''],
]; // prettier-ignore

const column: Partial<Record<Script, number>> = { Latn: 0, Grek: 1, Cyrl: 2 };

function repairWord(word: string): string {
  const to = column[mainScript(word)];
  if (to === undefined) return word;
  let out = '';
  for (const ch of word) {
    const from = column[scriptOf(ch.codePointAt(0) as number)];
    const row =
      from === undefined || from === to ? undefined : lookAlikes.find((r) => r[from] === ch && r[to] !== '');
    out += row?.[to] ?? ch;
  }
  return out;
}

/** The text with every mixed word repaired to its main script; unchanged when none is mixed. */
export function repairMixed(text: string): string {
  let out = text;
  for (const { word, repaired } of mixedWords(text)) out = out.replace(word, repaired);
  return out;
}
