import { foldSound, type SoundScript } from '../sound/fold.ts';
import { roughSound } from '../sound/phonetic.ts';

/**
 * Sixteen sounds in which words of all alphabets are written before their grams are counted: letters that are easily
 * changed for one another (b and p, c and k, s and z) are one of them, so that most alterations change no gram.
 */
export const EDGE = 0;
const [A, E, I, O, U, P, F, T, K, S, L, R, N, M, OTHER] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
export const VOWELS = U;

const byLetter = Uint8Array.from([
  A,
  P,
  K,
  T,
  E,
  F,
  K,
  OTHER,
  I,
  S,
  K,
  L,
  M,
  N,
  O,
  P,
  K,
  R,
  S,
  T,
  U,
  F,
  F,
  K,
  I,
  S,
]);
/** Digits drawn like letters. */
const byDigit = Uint8Array.from([O, L, OTHER, E, A, S, OTHER, OTHER, P, OTHER]);

const code = (letter: string): number => letter.charCodeAt(0);
const [a, c, e, g, h, i, k] = [code('a'), code('c'), code('e'), code('g'), code('h'), code('i'), code('k')];
const [o, p, q, t, u, x] = [code('o'), code('p'), code('q'), code('t'), code('u'), code('x')];
const [y, z] = [code('y'), code('z')];

/** Letters of one word read at most. */
export const mostSounds = 40;

/**
 * Writes the sounds of a folded word (a to z, 0 to 9) into an array, from a place on; answers the place behind them. Letter
 * groups of one sound are one sound, doubled ones are written once, h is not heard.
 */
export function writeSounds(word: string, into: Uint8Array, from: number): number {
  let at = from;
  let before = -1;
  const length = Math.min(word.length, mostSounds);
  for (let j = 0; j < length; j++) {
    const letter = word.charCodeAt(j);
    const next = j + 1 < length ? word.charCodeAt(j + 1) : 0;
    let sound: number;
    if (letter === h) continue;
    if (letter >= 48 && letter <= 57) sound = byDigit[letter - 48] as number;
    else if (letter < 97 || letter > 122) sound = OTHER;
    else if (letter === p && next === h) sound = F;
    else if (letter === c && (next === e || next === i || next === y || next === h)) sound = S;
    else if (
      letter === g &&
      before === N &&
      next !== a &&
      next !== e &&
      next !== i &&
      next !== o &&
      next !== u
    )
      continue;
    else if (letter === x) {
      if (before !== K) into[at++] = K;
      before = K;
      sound = S;
    } else if (letter === t && next === z) continue;
    else if (letter === c && next === k) continue;
    else if (letter === u && (next === e || next === i) && word.charCodeAt(j - 1) === q) continue;
    else if (letter === u && (before === O || before === A)) {
      into[at - 1] = before === A ? O : U;
      before = into[at - 1] as number;
      continue;
    } else sound = byLetter[letter - 97] as number;
    if (sound !== before) into[at++] = sound;
    before = sound;
  }
  return at;
}

const rough: Record<string, string> = {
  C: 's',
  J: 's',
  S: 's',
  Z: 's',
  c: 's',
  T: 't',
  N: 'n',
  '@': 'a',
  '~': '',
};

/** A name of another alphabet in rough Latin letters, for {@link writeSounds}; words are joined. */
export function roughly(name: string): string {
  const { script, text } = foldSound(name);
  return roughlyHeard(script, text.replaceAll('_', ''));
}

/** {@link roughly} for letters that have been folded for comparison by sound. */
export function roughlyHeard(script: SoundScript, text: string): string {
  const sound = roughSound(script, text);
  return sound.replace(/[CJSZTNc@~]/g, (letter) => rough[letter] as string);
}
