import { existsSync, readdirSync, readFileSync } from 'node:fs';
import i18next from 'i18next';
import { packagePath } from '../platform/paths.ts';
import { languages, type Language } from './languages.ts';

/** A text of `locales/<language>/site.json` by its key, filled in; English stands in for what is not translated. */
export type Translate = (key: string, values?: Record<string, string | number>) => string;

/** Reads one namespace of a language; undefined where there is no such file. */
function readNamespace(language: Language, name: string): Record<string, unknown> | undefined {
  const path = packagePath(`locales/${language}/${name}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>) : undefined;
}

/** Every file of texts there is in English; `site` is what keys without a namespace mean. */
const namespaces = readdirSync(packagePath('locales/en')).map((name) => name.replace(/\.json$/, ''));

/** Loads the texts of every interface language; `madrid:` before a key names the file it is in. */
export function loadTexts(): Record<Language, Translate> {
  const instance = i18next.createInstance();
  void instance.init({
    initAsync: false,
    fallbackLng: 'en',
    ns: namespaces,
    defaultNS: 'site',
    interpolation: { escapeValue: false },
    resources: Object.fromEntries(
      languages.map((l) => [
        l,
        Object.fromEntries(namespaces.map((name) => [name, readNamespace(l, name) ?? {}])),
      ]),
    ),
  });
  const translate = (language: Language): Translate => {
    const t = instance.getFixedT(language);
    return (key, values = {}) => t(key, values);
  };
  return Object.fromEntries(languages.map((l) => [l, translate(l)])) as Record<Language, Translate>;
}
