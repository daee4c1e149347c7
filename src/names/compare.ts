import type { ProductClass } from '../gi/product.ts';
import { aliasesOf, homeScript } from './aliases.ts';
import { decisionBetween, type Decision } from './decided.ts';
import { bitsOf } from './evidence.ts';
import { classesOf, relateGoods, type GoodsRelation } from './goods.ts';
import { alignHan } from './han.ts';
import { lookUp, sameProduct } from './lexicon.ts';
import { meaningKeys } from './meanings.ts';
import { tight } from './normalise.ts';
import type { Prepared, Unit } from './prepare.ts';
import { latinForms } from './romanise/index.ts';
import { mainScript, mixedWords } from './script.ts';
import { compareSpelling, type SpellingScore } from './spelling.ts';
import type { FindingKind } from './finding.ts';

/** How one part of a name answers to a part of the other. */
export type Via = 'same' | 'alias' | 'romanised' | 'homophone' | 'meaning';

/** Which argument a match rests on; each is calibrated for itself. */
export type Path = 'whole' | 'parts' | 'sound' | 'spelling' | 'han' | 'meaning';

/** A comparison's outcome before calibration and ranking. */
export interface Match {
  path: Path;
  kind: FindingKind;
  /** The path's own measure, higher is more alike. */
  raw: number;
  /** Key of the message that says why. */
  rule: string;
  segments: { query: string; candidate: string; weight: number; why?: string }[];
  alias?: string;
  /** The rendering that the query is close to, when the candidate was found over one. */
  via?: string;
  /** The ruling that the match rests on. */
  decision?: Decision;
  /** Qualifiers that the query sets beside the candidate's name. */
  marks: string[];
  goods: GoodsRelation;
  /** `missing`: only the candidate names a product; `added`: only the query does. */
  products: 'same' | 'different' | 'missing' | 'added' | 'unknown';
  /** Plain words (administrative, descriptive) of the candidate that the query lacks. */
  plainMissing: number;
}

/** What a comparison is given besides the names. */
export interface CompareContext {
  queryGoods?: readonly ProductClass[];
  candidateGoods?: readonly ProductClass[];
  /** Score of the sound model for the two cores, where it was asked. */
  sound?: number;
  /** How many different candidate names begin (B) or end (E) with some letters; a shared rare one tells more. */
  common?: (side: 'B' | 'E', letters: string) => number;
}

/** Bits added when the two cores answer to each other whole. */
const completeBonus = 5;

interface Pairing {
  query: Unit;
  candidate: Unit;
  via: Via;
  bits: number;
}

/**
 * Every argument that one name is like another, at most one per path. The query is the sign looked at, the candidate
 * the protected name; the order matters (a sign may contain the name and more).
 */
export function compare(query: Prepared, candidate: Prepared, context: CompareContext = {}): Match[] {
  if (query.tight === '' || candidate.tight === '') return [];
  const frame = frameOf(query, candidate, context);
  const whole = compareWhole(query, candidate);
  if (whole) return [{ ...frame, ...whole }];
  const matches: (Partial<Match> & Omit<Match, keyof typeof frame>)[] = compareDecided(query, candidate);
  matches.push(...compareRomanised(query, candidate));
  const parts = compareParts(query, candidate, frame);
  if (parts) matches.push(parts);
  const meaning = compareMeaning(query, candidate);
  if (meaning) matches.push(meaning);
  if (query.script === candidate.script) {
    if (query.script === 'Hani') matches.push(...compareHan(query, candidate));
    else matches.push(...compareLetters(query, candidate, context.common));
  }
  matches.push(...compareDrawn(query, candidate));
  // Names of one script other than Latin have paths of their own.
  if (context.sound !== undefined && (query.script === 'Latn' || query.script !== candidate.script)) {
    const kind = query.script === candidate.script ? 'look-alike' : 'transliteration';
    matches.push({ path: 'sound', kind, raw: context.sound, rule: 'sound', segments: [] });
  }
  return matches.map((m) => withMarking({ ...frame, ...m }));
}

type Frame = Pick<Match, 'marks' | 'goods' | 'products' | 'plainMissing'>;

const plainWords = (name: Prepared): number =>
  name.parts.parts.filter((p) => p.role === 'admin' || p.role === 'descriptor').length;

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
  return {
    plainMissing: Math.max(0, plainWords(candidate) - plainWords(query)),
    marks: query.parts.qualifiers.filter((q) => !candidate.parts.qualifiers.includes(q)),
    goods: relateGoods(
      [...(context.queryGoods ?? []), ...classesOf(a)],
      [...(context.candidateGoods ?? []), ...classesOf(b)],
    ),
    products,
  };
}

/** A protected name with a qualifier beside it is the marking finding, whatever way the name was recognised. */
function withMarking(match: Match): Match {
  if (match.marks.length === 0 || match.kind === 'look-alike') return match;
  return { ...match, kind: 'marking', rule: 'marking' };
}

function compareWhole(query: Prepared, candidate: Prepared): Omit<Match, keyof Frame> | undefined {
  if (query.tight !== candidate.tight) return undefined;
  const segments = [{ query: query.name, candidate: candidate.name, weight: 1 }];
  const mixed =
    mixedWords(query.name.normalize('NFKC')).length + mixedWords(candidate.name.normalize('NFKC')).length > 0;
  if (mixed && query.name.normalize('NFKC') !== candidate.name.normalize('NFKC')) {
    return { path: 'whole', kind: 'look-alike', raw: 40, rule: 'mixed-script', segments };
  }
  return { path: 'whole', kind: 'identical', raw: 40, rule: 'identical', segments };
}

/** One whole name is the other in Latin letters: Kafae Doi Tung for กาแฟดอยตุง. */
function compareRomanised(query: Prepared, candidate: Prepared): Omit<Match, keyof Frame>[] {
  const [x, y] = [mainScript(query.tight), mainScript(candidate.tight)];
  if (x === y) return [];
  const forms = candidate.latinWhole.map((f) => f.text);
  const shared = query.latinWhole.find((f) => f.text.length > 1 && forms.includes(f.text))?.text;
  if (shared === undefined) return [];
  const raw = romanisedBits(query.tight, candidate.tight) + completeBonus;
  const segments = [{ query: query.name, candidate: candidate.name, weight: 1, why: 'romanised' }];
  return [{ path: 'parts', kind: 'transliteration', raw, rule: 'romanised', segments }];
}

/** A court has ruled on the two before. */
function compareDecided(query: Prepared, candidate: Prepared): Omit<Match, keyof Frame>[] {
  const decision = decisionBetween(query, candidate);
  if (!decision) return [];
  const segments = [{ query: query.core, candidate: candidate.core, weight: 1, why: 'decided' }];
  return [{ path: 'whole', kind: 'look-alike', raw: 30, rule: 'decided', segments, decision }];
}

/** Digits and letter pairs drawn like other letters: C0gnac, Charnpagne. */
const drawnAlike: [RegExp, string][] = [
  [/0/g, 'o'], [/1/g, 'l'], [/i(?=[^aeiou])|i$/g, 'l'], [/3/g, 'e'], [/4/g, 'a'], [/5/g, 's'], [/8/g, 'b'], [/rn/g, 'm'], [/vv/g, 'w'],
]; // prettier-ignore

function compareDrawn(query: Prepared, candidate: Prepared): Omit<Match, keyof Frame>[] {
  if (
    query.script !== 'Latn' ||
    candidate.script !== 'Latn' ||
    Math.abs(query.core.length - candidate.core.length) > 2
  )
    return [];
  const [a, b] = [query.core, candidate.core].map((t) =>
    drawnAlike.reduce((s, [from, to]) => s.replace(from, to), t),
  );
  if (a !== b || query.core === candidate.core || query.core.length < 4) return [];
  const segments = [{ query: query.core, candidate: candidate.core, weight: 1, why: 'drawn-alike' }];
  return [{ path: 'whole', kind: 'look-alike', raw: 30, rule: 'drawn-alike', segments }];
}

const unitForms = new Map<string, readonly string[]>();

/** Latin spellings of one unit, remembered: the same places come up again and again. */
function formsOf(unit: Unit): readonly string[] {
  let forms = unitForms.get(unit.text);
  if (!forms) {
    forms = latinForms(unit.text).map((f) => tight(f.text));
    if (unitForms.size > 20_000) unitForms.clear();
    unitForms.set(unit.text, forms);
  }
  return forms;
}

function relateUnits(a: Unit, b: Unit): { via: Via; bits: number } | undefined {
  if (a.text === b.text) return { via: 'same', bits: bitsOf(a.text) };
  if (a.aliases.some((id) => b.aliases.includes(id)))
    return { via: 'alias', bits: Math.min(26, bitsOf(a.text)) };
  const [x, y] = [mainScript(a.text), mainScript(b.text)];
  if (x === 'Latn' && y === 'Latn') return undefined;
  const forms = formsOf(b);
  const shared = formsOf(a).find((f) => f.length > 1 && forms.includes(f));
  if (shared === undefined) return undefined;
  if (x === y)
    return {
      via: 'homophone',
      bits: x === 'Hani' ? alignHan(a.text, b.text).strength * 3.3 : 0.7 * bitsOf(a.text),
    };
  return { via: 'romanised', bits: romanisedBits(a.text, b.text) };
}

/**
 * Evidence of two names that meet in one Latin spelling. Syllables bound it for Han, of which there are only four
 * hundred.
 */
function romanisedBits(a: string, b: string): number {
  const latin = mainScript(a) === 'Latn' ? a : mainScript(b) === 'Latn' ? b : '';
  const han = (a + b).match(/\p{Script=Han}/gu)?.length ?? 10;
  return Math.min(0.75 * bitsOf(latin || a), 6.8 * han);
}

function pairUnits(query: readonly Unit[], candidate: readonly Unit[]): Pairing[] {
  const free = new Set(query);
  const pairings: Pairing[] = [];
  for (const unit of candidate) {
    let best: Pairing | undefined;
    for (const other of free) {
      const relation = relateUnits(other, unit);
      if (relation && (!best || relation.bits > best.bits))
        best = { query: other, candidate: unit, ...relation };
    }
    if (!best) continue;
    free.delete(best.query);
    pairings.push(best);
  }
  return pairings;
}

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

function compareParts(
  query: Prepared,
  candidate: Prepared,
  frame: Frame,
): Omit<Match, keyof Frame> | undefined {
  let pairings = pairUnits(query.units, candidate.units);
  const wholeCore: Unit[][] = [[{ text: query.core, aliases: [] }], [{ text: candidate.core, aliases: [] }]];
  if (pairings.length < candidate.units.length) {
    const joined = pairUnits(wholeCore[0] as Unit[], wholeCore[1] as Unit[]);
    if (joined.length > 0) pairings = joined;
    else pairings = inside(query, candidate) ?? pairings;
  }
  if (pairings.length === 0) return undefined;
  const matched = sum(pairings.map((p) => p.bits));
  const covered = share(
    candidate.core,
    pairings.map((p) => p.candidate.text),
  );
  const used = share(
    query.core,
    pairings.map((p) => p.query.text),
  );
  const complete = covered > 0.99 && used > 0.99;
  const raw = matched * covered ** 2 * (0.85 + 0.15 * used) + (complete ? completeBonus : 0);
  const total = Math.max(matched, 1);
  return {
    path: 'parts',
    ...kindOfParts(query, candidate, pairings, complete, frame),
    raw,
    segments: pairings.map((p) => ({
      query: p.query.text,
      candidate: p.candidate.text,
      weight: p.bits / total,
      why: p.via,
    })),
    ...aliasOf(pairings),
  };
}

/** Share of a core's letters that the parts make up. */
function share(core: string, parts: readonly string[]): number {
  return core.length === 0 ? 0 : Math.min(1, sum(parts.map((p) => p.length)) / core.length);
}

/** In scripts without spaces a name may stand anywhere inside a longer one; in the middle it is more often chance. */
function inside(query: Prepared, candidate: Prepared): Pairing[] | undefined {
  if (candidate.script === 'Latn' || candidate.core.length < (candidate.script === 'Hani' ? 2 : 5))
    return undefined;
  const at = query.core.indexOf(candidate.core);
  if (at < 0) return undefined;
  const edge = at === 0 || at + candidate.core.length === query.core.length;
  const unit = { text: candidate.core, aliases: [] };
  return [{ query: unit, candidate: unit, via: 'same', bits: bitsOf(candidate.core) - (edge ? 0 : 5) }];
}

function aliasOf(pairings: readonly Pairing[]): { alias?: string } {
  const alias = pairings.find((p) => p.via === 'alias');
  const id = alias?.query.aliases.find((a) => alias.candidate.aliases.includes(a));
  return id === undefined ? {} : { alias: id };
}

function kindOfParts(
  query: Prepared,
  candidate: Prepared,
  pairings: readonly Pairing[],
  complete: boolean,
  frame: Frame,
): { kind: FindingKind; rule: string } {
  const vias = new Set(pairings.map((p) => p.via));
  if (!complete) return { kind: 'containment', rule: used(pairings, query) ? 'containment' : 'part-of-name' };
  const [a, b] = [query.parts.products, candidate.parts.products];
  const sameWords = productText(query) === productText(candidate);
  const translated =
    frame.products === 'same' && !sameWords && !romanisedProduct(query) && !romanisedProduct(candidate);
  if (translated) return { kind: 'translation', rule: 'product-translated' };
  if (vias.has('alias'))
    return aliasKind(query, candidate, pairings.find((p) => p.via === 'alias') as Pairing);
  if (vias.has('romanised')) return { kind: 'transliteration', rule: 'romanised' };
  if (vias.has('homophone')) return { kind: 'homophone', rule: 'homophone' };
  if (plainWords(query) > plainWords(candidate)) return { kind: 'containment', rule: 'containment' };
  if (a.length === 0 && b.length === 0) return { kind: 'identical', rule: 'same-core' };
  return frame.products === 'same'
    ? { kind: 'identical', rule: 'same-core' }
    : { kind: 'containment', rule: 'other-product' };
}

/** True when the candidate's name stands whole inside the query, rather than a part of it. */
const used = (pairings: readonly Pairing[], query: Prepared): boolean =>
  share(
    query.core,
    pairings.map((p) => p.query.text),
  ) < 0.99;

/** 酒 written `jiu` is spelt, not translated. */
const romanisations = new Set(['pinyin', 'wade-giles', 'rtgs']);
const romanisedProduct = (name: Prepared): boolean =>
  name.parts.parts.some(
    (p) =>
      p.role === 'product' && (lookUp(p.text, p.text)?.languages ?? ['']).every((l) => romanisations.has(l)),
  );

const productText = (name: Prepared): string =>
  name.parts.parts
    .filter((p) => p.role === 'product')
    .map((p) => p.text)
    .join(' ');

function aliasKind(
  query: Prepared,
  candidate: Prepared,
  pairing: Pairing,
): { kind: FindingKind; rule: string } {
  if (compareMeaning(query, candidate)) return { kind: 'word-translation', rule: 'alias' };
  const [x, y] = [pairing.query.text, pairing.candidate.text];
  const id = pairing.query.aliases.find((a) => pairing.candidate.aliases.includes(a)) ?? '';
  // Parmesan for Parmigiano, Tuscany for Toscana: two languages of one script translate rather than spell by sound.
  const exonym =
    mainScript(x) === mainScript(y) &&
    homeScript(id) === mainScript(x) &&
    languageOf(x, id) !== languageOf(y, id);
  return { kind: !exonym && soundsLike(x, y) ? 'transliteration' : 'translation', rule: 'alias' };
}

const languageOf = (text: string, id: string): string | undefined =>
  aliasesOf(text).find((f) => f.id === id)?.language;

/** Rough test by consonants of the Latin spellings, to tell renderings by sound from renderings by meaning. */
function soundsLike(x: string, y: string): boolean {
  const [a, b] = [x, y].map((t) => roughConsonants(formsOf({ text: t, aliases: [] })[0] ?? ''));
  // Hangul and others without a romanisation of ours: renderings are by sound more often than not.
  if (a === '' || b === '' || !/^[a-z]+$/.test(`${a}${b}`)) return true;
  return compareSpelling(a as string, b as string).bits > 2 || a?.[0] === b?.[0];
}

const roughConsonants = (latin: string): string =>
  latin
    .replace(/(sh|ch|zh|x|j|q|z|c(?=[eiy]))/g, 's')
    .replace(/[ckqg]h?/g, 'k')
    .replace(/[bpvf]h?/g, 'p')
    .replace(/[dt]h?/g, 't')
    .replace(/[rl]/g, 'l')
    .replace(/[mn]/g, 'n')
    .replace(/[aeiouyhw]/g, '')
    .replace(/(.)\1+/g, '$1');

function compareMeaning(query: Prepared, candidate: Prepared): Omit<Match, keyof Frame> | undefined {
  if (!query.meanings || !candidate.meanings || query.core === candidate.core) return undefined;
  if (mainScript(query.core) === mainScript(candidate.core) && query.script === 'Hani') return undefined;
  const keys = new Set(meaningKeys(query.meanings));
  const shared = meaningKeys(candidate.meanings).find((k) => keys.has(k));
  if (shared === undefined) return undefined;
  const ids = shared.split('+');
  const segments = ids.map((id) => ({
    query: query.meanings?.find((m) => m.ids.includes(id))?.text ?? '',
    candidate: candidate.meanings?.find((m) => m.ids.includes(id))?.text ?? '',
    weight: 1 / ids.length,
    why: 'meaning',
  }));
  return { path: 'meaning', kind: 'word-translation', raw: ids.length, rule: 'word-translation', segments };
}

const agrees = (match: string): boolean => match !== 'none' && match !== 'gap' && match !== 'initial';

function compareHan(query: Prepared, candidate: Prepared): Omit<Match, keyof Frame>[] {
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
function commonness(score: SpellingScore, word: string, common: CompareContext['common']): number {
  if (!common) return 0;
  const counts: number[] = [];
  if (score.beginning >= affix.from)
    counts.push(common('B', word.slice(0, Math.min(affix.to, score.beginning))));
  if (score.ending >= affix.from) counts.push(common('E', word.slice(-Math.min(affix.to, score.ending))));
  return counts.length === 0 ? 0 : Math.log2(Math.max(1, Math.min(...counts)));
}

/** Names of one alphabet by their letters; other alphabets than Latin by their standard Latin spelling. */
function compareLetters(
  query: Prepared,
  candidate: Prepared,
  common: CompareContext['common'],
): Omit<Match, keyof Frame>[] {
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
