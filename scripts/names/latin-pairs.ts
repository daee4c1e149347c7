import { hash, type LetterPair } from './pairs.ts';

/**
 * Pairs of Latin spellings of one sound: two Latin forms that the files give for the same name in another script
 * (韦恩: wayne, wyn), nearest spellings first, and some names beside themselves so that equal letters agree best.
 */
export function latinPairs(
  pairs: readonly LetterPair[],
  perName: number,
): { x: string; l: string; weight: number }[] {
  const spellings = new Map<string, Set<string>>();
  for (const { x, l } of pairs) {
    if (l.length > 24) continue;
    spellings.set(x, (spellings.get(x) ?? new Set()).add(l));
  }
  const out: { x: string; l: string; weight: number }[] = [];
  for (const list of spellings.values()) {
    const all = [...list].sort();
    const found: { x: string; l: string; apart: number }[] = [];
    for (const x of all) {
      for (const l of all)
        if (x !== l) found.push({ x, l, apart: difference(x, l) / Math.max(x.length, l.length) });
    }
    found.sort((p, q) => p.apart - q.apart || (p.x + p.l < q.x + q.l ? -1 : 1));
    for (const { x, l, apart } of found.slice(0, perName)) if (apart <= 0.55) out.push({ x, l, weight: 1 });
  }
  for (const { l } of pairs) if (hash(l) % 6 === 0 && l.length <= 24) out.push({ x: l, l, weight: 0.5 });
  return out;
}

/** Edits between two short texts. */
function difference(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const nextRow = [i];
    for (let j = 1; j <= b.length; j++) {
      const step = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      nextRow.push(Math.min(step, (row[j] as number) + 1, (nextRow[j - 1] as number) + 1));
    }
    row = nextRow;
  }
  return row[b.length] as number;
}
