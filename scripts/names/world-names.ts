/**
 * Writes fixtures/names/lexicon/world-names.json: countries, their parts that have a code of their own, and large
 * cities as the Unicode CLDR names them. Usage: npx tsx scripts/names/world-names.ts FOLDER, a checkout of
 * https://github.com/unicode-org/cldr-json (Unicode License v3), of which the territories and the cities of the time
 * zones are read.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fold, tight } from '../../src/names/normalise.ts';
import { mainScript } from '../../src/names/script.ts';

const locales = ['en', 'fr', 'de', 'it', 'es', 'pt', 'zh', 'zh-Hant', 'th', 'el', 'bg', 'ru', 'ja'] as const;
const folder = `${process.argv[2] ?? '.'}/cldr-json`;
const read = (path: string): unknown => JSON.parse(readFileSync(`${folder}/${path}`, 'utf8'));

/** Forms of a name by locale, by the code of the place. */
const places = new Map<string, Map<string, string[]>>();
function add(code: string, locale: string, text: string): void {
  const name = text.normalize('NFC').trim();
  const least = mainScript(fold(name)) === 'Hani' ? 2 : 3;
  // Codes instead of names (US, EU) and several names on a line are no renderings.
  if (tight(fold(name)).length < least || /[()/&]/.test(name)) return;
  const forms = places.get(code) ?? new Map<string, string[]>();
  forms.set(locale, [...new Set([...(forms.get(locale) ?? []), name])]);
  places.set(code, forms);
}

interface Zone {
  exemplarCity?: string;
  [below: string]: Zone | string | undefined;
}

function addCities(path: string, zone: Zone, locale: string): void {
  if (typeof zone.exemplarCity === 'string') return add(`city-${path}`, locale, zone.exemplarCity);
  for (const [name, below] of Object.entries(zone))
    if (typeof below === 'object') addCities(name, below, locale);
}

for (const locale of locales) {
  const named = read(`cldr-localenames-full/main/${locale}/territories.json`) as {
    main: Record<string, { localeDisplayNames: { territories: Record<string, string> } }>;
  };
  for (const [code, name] of Object.entries(named.main[locale]?.localeDisplayNames.territories ?? {})) {
    const [territory = ''] = code.split('-');
    if (/^[A-Z]{2}$/.test(territory) && !/^(?:X[A-Z]|ZZ|QO)$/.test(territory))
      add(`country-${territory}`, locale, name);
  }
  const zones = read(`cldr-dates-full/main/${locale}/timeZoneNames.json`) as {
    main: Record<string, { dates: { timeZoneNames: { zone: Zone } } }>;
  };
  for (const [area, zone] of Object.entries(zones.main[locale]?.dates.timeZoneNames.zone ?? {}))
    if (area !== 'Etc' && typeof zone === 'object') addCities(area, zone, locale);
}
const order = (locale: string): number => (locales as readonly string[]).indexOf(locale);
const aliases = [...places]
  .filter(([, forms]) => forms.size > 3)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([code, forms]) => {
    // A zone is named after its city in English; CLDR repeats the city only where they differ.
    if (!forms.has('en')) forms.set('en', [code.replace('city-', '').replaceAll('_', ' ')]);
    const seen = new Set<string>();
    const kept: Record<string, string[]> = {};
    for (const [locale, names] of [...forms].sort(([a], [b]) => order(a) - order(b))) {
      const fresh = names.filter((name) => !seen.has(fold(name)) && seen.add(fold(name)));
      if (fresh.length > 0) kept[locale] = fresh;
    }
    return { id: code.toLowerCase().replaceAll('_', '-'), forms: kept };
  });
const { version } = read('cldr-core/package.json') as { version: string };
const file = {
  version: 1,
  note: 'Countries and cities in the languages of the gateway, by scripts/names/world-names.ts; facts of the Unicode CLDR (Unicode License v3). Exact renderings only.',
  source: `Unicode CLDR ${version}`,
};
const lines = aliases.map((alias) => `  ${JSON.stringify(alias)}`).join(',\n');
writeFileSync(
  new URL('../../fixtures/names/lexicon/world-names.json', import.meta.url),
  `${JSON.stringify(file, undefined, 1).slice(0, -2)},\n "aliases": [\n${lines}\n ]\n}\n`,
);
console.log(`${aliases.length} places`);
