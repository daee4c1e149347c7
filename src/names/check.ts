import type { Problem } from '../gi/problem.ts';
import { fold, maxNameLength } from './normalise.ts';
import { mixedWords } from './script.ts';

type Rule = [code: string, severity: Problem['severity'], found: RegExp, message: string, remedy: string];

const rules: Rule[] = [
  ['names/lone-surrogate', 'error', /\p{Surrogate}/u, 'The name holds half of a surrogate pair, which is no character.', 'Send the name as well-formed Unicode.'],
  ['names/control', 'error', /(?![\t\n\r])\p{Cc}/u, 'The name holds a control character.', 'Remove control characters from the name.'],
  ['names/bidi-override', 'error', /[\u202a-\u202e\u2066-\u2069]/u, 'The name holds a character that changes the writing direction, so it reads otherwise than it is stored.', 'Remove the direction override.'],
  ['names/unassigned', 'error', /\p{Cn}|\p{Co}/u, 'The name holds a code point that no Unicode character is assigned to.', 'Check the encoding the name was read with.'],
  ['names/invisible', 'warning', /[\u200b-\u200f\u2060\ufeff\u00ad]/u, 'The name holds an invisible character; it was ignored.', 'Remove zero-width characters from the name.'],
  ['names/line-break', 'warning', /[\t\n\r\u2028\u2029]/u, 'The name holds a line break or tab; it was read as a space.', 'Write the name on one line.'],
]; // prettier-ignore

const shorten = (name: string): string => {
  const shown = Array.from(name.slice(0, 80)).slice(0, 40).join('').replace(/\p{C}/gu, '\ufffd');
  return shown.length < name.length ? `${shown}…` : shown;
};

/**
 * What is wrong with a name before it is compared. Errors (`screen` refuses the name): empty, over 500 UTF-16 units,
 * control characters, direction overrides, unassigned code points, lone surrogates. Warnings: nothing to compare
 * (only punctuation or symbols), invisible characters, line breaks, a word that mixes alphabets.
 * Bounded work whatever the input.
 */
export function checkName(name: string): Problem[] {
  const problems: Problem[] = [];
  const add = (code: string, severity: Problem['severity'], message: string, remedy: string): void => {
    problems.push({
      code,
      severity,
      message: `${message} (“${shorten(name)}”)`,
      remedy,
      place: { field: 'name' },
    });
  };
  if (name.trim() === '') {
    add('names/empty', 'error', 'The name is empty.', 'Give the name to be compared.');
    return problems;
  }
  if (name.length > maxNameLength) {
    add(
      'names/too-long',
      'error',
      `The name has ${name.length} characters; the limit is ${maxNameLength}.`,
      'Send one name, not a text.',
    );
    return problems;
  }
  for (const [code, severity, found, message, remedy] of rules)
    if (found.test(name)) add(code, severity, message, remedy);
  if (problems.some((p) => p.severity === 'error')) return problems;
  if (fold(name) === '') {
    add(
      'names/no-letters',
      'warning',
      'The name has no letters or digits; there is nothing to compare.',
      'Give the name in words.',
    );
  }
  for (const { word, scripts, repaired } of mixedWords(name.normalize('NFKC'))) {
    add(
      'names/mixed-script',
      'warning',
      `The word “${shorten(word)}” mixes ${scripts.join(' and ')} letters; it was read as “${shorten(repaired)}”.`,
      'Retype the word in one alphabet.',
    );
  }
  return problems;
}
