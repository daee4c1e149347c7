import { alignSound, type AlignStep } from './align.ts';
import { soundQuery } from './query.ts';
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

/** The best alignment of two names as evidence. */
export function segmentsOf({ best, table, swapped }: Aligned): SoundSegment[] {
  const steps: AlignStep[] = [];
  alignSound(
    soundQuery(table, best.a.text),
    table.lattice(best.b.text),
    best.b.text.length,
    table.info.l,
    steps,
    best.weight - hardlyLess,
  );
  const [textA, textB] = [best.a.original ?? best.a.text, best.b.original ?? best.b.text];
  const [spanA, spanB] = [spansOf(best.a), spansOf(best.b)];
  const segments = steps.map(({ i0, i1, j0, j1, weight }): SoundSegment => {
    const x = textA.slice(spanA(i0), spanA(i1)).replace(/[\^$]/g, '');
    const l = textB.slice(spanB(j0), spanB(j1)).replace(/[\^$]/g, '');
    return swapped ? { a: l, b: x, weight } : { a: x, b: l, weight };
  });
  return segments.filter((s) => s.a !== '' || s.b !== '');
}

/** From positions in the text that was aligned to positions in the text as it is spelt. */
function spansOf(variant: SoundVariant): (at: number) => number {
  if (variant.original === undefined) return (at) => at;
  const known = boundaries(variant.original, variant.text);
  return (at) => known[at] as number;
}
