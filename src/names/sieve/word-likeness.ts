import { likenessAlone } from '../calibrate.ts';
import { alterationOf } from '../compare/altered.ts';
import { commonness } from '../compare/alike.ts';
import { cadenceOf } from '../compare/cadence.ts';
import { completeBonus } from '../compare/whole.ts';
import { bitsOf } from '../evidence.ts';
import type { NameIndex } from '../name-index.ts';
import { compareSpelling } from '../spelling.ts';

/**
 * What the likeness of a Latin word to a word of a core comes to, by the share of the core that it is, goods left out: the
 * strongest of what the comparison of two names knows, without the rest of the names. `common` tells how many names begin
 * or end with some letters.
 */
export function wordLikeness(a: string, b: string, common: NameIndex['common']): (part: number) => number {
  if (a === b) {
    const bits = bitsOf(b);
    return (part) => likenessAlone('parts', 'Latn', bits * part ** 2 + (part > 0.99 ? completeBonus : 0));
  }
  const altered = alterationOf(a, b, common)?.raw ?? 0;
  const cadence = cadenceOf(a, b);
  const rhymes = cadence ? commonness(cadence, b, common) : 0;
  const spelt = compareSpelling(a, b);
  const shared = commonness(spelt, b, common);
  return (part) =>
    Math.max(
      altered > 0 ? likenessAlone('altered', 'Latn', altered * (0.6 + 0.4 * part)) : 0,
      cadence ? likenessAlone('cadence', 'Latn', cadence.raw * (0.5 + 0.5 * part) - rhymes) : 0,
      likenessAlone('spelling', 'Latn', spelt.bits * (0.5 + 0.5 * part) - shared),
    );
}
