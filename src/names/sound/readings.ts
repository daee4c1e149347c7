import type { Unpacked } from './pack.ts';

/** Pinyin readings without tones (ü as v), commonest first, of the characters the table knows. */
export interface Readings {
  of(ch: string): readonly string[];
  /** Every character with a reading. */
  all(): Iterable<string>;
}

/** Readings from `char:syllable,syllable` entries joined by `;`. */
export function parseReadings(text: string): Readings {
  const known = new Map<string, readonly string[]>();
  for (const entry of text.split(';')) {
    const [ch, list] = entry.split(':');
    if (ch && list) known.set(ch, list.split(','));
  }
  return { of: (ch) => known.get(ch) ?? [], all: () => known.keys() };
}

/** Readings from the section `readings` of a model file. */
export function loadReadings(file: Unpacked): Readings {
  return parseReadings(new TextDecoder().decode(file.array('readings', 'u8')));
}

/** The row that characters of one reading share in a chunk table: `<syllable>`, with `^` or `$` inside. */
export function syllableRow(readings: Readings, x: string): string {
  const syllable = readings.of(x.replace(/[\^$]/g, ''))[0];
  if (syllable === undefined) return '';
  return `<${x.startsWith('^') ? '^' : ''}${syllable}${x.endsWith('$') ? '$' : ''}>`;
}
