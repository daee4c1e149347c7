import { isoCountryCodes } from '../st96/codes.ts';

/** Names registers use beside those of the Unicode CLDR. */
const aliases: Record<string, string> = {
  'czech republic': 'CZ',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  'great britain': 'GB',
  turkey: 'TR',
  türkiye: 'TR',
  'united states of america': 'US',
  'viet nam': 'VN',
  'russian federation': 'RU',
  'republic of ireland': 'IE',
  'south korea': 'KR',
  'the netherlands': 'NL',
  'trinidad and tobago': 'TT',
  'bosnia and herzegovina': 'BA',
  'north macedonia': 'MK',
  moldova: 'MD',
};

let names: Map<string, string> | undefined;

function byName(): Map<string, string> {
  if (names) return names;
  const english = new Intl.DisplayNames('en', { type: 'region' });
  names = new Map([...isoCountryCodes].map((code) => [(english.of(code) ?? code).toLowerCase(), code]));
  for (const [name, code] of Object.entries(aliases)) names.set(name, code);
  return names;
}

/**
 * ISO codes of the countries a cell names, by code or English name, separated by commas, plus signs or semicolons;
 * sorted. `unknown` has what was not recognised.
 */
export function readCountries(cell: string): { codes: string[]; unknown: string[] } {
  const codes = new Set<string>();
  const unknown: string[] = [];
  for (const part of cell.split(/[,;+|]/)) {
    const name = part.trim();
    if (name === '') continue;
    const code = isoCountryCodes.has(name) ? name : byName().get(name.toLowerCase());
    if (code === undefined) unknown.push(name);
    else codes.add(code);
  }
  return { codes: [...codes].sort(), unknown };
}
