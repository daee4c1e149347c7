import { rewritten, withLetters, type Rule } from './rules.ts';

/**
 * Letters with marks that say how they sound, in lower case, composed: mostly of the Slavic, Baltic and Romanian
 * alphabets. Letters read in more than one way (ö, ü, é) are left out: folding takes their marks off.
 */
const marked: Readonly<Record<string, string>> = {
  č: 'ch', ć: 'ch', š: 'sh', ś: 'sh', ž: 'zh', ż: 'zh', ř: 'rzh', ş: 'sh', ș: 'sh', ţ: 'ts', ț: 'ts', ñ: 'ny', ń: 'n', ň: 'n',
  å: 'o', ą: 'on', ę: 'en', ě: 'e', ů: 'u', ý: 'i', ķ: 'k', ģ: 'g',
}; // prettier-ignore
/** Where ç and c are those of Turkish and Albanian. */
const turkish = /[şğıëİ]/;
/** Marks of languages that write ts as c and have no other w than v. */
const slavic = /[čšžřěůłńśźżąę]/;
const markedLetters = new RegExp(`[${Object.keys(marked).join('')}ç]`, 'g');

const ascii = /^[\x20-\x7e]*$/;

/** A name with its marked letters written out (`Plzeň`, `Galaţi` as `galatsi`); the same text when it has none. */
export function unmarked(name: string): string {
  if (ascii.test(name)) return name;
  const lower = name.slice(0, 240).normalize('NFC').toLowerCase();
  const c = turkish.test(lower) ? 'ch' : 's';
  let out = lower.replace(markedLetters, (ch) => marked[ch] ?? c);
  if (slavic.test(lower)) out = out.replace(/c(?![hz])/g, 'ts').replaceAll('w', 'v');
  return out === lower ? name : out;
}

/** Signs that a folded name is spelt as in French. */
const frenchSigns =
  /eau|ou(?!n_)|oi|gn[eyi]|[^aeiou_]es?_|[aeiou]es_|ill|qu[ei]|(?:ai|au|ei|[aeiou]n|[aeiou]r)[tsx]s?_|[aeou]ts?_|[aeou][xz]_|ieu|ai[ns]|_l[ea]_|_saint|_sainte/;

/** Signs that a folded name is English: it is not read as other languages would. */
const englishSigns =
  /(?:ton|field|fields|wood|land|shire|burgh|bury|ham|wick|worth|ley|ing|lake|city|county|hill|hills|creek|ridge|river|haven|town|springs|beach)_|ee|oo|wh|ght|[oae]w[^aeiou]|[^aeiou]y_|ow_|ew_|ck[^aeiy]|sh|oa/;

/** French: final letters and h not heard, vowels of two letters, j and soft g, c and ch. */
const french: readonly Rule[] = withLetters([
  [/(?<=[aeiou])ill(?=[aeou])/g, 'y'],
  // A final e keeps the consonant before it heard; the mark stands for it until silent ones are gone.
  [/(?<=[^aeiou_])(?:ents?|es|e)(?=_)/g, '~'],
  [/(?<=[iuy])(?:es|e)(?=_)/g, ''],
  [/(?<=[aeiouyrn])[tsxz]+(?=_)/g, ''],
  [/(?<=on|au|ar)ds?(?=_)/g, ''],
  [/(?<=[aeiou]n)[cg]s?(?=_)/g, ''],
  [/~/g, ''],
  [/qu(?=[eiao])/g, 'k'],
  [/gu(?=[eiy])/g, 'g'],
  [/ge(?=[ao])/g, 'J'],
  [/g(?=[eiy])|j/g, 'J'],
  [/ch/g, 'S'],
  [/c(?=[eiy])/g, 's'],
  [/(?<=[aeiou])s(?=[aeiou])/g, 'z'],
  [/ph/g, 'f'],
  [/(?<![cs])h/g, ''],
  [/eau|au/g, 'o'],
  [/ou/g, 'u'],
  [/oy(?=[aeiou])/g, 'oay'],
  [/oi/g, 'oa'],
  [/(?:ai|ei)n(?![aeioun])|(?<!i)in(?![aeioun])/g, 'en'],
  [/ai(?![lny])|ay(?=_)/g, 'e'],
  [/gn(?=[aeiouy])/g, 'ny'],
  [/er(?=_)/g, 'e'],
  [/J/g, 'zh'],
  [/S/g, 'sh'],
]);

const reads = (signs: RegExp, text: string): boolean => signs.test(text) && !englishSigns.test(text);

/** The folded name as French would read it, where it is spelt so. */
export function asFrench(text: string): string {
  return reads(frenchSigns, text) ? rewritten(text, french) : text;
}

const iberianSigns =
  /ll[aeiou]|j[aeou]|qu[ei]|gu[ei]|hu[aei]|_h[aeiou]|[ln]h[aeiou]|c[ei]|z_|[aeiou]z[aeiou]|ny[ao]/;
/** Spanish and Portuguese: h not heard, j, ll, qu, gu, z and soft c, nh and lh. */
const iberian: readonly Rule[] = withLetters([
  [/qu(?=[ei])/g, 'k'],
  [/gu(?=[ei])/g, 'G'],
  [/(?<![cslntpkgbd])hu(?=[aei])/g, 'u'],
  [/(?<![cslntpkgbd])h/g, ''],
  [/lh/g, 'ly'],
  [/nh/g, 'ny'],
  [/ll(?=[aeiou])/g, 'y'],
  [/g(?=[ei])|j/g, 'h'],
  [/c(?=[eiy])|z(?=_)|(?<=[aeiou])z(?=[aeiou])/g, 's'],
  [/qu/g, 'ku'],
  [/y(?=[_])/g, 'i'],
  [/G/g, 'g'],
]);

const centralSigns =
  /j|sz|cz|rz|tz|sch|z|c(?:[ei]|_)|ck[aiy]_|ch_|(?:burg|heim|dorf|stadt|bach|berg|feld|hausen|kirchen|wald)_|ie[^_]|eu|ei/;
/** German, Slavic and Scandinavian: j as y, w as v, c and tz as ts. */
const central: readonly Rule[] = withLetters([
  [/szcz/g, 'SC'],
  [/sch/g, 'S'],
  [/tsch|cz/g, 'C'],
  [/sz|(?<=_)s(?=[pt])/g, 'S'],
  [/rz/g, 'Z'],
  [/skj|sj|stj/g, 'S'],
  [/kj|tj/g, 'C'],
  [/(?<=_)hj/g, 'y'],
  [/(?<=_)gj/g, 'y'],
  [/zh/g, 'Z'],
  [/sh/g, 'S'],
  [/ch/g, 'H'],
  [/ck/g, 'k'],
  [/tz/g, 'ts'],
  [/th/g, 't'],
  [/ph/g, 'f'],
  [/c(?=[ei_])/g, 'ts'],
  [/eu|aeu/g, 'oi'],
  [/ei|ey|ay/g, 'ai'],
  [/ie(?=[^aeiou_])/g, 'i'],
  [/oe/g, 'u'],
  [/(?<=[aeiou])h(?=[^aeiou])/g, ''],
  [/j/g, 'y'],
  [/w/g, 'v'],
  [/S/g, 'sh'],
  [/C/g, 'ch'],
  [/Z/g, 'zh'],
  [/H/g, 'h'],
]);

/** The folded name as Spanish and Portuguese would read it, where it may be spelt so. */
export function asIberian(text: string): string {
  return reads(iberianSigns, text) ? rewritten(text, iberian) : text;
}

/** The folded name as German, Slavic and Scandinavian languages would read it, where it may be spelt so. */
export function asCentral(text: string): string {
  return reads(centralSigns, text) ? rewritten(text, central) : text;
}

/** Every rule of these. */
export const orthographyRules: readonly Rule[] = [...french, ...iberian, ...central];
