/** What to write for what, and the letters (a bit each) without which the pattern cannot be found. */
export type Rule = readonly [from: RegExp, to: string, needs: number];

/** The letters that a text holds, a bit each; others do not count. */
export function lettersIn(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i++) {
    const at = text.charCodeAt(i) - 97;
    if (at >= 0 && at < 26) letters |= 1 << at;
  }
  return letters;
}

/**
 * Rules with the letters they need: those that stand in the pattern outside groups, classes and lookarounds and are not
 * optional. Of a pattern with alternatives, those that all of them need.
 */
export function withLetters(list: readonly (readonly [RegExp, string])[]): Rule[] {
  return list.map(([from, to]) => {
    let plain = from.source.replace(/\[[^\]]*\]/g, '.');
    while (/\([^()]*\)/.test(plain)) plain = plain.replace(/\([^()]*\)/g, '.');
    const needed = plain.split('|').map((one) => lettersIn(one.replace(/.[?*]|\{/g, '')));
    return [from, to, needed.reduce((both, one) => both & one)];
  });
}

/** Applies rules one after another, leaving out those whose letters are not there. */
export function rewritten(text: string, list: readonly Rule[]): string {
  let out = text;
  let letters = lettersIn(out);
  for (const [from, to, needs] of list) {
    if ((letters & needs) !== needs) continue;
    const changed = out.replace(from, to);
    if (changed === out) continue;
    out = changed;
    letters = lettersIn(out);
  }
  return out;
}
