import type { Localised } from '../gi/agreement.ts';
import type { Language } from './languages.ts';
import type { Translate } from './texts.ts';

const locales: Record<Language, string> = {
  en: 'en-GB',
  zh: 'zh-CN',
  fr: 'fr-FR',
  th: 'th-TH-u-ca-buddhist',
};

/** Writes facts the way readers of one language expect them; Thai dates count Buddhist years. */
export interface Formatter {
  /** A calendar day, `2021-03-01` or an ISO instant, written out. */
  day(iso: string): string;
  /** An ISO instant to the minute, in UTC. */
  moment(iso: string): string;
  /** A number with the language's grouping. */
  number(n: number): string;
  /** Name of a country or union by its ISO code. */
  country(code: string): string;
  /** Name of a name form's language by its BCP 47 tag. */
  language(tag: string): string;
  /** Name of a script by its ISO 15924 code. */
  script(code: string): string;
  /** The text in the page's language, else in English. */
  local(text: Localised): string;
}

export function createFormatter(language: Language, t: Translate): Formatter {
  const locale = locales[language];
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const minute = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  const regions = new Intl.DisplayNames(locale, { type: 'region' });
  const tongues = new Intl.DisplayNames(locale, { type: 'language' });
  const scripts = new Intl.DisplayNames(locale, { type: 'script' });
  const numbers = new Intl.NumberFormat(locale);
  const known = (key: string): string | undefined => (t(key) === key ? undefined : t(key));
  const named = (names: Intl.DisplayNames, code: string): string => {
    try {
      return names.of(code) ?? code;
    } catch {
      return code;
    }
  };
  return {
    day: (iso) => date.format(new Date(iso.length === 10 ? `${iso}T00:00:00Z` : iso)),
    moment: (iso) => `${minute.format(new Date(iso))} UTC`,
    number: (n) => numbers.format(n),
    country: (code) => named(regions, code),
    language(tag) {
      if (tag === 'und') return t('language.und');
      const [primary = tag, script] = tag.split('-');
      const name = named(tongues, primary);
      return script === 'Latn' ? t('language.latin', { language: name }) : name;
    },
    script: (code) => known(`script.${code}`) ?? named(scripts, code),
    local: (text) => text[language] ?? text.en,
  };
}
