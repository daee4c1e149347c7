/** A start tag, an empty-element tag or an end tag, as it stands in the document: names with their prefixes. */
export interface Tag {
  kind: 'open' | 'empty' | 'close';
  name: string;
  attributes: Readonly<Record<string, string>>;
}

/** What is wrong with a piece of markup, and how far into it; who reads the document knows where that stands. */
export class MarkupFault extends Error {
  readonly offset: number;
  readonly code: 'xml/not-well-formed' | 'xml/doctype';

  constructor(message: string, offset = 0, code: MarkupFault['code'] = 'xml/not-well-formed') {
    super(message);
    this.offset = offset;
    this.code = code;
  }
}

// XML 1.0, fifth edition: productions [2], [4] and [4a].
const nameStart =
  ':A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}' +
  '\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const name = `[${nameStart}][-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}${nameStart}]*`;
const noChar = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

const start = new RegExp(`<(${name})`, 'uy');
const attribute = new RegExp(`[ \\t\\n]+(${name})[ \\t\\n]*=[ \\t\\n]*(?:"([^"<]*)"|'([^'<]*)')`, 'uy');
const end = /[ \t\n]*(\/?)>/y;
const endTag = new RegExp(`^</(${name})[ \\t\\n]*>$`, 'u');
const wholeName = new RegExp(`^${name}$`, 'u');

const none: Tag['attributes'] = Object.freeze({});
const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' };

export const isXmlName = (text: string): boolean => wholeName.test(text);

/** @throws MarkupFault when the text has a character that XML does not know */
export function checkCharacters(text: string): void {
  const found = text.search(noChar);
  if (found !== -1) throw new MarkupFault('disallowed character', found);
}

/**
 * Text with its references replaced by what they stand for.
 * @throws MarkupFault on an entity that is not one of the five, and on a character that XML does not know
 */
export function expandReferences(text: string): string {
  const reference = /&(?:#x([0-9a-fA-F]{1,8});|#([0-9]{1,8});|([^&#;\s]*);)?/g;
  return text.replace(reference, (_, hex?: string, decimal?: string, entity = '', offset = 0) => {
    if (hex === undefined && decimal === undefined) {
      if (!Object.hasOwn(entities, entity)) throw new MarkupFault('undefined entity', offset);
      return entities[entity]!;
    }
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const char = code <= 0x10ffff ? String.fromCodePoint(code) : '\0';
    if (noChar.test(char)) throw new MarkupFault('malformed character entity', offset);
    return char;
  });
}

/** Where the tag that begins at `at` ends, quotes looked at; -1 when the text ends before it. */
export function endOfTag(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i];
    if (char === '>') return i;
    if (char === '<') throw new MarkupFault('disallowed character in a tag', i - at);
    if (char !== '"' && char !== "'") continue;
    const close = text.indexOf(char, i + 1);
    const less = text.indexOf('<', i + 1);
    if (less !== -1 && (close === -1 || less < close))
      throw new MarkupFault('disallowed character in an attribute', less - at);
    if (close === -1) return -1;
    i = close;
  }
  return -1;
}

/**
 * Reads one tag, from its `<` to its `>`.
 * @throws MarkupFault when it is not one
 */
export function readTag(raw: string): Tag {
  checkCharacters(raw);
  if (raw[1] === '/') {
    const closed = endTag.exec(raw)?.[1];
    if (closed === undefined) throw new MarkupFault('malformed end tag');
    return { kind: 'close', name: closed, attributes: none };
  }
  start.lastIndex = 0;
  const opened = start.exec(raw)?.[1];
  if (opened === undefined) throw new MarkupFault('disallowed character in tag name');
  let at = start.lastIndex;
  let attributes: Record<string, string> | undefined;
  for (;;) {
    attribute.lastIndex = at;
    const found = attribute.exec(raw);
    if (!found) break;
    at = attribute.lastIndex;
    attributes ??= {};
    const key = found[1]!;
    if (Object.hasOwn(attributes, key)) throw new MarkupFault(`duplicate attribute: ${key}`);
    const value = (found[2] ?? found[3]!).replace(/[\t\n]/g, ' ');
    // An own property whatever its name is: `__proto__` is a name like any other.
    Object.defineProperty(attributes, key, {
      value: value.includes('&') ? expandReferences(value) : value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  end.lastIndex = at;
  const finish = end.exec(raw);
  if (!finish || end.lastIndex !== raw.length) throw new MarkupFault('malformed attribute', at);
  return { kind: finish[1] === '/' ? 'empty' : 'open', name: opened, attributes: attributes ?? none };
}
