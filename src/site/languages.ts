/** Interface languages; the first is what a visitor gets who asks for none of them. */
export const languages = ['en', 'zh', 'fr', 'th'] as const;
export type Language = (typeof languages)[number];

/** Each language's own name for itself. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  zh: '中文',
  fr: 'Français',
  th: 'ไทย',
};

export const languageCookie = 'lang';

export function isLanguage(text: string | undefined): text is Language {
  return languages.includes(text as Language);
}

/**
 * The best interface language for an `Accept-Language` header (RFC 9110, section 12.5.4): highest quality first, the
 * primary subtag decides; undefined when none of ours is asked for.
 */
export function fromAcceptLanguage(header: string | undefined): Language | undefined {
  const asked = (header ?? '').split(',').map((item) => {
    const [range = '', ...params] = item.trim().split(';');
    const quality = params.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find((q) => q !== undefined);
    return {
      language: range.toLowerCase().split('-')[0],
      quality: quality === undefined ? 1 : Number(quality),
    };
  });
  const wanted = asked.filter((a) => isLanguage(a.language) && a.quality > 0);
  return wanted.sort((a, b) => b.quality - a.quality)[0]?.language as Language | undefined;
}
