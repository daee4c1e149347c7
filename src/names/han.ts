import { matchSyllables, type SyllableMatch } from './romanise/han.ts';

/** Two Han texts aligned character by character. */
export interface HanAlignment {
  /** Decimal orders of magnitude of evidence that the likeness is no chance. */
  strength: number;
  pairs: { a: string; b: string; match: SyllableMatch | 'gap' }[];
  /** Every character of both is matched at least by its syllable. */
  homophone: boolean;
}

/** −log10 of the chance that two characters of names agree so far, from the number of signs, syllables and tones in use. */
const worth: Record<SyllableMatch | 'gap', number> = {
  same: 3,
  tone: 2.6,
  syllable: 2.1,
  near: 1.2,
  none: -1,
  gap: -1.2,
};
const longest = 24;

/** Best alignment of two Han texts (first 24 characters); different lengths cost. */
export function alignHan(first: string, second: string): HanAlignment {
  const a = [...first].slice(0, longest);
  const b = [...second].slice(0, longest);
  const width = b.length + 1;
  const score = new Float32Array((a.length + 1) * width);
  const how = new Uint8Array(score.length);
  const kinds: (SyllableMatch | 'gap')[] = ['gap', 'same', 'tone', 'syllable', 'near', 'none'];
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      const at = i * width + j;
      if (at === 0) continue;
      let best = -Infinity;
      if (i > 0) [best, how[at]] = [(score[at - width] as number) + worth.gap, 10];
      if (j > 0 && (score[at - 1] as number) + worth.gap > best)
        [best, how[at]] = [(score[at - 1] as number) + worth.gap, 20];
      if (i > 0 && j > 0) {
        const match = matchSyllables(a[i - 1] as string, b[j - 1] as string);
        const step = (score[at - width - 1] as number) + worth[match];
        if (step > best) [best, how[at]] = [step, kinds.indexOf(match)];
      }
      score[at] = best;
    }
  }
  const pairs: HanAlignment['pairs'] = [];
  for (let i = a.length, j = b.length; i > 0 || j > 0;) {
    const step = how[i * width + j] as number;
    if (step === 10) pairs.unshift({ a: a[--i] as string, b: '', match: 'gap' });
    else if (step === 20) pairs.unshift({ a: '', b: b[--j] as string, match: 'gap' });
    else pairs.unshift({ a: a[--i] as string, b: b[--j] as string, match: kinds[step] as SyllableMatch });
  }
  const homophone = pairs.every((p) => p.match === 'same' || p.match === 'tone' || p.match === 'syllable');
  return { strength: score[score.length - 1] as number, pairs, homophone };
}
