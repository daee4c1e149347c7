import { unusable } from '../../../formats/problems.ts';
import { Refusal } from '../../../platform/errors.ts';
import type { Form } from '../desk.ts';

/** A refusal of what a form says. */
export function invalid(message: string, remedy: string): Refusal {
  return new Refusal('request/invalid', 400, message, remedy);
}

/**
 * The file that was chosen in a form.
 * @throws Refusal request/invalid where none was, InputError input/empty for one without a byte
 */
export function chosenFile(form: Form): File {
  const file = form.file('file');
  if (!file) throw invalid('No file was sent.', 'Choose a file.');
  if (file.size === 0) throw unusable('input/empty', 'The file is empty');
  return file;
}

/** A number typed into a field; undefined when it is empty. */
export function numberOf(text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const number = Number(text);
  if (number >= least && number <= most) return number;
  throw invalid(`"${text.slice(0, 40)}" is no number from ${least} to ${most}.`, 'Correct the field.');
}

/** A whole number of days that a form must give. @throws Refusal request/invalid */
export function daysOf(form: Form, name: string, least: number, most: number): number {
  const text = form.text(name, 10);
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw invalid(
    `"${text}" is no number of days from ${least} to ${most}.`,
    'Correct the number and send the form again.',
  );
}

/** One of the choices a form offers. @throws Refusal request/invalid */
export function chosen<T extends string>(options: readonly T[], text: string): T {
  const found = options.find((o) => o === text);
  if (found) return found;
  throw invalid(`"${text.slice(0, 40)}" is no choice of the form.`, 'Use the form of the page.');
}
