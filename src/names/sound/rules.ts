/**
 * What to write for what, the letters (a bit each) without which the pattern cannot be found, and the pairs of
 * neighbouring letters (bits of {@link pairsIn}).
 */
export type Rule = readonly [from: RegExp, to: string, needs: number, pairs: number];

/** The letters that a text holds, a bit each; others do not count. */
export function lettersIn(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i++) {
    const at = text.charCodeAt(i) - 97;
    if (at >= 0 && at < 26) letters |= 1 << at;
  }
  return letters;
}

/** The pairs of neighbouring letters a-z that a text holds, as bits that several pairs share. */
export function pairsIn(text: string): number {
  let pairs = 0;
  let previous = -1;
  for (let i = 0; i < text.length; i++) {
    const at = text.charCodeAt(i) - 97;
    const letter = at >= 0 && at < 26 ? at : -1;
    if (letter >= 0 && previous >= 0) pairs |= 1 << ((previous * 11 + letter) & 31);
    previous = letter;
  }
  return pairs;
}

/**
 * Rules with the letters and pairs they need: those that stand in the pattern outside groups, classes and lookarounds and
 * are not optional. Of a pattern with alternatives, those that all of them need.
 */
export function withLetters(list: readonly (readonly [RegExp, string])[]): Rule[] {
  return list.map(([from, to]) => {
    let plain = from.source.replace(/\[[^\]]*\]/g, '.');
    while (/\([^()]*\)/.test(plain)) plain = plain.replace(/\([^()]*\)/g, '.');
    // What may be left out keeps its place: the letters on both sides of it are no neighbours.
    const needed = plain.split('|').map((one) => one.replace(/.[?*]|\{/g, '.'));
    const all = (bits: (text: string) => number): number =>
      needed.map(bits).reduce((both, one) => both & one);
    return [from, to, all(lettersIn), all(pairsIn)];
  });
}

/** Applies rules one after another, leaving out those whose letters are not there. */
export function rewritten(text: string, list: readonly Rule[]): string {
  let out = text;
  let letters = lettersIn(out);
  let neighbours = pairsIn(out);
  for (const [from, to, needs, pairs] of list) {
    if ((letters & needs) !== needs || (neighbours & pairs) !== pairs) continue;
    const changed = out.replace(from, to);
    if (changed === out) continue;
    out = changed;
    letters = lettersIn(out);
    neighbours = pairsIn(out);
  }
  return out;
}
