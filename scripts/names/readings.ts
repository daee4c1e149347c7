import { polyphonic } from 'pinyin-pro';
import { simplify } from '../../src/names/simplify.ts';

/**
 * The readings section of the model: `char:syllable,syllable` joined by `;`, for every character of the basic Han
 * block that pinyin-pro (MIT) knows and that is its own simplified form, in code point order.
 */
export function readingsTable(): string {
  const entries: string[] = [];
  for (let code = 0x4e00; code <= 0x9fff; code++) {
    const ch = String.fromCharCode(code);
    if (simplify(ch) !== ch) continue;
    const listed = polyphonic(ch, { toneType: 'none', type: 'array', v: true })[0] as unknown as
      | string[]
      | undefined;
    const syllables = (listed ?? []).map((s) => s.replaceAll('ü', 'v')).filter((s) => /^[a-z]+$/.test(s));
    if (syllables.length > 0) entries.push(`${ch}:${[...new Set(syllables)].join(',')}`);
  }
  return entries.join(';');
}
