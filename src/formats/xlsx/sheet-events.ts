import { SaxesParser } from 'saxes';
import type { SaxesOptions } from 'saxes';
import type { DecodeLimits } from '../format.ts';
import { shown, unusable } from '../problems.ts';
import { decodeText } from '../text/decode-text.ts';

export interface Handlers {
  open(name: string, attributes: Record<string, string>): void;
  close(name: string): void;
  text(text: string): void;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * Parses one part of a workbook, calling the handlers with names without prefix; yields after each piece of text, so
 * that a caller can hand on what it has collected. A DOCTYPE and broken markup throw.
 */
export async function* parsePart(
  bytes: Uint8Array,
  part: string,
  limits: DecodeLimits,
  handlers: Handlers,
): AsyncGenerator<void> {
  const parser = new SaxesParser<SaxesOptions & { xmlns?: false }>({
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  const place = (): { line: number; column: number; path: string } => ({
    line: parser.line,
    column: parser.column,
    path: part,
  });
  parser.on('error', (error) => {
    const message = error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
    throw unusable(
      'xml/not-well-formed',
      `A part of the workbook is not well-formed: ${shown(message)}`,
      place(),
    );
  });
  parser.on('doctype', () => {
    throw unusable('xml/doctype', 'A part of the workbook has a DOCTYPE', place());
  });
  let depth = 0;
  parser.on('opentag', (tag) => {
    if (++depth > limits.depth) {
      throw unusable('input/too-deep', `The document nests deeper than ${limits.depth} levels`, place());
    }
    handlers.open(local(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    depth--;
    handlers.close(local(tag.name));
  });
  parser.on('text', (text) => handlers.text(text));
  parser.on('cdata', (text) => handlers.text(text));
  for await (const piece of decodeText(once(bytes), limits, 'xml')) {
    parser.write(piece);
    yield;
  }
  parser.close();
  yield;
}
