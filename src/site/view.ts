import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { Formatter } from './format.ts';
import { isLanguage, type Language } from './languages.ts';
import type { Translate } from './texts.ts';

/** What every page knows about the request it answers. */
export interface View {
  lang: Language;
  t: Translate;
  f: Formatter;
  /** Path without the language, `/gi/cn-longjing-cha`. */
  path: string;
  /** Query string with its `?`, or empty. */
  search: string;
  /** Scheme and host, for addresses that leave the page. */
  origin: string;
  /** Today, `YYYY-MM-DD`. */
  today: string;
  /** The day answers are for, `YYYY-MM-DD`. */
  day: string;
}

/** Answers a request with a page; `name` goes into the title bar. */
export type Render = (c: Context, v: View, name: string, body: Child) => Response | Promise<Response>;

/** Address of a page in the view's language, keeping a day other than today. */
export function href(v: View, path: string, query: Record<string, string | number | undefined> = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== '') params.set(key, String(value));
  if (v.day !== v.today && !params.has('asOf')) params.set('asOf', v.day);
  const search = params.toString();
  return `/${v.lang}${path === '/' ? '' : path}${search ? `?${search}` : ''}`;
}

/** The same page in another language. */
export function inLanguage(v: View, language: Language): string {
  return `/${language}${v.path === '/' ? '' : v.path}${v.search}`;
}

/** Takes the language off a path: `/th/gi/x` is `th` and `/gi/x`; without one the language is undefined. */
export function splitLanguage(path: string): { language: Language | undefined; rest: string } {
  const [, first, ...others] = path.split('/');
  if (!isLanguage(first)) return { language: undefined, rest: path };
  return { language: first, rest: `/${others.join('/')}`.replace(/(.)\/$/, '$1') };
}
