import type { SoundModel } from '../../src/names/sound/model.ts';
import { soundName } from '../../src/names/sound/name.ts';
import { onCurve, rawOn } from '../../src/names/sound/curve.ts';
import { scoreNames, SILENT } from '../../src/names/sound/score.ts';
import {
  bestVariants,
  readyLatin,
  readyName,
  SAME_SPELLING,
  type ReadyLatin,
  type ReadyName,
} from '../../src/names/sound/variants.ts';

/** The best so far of one query. */
interface Best {
  ids: number[];
  scores: number[];
}

const places = 10;

/**
 * The ten best by sound of every query among the first `sizes` names, all of them scored: by size, query and rank. A name
 * is given up only once it is certain that it cannot come among the ten, so nothing is lost.
 */
export function bruteForce(
  model: SoundModel,
  queries: readonly string[],
  names: readonly string[],
  sizes: readonly number[],
): Map<number, number[][]> {
  const found = new Map<number, number[][]>();
  const ready = queries.map((query) => readyName(model, soundName(query)));
  const best = queries.map((): Best => ({ ids: [], scores: [] }));
  for (const [id, name] of names.entries()) {
    const other = soundName(name);
    const looked = new Map<ReadyName['table'], ReadyLatin>();
    for (const [at, query] of ready.entries()) {
      const own = best[at] as Best;
      const score = scoreAbove(model, query, other, looked, own.scores[places - 1]);
      if (score === undefined) continue;
      let rank = own.scores.length;
      while (rank > 0 && (own.scores[rank - 1] as number) < score) rank--;
      if (rank === places) continue;
      own.scores.splice(rank, 0, score);
      own.ids.splice(rank, 0, id);
      own.scores.length = own.ids.length = Math.min(places, own.ids.length);
    }
    if (sizes.includes(id + 1))
      found.set(
        id + 1,
        best.map(({ ids }) => [...ids]),
      );
  }
  return found;
}

/** The score of a name, or undefined when it is no higher than `floor`. */
function scoreAbove(
  model: SoundModel,
  query: ReadyName,
  other: ReturnType<typeof soundName>,
  looked: Map<ReadyName['table'], ReadyLatin>,
  floor = -Infinity,
): number | undefined {
  const { script } = query.name.form;
  let score: number;
  if (other.form.script !== 'Latn' || script === 'Latn')
    score = scoreNames(model, query.name, other)?.score ?? SILENT;
  else {
    let latin = looked.get(query.table);
    if (!latin) looked.set(query.table, (latin = readyLatin(query.table, other)));
    const curve = model.curves[script];
    const best = bestVariants(query, latin, rawOn(curve, floor) - SAME_SPELLING - 0.01);
    score = best ? onCurve(curve, best.raw) : SILENT;
  }
  return score > floor ? score : undefined;
}
