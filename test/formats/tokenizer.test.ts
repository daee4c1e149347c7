import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { MarkupFault } from '../../src/formats/xml/tags.ts';
import { XmlTokenizer } from '../../src/formats/xml/tokenizer.ts';

/** What a reader was told, text in one piece between two other events; `undefined` when the document was refused. */
type Told = unknown[] | undefined;

class Telling {
  readonly told: unknown[] = [];
  #text = '';

  text(text: string): void {
    this.#text += text;
  }

  event(...event: unknown[]): void {
    if (this.#text !== '') this.told.push(['text', this.#text]);
    this.#text = '';
    this.told.push(event);
  }
}

function ours(pieces: string[]): Told {
  const telling = new Telling();
  const reader: XmlTokenizer = new XmlTokenizer({
    opened: ({ name, attributes }) =>
      telling.event('open', name, Object.entries(attributes), reader.line, reader.column),
    closed: () => telling.event('close'),
    text: (text) => telling.text(text),
    instruction: (target, body) => telling.event('instruction', target, body),
  });
  try {
    for (const piece of pieces) reader.write(piece);
    reader.close();
  } catch (error) {
    if (error instanceof MarkupFault) return undefined;
    throw error;
  }
  return telling.told;
}

class Refused extends Error {}

function saxes(pieces: string[]): Told {
  const telling = new Telling();
  const reader = new SaxesParser({ position: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
  const refuse = (): never => {
    throw new Refused();
  };
  let depth = 0;
  const text = (piece: string): void => {
    if (depth > 0) telling.text(piece);
  };
  reader.on('error', refuse);
  reader.on('doctype', refuse);
  reader.on('opentag', ({ name, attributes }) => {
    depth++;
    telling.event('open', name, Object.entries(attributes), reader.line, reader.column);
  });
  reader.on('closetag', () => {
    depth--;
    telling.event('close');
  });
  reader.on('text', text);
  reader.on('cdata', text);
  reader.on('processinginstruction', ({ target, body }) => telling.event('instruction', target, body));
  try {
    for (const piece of pieces) reader.write(piece);
    reader.close();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
  return telling.told;
}

const fragments = [
  '<a>', '</a>', '<b x="1" y=\'2\'>', '</b>', '<b/>', '<c\n  x = "a&lt;b"\n/>', '<c x="1" x="2"/>', '<c x="a>b"/>',
  '<c x="<"/>', '<c x=1/>', '<c x="1"y="2"/>', '<c x/>', '< a>', '</a >', '</ a>', '<1/>', '<名 单="安吉"/>', '<a:b c:d="e"/>',
  '<__proto__ __proto__="1"/>', '𠀀', '安吉白茶', 'é\u0301', 'text', ' ', '\n', '\r', '\r\n', '\t', '&amp;', '&lt;', '&#13;',
  '&#x9;', '&#0;', '&#x110000;', '&#xD800;', '&nbsp;', '&', ';', ']]>', ']]', '>', '<', '"', "'", '=', '/', '<!-- c -->',
  '<!-- a -- b -->', '<!--->', '<!---->', '<!-- > < & -->', '<![CDATA[ <a> & ]] ]]>', '<![CDATA[]]>', '<!DOCTYPE a>',
  '<!ELEMENT a>', '<?xml version="1.0"?>', "<?xml version='1.0' encoding='UTF-8'?>", '<?xml version="2.0"?>', '<?pi?>',
  '<?pi  body > ?>', '<?pi ??>', '<? pi?>', '<?XML?>', '\u0001', '\u000b', '\u0085', '\ufffe', '<a', '</', '<?', '<!',
]; // prettier-ignore

/** Documents that are well-formed more often than chance would have it. */
const documents = fc.oneof(
  fc.array(fc.constantFrom(...fragments), { maxLength: 12 }).map((inner) => `<r>${inner.join('')}</r>`),
  fc.array(fc.constantFrom(...fragments), { maxLength: 6 }).map((all) => all.join('')),
  fc
    .tuple(fc.constantFrom('', '<?xml version="1.0"?>', '\n', '<!-- -->'), fc.constantFrom(...fragments))
    .map(([before, inner]) => `${before}<r>${inner}</r>\n`),
);

/** The text cut at some places, never inside a surrogate pair, as decoded text is. */
function cut(text: string, places: number[]): string[] {
  const at = [...new Set(places.map((p) => p % (text.length + 1)))].sort((a, b) => a - b);
  const whole = at.filter((p) => !/[\ud800-\udbff]/.test(text[p - 1] ?? ''));
  return [0, ...whole].map((p, i) => text.slice(p, whole[i]));
}

describe('the XML tokenizer', () => {
  it('reads what an independent parser reads, at the same places, and refuses what it refuses', () => {
    let read = 0;
    fc.assert(
      fc.property(documents, fc.array(fc.nat(400), { maxLength: 5 }), (text, places) => {
        const pieces = cut(text, places);
        const expected = saxes([text]);
        expect(ours(pieces)).toEqual(expected);
        if (expected) read++;
      }),
      { numRuns: 4000, seed: 96 },
    );
    expect(read).toBeGreaterThan(500);
  });

  it('holds back no more than the token that has not ended', () => {
    const told: string[] = [];
    const reader = new XmlTokenizer({
      opened: ({ name }) => told.push(name),
      closed: () => {},
      text: (text) => told.push(text),
      instruction: () => {},
    });
    reader.write('<a>some<b');
    expect([told, reader.pending]).toEqual([['a', 'some'], 2]);
    reader.write(' c="1"/>');
    expect([told, reader.pending, reader.position]).toEqual([['a', 'some', 'b'], 0, 17]);
  });
});
