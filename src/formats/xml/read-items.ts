import { SaxesParser } from 'saxes';
import type { SaxesOptions } from 'saxes';
import type { InputError, Place } from '../../gi/problem.ts';
import type { DecodeLimits } from '../format.ts';
import { checkRecordCount } from '../limits.ts';
import { shown, unusable } from '../problems.ts';
import { Scope } from './namespaces.ts';
import type { XmlNode } from './node.ts';

/** What the reader hands on, in document order. */
export type XmlItem =
  | { kind: 'root'; name: string; attributes: Record<string, string>; line: number }
  /** A child of the root with all it contains, or the root itself where `wholeRoot` says so. */
  | { kind: 'element'; node: XmlNode; index: number }
  /** A processing instruction outside the items. */
  | { kind: 'instruction'; target: string; body: string; line: number };

export interface ReadOptions {
  limits: DecodeLimits;
  /** True for a root that is one record by itself. */
  wholeRoot(name: string): boolean;
}

/**
 * Reads an XML document as a stream of its root's children, in batches of those that end in one piece of text. Strict: no DOCTYPE, no entities of
 * its own, XML 1.0 characters only, one root, bounded depth and lengths.
 * Throws `xml/*` and `input/*` errors with line and column.
 */
export async function* readItems(
  pieces: AsyncIterable<string>,
  options: ReadOptions,
): AsyncGenerator<XmlItem[]> {
  const reader = new ItemReader(options);
  for await (const piece of pieces) {
    reader.write(piece);
    yield reader.take();
  }
  reader.close();
  yield reader.take();
}

const noChildren: XmlNode[] = [];
const noAttributes: Record<string, string> = Object.freeze({});

class ItemReader {
  readonly #options: ReadOptions;
  readonly #parser = new SaxesParser<SaxesOptions & { xmlns?: false }>({
    position: true,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  readonly #open: XmlNode[] = [];
  readonly #scopes: Scope[] = [];
  #scope = new Scope();
  #ready: XmlItem[] = [];
  #written = 0;
  #lastEvent = 0;
  #itemStart = 0;
  #itemDepth = 1;
  #index = 0;

  constructor(options: ReadOptions) {
    this.#options = options;
    const parser = this.#parser;
    parser.on('error', (error) => {
      const message = error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
      throw this.#error('xml/not-well-formed', `The document is not well-formed: ${shown(message)}`);
    });
    parser.on('doctype', () => {
      throw this.#error('xml/doctype', 'The document has a DOCTYPE');
    });
    parser.on('opentag', (tag) => this.#opened(tag.name, tag.attributes));
    parser.on('closetag', () => this.#closed());
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
    parser.on('processinginstruction', ({ target, body }) => {
      this.#lastEvent = parser.position;
      if (this.#open.length < this.#itemDepth + 1) {
        this.#ready.push({ kind: 'instruction', target, body, line: parser.line });
      }
    });
  }

  take(): XmlItem[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  write(piece: string): void {
    this.#parser.write(piece);
    // The parser's own position is right inside events only.
    this.#written += piece.length;
    const { textLength, recordLength } = this.#options.limits;
    if (this.#written - this.#lastEvent > textLength) {
      throw this.#error(
        'input/text-too-long',
        `A text, tag or comment is longer than ${textLength} characters`,
      );
    }
    if (this.#open.length > this.#itemDepth && this.#written - this.#itemStart > recordLength) {
      throw this.#error('input/record-too-large', `A record is longer than ${recordLength} characters`);
    }
  }

  close(): void {
    this.#parser.close();
  }

  #error(code: Parameters<typeof unusable>[0], message: string): InputError {
    const place: Place = { line: this.#parser.line, column: this.#parser.column };
    if (this.#open.length > 0) place.path = `/${this.#open.map((n) => n.name).join('/')}`;
    if (this.#open.length > this.#itemDepth) place.record = this.#index;
    return unusable(code, message, place);
  }

  #opened(rawName: string, rawAttributes: Record<string, string>): void {
    const parser = this.#parser;
    this.#lastEvent = parser.position;
    if (this.#open.length >= this.#options.limits.depth) {
      throw this.#error(
        'input/too-deep',
        `The document nests deeper than ${this.#options.limits.depth} levels`,
      );
    }
    this.#scopes.push(this.#scope);
    const attributes = this.#attributes(rawAttributes);
    const name = this.#scope.element(rawName);
    if (name === undefined)
      throw this.#error('xml/namespace', `The prefix of <${shown(rawName)}> is not declared`);
    const node: XmlNode = {
      name,
      attributes,
      text: '',
      children: noChildren,
      line: parser.line,
      column: parser.column,
    };
    const depth = this.#open.length;
    if (depth === 0) {
      this.#itemDepth = this.#options.wholeRoot(name) ? 0 : 1;
      this.#ready.push({ kind: 'root', name, attributes, line: parser.line });
    }
    if (depth === this.#itemDepth) {
      checkRecordCount(this.#index, this.#options.limits, parser.line);
      this.#itemStart = parser.position;
    } else if (depth > this.#itemDepth) {
      const parent = this.#open[depth - 1];
      if (parent?.children === noChildren) parent.children = [node];
      else parent?.children.push(node);
    }
    this.#open.push(node);
  }

  #attributes(raw: Record<string, string>): Record<string, string> {
    let declared: Map<string, string> | undefined;
    let others = 0;
    for (const name in raw) {
      if (!name.startsWith('xmlns')) others++;
      else if (name === 'xmlns') (declared ??= new Map()).set('', raw[name] ?? '');
      else if (name.startsWith('xmlns:')) (declared ??= new Map()).set(name.slice(6), raw[name] ?? '');
      else others++;
    }
    if (declared) this.#scope = this.#scope.with(declared);
    if (others === 0) return noAttributes;
    const attributes: Record<string, string> = {};
    for (const name in raw) {
      if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
      const value = raw[name] ?? '';
      if (value.length > this.#options.limits.textLength) {
        throw this.#error('input/text-too-long', `The attribute ${shown(name)} is too long`);
      }
      const canonical = this.#scope.attribute(name);
      if (canonical === undefined)
        throw this.#error('xml/namespace', `The prefix of ${shown(name)} is not declared`);
      if (Object.hasOwn(attributes, canonical)) {
        throw this.#error('xml/not-well-formed', `The attribute ${shown(canonical)} is there twice`);
      }
      attributes[canonical] = value;
    }
    return attributes;
  }

  #closed(): void {
    this.#lastEvent = this.#parser.position;
    const node = this.#open.pop();
    this.#scope = this.#scopes.pop() ?? this.#scope;
    if (node && this.#open.length === this.#itemDepth) {
      this.#ready.push({ kind: 'element', node, index: this.#index++ });
    }
  }

  #text(text: string): void {
    this.#lastEvent = this.#parser.position;
    const node = this.#open.length > this.#itemDepth ? this.#open[this.#open.length - 1] : undefined;
    if (!node) return;
    if (node.text === '') node.text = text;
    // Indentation between children says nothing; most of a pretty-printed file is such text.
    else if (node.children.length > 0 && text.trim() === '') return;
    else node.text += text;
    if (node.text.length > this.#options.limits.textLength) {
      throw this.#error('input/text-too-long', `The text of ${node.name} is too long`);
    }
  }
}
