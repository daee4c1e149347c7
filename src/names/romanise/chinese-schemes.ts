import { readLexicon } from '../data.ts';

/** Older Latin spellings of Mandarin syllables, from toneless pinyin (`v` for ü), without apostrophes or accents. */

/** There are four hundred syllables; each is spelt once. */
function remember(known: Map<string, string>, syllable: string, spell: (s: string) => string): string {
  let spelling = known.get(syllable);
  if (spelling === undefined) {
    spelling = spell(syllable);
    if (known.size < 2000) known.set(syllable, spelling);
  }
  return spelling;
}
const wadeKnown = new Map<string, string>();
const postalKnown = new Map<string, string>();

const split = /^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(.+)$/;

const wadeInitials: Record<string, string> = {
  b: 'p', p: 'p', d: 't', t: 't', g: 'k', k: 'k', j: 'ch', q: 'ch', zh: 'ch', ch: 'ch', x: 'hs', r: 'j', z: 'ts', c: 'ts',
}; // prettier-ignore
const wadeWhole: Record<string, string> = {
  zi: 'tzu', ci: 'tzu', si: 'ssu', yan: 'yen', ye: 'yeh', you: 'yu', yong: 'yung', yue: 'yueh', yi: 'i', er: 'erh', zhi: 'chih', chi: 'chih', shi: 'shih',
  ri: 'jih', ge: 'ko', ke: 'ko', he: 'ho', gui: 'kuei', kui: 'kuei', e: 'o',
}; // prettier-ignore
const wadeFinals: Record<string, string> = {
  ian: 'ien', ie: 'ieh', ong: 'ung', iong: 'iung', ue: 'ueh', ve: 'ueh', v: 'u', vn: 'un', van: 'uan',
}; // prettier-ignore
const keepsUo = new Set(['g', 'k', 'h', 'sh']);

/** Wade-Giles: `long jing` is `lung ching`, `mao tai` stays, `gui zhou` is `kuei chou`. */
export function wadeGiles(syllable: string): string {
  return remember(wadeKnown, syllable, spellWade);
}

function spellWade(syllable: string): string {
  const whole = wadeWhole[syllable];
  if (whole) return whole;
  const [, initial = '', final = ''] = split.exec(syllable) ?? [];
  const uo = final === 'uo' && !keepsUo.has(initial) ? 'o' : undefined;
  return (wadeInitials[initial] ?? initial) + (uo ?? wadeFinals[final] ?? final);
}

const postalWhole: Record<string, string> = {
  zi: 'tze', ci: 'tze', si: 'sze', zhi: 'chih', chi: 'chih', shi: 'shih', ri: 'jih', yan: 'yen', ye: 'yeh', yong: 'yung', gui: 'kwei', kui: 'kwei',
  guang: 'kwang', hua: 'hwa', huang: 'hwang', huai: 'hwai', hui: 'hwei', zhou: 'chow', gou: 'kow', kou: 'kow', su: 'soo', fu: 'foo', wu: 'wu', jiu: 'kiu',
}; // prettier-ignore
const postalInitials: Record<string, string> = {
  b: 'p', d: 't', g: 'k', j: 'k', q: 'k', x: 'h', zh: 'ch', z: 'ts', c: 'ts', r: 'j',
}; // prettier-ignore
const postalFinals: Record<string, string> = {
  ong: 'ung',
  ian: 'ien',
  ou: 'ow',
  iong: 'iung',
  v: 'u',
  ue: 'ueh',
  ui: 'wei',
};

/**
 * The postal spelling of the 1906 kind, as far as it follows rules: `gui zhou` is `kwei chow`, `fu zhou` is
 * `foo chow`, `jiang` is `kiang`. Historic exceptions (Canton, Amoy, Peking) are aliases.
 */
export function postal(syllable: string): string {
  return remember(postalKnown, syllable, spellPostal);
}

function spellPostal(syllable: string): string {
  const whole = postalWhole[syllable];
  if (whole) return whole;
  const [, initial = '', final = ''] = split.exec(syllable) ?? [];
  return (postalInitials[initial] ?? initial) + (postalFinals[final] ?? final);
}

const { readings: cantoneseReadings } = readLexicon<{ readings: Record<string, string> }>('cantonese');

/** The Hong Kong spelling of a simplified character, for names that reached the trade through Canton (Po Lei, 普洱). */
export function cantonese(ch: string): string | undefined {
  return cantoneseReadings[ch];
}
