import { readFileSync } from 'node:fs';
import type { FindingKind } from '../names/engine.ts';
import { packagePath } from '../platform/paths.ts';
import { mailLanguages, type MailLanguage } from './subscriptions.ts';

interface MailTexts {
  subject: { one: string; other: string };
  lead: string;
  line: string;
  deadline: string;
  noDeadline: string;
  why: string;
  remindSubject: { one: string; other: string };
  remindLead: string;
  refuse: string;
  oppose: string;
  left: { today: string; one: string; other: string };
  more: string;
  all: string;
  stop: string;
}

const read = (language: MailLanguage, file: string): unknown =>
  JSON.parse(readFileSync(packagePath(`locales/${language}/${file}.json`), 'utf8'));

const texts = new Map<MailLanguage, MailTexts>(
  mailLanguages.map((language) => [language, (read(language, 'watch') as { mail: MailTexts }).mail]),
);

const kinds = new Map<MailLanguage, Record<FindingKind, string>>(
  mailLanguages.map((language) => [
    language,
    (read(language, 'findings') as { kind: Record<FindingKind, string> }).kind,
  ]),
);

/** A kind of finding in words. */
export function kindText(language: MailLanguage, kind: FindingKind): string {
  return kinds.get(language)![kind];
}

/** A text of the notices in a language, with its values filled in. */
export function mailText(
  language: MailLanguage,
  key: Exclude<keyof MailTexts, 'subject' | 'remindSubject' | 'left'>,
  values: Record<string, string> = {},
): string {
  return filled(texts.get(language)![key], values);
}

/** Subject line for a number of alerts, or of last days. */
export function mailSubject(
  language: MailLanguage,
  what: 'subject' | 'remindSubject',
  count: number,
  name: string,
): string {
  const { one, other } = texts.get(language)![what];
  return filled(count === 1 ? one : other, { count: String(count), name });
}

/** How many days are left, in words. */
export function daysLeftText(language: MailLanguage, days: number): string {
  const { today, one, other } = texts.get(language)!.left;
  return filled(days === 0 ? today : days === 1 ? one : other, { count: String(days) });
}

function filled(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (hole, key: string) => values[key] ?? hole);
}
