import type { FieldChange } from '../lists/change-set.ts';
import { pairSpellings } from '../lists/paired-fields.ts';
import { compareLetters, type Run } from '../names/letter-diff.ts';
import { table } from './output.ts';
import { words } from './values.ts';

const marks = {
  plain: { before: ['[-', '-]'], after: ['{+', '+}'] },
  colour: { before: ['\u001b[31;4m', '\u001b[0m'], after: ['\u001b[32;4m', '\u001b[0m'] },
} as const;

function marked(runs: Run[], [open, close]: readonly [string, string]): string {
  return runs.map(({ text, same }) => (same ? text : `${open}${text}${close}`)).join('');
}

/** The text of a value that letters can be compared in. */
function spelling(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const text = typeof value === 'object' && value !== null && 'text' in value ? value.text : undefined;
  return typeof text === 'string' ? text : undefined;
}

/**
 * Two texts with the letters marked that stand in one only: in colour, or as `[-x-]` and `{+x+}` where there is no
 * terminal.
 */
export function markLetters(before: string, after: string, colour: boolean): [string, string] {
  const { before: mine, after: theirs } = compareLetters(before, after);
  const style = colour ? marks.colour : marks.plain;
  return [marked(mine, style.before), marked(theirs, style.after)];
}

/** Changed fields as a table of both values side by side, letter by letter where they are texts. */
export function fieldTable(fields: FieldChange[], colour: boolean): string {
  const rows = pairSpellings(fields).map(({ field, before, after }) => {
    const [a, b] = [spelling(before), spelling(after)];
    // The same letters differ in something else: in evidence, for one.
    if (a === undefined || b === undefined || a === b) return [field, words(before), words(after)];
    return [field, ...markLetters(a, b, colour)];
  });
  return table(['field', 'before', 'after'], rows);
}
