import { scriptOf, scriptsOf } from '../script.ts';
import { cyrillicVariants } from './cyrillic.ts';
import { greekVariants } from './greek.ts';
import { pinyinOf } from './han.ts';
import { kanaToLatin } from './kana.ts';
import { thaiReadings } from './thai.ts';

/**
 * Latin spellings of a folded name, the standard one first: Hanyu Pinyin, Hepburn, RTGS, ELOT 743, the Bulgarian law
 * of 2009, and the variants trade uses. Words and syllables are separated by spaces; Latin names come back alone.
 */
export function latinForms(foldedName: string): string[] {
  const scripts = scriptsOf(foldedName);
  if (scripts.size === 0 || (scripts.size === 1 && scripts.has('Latn'))) return [foldedName];
  let forms = [foldedName];
  if (scripts.has('Kana')) forms = forms.map(kanaToLatin);
  if (scripts.has('Hani')) forms = forms.map(hanToLatin);
  if (scripts.has('Thai')) forms = forms.flatMap((f) => thaiReadings(f));
  if (scripts.has('Grek')) forms = forms.flatMap(greekVariants);
  if (scripts.has('Cyrl')) forms = forms.flatMap(cyrillicVariants);
  return [...new Set(forms.map((f) => f.replace(/ +/g, ' ').trim()))];
}

function hanToLatin(text: string): string {
  const runs = text.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? [];
  return runs
    .map((r) => (scriptOf(r.codePointAt(0) as number) === 'Hani' ? ` ${pinyinOf(r).join(' ')} ` : r))
    .join('');
}
