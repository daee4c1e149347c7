/** Bulgarian by the Transliteration Act of 2009; input folded: lower case. */
const bulgarian: Record<string, string> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o',
  п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sht', ъ: 'a', ь: 'y', ю: 'yu',
  я: 'ya',
}; // prettier-ignore
/** Letters other Cyrillic alphabets add or read otherwise (Russian, Ukrainian, Serbian, Macedonian). */
const others: Record<string, string> = {
  ы: 'y', э: 'e', ё: 'e', ѝ: 'i', і: 'i', ї: 'yi', є: 'ye', ґ: 'g', ђ: 'dj', ј: 'j', љ: 'lj', њ: 'nj', ћ: 'c', џ: 'dz', ѓ: 'gj', ќ: 'kj', ѕ: 'dz',
  ў: 'u', ң: 'n', ү: 'u', ө: 'o', қ: 'k', ғ: 'g', ұ: 'u', һ: 'h', ә: 'a',
}; // prettier-ignore
const russian: Record<string, string> = { х: 'kh', щ: 'shch', ъ: '', ь: '' };

function spell(text: string, local: Record<string, string>): string {
  let out = '';
  for (const ch of text) out += local[ch] ?? bulgarian[ch] ?? others[ch] ?? ch;
  return out;
}

/** Bulgarian Latin: final -ия is -ia, България is Bulgaria (articles 5 and 7 of the act). */
export function bulgarianToLatin(text: string): string {
  return spell(text.replace(/ия(?= |$)/g, 'иа').replace(/българи/g, 'булгари'), {});
}

/** The usual English-language spelling of Russian (after BGN/PCGN, apostrophes left out). */
export function russianToLatin(text: string): string {
  return spell(text.replace(/(?<=[иы])й(?= |$)/g, ''), russian);
}

/** Spellings by the rules of the language, where it is known, and those met in trade besides: `Bourgas`, `rakiya`, `Muscatova`, scholarly č, š, ž without their marks. */
export function cyrillicVariants(text: string, language = ''): string[] {
  const standard = bulgarianToLatin(text);
  const russian = russianToLatin(text);
  return [
    ...(language === 'ru' ? [russian] : language === 'bg' ? [standard] : [standard, russian]),
    spell(text, {}),
    standard.replace(/u/g, 'ou'),
    spell(text, { ъ: 'u', щ: 'sht', й: 'i', ю: 'iu', я: 'ia', х: 'kh' }),
    spell(text, { ж: 'z', ч: 'c', ш: 's', щ: 'st', ц: 'c', й: 'j', ю: 'ju', я: 'ja', ъ: 'a', х: 'h' }),
  ];
}
