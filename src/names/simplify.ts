import { ConverterFactory } from 'opencc-js/core';
import { from, to } from 'opencc-js/preset';

/** Han folding character by character, so that both sides of a comparison always fold alike. */
const toSimplified = ConverterFactory(...(from['tw'] ?? []), ...(to['cn'] ?? []));
const japanese = ConverterFactory(...(from['jp'] ?? []), ...(to['cn'] ?? []));
const toTraditional = ConverterFactory(...(from['cn'] ?? []));
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
