import type { ScoreCurve } from './tables.ts';

/** A raw weight on the common scale. */
export function onCurve(curve: ScoreCurve, raw: number): number {
  let i = 1;
  while (i < curve.length - 1 && (curve[i] as readonly [number, number])[0] < raw) i++;
  const [x0, y0] = curve[i - 1] as readonly [number, number];
  const [x1, y1] = curve[i] as readonly [number, number];
  return Math.max(0, y0 + ((raw - x0) / (x1 - x0)) * (y1 - y0));
}

/** The raw weight of a score: the other way round; minus infinity for no score at all. */
export function rawOn(curve: ScoreCurve, score: number): number {
  if (score === -Infinity) return score;
  let i = 1;
  while (i < curve.length - 1 && (curve[i] as readonly [number, number])[1] < score) i++;
  const [x0, y0] = curve[i - 1] as readonly [number, number];
  const [x1, y1] = curve[i] as readonly [number, number];
  return x0 + ((score - y0) / (y1 - y0)) * (x1 - x0);
}
