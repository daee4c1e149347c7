import { readFileSync } from 'node:fs';
import { packagePath } from '../platform/paths.ts';
import { mailLanguages, type MailLanguage } from './subscriptions.ts';

interface MailTexts {
  subject: { one: string; other: string };
  lead: string;
  line: string;
  deadline: string;
  noDeadline: string;
  all: string;
  stop: string;
}

const texts = new Map<MailLanguage, MailTexts>(
  mailLanguages.map((language) => [
    language,
    (JSON.parse(readFileSync(packagePath(`locales/${language}/watch.json`), 'utf8')) as { mail: MailTexts })
      .mail,
  ]),
);

/** A text of the notices in a language, with its values filled in. */
export function mailText(
  language: MailLanguage,
  key: Exclude<keyof MailTexts, 'subject'>,
  values: Record<string, string> = {},
): string {
  return filled(texts.get(language)![key], values);
}

/** Subject line for a number of alerts. */
export function mailSubject(language: MailLanguage, count: number, name: string): string {
  const { one, other } = texts.get(language)!.subject;
  return filled(count === 1 ? one : other, { count: String(count), name });
}

function filled(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (hole, key: string) => values[key] ?? hole);
}
