import { alignSound, AlignPath } from './align.ts';
import type { ChunkTable } from './chunk-table.ts';
import type { SoundVariant } from './name.ts';
import { boundaries } from './respell.ts';
import type { Best } from './variants.ts';

/** One step of an alignment: the letters of either side that sound alike, and how much they speak for a match. */
export interface SoundSegment {
  a: string;
  b: string;
  weight: number;
}

/** Two names set against each other. */
export interface Aligned {
  best: Best;
  /** The names that were set against each other, Latin second; `swapped` when that is not the order asked for. */
  table: ChunkTable;
  swapped: boolean;
}

/** Rounding of a weight. */
const hardlyLess = 0.01;

const path = new AlignPath();

/** The best alignment of two names as evidence. */
export function segmentsOf({ best, table, swapped }: Aligned): SoundSegment[] {
  alignSound(
    best.query,
    table.lattice(best.b.text),
    best.b.text.length,
    table.info.l,
    path,
    best.weight - hardlyLess,
  );
  const [textA, textB] = [best.a.original ?? best.a.text, best.b.original ?? best.b.text];
  const [spanA, spanB] = [spansOf(best.a), spansOf(best.b)];
  const segments: SoundSegment[] = [];
  for (let step = path.size - 1; step >= 0; step--) {
    const x = between(textA, spanA(path.i0[step] as number), spanA(path.i1[step] as number));
    const l = between(textB, spanB(path.j0[step] as number), spanB(path.j1[step] as number));
    const weight = path.weights[step] as number;
    if (x !== '' || l !== '') segments.push(swapped ? { a: l, b: x, weight } : { a: x, b: l, weight });
  }
  return segments;
}

/** A stretch of `^letters$` without the marks at both ends. */
function between(text: string, from: number, to: number): string {
  return text.slice(Math.max(1, from), Math.min(text.length - 1, to));
}

/** From positions in the text that was aligned to positions in the text as it is spelt. */
function spansOf(variant: SoundVariant): (at: number) => number {
  if (variant.original === undefined) return (at) => at;
  const known = boundaries(variant.original, variant.text);
  return (at) => known[at] as number;
}
