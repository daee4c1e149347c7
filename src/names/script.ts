/** Scripts the engine distinguishes. `Zyyy`: digits, marks, punctuation; `Zzzz`: letters of any other script. */
export type Script = 'Latn' | 'Grek' | 'Cyrl' | 'Thai' | 'Hani' | 'Kana' | 'Hang' | 'Zyyy' | 'Zzzz';

const ranges: [from: number, to: number, script: Script][] = [
  [0x41, 0x5a, 'Latn'], [0x61, 0x7a, 'Latn'], [0xaa, 0xaa, 'Latn'], [0xba, 0xba, 'Latn'], [0xc0, 0xd6, 'Latn'],
  [0xd8, 0xf6, 'Latn'], [0xf8, 0x2b8, 'Latn'], [0x370, 0x373, 'Grek'], [0x376, 0x37d, 'Grek'], [0x37f, 0x37f, 'Grek'],
  [0x386, 0x386, 'Grek'], [0x388, 0x3e1, 'Grek'], [0x3f0, 0x3ff, 'Grek'], [0x400, 0x482, 'Cyrl'], [0x48a, 0x52f, 'Cyrl'],
  [0xe01, 0xe3a, 'Thai'], [0xe40, 0xe4e, 'Thai'], [0x1c80, 0x1c8f, 'Cyrl'], [0x1e00, 0x1eff, 'Latn'], [0x1f00, 0x1fff, 'Grek'],
  [0x2c60, 0x2c7f, 'Latn'], [0x3005, 0x3007, 'Hani'], [0x3041, 0x3096, 'Kana'], [0x309d, 0x309f, 'Kana'],
  [0x30a1, 0x30fa, 'Kana'], [0x30fc, 0x30ff, 'Kana'], [0x31f0, 0x31ff, 'Kana'], [0x3400, 0x4dbf, 'Hani'],
  [0x4e00, 0x9fff, 'Hani'], [0xa720, 0xa7ff, 'Latn'], [0xac00, 0xd7a3, 'Hang'], [0xf900, 0xfaff, 'Hani'],
  [0x20000, 0x323af, 'Hani'],
]; // prettier-ignore

const bmp = new Uint8Array(0x10000);
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
for (const [from, to, script] of ranges)
  if (to < 0x10000) bmp.fill(scriptCodes.indexOf(script), from, to + 1);

const otherLetter = /\p{L}/u;

/** The script of one code point; marks and digits are `Zyyy` except Thai vowels and tone marks, which are `Thai`. */
export function scriptOf(codePoint: number): Script {
  if (codePoint < 0x10000) {
    const known = bmp[codePoint] as number;
    if (known !== 0 || codePoint < 0x370) return scriptCodes[known] as Script;
  } else if (codePoint >= 0x20000 && codePoint <= 0x323af) return 'Hani';
  return otherLetter.test(String.fromCodePoint(codePoint)) ? 'Zzzz' : 'Zyyy';
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

/** The script most letters of a text are in; `Zyyy` when it has none. */
export function mainScript(text: string): Script {
  let best: Script = 'Zyyy';
  let most = 0;
  for (const [script, count] of scriptsOf(text)) {
    if (count > most) [best, most] = [script, count];
  }
  return best;
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
