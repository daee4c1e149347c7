import { UsageError } from './command.ts';

/** A whole number given as an option; undefined when it was not given. @throws UsageError */
export function wholeNumber(name: string, value: string | boolean | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^\d{1,4}$/.test(value)) return Number(value);
  throw new UsageError(`--${name} must be a whole number.`);
}
