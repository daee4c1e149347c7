import { bitCount } from '../index/letter-trie.ts';
import { symbolOf } from '../sound/chunk-table.ts';
import type { LikelyChunks } from '../sound/likely-chunks.ts';

/** A character of a sign: what it may stand for, and what leaving it out costs. */
export interface LikelyLetter {
  likely: LikelyChunks | undefined;
  leftOut: number;
}

const longest = 64;
let best = new Float32Array(16 * longest);
const symbols = new Uint8Array(longest);

/**
 * The weight of the best alignment of characters with a Latin text between `^` and `$`, of likely chunks alone and without
 * what the two ends count; as `alignSound` where nothing unlikely is meant, in a fraction of the time.
 */
export function alignLikely(
  letters: readonly LikelyLetter[],
  text: string,
  insertions: Float32Array,
): number {
  const n = text.length - 2;
  const width = n + 1;
  const rows = letters.length;
  if ((rows + 1) * width > best.length) best = new Float32Array((rows + 1) * width);
  for (let j = 0; j < n; j++) symbols[j] = symbolOf(text.charCodeAt(j + 1));
  best.fill(-1e9, 0, (rows + 1) * width);
  best[0] = 0;
  for (let i = 0; i <= rows; i++) {
    const from = i * width;
    const letter = letters[i];
    for (let j = 0; j <= n; j++) {
      const here = best[from + j] as number;
      if (here < -1e8) continue;
      if (j < n) {
        const skipped = here + (insertions[symbols[j] as number] as number);
        if (skipped > (best[from + j + 1] as number)) best[from + j + 1] = skipped;
      }
      if (!letter) continue;
      const to = from + width + j;
      if (here + letter.leftOut > (best[to] as number)) best[to] = here + letter.leftOut;
      const { likely } = letter;
      if (!likely) continue;
      let node = 0;
      for (let b = 0; j + b < n; b++) {
        const set = likely.symbols[node] as number;
        const bit = 1 << ((symbols[j + b] as number) + 1);
        if ((set & bit) === 0) break;
        node = (likely.first[node] as number) + bitCount(set & (bit - 1));
        const weight = here + (likely.weights[node] as number);
        if (weight > (best[to + b + 1] as number)) best[to + b + 1] = weight;
      }
    }
  }
  return best[rows * width + n] as number;
}
