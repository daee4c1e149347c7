import { aliasIndex } from './alias-index.ts';
import { bestMatch, type Scored } from './best-match.ts';
import { gather } from './candidates.ts';
import type { Match, Path } from './compare.ts';
import type { NameIndex } from './name-index.ts';
import type { Prepared } from './prepare.ts';

/** A way to a record over a rendering of its name that the query is close to. */
interface Detour {
  match: Match;
  strength: number;
}

/** Weaker likenesses to an alias form are not followed. */
const leastDetour = 4;
/** What the choice among several renderings of a name takes off the evidence, in decimal orders. */
const manyRenderings = 0.4;
/** Arguments by which a sign is close to a rendering. */
const likenesses: ReadonlySet<Path> = new Set<Path>(['spelling', 'altered', 'han']);
/** Alias forms compared in full. */
const mostForms = 40;

/** Alias sets with a form the query is close to, by form and sound; exact aliases are found without detours. */
export function detours(index: NameIndex, asked: readonly Prepared[]): Map<string, Detour> {
  const found = new Map<string, Detour>();
  const forms = aliasIndex(index.model);
  const exact = new Set(asked.flatMap((a) => a.units.flatMap((u) => u.aliases)));
  let left = mostForms;
  for (const record of gather(forms, asked).shared) {
    // Only names of one script are close by their letters.
    if (!asked.some((form) => forms.mayBeSpelt(record, form.script))) continue;
    if (left-- === 0) break;
    const best = bestMatch(forms, asked, record, [], undefined);
    if (!best || best.strength < leastDetour || !likenesses.has(best.match.path)) continue;
    const id = forms.tables.records.groups.get(record);
    if (exact.has(id)) continue;
    const strength = best.strength - manyRenderings;
    if (strength <= (found.get(id)?.strength ?? 0)) continue;
    found.set(id, {
      strength,
      match: { ...best.match, rule: 'near-alias', alias: id, via: best.candidate.name },
    });
  }
  return found;
}

/** The record's match over a detour, when one of its own names is that alias and little else. */
export function bestDetour(
  index: NameIndex,
  record: number,
  query: Prepared,
  ways: Map<string, Detour>,
): Scored | undefined {
  let best: Scored | undefined;
  for (const candidate of index.prepared(record)) {
    for (const unit of candidate.units) {
      for (const id of unit.aliases) {
        const way = ways.get(id);
        if (!way) continue;
        const covered = unit.text.length / Math.max(1, candidate.core.length);
        const strength = way.strength * Math.min(1, covered) ** 2;
        if (best && strength <= best.strength) continue;
        const crossScript = query.script !== candidate.script;
        const match: Match = { ...way.match, kind: crossScript ? 'transliteration' : way.match.kind };
        best = { record, query, candidate, match, strength };
      }
    }
  }
  return best;
}
