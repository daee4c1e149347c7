import { pinyin, polyphonic } from 'pinyin-pro';

const readings = new Map<string, string[]>();
const toned = new Map<string, string[]>();
const hani = /\p{Script=Han}/u;

const ascii = /^[a-z0-9]+$/;
const plain = (syllable: string): string => (ascii.test(syllable) ? syllable : stripped(syllable));

const stripped = (syllable: string): string =>
  syllable
    .normalize('NFD')
    .replace(/u\u0308/g, 'v')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/**
 * Place readings that dictionaries of ordinary words do not give or give last (六安 Lu'an, 乐陵 Laoling, 厦门
 * Xiamen, 蔚县 Yuxian, 单县 Shanxian, 吴堡 Wubu). Recalled from atlases: unverified.
 */
const placeReadings: Record<string, string[]> = {
  六: ['lu'], 乐: ['lao'], 厦: ['xia'], 蔚: ['yu'], 单: ['shan'], 堡: ['bu', 'pu'], 会: ['kuai'], 尉: ['yu'], 莘: ['shen'], 浚: ['xun'], 番: ['pan'],
}; // prettier-ignore

function tonedReadings(ch: string): string[] {
  let known = toned.get(ch);
  if (known === undefined) {
    known = hani.test(ch) ? [...new Set(polyphonic(ch, { toneType: 'num', type: 'array' })[0] ?? [])] : [];
    known = known.map(plain).filter((r) => /^[a-z]+[0-5]$/.test(r));
    toned.set(ch, known);
  }
  return known;
}

/** Every reading of one Han character, toneless pinyin with `v` for ü, the commonest first; [] for other text. */
export function readingsOf(ch: string): string[] {
  let known = readings.get(ch);
  if (known === undefined) {
    known = [...new Set([...tonedReadings(ch).map((r) => r.slice(0, -1)), ...(placeReadings[ch] ?? [])])];
    readings.set(ch, known);
  }
  return known;
}

/** How two Han characters agree in sound; `initial`: no more than the first consonant. */
export type SyllableMatch = 'same' | 'tone' | 'syllable' | 'near' | 'initial' | 'none';

/** Southern Mandarin mergers and ng/n: sounds a buyer may take for one. */
const merge = (s: string): string =>
  s
    .replace(/^([zcs])h/, '$1')
    .replace(/ng$/, 'n')
    .replace(/^l/, 'n');

/** The closest agreement over all readings of two characters: same sign, same tone, same syllable, near syllable. */
export function matchSyllables(a: string, b: string): SyllableMatch {
  if (a === b) return 'same';
  const pair = a < b ? a + b : b + a;
  let match = matches.get(pair);
  if (match === undefined) {
    match = computeMatch(a, b);
    if (matches.size >= rememberedMatches) matches.clear();
    matches.set(pair, match);
  }
  return match;
}

const matches = new Map<string, SyllableMatch>();
const rememberedMatches = 50_000;

function computeMatch(a: string, b: string): SyllableMatch {
  const first = tonedReadings(a);
  const second = tonedReadings(b);
  if (first.some((r) => second.includes(r))) return 'tone';
  const other = readingsOf(b);
  if (readingsOf(a).some((r) => other.includes(r))) return 'syllable';
  const merged = other.map(merge);
  if (readingsOf(a).some((r) => merged.includes(merge(r)))) return 'near';
  const heads = merged.map((r) => r[0]);
  return readingsOf(a).some((r) => heads.includes(merge(r)[0])) ? 'initial' : 'none';
}

/** The reading of a Han text in context, one syllable per character (`lu an` for 六安). */
export function pinyinOf(text: string): string[] {
  let syllables = recent.get(text);
  if (!syllables) {
    syllables = pinyin(text, { toneType: 'none', type: 'array', v: true }).map(plain);
    if (recent.size >= remembered) recent.clear();
    recent.set(text, syllables);
  }
  return syllables;
}

/** A name's core is asked about several times in a row. */
const recent = new Map<string, string[]>();
const remembered = 64;
