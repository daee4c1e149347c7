import type { Readings } from '../../src/names/sound/readings.ts';
import { random, type LetterPair } from './pairs.ts';

/**
 * Made-up Chinese names with their pinyin: two or three of the 3,755 commonest characters (level 1 of GB 2312), drawn
 * evenly. The files hold few Chinese places, and a reading is known of every character.
 */
export function syntheticNames(readings: Readings, count: number): LetterPair[] {
  const common: string[] = [];
  const decoder = new TextDecoder('gbk');
  for (let high = 0xb0; high <= 0xd7; high++) {
    for (let low = 0xa1; low <= 0xfe; low++) {
      const ch = decoder.decode(Uint8Array.of(high, low));
      if (readings.of(ch).length > 0) common.push(ch);
    }
  }
  const next = random(7);
  return Array.from({ length: count }, () => {
    const length = next() < 0.75 ? 2 : 3;
    let name = '';
    let latin = '';
    for (let i = 0; i < length; i++) {
      const ch = common[Math.floor(next() * common.length)] as string;
      name += ch;
      latin += (readings.of(ch)[0] as string).replace('v', 'u');
    }
    const forms = { xForm: `_${name}_`, lForm: `_${latin}_`, xCore: undefined, lCore: undefined };
    return { x: `^${name}$`, l: `^${latin}$`, ...forms, name, latin, source: 'synthetic' };
  });
}
