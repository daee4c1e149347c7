import { asCentral, asFrench, asIberian } from './orthography.ts';
import { rewritten, withLetters, type Rule } from './rules.ts';

/**
 * Spellings that several letters away from their sound: French endings, and letter groups that stand for one sound in
 * French, Italian, Portuguese, German, Dutch and Polish. General orthography, in order of application.
 */
const rules: readonly Rule[] = withLetters([
  [/(?:eaux?|aulx?|aults?|auds?|auts?|aux)(?=_)/g, 'o'],
  [/(?:ots|otz|ocs|op)(?=_)/g, 'o'],
  [/eau/g, 'o'],
  [/oi[stx]?(?=_)/g, 'oa'],
  [/(?:ais|ait|ets|ay)(?=_)/g, 'e'],
  [/(?:oux|ous|oue)(?=_)/g, 'u'],
  [/(?:iers|ies|ied)(?=_)/g, 'ie'],
  [/ieux(?=_)/g, 'ie'],
  [/(?<=[aeiou])ngt?s(?=_)/g, 'n'],
  [/gn(?=[aeiou])/g, 'ni'],
  [/gli(?=[aeiou])/g, 'li'],
  [/lh(?=[aeiou])/g, 'li'],
  [/nh(?=[aeiou])/g, 'ni'],
  [/tsch/g, 'ch'],
  [/szcz/g, 'shch'],
  [/sch(?=[aeioulmnrw])/g, 'sh'],
  [/sz/g, 'sh'],
  [/cz/g, 'ch'],
  [/ij/g, 'ai'],
  [/(?<=[bdg])h(?=[aeiou])/g, ''],
  [/cchi|cch/g, 'k'],
  [/villes?(?=_)/g, 'vil'],
  [/illes?(?=_)/g, 'iy'],
]);

/**
 * English orthography: vowels lengthened by a silent e (Pine, Lake, Hope), letter groups that stand for one sound, and
 * letters not heard.
 * In order of application; what is a sound already is written in capitals.
 */
const english: readonly Rule[] = withLetters([
  [/(?<=_)kn/g, 'N'],
  [/(?<=_)wr/g, 'R'],
  [/wh/g, 'W'],
  [/ph/g, 'F'],
  [/vil(?:l|le|e)?(?=s?_)/g, 'VIL'],
  [/stle(?=_|[^aeiouy])/g, 'SL'],
  [/[ts]ion(?=_|s_)/g, 'SHN'],
  [/ture(?=_)/g, 'CHER'],
  [/eigh/g, 'EI'],
  [/igh/g, 'AI'],
  [/[oa]ugh(?=t)/g, 'O'],
  [/tch/g, 'CH'],
  [/dge(?=_|[^aeiouy])/g, 'J'],
  [/ck/g, 'K'],
  [/qu(?=[aeio])/g, 'KW'],
  [/c(?=[eiy])/g, 'S'],
  [/g(?=e_|es_)/g, 'J'],
  [/c(?=[aoulrt_]|s_)/g, 'K'],
  [/e[ea](?!u)/g, 'I'],
  [/ie(?=[dlfvrnsp])/g, 'I'],
  [/oo/g, 'U'],
  [/a[iy]|ey(?!_)/g, 'EI'],
  [/ey(?=_)/g, 'I'],
  [/ow(?=[nde])/g, 'AU'],
  [/ou(?=n|s|th)/g, 'AU'],
  [/a[wu](?=[^_aeiou]|_)/g, 'O'],
  [/ew/g, 'YU'],
  [/a([bdfgklmnpstvzJKSF])e(?=_|s_|[bcdfhklpstvwWF][^_])/g, 'EI$1'],
  [/a([kpvdz])er(?=_|s)/g, 'EI$1er'],
  [/i([bdfgklmnprstvzJKSF])e(?=_|s_|[bcdfhklpstvwWF][^_])/g, 'AI$1'],
  [/o([bdfgklmnpstvzJKSF])e(?=_|s_|[bdfhlpstvwWF][^_])/g, 'OU$1'],
  [/u([bdfgklmnprstvzJKSF])e(?=_|s_)/g, 'U$1'],
  [/(?<=[aeiouyAEIOU][^aeiouy_]{1,2})e(?=_)/g, ''],
  [/x/g, 'KS'],
  [/(?<=[^aeiou_])y(?=_)/g, 'I'],
  [/gh/g, ''],
]);
/** Every rule of both. */
export const respellingRules: readonly Rule[] = [...rules, ...english];

const doubled = /([bcdfgklmnprstvz])\1/g;

/** A text with its doubled consonants written once. */
function plain(text: string): string {
  for (let i = 1; i < text.length; i++)
    if (text.charCodeAt(i) === text.charCodeAt(i - 1)) return text.replace(doubled, '$1');
  return text;
}

const initials = ' b p m f d t n l g k h j q x zh ch sh r z c s y w'.split(' ');
const finals =
  'a o e i u ai ei ao ou an en ang eng ong er ia ie iao iu ian in iang ing iong ua uo uai ui uan un uang ue'.split(
    ' ',
  );
const syllables = new Set(initials.flatMap((initial) => finals.map((final) => initial + final)));
const longestSyllable = 6;

/** Consonants that only begin syllables, where no vowel follows. */
const notPinyin = /v|[bpmfdtlkjqxyw](?![aeiou])|[zcs](?![aeiouh])|h(?![aeiou])/;

/** Whether every word can be read as syllables of pinyin; looks at each letter a few times, whatever the text. */
function readsAsPinyin(text: string): boolean {
  if (notPinyin.test(text)) return false;
  const ends = new Uint8Array(text.length + 1);
  ends[0] = 1;
  for (let at = 0; at < text.length; at++) {
    if (ends[at] === 0) continue;
    if (text[at] === '_') ends[at + 1] = 1;
    for (let n = 1; n <= longestSyllable; n++)
      if (syllables.has(text.slice(at, at + n))) ends[Math.min(text.length, at + n)] = 1;
  }
  return ends[text.length] === 1;
}

/** Letters that pinyin uses as no other spelling does. */
const pinyinOnly = /[qxz]|c(?!h)|j(?=i)/;
const pinyinSounds: readonly (readonly [RegExp, string])[] = [
  [/zh/g, 'J'],
  [/z/g, 'DZ'],
  [/j/g, 'DZ'],
  [/q/g, 'TS'],
  [/c(?!h)/g, 'TS'],
  [/x/g, 'S'],
  [/ia(?=n)/g, 'ya'],
  [/ui/g, 'uei'],
  [/ng(?![aeiou])/g, 'n'],
];

/**
 * A folded Latin name written closer to how it may sound: by habits that several languages of the continent share, in
 * English, as pinyin, and, where its letters speak for it, in French, in Spanish and Portuguese, in German and Slavic
 * languages; only texts that differ from the name and from each other. `written` is the name folded with the letters
 * that have marks written out, see `unmarked`.
 */
export function respellings(text: string, written = text): string[] {
  const asEnglish = rewritten(plain(text), english);
  let asPinyin = text;
  if (pinyinOnly.test(text) && readsAsPinyin(text))
    for (const [from, to] of pinyinSounds) asPinyin = asPinyin.replace(from, to);
  const heard: string[] = [];
  for (const reading of [
    plain(rewritten(text, rules)),
    asEnglish.toLowerCase(),
    asPinyin.toLowerCase(),
    plain(asFrench(written)),
    plain(asIberian(written)),
    plain(asCentral(written)),
  ])
    if (reading !== text && reading.length > 2 && !heard.includes(reading)) heard.push(reading);
  return heard;
}

/**
 * Where each letter boundary of a respelt text lies in the text it was made from, by the fewest edits between the two:
 * for `bordo` of `bordeaux`, 0 1 2 3 4 8.
 */
export function boundaries(original: string, respelt: string): number[] {
  const w = original.length + 1;
  const cost = new Uint16Array((respelt.length + 1) * w);
  for (let i = 0; i <= respelt.length; i++) {
    for (let j = 0; j <= original.length; j++) {
      const at = i * w + j;
      if (i === 0 || j === 0) cost[at] = i + j;
      else {
        const step = respelt[i - 1] === original[j - 1] ? 0 : 1;
        cost[at] = Math.min(
          (cost[at - w - 1] as number) + step,
          (cost[at - w] as number) + 1,
          (cost[at - 1] as number) + 1,
        );
      }
    }
  }
  const out: number[] = Array.from({ length: respelt.length + 1 }, () => 0);
  let j = original.length;
  for (let i = respelt.length; i > 0; i--) {
    out[i] = j;
    const step = (k: number): number => (respelt[i - 1] === original[k - 1] ? 0 : 1);
    while (j > 0 && cost[i * w + j] === (cost[i * w + j - 1] as number) + 1) j--;
    if (j > 0 && cost[i * w + j] === (cost[(i - 1) * w + j - 1] as number) + step(j)) j--;
  }
  return out;
}
