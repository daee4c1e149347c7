import { enoughToExplain, type Scored } from './best-match.ts';
import type { NameIndex } from './name-index.ts';

/** Findings looked through for one that fits the whole of a query of which the first has a part. */
const mostLifted = 10;

/**
 * Where the first only names a part of the query (Mongolia, Inner Mongolia), a name that holds that part and fits more
 * of the query by sound is as strong, so that it is not told after the part.
 */
export function liftWhole(index: NameIndex, scored: Scored[]): void {
  const [first] = scored;
  if (!first || first.match.rule !== 'containment' || first.query.script === first.candidate.script) return;
  const sound = (one: Scored, least?: number): number =>
    index.scoreSound(one.query.heard, one.candidate.heard, least);
  let own: number | undefined;
  const at = scored
    .slice(0, mostLifted)
    .findIndex(
      (one) =>
        one !== first &&
        one.strength >= enoughToExplain &&
        one.candidate.tight.length > first.candidate.tight.length &&
        one.candidate.tight.includes(first.candidate.tight) &&
        sound(one, (own ??= sound(first))) > own,
    );
  if (at < 1) return;
  const [whole] = scored.splice(at, 1) as [Scored];
  scored.unshift({ ...whole, strength: Math.max(whole.strength, first.strength) });
}

/** Equals at the top that are told apart by sound, at most. */
const mostTied = 8;
/** Sounds no more alike than this tell nothing. */
const leastTelling = 3;

/**
 * Puts equals at the top in the order of their sound, which also weighs sorts of place (επαρχία beside County) and
 * tells one rendering of a name from others.
 */
export function preferBySound(
  index: NameIndex,
  scored: Scored[],
  alike: (a: Scored, b: Scored) => boolean,
): void {
  const [first] = scored;
  if (!first) return;
  let tied = 1;
  while (tied < Math.min(mostTied, scored.length)) {
    const next = scored[tied] as Scored;
    if (next.strength !== first.strength || !alike(first, next)) break;
    tied++;
  }
  if (tied === 1) return;
  const rated = scored.slice(0, tied).map((one) => ({
    one,
    sound: Math.max(leastTelling, index.scoreSound(one.query.heard, one.candidate.heard, leastTelling)),
  }));
  rated.sort((a, b) => b.sound - a.sound);
  scored.splice(0, tied, ...rated.map(({ one }) => one));
}
