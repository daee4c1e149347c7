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
 * spaces; Latin names come back alone. A `language` (BCP 47) that is known chooses among the schemes: Cantonese comes first
 * for `zh-HK`, `ru` is not spelt by the Bulgarian law nor `bg` by Russian habit.
 */
export function latinForms(foldedName: string, language = ''): LatinForm[] {
  const key = language === '' ? foldedName : `${foldedName}\n${language}`;
  let forms = recent.get(key);
  if (!forms) {
    forms = spell(foldedName, language);
    if (recent.size >= remembered) recent.clear();
    recent.set(key, forms);
  }
  return forms;
}

/** A name is asked about several times in a row: whole, as its core, by the sound model. */
const recent = new Map<string, LatinForm[]>();
const remembered = 64;

function spell(foldedName: string, language: string): LatinForm[] {
  const scripts = scriptsOf(foldedName);
  if (scripts.size === 0 || (scripts.size === 1 && scripts.has('Latn')))
    return [{ text: foldedName, scheme: 'latin' }];
  let forms: LatinForm[] = [{ text: foldedName, scheme: 'latin' }];
  const each = (scheme: LatinForm['scheme'], spelling: (text: string) => string[]): void => {
    forms = forms.flatMap((f) => spelling(f.text).map((text) => ({ text, scheme })));
  };
  if (scripts.has('Kana')) each('hepburn', (t) => [kanaToLatin(t)]);
  if (scripts.has('Hani')) forms = forms.flatMap((f) => hanForms(f.text, language));
  if (scripts.has('Thai')) each('rtgs', thaiReadings);
  if (scripts.has('Grek')) each('greek', greekVariants);
  if (scripts.has('Cyrl')) each('cyrillic', (t) => cyrillicVariants(t, language));
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

/** Languages whose Han is read as in Hong Kong and Canton, and those for which the old spellings of China are none. */
const cantoneseSpoken = /^(?:yue|zh-(?:Hant-)?(?:HK|MO))\b/i;
const notChinese = /^(?:ja|ko|vi)\b/i;

function hanForms(text: string, language: string): LatinForm[] {
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
  const spoken: LatinForm = { text: join(runs, (s, ch) => cantonese(ch) ?? s), scheme: 'cantonese' };
  if (cantoneseSpoken.test(language)) forms.unshift(spoken);
  else if (!notChinese.test(language))
    forms.push(
      { text: join(runs, wadeGiles), scheme: 'wade-giles' },
      { text: join(runs, postal), scheme: 'postal' },
      spoken,
    );
  const standard = pinyin(runs).text;
  if (standard.includes('v')) forms.push({ text: standard.replaceAll('v', 'u'), scheme: 'pinyin' });
  return forms;
}
