import { scriptOf, scriptsOf } from '../script.ts';
import { postal, wadeGiles } from './chinese-schemes.ts';
import { cyrillicVariants } from './cyrillic.ts';
import { greekVariants } from './greek.ts';
import { pinyinOf, readingsOf } from './han.ts';
import { kanaToLatin } from './kana.ts';
import { thaiReadings } from './thai.ts';

/** A Latin spelling and the scheme it follows. */
export interface LatinForm {
  text: string;
  scheme: 'latin' | 'pinyin' | 'wade-giles' | 'postal' | 'hepburn' | 'rtgs' | 'greek' | 'cyrillic';
}

/** Names of many polyphones have many readings; this many besides the one in context are tried. */
const otherReadings = 5;

/**
 * Latin spellings of a folded name, the standard one first: Hanyu Pinyin (all readings), Wade-Giles, postal, Hepburn,
 * RTGS, ELOT 743, the Bulgarian law of 2009, and the variants trade uses. Words and syllables are separated by
 * spaces; Latin names come back alone.
 */
export function latinForms(foldedName: string): LatinForm[] {
  const scripts = scriptsOf(foldedName);
  if (scripts.size === 0 || (scripts.size === 1 && scripts.has('Latn')))
    return [{ text: foldedName, scheme: 'latin' }];
  let forms: LatinForm[] = [{ text: foldedName, scheme: 'latin' }];
  const each = (scheme: LatinForm['scheme'], spell: (text: string) => string[]): void => {
    forms = forms.flatMap((f) => spell(f.text).map((text) => ({ text, scheme })));
  };
  if (scripts.has('Kana')) each('hepburn', (t) => [kanaToLatin(t)]);
  if (scripts.has('Hani')) forms = forms.flatMap((f) => hanForms(f.text));
  if (scripts.has('Thai')) each('rtgs', thaiReadings);
  if (scripts.has('Grek')) each('greek', greekVariants);
  if (scripts.has('Cyrl')) each('cyrillic', cyrillicVariants);
  const seen = new Set<string>();
  const out: LatinForm[] = [];
  for (const { text, scheme } of forms) {
    const clean = text.replace(/ +/g, ' ').trim();
    if (!seen.has(clean)) out.push({ text: clean, scheme });
    seen.add(clean);
  }
  return out;
}

function hanForms(text: string): LatinForm[] {
  const runs = text.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? [];
  const syllables = runs.map((r) => (scriptOf(r.codePointAt(0) as number) === 'Hani' ? pinyinOf(r) : [r]));
  const join = (list: string[][], spell: (s: string) => string): string =>
    list
      .map((run) =>
        run.map((s) => (s === run[0] && run.length === 1 && !/^[a-z]+$/.test(s) ? s : spell(s))).join(' '),
      )
      .join(' ');
  const plain = (s: string): string => s;
  const forms: LatinForm[] = [{ text: join(syllables, plain), scheme: 'pinyin' }];
  let budget = otherReadings;
  runs.forEach((run, r) => {
    [...run].forEach((ch, i) => {
      for (const other of readingsOf(ch).slice(0, 4)) {
        if (other === syllables[r]?.[i] || budget <= 0) continue;
        budget--;
        const changed = syllables.map((list, k) => (k === r ? list.with(i, other) : list));
        forms.push({ text: join(changed, plain), scheme: 'pinyin' });
      }
    });
  });
  forms.push(
    { text: join(syllables, wadeGiles), scheme: 'wade-giles' },
    { text: join(syllables, postal), scheme: 'postal' },
  );
  for (const form of forms.slice(0, 1)) {
    if (form.text.includes('v')) forms.push({ text: form.text.replaceAll('v', 'u'), scheme: 'pinyin' });
  }
  return forms;
}
