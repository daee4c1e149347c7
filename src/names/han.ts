import { readLexicon } from './data.ts';
import { matchSyllables, pinyinOf, readingsOf, type SyllableMatch } from './romanise/han.ts';

const { per10000 } = readLexicon<{ per10000: Record<string, number> }>('common-han');
const bySyllable = new Map<string, number>();
for (const [ch, count] of Object.entries(per10000)) {
  const syllable = readingsOf(ch)[0] ?? '';
  bySyllable.set(syllable, (bySyllable.get(syllable) ?? 0) + count);
}

/** Two Han texts aligned character by character. */
export interface HanAlignment {
  /** Decimal orders of magnitude of evidence that the likeness is no chance. */
  strength: number;
  pairs: { a: string; b: string; match: SyllableMatch | 'gap' }[];
  /** Every character of both is matched at least by its syllable. */
  homophone: boolean;
}

/** A character or syllable that is not frequent in names counts as one in this many ten-thousandths. */
const rare = { character: 5, syllable: 25 };
const unlike = { near: 0.9, initial: 0.3, none: -1.2, gap: -1.4 } as const;
/** Only so many of the characters that share a syllable share its tone. */
const toneBonus = 0.45;

/** −log10 of the chance that two characters of names agree as far as they do. */
function worth(match: SyllableMatch, a: string): number {
  if (match === 'same') return 4 - Math.log10(Math.max(rare.character, per10000[a] ?? 0));
  if (match !== 'tone' && match !== 'syllable') return unlike[match];
  const share = Math.max(rare.syllable, bySyllable.get(readingsOf(a)[0] ?? '') ?? 0);
  return 4 - Math.log10(share) + (match === 'tone' ? toneBonus : 0);
}
const longest = 14;

/** 广 can be read an, but not in 广东: what only a reading out of context shares is little. */
function inContext(match: SyllableMatch, a: string | undefined, b: string | undefined): SyllableMatch {
  return (match === 'tone' || match === 'syllable') && a !== b ? 'near' : match;
}

/** Best alignment of two Han texts (first 14 characters); different lengths cost. */
export function alignHan(one: string, other: string): HanAlignment {
  const a = [...one].slice(0, longest);
  const b = [...other].slice(0, longest);
  const [first, second] = [pinyinOf(a.join('')), pinyinOf(b.join(''))];
  const width = b.length + 1;
  const score = new Float32Array((a.length + 1) * width);
  const how = new Uint8Array(score.length);
  const kinds: (SyllableMatch | 'gap')[] = ['gap', 'same', 'tone', 'syllable', 'near', 'initial', 'none'];
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      const at = i * width + j;
      if (at === 0) continue;
      let best = -Infinity;
      if (i > 0) [best, how[at]] = [(score[at - width] as number) + unlike.gap, 10];
      if (j > 0 && (score[at - 1] as number) + unlike.gap > best)
        [best, how[at]] = [(score[at - 1] as number) + unlike.gap, 20];
      if (i > 0 && j > 0) {
        const match = inContext(
          matchSyllables(a[i - 1] as string, b[j - 1] as string),
          first[i - 1],
          second[j - 1],
        );
        const step = (score[at - width - 1] as number) + worth(match, a[i - 1] as string);
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
