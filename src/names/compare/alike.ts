import { alignHan } from '../han.ts';
import type { Prepared } from '../prepare.ts';
import { compareSpelling, type SpellingScore } from '../spelling.ts';
import { share, sum, type Argument, type CompareContext } from './match.ts';

const agrees = (match: string): boolean => match !== 'none' && match !== 'gap' && match !== 'initial';

/** Han names character by character. */
export function compareHan(query: Prepared, candidate: Prepared): Argument[] {
  const core = alignHan(query.core, candidate.core);
  const whole =
    query.core === query.tight && candidate.core === candidate.tight
      ? core
      : alignHan(query.tight, candidate.tight);
  // 镇江相醋 for 镇江香醋: the changed character may stand in what was read as a product word.
  const { strength, pairs, homophone } = whole.homophone && !core.homophone ? whole : core;
  if (strength <= 1) return [];
  const total = Math.max(1, pairs.filter((p) => agrees(p.match)).length);
  const segments = pairs.map((p) => ({
    query: p.a,
    candidate: p.b,
    weight: agrees(p.match) ? 1 / total : 0,
    why: p.match,
  }));
  const kind = homophone ? 'homophone' : 'look-alike';
  return [{ path: 'han', kind, raw: strength, rule: homophone ? 'homophone' : 'han-look-alike', segments }];
}

/** Affixes that `CompareContext.common` knows: four or five letters. */
const affix = { from: 4, to: 5 };

/** Bits to take off because the end that two names share is shared by many. */
export function commonness(
  score: Pick<SpellingScore, 'beginning' | 'ending'>,
  word: string,
  common: CompareContext['common'],
): number {
  if (!common) return 0;
  const counts: number[] = [];
  if (score.beginning >= affix.from)
    counts.push(common('B', word.slice(0, Math.min(affix.to, score.beginning))));
  if (score.ending >= affix.from) counts.push(common('E', word.slice(-Math.min(affix.to, score.ending))));
  return counts.length === 0 ? 0 : Math.log2(Math.max(1, Math.min(...counts)));
}

/** Names of one alphabet by their letters; other alphabets than Latin by their standard Latin spelling. */
export function compareLetters(
  query: Prepared,
  candidate: Prepared,
  common: CompareContext['common'],
): Argument[] {
  const [a, b] = [query.latin[0]?.text ?? '', candidate.latin[0]?.text ?? ''];
  if (a === '' || b === '') return [];
  const score = (x: string, y: string, weight: number): SpellingScore => {
    const part = compareSpelling(x, y);
    return { ...part, bits: part.bits * weight - commonness(part, y, common) };
  };
  let best = score(a, b, 1);
  const several = query.units.length > 1 || candidate.units.length > 1;
  if (several && query.script === 'Latn') {
    for (const x of query.units.slice(0, 4)) {
      for (const y of candidate.units.slice(0, 4)) {
        if (x.text.length < 5 || y.text.length < 5 || x.text === y.text) continue;
        const part = score(x.text, y.text, 0.5 + 0.5 * share(candidate.core, [y.text]));
        if (part.bits > best.bits) best = part;
      }
    }
  }
  if (best.bits < 4) return [];
  const total = sum(best.segments.map((s) => Math.max(0, s.bits))) || 1;
  const segments = best.segments.map((s) => ({
    query: s.a,
    candidate: s.b,
    weight: Math.max(0, s.bits) / total,
    why: s.a === s.b ? 'same' : 'changed',
  }));
  return [{ path: 'spelling', kind: 'look-alike', raw: best.bits, rule: 'look-alike', segments }];
}
