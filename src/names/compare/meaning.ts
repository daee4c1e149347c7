import { meaningKeys } from '../meanings.ts';
import type { Prepared } from '../prepare.ts';
import { mainScript } from '../script.ts';
import type { Argument } from './match.ts';

/** Every word of one core has the meaning of a word of the other. */
export function compareMeaning(query: Prepared, candidate: Prepared): Argument | undefined {
  if (!query.meanings || !candidate.meanings || query.core === candidate.core) return undefined;
  if (mainScript(query.core) === mainScript(candidate.core) && query.script === 'Hani') return undefined;
  const keys = new Set(meaningKeys(query.meanings));
  const shared = meaningKeys(candidate.meanings).find((k) => keys.has(k));
  if (shared === undefined) return undefined;
  const ids = shared.split('+');
  const segments = ids.map((id) => ({
    query: query.meanings?.find((m) => m.ids.includes(id))?.text ?? '',
    candidate: candidate.meanings?.find((m) => m.ids.includes(id))?.text ?? '',
    weight: 1 / ids.length,
    why: 'meaning',
  }));
  return { path: 'meaning', kind: 'word-translation', raw: ids.length, rule: 'word-translation', segments };
}
