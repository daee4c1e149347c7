import { pinyin, polyphonic } from 'pinyin-pro';

const readings = new Map<string, string[]>();
const hani = /\p{Script=Han}/u;

const plain = (syllable: string): string =>
  syllable
    .normalize('NFD')
    .replace(/u\u0308/g, 'v')
    .replace(/\p{Mn}/gu, '')
    .replace(/ü/g, 'v')
    .toLowerCase();

/** Place readings no dictionary of ordinary words gives first. Unverified: recalled, common knowledge of atlases. */
const placeReadings: Record<string, string[]> = {
  六: ['lu'],
  乐: ['lao'],
  厦: ['xia'],
  蔚: ['yu'],
  单: ['shan'],
  堡: ['pu'],
  会: ['kuai'],
  尉: ['yu'],
};

/** Every reading of one Han character, toneless pinyin with `v` for ü, the commonest first; [] for other text. */
export function readingsOf(ch: string): string[] {
  let known = readings.get(ch);
  if (known === undefined) {
    known = [];
    if (hani.test(ch)) {
      const all = polyphonic(ch, { toneType: 'none', type: 'array' })[0] ?? [];
      known = [...new Set([...all.map(plain), ...(placeReadings[ch] ?? [])])].filter((r) =>
        /^[a-z]+$/.test(r),
      );
    }
    readings.set(ch, known);
  }
  return known;
}

/** The reading of a Han text in context, one syllable per character (`liu an` stays `lu an` for 六安). */
export function pinyinOf(text: string): string[] {
  return pinyin(text, { toneType: 'none', type: 'array', v: true }).map(plain);
}
