/**
 * Spellings that several letters away from their sound: French endings, and letter groups that stand for one sound in
 * French, Italian, Portuguese, German, Dutch and Polish. General orthography, in order of application.
 */
const rules: readonly (readonly [RegExp, string])[] = [
  [/(?:eaux?|aulx?|aults?|auds?|auts?|aux)(?=_)/g, 'o'],
  [/(?:ots|otz|ocs|op)(?=_)/g, 'o'],
  [/eau/g, 'o'],
  [/oi[stx]?(?=_)/g, 'oa'],
  [/(?:ais|ait|ets|ay)(?=_)/g, 'e'],
  [/(?:oux|ous|oue)(?=_)/g, 'u'],
  [/(?:iers|ies|ied)(?=_)/g, 'ie'],
  [/ieux(?=_)/g, 'ie'],
  [/(?<=[aeiou])ngt?s(?=_)/g, 'n'],
  [/gn(?=[aeiou])/g, 'ni'],
  [/gli(?=[aeiou])/g, 'li'],
  [/lh(?=[aeiou])/g, 'li'],
  [/nh(?=[aeiou])/g, 'ni'],
  [/tsch/g, 'ch'],
  [/szcz/g, 'shch'],
  [/sch(?=[aeioulmnrw])/g, 'sh'],
  [/sz/g, 'sh'],
  [/cz/g, 'ch'],
  [/ij/g, 'ai'],
  [/cchi|cch/g, 'k'],
  [/illes?(?=_)/g, 'iy'],
];

/** A folded Latin name written closer to how it may sound; the same text when no rule applies. */
export function respell(text: string): string {
  let out = text;
  for (const [from, to] of rules) out = out.replace(from, to);
  return out;
}

/**
 * Where each letter boundary of a respelt text lies in the text it was made from, by the fewest edits between the two:
 * for `bordo` of `bordeaux`, 0 1 2 3 4 8.
 */
export function boundaries(original: string, respelt: string): number[] {
  const w = original.length + 1;
  const cost = new Uint16Array((respelt.length + 1) * w);
  for (let i = 0; i <= respelt.length; i++) {
    for (let j = 0; j <= original.length; j++) {
      const at = i * w + j;
      if (i === 0 || j === 0) cost[at] = i + j;
      else {
        const step = respelt[i - 1] === original[j - 1] ? 0 : 1;
        cost[at] = Math.min(
          (cost[at - w - 1] as number) + step,
          (cost[at - w] as number) + 1,
          (cost[at - 1] as number) + 1,
        );
      }
    }
  }
  const out: number[] = Array.from({ length: respelt.length + 1 }, () => 0);
  let j = original.length;
  for (let i = respelt.length; i > 0; i--) {
    out[i] = j;
    const step = (k: number): number => (respelt[i - 1] === original[k - 1] ? 0 : 1);
    while (j > 0 && cost[i * w + j] === (cost[i * w + j - 1] as number) + 1) j--;
    if (j > 0 && cost[i * w + j] === (cost[(i - 1) * w + j - 1] as number) + step(j)) j--;
  }
  return out;
}
