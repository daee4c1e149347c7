import { readLexicon } from './data.ts';
import { fold } from './normalise.ts';
import type { Prepared } from './prepare.ts';

/** Names that more than one place has, with the words by which the other place is told apart. */
interface HomonymFile {
  homonyms: { name: string; places: string[]; elsewhere: string[]; source: string }[];
}

const known = readLexicon<HomonymFile>('homonyms').homonyms.map((h) => ({
  name: fold(h.name),
  elsewhere: h.elsewhere.map(fold),
}));

/** True when the query names another place of the candidate's name (La Rioja Argentina beside Rioja). */
export function homonymOf(query: Prepared, candidate: Prepared): boolean {
  return known.some(
    ({ name, elsewhere }) =>
      candidate.parts.core.includes(name) &&
      query.parts.core.includes(name) &&
      elsewhere.some((w) => query.folded.includes(w) && !candidate.folded.includes(w)),
  );
}
