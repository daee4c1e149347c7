import { aliasesOf, homeScript } from '../aliases.ts';
import type { FindingKind } from '../finding.ts';
import { lookUp } from '../lexicon.ts';
import type { Prepared } from '../prepare.ts';
import { mainScript } from '../script.ts';
import { compareSpelling } from '../spelling.ts';
import { plainWords, share, type Frame } from './match.ts';
import { compareMeaning } from './meaning.ts';
import { formsOf, type Pairing } from './units.ts';

/** What kind of finding matched parts make, and by which rule. */
export function kindOfParts(
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
