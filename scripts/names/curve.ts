import type { ScoreCurve } from '../../src/names/sound/tables.ts';

/**
 * The curve from raw weights to minus log10 of the share of unrelated pairs that reach them: measured down to about
 * fifty pairs, beyond that the slope of the last two decades goes on.
 */
export function tailCurve(negatives: Float32Array): ScoreCurve {
  if (negatives.length < 20)
    return [
      [0, 0],
      [10, 2],
    ];
  const fewest = Math.min(50, negatives.length / 20);
  const sorted = negatives.slice().sort();
  const at = (share: number): number =>
    sorted[Math.max(0, Math.floor(sorted.length * (1 - share)) - 1)] as number;
  const points: [number, number][] = [];
  for (let score = 0.5; 10 ** -score * sorted.length >= fewest; score += 0.25) {
    const raw = Math.round(at(10 ** -score) * 1000) / 1000;
    const last = points.at(-1);
    if (!last || raw > last[0]) points.push([raw, score]);
  }
  const [x1, y1] = points.at(-1) as [number, number];
  const [x0, y0] = points.at(-9) ?? (points[0] as [number, number]);
  const slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0.2;
  points.push([Math.round((x1 + 2 / slope) * 1000) / 1000, y1 + 2]);
  return points;
}
