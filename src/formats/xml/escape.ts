import { xmlText } from '../st96/text.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML content or a quoted attribute; what XML 1.0 cannot carry becomes U+FFFD. */
export function xmlEscaped(text: string): string {
  return xmlText(text).replace(/[&<>"]/g, (char) => escapes[char]!);
}
