import { readLexicon } from './data.ts';

/** Letter statistics of names in Latin script; see scripts/names/letters.ts. */
interface LetterTable {
  /** Bits of information of letter b after letter a, times ten: `bits[27 * a + b]`, 0 = word edge, 1 = a … 26 = z. */
  bits: number[];
}

const table = readLexicon<LetterTable>('letters');
const bits = Float32Array.from(table.bits, (b) => b / 10);

/** 1..26 for a..z, 0 for anything else. */
export function letterIndex(code: number): number {
  return code >= 97 && code <= 122 ? code - 96 : 0;
}

/** Bits that a letter carries after another (indices of `letterIndex`). */
export function letterBits(previous: number, letter: number): number {
  return bits[27 * previous + letter] as number;
}

/** Bits of information in a folded Latin text: how surprising it is as a name. */
export function latinBits(text: string): number {
  let sum = 0;
  let previous = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = letterIndex(text.charCodeAt(i));
    sum += letter === 0 ? 4 : letterBits(previous, letter);
    previous = letter;
  }
  return sum;
}
