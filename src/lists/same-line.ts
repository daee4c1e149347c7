import type { Entry } from '../gi/entry.ts';
import { withoutProcedure } from '../gi/file-number.ts';

/**
 * Whether an incoming record of a GI continues the GI's line on the list, or is another line beside it: an amendment
 * and what it amends, two numbers of one name, are lines of their own.
 */
export function isSameLine(incoming: Entry, held: Entry): boolean {
  if (incoming.key === held.key) return true;
  if (withoutProcedure(incoming.key) === withoutProcedure(held.key)) return false;
  const numbered = incoming.fileNumbers.includes(incoming.key) && held.fileNumbers.includes(held.key);
  return !numbered || held.fileNumbers.includes(incoming.key);
}
