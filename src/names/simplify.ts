import { ConverterFactory, type DictGroup, type DictLike } from 'opencc-js/core';
import { from, to } from 'opencc-js/preset';

/** The dictionaries without their phrases, which no single character meets and which take tens of megabytes. */
function singles(groups: readonly DictGroup[] = []): DictGroup[] {
  return groups.map((group) =>
    group.flatMap((dict) => {
      if (typeof dict !== 'string') return [dict as DictLike];
      const kept = dict.split('|').filter((pair) => /^. /su.test(pair));
      return kept.length > 0 ? [kept.join('|')] : [];
    }),
  );
}

/** Han folding character by character, so that both sides of a comparison always fold alike. */
const toSimplified = ConverterFactory(...singles(from['tw']), ...singles(to['cn']));
const japanese = ConverterFactory(...singles(from['jp']), ...singles(to['cn']));
const toTraditional = ConverterFactory(...singles(from['cn']));
const known = new Map<string, string>();

/**
 * Simplified form of one Han character: traditional forms, their Taiwanese and Hong Kong variants and Japanese
 * shinjitai map to the mainland character (龍 and 竜 to 龙); anything else is returned as it is.
 */
export function simplify(ch: string): string {
  let out = known.get(ch);
  if (out === undefined) {
    out = toSimplified(ch);
    // 么 is a mainland character (of 麼) although it is also a traditional one (of 幺).
    if (out !== ch && toTraditional(ch) !== ch) out = ch;
    // A shinjitai that is no mainland character of its own: it has neither a simpler nor a fuller Chinese form.
    if (out === ch && toTraditional(ch) === ch) out = japanese(ch);
    known.set(ch, out);
  }
  return out;
}
