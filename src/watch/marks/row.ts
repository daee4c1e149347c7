import type { watchMarks } from '../../db/schema/index.ts';
import type { WatchedMark } from './mark.ts';

/** A mark as it is kept. */
export type MarkRow = typeof watchMarks.$inferSelect;

/** The mark a row holds. */
export function markOf(row: MarkRow): WatchedMark {
  const { office, number, text, classes, goods, state, designations } = row;
  return {
    office,
    number,
    text,
    classes,
    goods,
    state,
    designations,
    ...(row.language !== null && { language: row.language }),
    ...(row.holder !== null && { holder: row.holder }),
    ...(row.appliedOn !== null && { appliedOn: row.appliedOn }),
    ...(row.publishedOn !== null && { publishedOn: row.publishedOn }),
  };
}
