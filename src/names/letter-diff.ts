/** A run of letters: in both texts, or in one of them only. */
export interface Run {
  text: string;
  same: boolean;
}

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Above this many comparisons only the common beginning and end are found. */
const MAX_CELLS = 250_000;

/** Letters as readers count them: a Thai consonant with its vowel and tone mark is one, so is a letter with an accent. */
export function lettersOf(text: string): string[] {
  return Array.from(segmenter.segment(text), (s) => s.segment);
}

/** For each letter of `a` and of `b` whether it belongs to the longest sequence the two have in common. */
function common(a: string[], b: string[]): [boolean[], boolean[]] {
  const inA = a.map(() => false);
  const inB = b.map(() => false);
  const width = b.length + 1;
  const length = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] =
        a[i] === b[j]
          ? length[(i + 1) * width + j + 1]! + 1
          : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!);
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) inA[i++] = inB[j++] = true;
    else if (length[(i + 1) * width + j]! >= length[i * width + j + 1]!) i++;
    else j++;
  }
  return [inA, inB];
}

function runs(letters: string[], same: boolean[]): Run[] {
  const found: Run[] = [];
  letters.forEach((letter, i) => {
    const last = found.at(-1);
    if (last && last.same === same[i]) last.text += letter;
    else found.push({ text: letter, same: same[i]! });
  });
  return found;
}

/**
 * Two texts letter by letter, in any script: which runs they share, and which stand only in one. The runs of each side
 * put together are that text.
 */
export function compareLetters(before: string, after: string): { before: Run[]; after: Run[] } {
  const [a, b] = [lettersOf(before), lettersOf(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const middle = [a.slice(start, a.length - end), b.slice(start, b.length - end)] as const;
  const [inA, inB] =
    middle[0].length * middle[1].length > MAX_CELLS
      ? [middle[0].map(() => false), middle[1].map(() => false)]
      : common(...middle);
  const whole = (n: number): boolean[] => Array.from({ length: n }, () => true);
  return {
    before: runs(a, [...whole(start), ...inA, ...whole(end)]),
    after: runs(b, [...whole(start), ...inB, ...whole(end)]),
  };
}

/** How much of two texts is the same, 0 to 1. */
export function likeness(before: string, after: string): number {
  const compared = compareLetters(before, after);
  const kept = compared.before.filter((r) => r.same).reduce((n, r) => n + lettersOf(r.text).length, 0);
  return (2 * kept) / Math.max(1, lettersOf(before).length + lettersOf(after).length);
}
