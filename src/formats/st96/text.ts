// Everything XML 1.0 does not allow in a document: control characters (category Cc, of which it allows tab, line feed,
// carriage return, delete and the C1 range), two non-characters, and lone surrogates, which are of category Cs.
const illegal = /(?![\t\n\r\u007f-\u009f])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** Text with what XML 1.0 cannot carry replaced by U+FFFD. */
export function xmlText(text: string): string {
  return text.replace(illegal, '\uFFFD');
}

/** Text as a reader of an `xsd:token` gets it: white space single, ends trimmed. */
export function xmlToken(text: string): string {
  return xmlText(text)
    .replace(/[\t\n\r ]+/g, ' ')
    .trim();
}

/** An address that is beyond doubt an `xsd:anyURI` for every validator: absolute, ASCII, properly escaped. */
export function isPlainUri(uri: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:[A-Za-z0-9\-._~:/?@!$&'()*+,;=%]+(#[A-Za-z0-9\-._~:/?@!$&'()*+,;=%]*)?$/i.test(uri) &&
    !/%(?![0-9A-Fa-f]{2})/.test(uri) &&
    URL.canParse(uri)
  );
}
