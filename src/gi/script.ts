/**
 * Scripts of letters and a cautious guess at a name's language from its script and country of origin. Pure; the
 * ranges come from Unicode script properties of the running engine.
 */

const properties: [code: string, pattern: RegExp][] = [
  ['Latn', /\p{Script=Latin}/u],
  ['Grek', /\p{Script=Greek}/u],
  ['Cyrl', /\p{Script=Cyrillic}/u],
  ['Hani', /\p{Script=Han}/u],
  ['Thai', /\p{Script=Thai}/u],
  ['Kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['Hang', /\p{Script=Hangul}/u],
  ['Arab', /\p{Script=Arabic}/u],
  ['Hebr', /\p{Script=Hebrew}/u],
  ['Armn', /\p{Script=Armenian}/u],
  ['Geor', /\p{Script=Georgian}/u],
  ['Khmr', /\p{Script=Khmer}/u],
  ['Laoo', /\p{Script=Lao}/u],
  ['Mymr', /\p{Script=Myanmar}/u],
  ['Deva', /\p{Script=Devanagari}/u],
  ['Beng', /\p{Script=Bengali}/u],
  ['Taml', /\p{Script=Tamil}/u],
  ['Tibt', /\p{Script=Tibetan}/u],
  ['Mong', /\p{Script=Mongolian}/u],
  ['Ethi', /\p{Script=Ethiopic}/u],
  ['Sinh', /\p{Script=Sinhala}/u],
];
/** Letters of no known script; marks such as the Japanese ー belong to several and decide nothing. */
const otherLetter = /(?![\p{Script=Common}\p{Script=Inherited}])\p{L}/u;
const memo = new Map<string, string | undefined>();

/** ISO 15924 code of one letter (Han is `Hani`, both kana are `Kana`); undefined for what is not a letter. */
export function scriptOfLetter(char: string): string | undefined {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return (code | 32) >= 97 && (code | 32) <= 122 ? 'Latn' : undefined;
  if (code >= 0x4e00 && code <= 0x9fff) return 'Hani';
  const known = memo.get(char);
  if (known !== undefined || memo.has(char)) return known;
  const found =
    properties.find(([, pattern]) => pattern.test(char))?.[0] ??
    (otherLetter.test(char) ? 'Zzzz' : undefined);
  if (memo.size < 4096) memo.set(char, found);
  return found;
}

/**
 * ISO 15924 code of a whole text: one script's code; `Jpan` for kana with or without Han; `Zyyy` when letters of
 * several scripts meet or there is no letter. Han is `Hani`; {@link refineHan} tells simplified from traditional.
 */
export function detectScript(text: string): string {
  let first: string | undefined;
  for (const char of text) {
    const script = scriptOfLetter(char);
    if (script === undefined || script === first) continue;
    if (first === undefined) first = script;
    else if ((first === 'Hani' || first === 'Kana') && (script === 'Hani' || script === 'Kana'))
      first = 'Kana';
    else return 'Zyyy';
  }
  return first === 'Kana' ? 'Jpan' : (first ?? 'Zyyy');
}

/** `Hani` narrowed by the country that writes it: `Hans` for CN and SG, `Hant` for TW, HK and MO. */
export function refineHan(script: string, countries: readonly string[]): string {
  if (script !== 'Hani') return script;
  if (countries.some((c) => c === 'CN' || c === 'SG')) return 'Hans';
  if (countries.some((c) => c === 'TW' || c === 'HK' || c === 'MO')) return 'Hant';
  return script;
}

/**
 * Words in which letters of different scripts meet, such as `Mυτιλήνη` with a Latin M: a typing error or a disguise.
 * A name whose words are each in one script (`Malvasia Χάνδακας`) has none. Han and kana may meet.
 */
export function mixedScriptWords(text: string): string[] {
  if (detectScript(text) !== 'Zyyy') return [];
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.filter((word) => {
    const seen = new Set<string>();
    for (const char of word) {
      const script = scriptOfLetter(char);
      if (script !== undefined) seen.add(script === 'Kana' ? 'Hani' : script);
    }
    return seen.size > 1;
  });
}

/** The script most letters of the text are in; `Zyyy` when it has none. */
export function dominantScript(text: string): string {
  const counts = new Map<string, number>();
  for (const char of text) {
    const script = scriptOfLetter(char);
    if (script !== undefined) counts.set(script, (counts.get(script) ?? 0) + 1);
  }
  let best = 'Zyyy';
  for (const [script, count] of counts) if (count > (counts.get(best) ?? 0)) best = script;
  return best;
}

/** Script and language a country's own names are written in, where there is one of each. */
const native: Record<string, [script: string, language: string]> = {
  GR: ['Grek', 'el'],
  CY: ['Grek', 'el'],
  BG: ['Cyrl', 'bg'],
  RU: ['Cyrl', 'ru'],
  UA: ['Cyrl', 'uk'],
  BY: ['Cyrl', 'be'],
  MK: ['Cyrl', 'mk'],
  CN: ['Hani', 'zh'],
  TW: ['Hani', 'zh'],
  HK: ['Hani', 'zh'],
  MO: ['Hani', 'zh'],
  JP: ['Jpan', 'ja'],
  KR: ['Hang', 'ko'],
  TH: ['Thai', 'th'],
  KH: ['Khmr', 'km'],
  LA: ['Laoo', 'lo'],
  GE: ['Geor', 'ka'],
  AM: ['Armn', 'hy'],
  IL: ['Hebr', 'he'],
  FR: ['Latn', 'fr'],
  IT: ['Latn', 'it'],
  ES: ['Latn', 'es'],
  PT: ['Latn', 'pt'],
  DE: ['Latn', 'de'],
  AT: ['Latn', 'de'],
  HU: ['Latn', 'hu'],
  HR: ['Latn', 'hr'],
  PL: ['Latn', 'pl'],
  RO: ['Latn', 'ro'],
  CZ: ['Latn', 'cs'],
  SK: ['Latn', 'sk'],
  SI: ['Latn', 'sl'],
  LT: ['Latn', 'lt'],
  LV: ['Latn', 'lv'],
  EE: ['Latn', 'et'],
  FI: ['Latn', 'fi'],
  SE: ['Latn', 'sv'],
  DK: ['Latn', 'da'],
  NO: ['Latn', 'no'],
  IS: ['Latn', 'is'],
  NL: ['Latn', 'nl'],
  GB: ['Latn', 'en'],
  IE: ['Latn', 'en'],
  US: ['Latn', 'en'],
  AU: ['Latn', 'en'],
  NZ: ['Latn', 'en'],
  MT: ['Latn', 'mt'],
  TR: ['Latn', 'tr'],
  AL: ['Latn', 'sq'],
  VN: ['Latn', 'vi'],
  ID: ['Latn', 'id'],
  BR: ['Latn', 'pt'],
  MX: ['Latn', 'es'],
  PE: ['Latn', 'es'],
  AR: ['Latn', 'es'],
  CL: ['Latn', 'es'],
  CO: ['Latn', 'es'],
  GT: ['Latn', 'es'],
};

/** Countries whose registers name one GI in several of their languages: only the first name is guessed. */
const severalLanguages = new Set([
  'ES',
  'IT',
  'FR',
  'GB',
  'IE',
  'FI',
  'RO',
  'SK',
  'SI',
  'AT',
  'DE',
  'HR',
  'MT',
  'NL',
]);

const byScript: Record<string, string> = {
  Grek: 'el',
  Thai: 'th',
  Hani: 'zh',
  Jpan: 'ja',
  Hang: 'ko',
  Khmr: 'km',
  Laoo: 'lo',
  Geor: 'ka',
  Armn: 'hy',
  Hebr: 'he',
};

/** The script a country's own names are written in (`Hani` for China), if it has one here. */
export function nativeScript(country: string): string | undefined {
  return native[country]?.[0];
}

/**
 * BCP 47 tag guessed from the script of a name and the countries it comes from; `und` when the two do not tell.
 * A Latin form of a country that writes another script is that language in Latin letters (`el-Latn`, `zh-Latn`).
 * `position` is the name's place among the entry's names of that script: later ones are often in another language of
 * the country (Spanish, then Catalan), and are not guessed there.
 */
export function guessLanguage(script: string, countries: readonly string[], position = 0): string {
  const country = countries.find((c) => native[c]?.[0] === script);
  if (country !== undefined) {
    const sure =
      script !== 'Latn' || (countries.length === 1 && (position === 0 || !severalLanguages.has(country)));
    return sure ? (native[country]?.[1] ?? 'und') : 'und';
  }
  const own = countries.length === 1 ? native[countries[0] ?? ''] : undefined;
  if (script === 'Latn' && own !== undefined) return `${own[1]}-Latn`;
  return byScript[script] ?? 'und';
}

const scriptByLanguage = new Map(Object.values(native).map(([script, language]) => [language, script]));

/** The script a language is usually written in, for the languages of the lists; undefined when not known here. */
export function usualScript(language: string): string | undefined {
  const dash = language.indexOf('-');
  return scriptByLanguage.get(dash === -1 ? language : language.slice(0, dash));
}
