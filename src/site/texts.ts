import { existsSync, readFileSync } from 'node:fs';
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

const namespaces = [
  'site',
  'findings',
  'madrid',
  'guidance',
  'disputes',
  'procedure',
  'relations',
  'console',
];

/**
 * Loads the texts of every interface language. `findings:` keys come from the name engine's own file, `madrid:` ones are
 * those of the docket, `guidance:`, `disputes:` and `procedure:` ones those of
 * guidance, of disputes and of entries’ procedures, `console:` ones those of the staff console.
 */
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
