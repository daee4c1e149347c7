import {
  compoundEnd,
  lookUp,
  longestPhrase,
  mayBeginPhrase,
  unspacedAt,
  type LexiconWord,
  type WordRole,
} from './lexicon.ts';
import { fold } from './normalise.ts';
import { repairMixed, scriptOf } from './script.ts';

/** One part of a name, folded. */
export interface Part {
  text: string;
  role: 'core' | WordRole;
  /** Concept id of a product or qualifier. */
  concept: string | undefined;
}

/** A name split into what is its own and what others share. */
export interface NameParts {
  parts: Part[];
  /** The words that are the name's own, folded, in order. */
  core: string[];
  /** Product concepts named. */
  products: string[];
  /** Qualifier groups named (`style`, `flavour`, …). */
  qualifiers: string[];
}

const elision = /^(?:d|l|dell|all|nell|sull|dall|qu|s)['’](?=\p{L})/u;
const unspacedRun =
  /[\p{Script=Han}]+|[\p{Script=Thai}]+|[\p{Script=Katakana}\p{Script=Hiragana}ー]+|[^\p{Script=Han}\p{Script=Thai}\p{Script=Katakana}\p{Script=Hiragana}]+/gu;
const unspacedLetter = /[\p{Script=Han}\p{Script=Thai}\p{Script=Katakana}\p{Script=Hiragana}ー]/u;
/** Reading bound: names are short, texts are not names. */
const readLimit = 120;

/**
 * Splits a name into core, product words, qualifiers and plain words. Alphabets are read word by word with phrases
 * and German-style compounds, Han and Thai by the longest lexicon word at either end. The core is never empty for a
 * name with letters: if nothing else is left, the least plain words become it (Feta, Grappa, 白酒).
 */
export function decompose(name: string): NameParts {
  const text = repairMixed(name.slice(0, readLimit).normalize('NFKC')).toLowerCase().normalize('NFC');
  const parts: Part[] = [];
  if (!unspacedLetter.test(text)) return summarise(splitWords(text));
  for (const run of text.match(unspacedRun) ?? []) {
    const script = scriptOf(run.codePointAt(0) as number);
    if (script === 'Hani' || script === 'Thai' || script === 'Kana')
      parts.push(...splitUnspaced(fold(run), script));
    else parts.push(...splitWords(run));
  }
  return summarise(parts);
}

/** All parts have one shape: what reads them is compiled once. */
const ownPart = (text: string): Part => ({ text, role: 'core', concept: undefined });

function words(run: string): { lower: string; folded: string }[] {
  const found: { lower: string; folded: string }[] = [];
  const push = (lower: string): void => {
    const folded = fold(lower);
    if (folded) found.push({ lower: lower.replace(/[.'’]/g, ''), folded });
  };
  for (const chunk of run.split(/[^\p{L}\p{M}\p{N}'’.·]+/u)) {
    const head = elision.exec(chunk)?.[0];
    if (head) push(head);
    for (const word of chunk.slice(head?.length ?? 0).split('·')) push(word);
  }
  return found;
}

function splitWords(run: string): Part[] {
  const list = words(run);
  const parts: Part[] = [];
  for (let i = 0; i < list.length;) {
    let taken = 0;
    const { lower, folded: plain } = list[i] as { lower: string; folded: string };
    const longest = mayBeginPhrase(lower, plain) ? Math.min(longestPhrase, list.length - i) : 1;
    for (let n = longest; n > 0 && taken === 0; n--) {
      const slice = list.slice(i, i + n);
      const folded = slice.map((w) => w.folded).join(' ');
      const word = lookUp(slice.map((w) => w.lower).join(' '), folded);
      if (!word || !stands(word, folded, n, i, list.length)) continue;
      parts.push({ text: folded, role: word.role, concept: word.concept });
      taken = n;
    }
    if (taken === 0) {
      parts.push(...splitCompound(plain));
      taken = 1;
    }
    i += taken;
  }
  return parts;
}

/** Whether a lexicon word counts where it stands: one-syllable pinyin only as the head at the end. */
function stands(word: LexiconWord, folded: string, count: number, at: number, total: number): boolean {
  // Ilocos Sur: a function word with nothing behind it is a name's own.
  if (word.role === 'function') return at < total - 1 || at === 0;
  if (word.role !== 'product' || count > 1) return true;
  if (folded.length <= 2) return at === total - 1 && at > 0 && word.languages.includes('pinyin');
  const onlyPinyin = word.languages.every((l) => l === 'pinyin');
  return !onlyPinyin || (at > 0 && at === total - 1);
}

function splitCompound(folded: string): Part[] {
  const end = compoundEnd(folded);
  if (!end) return [ownPart(folded)];
  const [text, word] = end;
  let stem = folded.slice(0, -text.length);
  // Linking s or n, kept when the stem would be too short without it.
  if (stem.length > 5 && /[^aeious]s$/.test(stem)) stem = stem.slice(0, -1);
  return [ownPart(stem), { text, role: word.role, concept: word.concept }];
}

function splitUnspaced(text: string, script: 'Hani' | 'Thai' | 'Kana'): Part[] {
  const before: Part[] = [];
  const after: Part[] = [];
  const shortest = script === 'Hani' ? 2 : 3;
  let rest = text.replaceAll(' ', '');
  const whole = lookUp(rest, rest);
  if (whole) return [{ text: rest, role: whole.role, concept: whole.concept }];
  const strip = (side: 'start' | 'end'): boolean => {
    for (const word of unspacedAt(rest, side)) {
      const entry = lookUp(word, word) as LexiconWord;
      if (rest.length - word.length < shortest || !mayStand(script, side, entry, word)) continue;
      const part = { text: word, role: entry.role, concept: entry.concept };
      if (side === 'start') before.push(part);
      else after.unshift(part);
      rest = side === 'start' ? rest.slice(word.length) : rest.slice(0, -word.length);
      return true;
    }
    return false;
  };
  while (strip(script === 'Thai' ? 'start' : 'end'));
  while (strip(script === 'Thai' ? 'end' : 'start'));
  const core: Part[] = script === 'Hani' ? dropAdmin(rest) : [ownPart(rest)];
  return rest === '' ? [...before, ...after] : [...before, ...core, ...after];
}

/** Han heads stand last and Thai heads first; at the other end only qualifiers and praise are split off. */
function mayStand(script: string, side: 'start' | 'end', entry: LexiconWord, word: string): boolean {
  const head = script === 'Thai' ? side === 'start' : side === 'end';
  if (head) return true;
  if (script === 'Thai') return entry.role !== 'admin' && entry.role !== 'function';
  return (
    (entry.role === 'qualifier' && /^[仿类假]|类似|模仿|山寨/.test(word)) ||
    (entry.role === 'descriptor' && word.length > 1)
  );
}

/** 陕西省苹果: the 省 after a place of two or more characters is not part of the name. */
function dropAdmin(core: string): Part[] {
  const found = /^(.{2,}?)(省|自治区|自治州|市|县)(.{2,})$/u.exec(core);
  if (!found) return [ownPart(core)];
  return [
    ownPart(found[1] as string),
    { text: found[2] as string, role: 'admin', concept: 'admin' },
    ownPart(found[3] as string),
  ];
}

const promotion: WordRole[] = ['descriptor', 'admin', 'product', 'qualifier', 'function'];

function summarise(parts: Part[]): NameParts {
  for (const role of promotion) {
    if (parts.some((p) => p.role === 'core')) break;
    for (const part of parts) if (part.role === role) part.role = 'core';
  }
  const concepts = (role: WordRole): string[] => [
    ...new Set(parts.filter((p) => p.role === role).map((p) => p.concept as string)),
  ];
  return {
    parts,
    core: parts.filter((p) => p.role === 'core').map((p) => p.text),
    products: concepts('product'),
    qualifiers: concepts('qualifier'),
  };
}
