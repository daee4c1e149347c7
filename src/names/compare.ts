import { classesOf, goodsRarity, relateGoods } from './goods.ts';
import { compareHan, compareLetters } from './compare/alike.ts';
import { compareAltered } from './compare/altered.ts';
import { plainWords, type Argument, type CompareContext, type Frame, type Match } from './compare/match.ts';
import { compareCadence } from './compare/cadence.ts';
import { compareMeaning } from './compare/meaning.ts';
import { compareParts } from './compare/parts.ts';
import { compareDecided, compareDrawn, compareRomanised, compareWhole } from './compare/whole.ts';
import { sameProduct } from './lexicon.ts';
import type { Prepared } from './prepare.ts';

export type { Argument, CompareContext, Match, Path } from './compare/match.ts';

/**
 * Every argument that one name is like another, at most one per path. The query is the sign looked at, the candidate
 * the protected name; the order matters (a sign may contain the name and more).
 */
export function compare(query: Prepared, candidate: Prepared, context: CompareContext = {}): Match[] {
  if (query.tight === '' || candidate.tight === '') return [];
  const frame = frameOf(query, candidate, context);
  const whole = compareWhole(query, candidate);
  if (whole) return [Object.assign(whole, frame)];
  const matches: Argument[] = compareDecided(query, candidate);
  matches.push(...compareRomanised(query, candidate));
  const parts = compareParts(query, candidate, frame);
  if (parts) matches.push(parts);
  const meaning = compareMeaning(query, candidate);
  if (meaning) matches.push(meaning);
  if (query.script === candidate.script) {
    if (query.script === 'Hani') matches.push(...compareHan(query, candidate));
    else {
      matches.push(...compareLetters(query, candidate, context.common));
      const altered = compareAltered(query, candidate, context.common);
      if (altered) matches.push(altered);
      const cadence = compareCadence(query, candidate, context.common);
      if (cadence) matches.push(cadence);
    }
  }
  matches.push(...compareDrawn(query, candidate));
  // Names of one script other than Latin have paths of their own.
  if (context.sound !== undefined && (query.script === 'Latn' || query.script !== candidate.script)) {
    const kind = query.script === candidate.script ? 'look-alike' : 'transliteration';
    matches.push({ path: 'sound', kind, raw: context.sound, rule: 'sound', segments: [] });
  }
  return framed(matches, frame);
}

function frameOf(query: Prepared, candidate: Prepared, context: CompareContext): Frame {
  const [a, b] = [query.parts.products, candidate.parts.products];
  const named = a.length > 0 && b.length > 0;
  const products = !named
    ? b.length > 0
      ? 'missing'
      : a.length > 0
        ? 'added'
        : 'unknown'
    : a.some((x) => b.some((y) => sameProduct(x, y)))
      ? 'same'
      : 'different';
  const asked = [...(context.queryGoods ?? []), ...classesOf(a)];
  const held = [...(context.candidateGoods ?? []), ...classesOf(b)];
  return {
    plainMissing: Math.max(0, plainWords(candidate) - plainWords(query)),
    marks: query.parts.qualifiers.filter((q) => !candidate.parts.qualifiers.includes(q)),
    goods: relateGoods(asked, held),
    named: held.length > 0,
    goodsRarity: goodsRarity(asked, held),
    products,
  };
}

/**
 * Arguments as matches. A protected name with a qualifier beside it is the marking finding, whatever way the name was
 * recognised.
 */
function framed(matches: readonly Argument[], frame: Frame): Match[] {
  const out: Match[] = [];
  for (const argument of matches) {
    const match = Object.assign(argument, frame);
    if (frame.marks.length > 0 && match.kind !== 'look-alike')
      Object.assign(match, { kind: 'marking', rule: 'marking' });
    out.push(match);
  }
  return out;
}
