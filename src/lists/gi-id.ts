import type { Entry } from '../gi/entry.ts';
import { pinyinOf } from '../names/romanise/han.ts';
import { mainScript } from '../names/script.ts';

const MAX_SLUG = 60;
const unfoldable: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  þ: 'th',
  ð: 'd',
};

/** Latin letters and digits joined by hyphens, at most 60 characters; empty when the text has none. */
export function slugify(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßøłđæœıþð]/g, (c) => unfoldable[c] ?? c)
    .replace(/['’ʼ]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG)
    .replace(/^-+|-+$/g, '');
}

/**
 * The id wished for a GI new to the gateway: country of origin and its name in Latin letters, `cn-longjing-cha`,
 * `fr-champagne`. Given once and kept for good, so that addresses stay; a taken one gets a number.
 */
export function wishedGiId(entry: Entry): string {
  const latin = entry.names.filter((n) => n.script === 'Latn');
  const original = entry.names.find((n) => n.kind === 'original')?.text;
  const name =
    latin.find((n) => n.kind === 'romanisation' || n.kind === 'transcription')?.text ??
    latin.find((n) => n.kind === 'original')?.text ??
    (original && mainScript(original) === 'Hani' ? pinyinOf(original).join(' ') : undefined) ??
    latin[0]?.text;
  const slug = slugify(name ?? '') || slugify(entry.key) || 'name';
  return `${entry.origin.join('-').toLowerCase() || 'zz'}-${slug}`;
}
