import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { isIsoDate, isoDate, type Clock } from '../platform/clock.ts';
import { createFormatter, type Formatter } from './format.ts';
import { fromAcceptLanguage, isLanguage, languageCookie, languages, type Language } from './languages.ts';
import type { Translate } from './texts.ts';
import { splitLanguage, type View } from './view.ts';

const ONE_YEAR = 365 * 24 * 3600;

/** The language for a visitor whose address names none: the cookie's, then what the browser asks for, then English. */
export function chooseLanguage(c: Context): Language {
  const remembered = getCookie(c, languageCookie);
  if (isLanguage(remembered)) return remembered;
  return fromAcceptLanguage(c.req.header('accept-language')) ?? languages[0];
}

/** Remembers the language of the address just visited. */
export function rememberLanguage(c: Context, language: Language): void {
  if (getCookie(c, languageCookie) === language) return;
  setCookie(c, languageCookie, language, { path: '/', maxAge: ONE_YEAR, sameSite: 'Lax', httpOnly: true });
}

/** The day asked for in the address: undefined when none is, null when what is there is not a day. */
export function askedDay(c: Context): string | undefined | null {
  const asked = c.req.query('asOf');
  if (asked === undefined || asked === '') return undefined;
  return isIsoDate(asked) ? asked : null;
}

/** Makes views: what a page needs to know of the request it answers. */
export function createViews(clock: Clock, texts: Record<Language, Translate>): (c: Context) => View {
  const formatters = Object.fromEntries(languages.map((l) => [l, createFormatter(l, texts[l])])) as Record<
    Language,
    Formatter
  >;
  return (c) => {
    const url = new URL(c.req.url);
    const { language, rest } = splitLanguage(url.pathname);
    const lang = language ?? chooseLanguage(c);
    const today = isoDate(clock());
    return {
      lang,
      t: texts[lang],
      f: formatters[lang],
      path: rest,
      search: url.search,
      origin: url.origin,
      today,
      day: askedDay(c) ?? today,
    };
  };
}
