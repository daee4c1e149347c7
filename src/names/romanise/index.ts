import { scriptOf, scriptsOf } from '../script.ts';
import { cantonese, postal, wadeGiles } from './chinese-schemes.ts';
import { cyrillicVariants } from './cyrillic.ts';
import { greekVariants } from './greek.ts';
import { pinyinOf, readingsOf } from './han.ts';
import { kanaToLatin } from './kana.ts';
import { thaiReadings } from './thai.ts';

/** A Latin spelling and the scheme it follows. */
export interface LatinForm {
  text: string;
  scheme:
    | 'latin'
    | 'pinyin'
    | 'wade-giles'
    | 'postal'
    | 'cantonese'
    | 'hepburn'
    | 'rtgs'
    | 'greek'
    | 'cyrillic';
}

/** Names of many polyphones have many readings; this many besides the one in context are tried. */
const otherReadings = 5;

/**
 * Latin spellings of a folded name, the standard one first: Hanyu Pinyin (all readings), Wade-Giles, postal, Hepburn,
 * RTGS, ELOT 743, the Bulgarian law of 2009, and the variants trade uses. Words and syllables are separated by
 * spaces; Latin names come back alone.
 */
export function latinForms(foldedName: string): LatinForm[] {
  let forms = recent.get(foldedName);
  if (!forms) {
    forms = spell(foldedName);
    if (recent.size >= remembered) recent.clear();
    recent.set(foldedName, forms);
  }
  return forms;
}

/** A name is asked about several times in a row: whole, as its core, by the sound model. */
const recent = new Map<string, LatinForm[]>();
const remembered = 256;

function spell(foldedName: string): LatinForm[] {
  const scripts = scriptsOf(foldedName);
  if (scripts.size === 0 || (scripts.size === 1 && scripts.has('Latn')))
    return [{ text: foldedName, scheme: 'latin' }];
  let forms: LatinForm[] = [{ text: foldedName, scheme: 'latin' }];
  const each = (scheme: LatinForm['scheme'], spelling: (text: string) => string[]): void => {
    forms = forms.flatMap((f) => spelling(f.text).map((text) => ({ text, scheme })));
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

/** A stretch of Han characters with their syllables, or one of anything else. */
interface Run {
  text: string;
  syllables: string[] | undefined;
}

function hanForms(text: string): LatinForm[] {
  const runs: Run[] = (text.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? []).map((run) => ({
    text: run,
    syllables: scriptOf(run.codePointAt(0) as number) === 'Hani' ? pinyinOf(run) : undefined,
  }));
  const join = (list: readonly Run[], spell: (syllable: string, ch: string) => string): string =>
    list.map((r) => r.syllables?.map((s, i) => spell(s, r.text[i] ?? '')).join(' ') ?? r.text).join(' ');
  const pinyin = (list: readonly Run[]): LatinForm => ({ text: join(list, (s) => s), scheme: 'pinyin' });
  const forms = [pinyin(runs)];
  let budget = otherReadings;
  runs.forEach((run, r) => {
    run.syllables?.forEach((syllable, i) => {
      for (const other of readingsOf(run.text[i] ?? '').slice(0, 4)) {
        if (other === syllable || budget-- <= 0) continue;
        forms.push(pinyin(runs.with(r, { ...run, syllables: (run.syllables as string[]).with(i, other) })));
      }
    });
  });
  forms.push(
    { text: join(runs, wadeGiles), scheme: 'wade-giles' },
    { text: join(runs, postal), scheme: 'postal' },
  );
  forms.push({ text: join(runs, (s, ch) => cantonese(ch) ?? s), scheme: 'cantonese' });
  const standard = (forms[0] as LatinForm).text;
  if (standard.includes('v')) forms.push({ text: standard.replaceAll('v', 'u'), scheme: 'pinyin' });
  return forms;
}
