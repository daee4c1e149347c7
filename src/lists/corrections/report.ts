import type { Problem } from '../../gi/problem.ts';
import type { Correction } from './correction.ts';
import type { Met } from './overlay.ts';

const MAX = 80;

/** A value of a field in a few words: of a name form its spelling. */
export function inWords(value: unknown): string {
  if (value === undefined || value === null) return '(nothing)';
  const text =
    typeof value === 'object' && 'text' in value
      ? String(value.text)
      : typeof value === 'string'
        ? value
        : JSON.stringify(value);
  return text.length > MAX ? `${text.slice(0, MAX - 1)}…` : text;
}

const texts: Record<Met['outcome'], { message: (c: Correction, seen: unknown) => string; remedy: string }> = {
  applied: {
    message: (c) =>
      `the partner still says ${inWords(c.partnerValue)}; corrected to ${inWords(c.value)} (${c.reason}).`,
    remedy: 'Nothing needs doing; tell the partner, or withdraw the correction.',
  },
  fixed: {
    message: (c) => `the partner now says ${inWords(c.value)}, as it was corrected to; the correction ends.`,
    remedy: 'Nothing needs doing.',
  },
  changed: {
    message: (c, seen) =>
      `the partner said ${inWords(c.partnerValue)}, corrected to ${inWords(c.value)}, and now says ${inWords(seen)}.`,
    remedy: 'Decide in the draft whether the correction stays or what the partner says now is taken.',
  },
};

/** The line of an import's report on what a correction met. */
export function met(correction: Correction, { outcome, seen }: Met): Problem {
  const { message, remedy } = texts[outcome];
  return {
    code: `correction/${outcome}`,
    severity: 'warning',
    message: `${correction.key}: ${message(correction, seen)}`,
    remedy,
    place: { field: correction.field },
  };
}

/** The line on a correction whose entry the file does not have. */
export function wentAway(correction: Correction): Problem {
  return {
    code: 'correction/gone',
    severity: 'warning',
    message: `${correction.key}: the entry is corrected, and is not in the file any more; the correction ends with it.`,
    remedy: 'Look at the removal in the draft.',
    place: { field: correction.field },
  };
}
