import type { Place } from '../gi/problem.ts';
import type { View } from './view.ts';

/** What a problem of a file and a refusal have in common; the sentences are the gateway's own, in English. */
export interface Told {
  /** Stable code of docs/errors.md. */
  code: string;
  message: string;
  remedy: string;
  severity?: 'error' | 'warning';
  place?: Place;
}

/** What happened and what to do, in general words: names, numbers and values stand in the English message. */
export interface Explanation {
  what: string;
  remedy: string;
}

/**
 * The explanation of a code in the language of the page (`locales/<language>/problems.json`).
 * @returns undefined for readers of English, who have the message itself, and for codes of no catalogue
 */
export function explain(v: View, code: string): Explanation | undefined {
  if (v.lang === 'en') return undefined;
  const text = (part: string): string => v.t(`problems:${code}.${part}`, { defaultValue: '' });
  const [what, remedy] = [text('what'), text('remedy')];
  return what && remedy ? { what, remedy } : undefined;
}

/** The English remedy where it says more than the general one of its code, which the reader has in their language. */
export function ownRemedy(v: View, { code, remedy }: Told): string | undefined {
  const general = v.t(`problems:${code}.remedy`, { lng: 'en', defaultValue: '' });
  return remedy === general ? undefined : remedy;
}

/** The explanation of the code that begins a line kept of a run or a try, such as `lists/approved: The draft …`. */
export function explainLine(v: View, line: string): Explanation | undefined {
  const [code] = /^(?:[a-z0-9-]+\/[a-z0-9-]+|internal)(?=:|$)/.exec(line) ?? [];
  return code === undefined ? undefined : explain(v, code);
}

/** Where in a file or form, in few words: line 12:5 · record 3 · $.names · names. */
export function placeText(v: View, place: Place): string {
  const { line, column, record, path, field } = place;
  return [
    line === undefined
      ? ''
      : v.t('console:problem.line', { line: column === undefined ? line : `${line}:${column}` }),
    record === undefined ? '' : v.t('console:problem.record', { record: record + 1 }),
    path ?? '',
    field ?? '',
  ]
    .filter(Boolean)
    .join(' · ');
}
