import type { Unpacked } from './pack.ts';

/** Pinyin readings without tones (ü as v), commonest first, of the characters the table knows. */
export interface Readings {
  of(ch: string): readonly string[];
}

/** Readings from the sections `readings` of a model file: `char:syllable,syllable` entries joined by `;`. */
export function loadReadings(file: Unpacked): Readings {
  const known = new Map<string, readonly string[]>();
  for (const entry of new TextDecoder().decode(file.array('readings', 'u8')).split(';')) {
    const [ch, list] = entry.split(':');
    if (ch && list) known.set(ch, list.split(','));
  }
  return { of: (ch) => known.get(ch) ?? [] };
}
