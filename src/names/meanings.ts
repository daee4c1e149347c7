import { readLexicon } from './data.ts';
import { fold } from './normalise.ts';
import { mainScript, type Script } from './script.ts';

const file = readLexicon<{ meanings: { id: string; words: Record<string, string[]> }[] }>('meanings');

const byWord = new Map<string, string[]>();
let longestHan = 1;
for (const { id, words } of file.meanings) {
  for (const list of Object.values(words)) {
    for (const word of list) {
      const key = fold(word);
      byWord.set(key, [...new Set([...(byWord.get(key) ?? []), id])]);
      if (mainScript(key) === 'Hani') longestHan = Math.max(longestHan, key.length);
    }
  }
}

/** A piece of a core with the meanings it can have. */
export interface Meaning {
  text: string;
  ids: string[];
}

/**
 * Reads a core word by word (character by character in Han, longest word first) by meaning. `undefined` as soon as a
 * piece means nothing we know: names are translated whole or not at all.
 */
export function meaningsOf(core: readonly string[]): Meaning[] | undefined {
  const out: Meaning[] = [];
  for (const word of core) {
    const script: Script = mainScript(word);
    const pieces =
      script === 'Hani' ? hanPieces(word) : script === 'Thai' ? thaiPieces(word) : [wordMeaning(word)];
    for (const piece of pieces ?? [undefined]) {
      if (!piece) return undefined;
      out.push(piece);
    }
  }
  return out.length > 0 && out.length <= 8 ? out : undefined;
}

function wordMeaning(word: string): Meaning | undefined {
  const ids = byWord.get(word) ?? (word.length > 3 ? byWord.get(word.replace(/s$/, '')) : undefined);
  return ids && { text: word, ids };
}

function hanPieces(text: string): Meaning[] | undefined {
  const out: Meaning[] = [];
  for (let i = 0; i < text.length;) {
    let width = Math.min(longestHan, text.length - i);
    while (width > 0 && !byWord.has(text.slice(i, i + width))) width--;
    if (width === 0) return undefined;
    out.push({ text: text.slice(i, i + width), ids: byWord.get(text.slice(i, i + width)) as string[] });
    i += width;
  }
  return out;
}

function thaiPieces(text: string): Meaning[] | undefined {
  const out: Meaning[] = [];
  for (let i = 0; i < text.length;) {
    let width = Math.min(14, text.length - i);
    while (width > 1 && !byWord.has(text.slice(i, i + width))) width--;
    if (width <= 1) return undefined;
    out.push({ text: text.slice(i, i + width), ids: byWord.get(text.slice(i, i + width)) as string[] });
    i += width;
  }
  return out;
}

/**
 * Keys under which two names of one meaning meet, whatever the order of their parts; at most eight when words are
 * ambiguous, [] for fewer than two parts.
 */
export function meaningKeys(meanings: readonly Meaning[]): string[] {
  if (meanings.length < 2) return [];
  let keys: string[][] = [[]];
  for (const { ids } of meanings) keys = keys.flatMap((k) => ids.map((id) => [...k, id])).slice(0, 8);
  return keys.map((k) => k.sort().join('+'));
}
